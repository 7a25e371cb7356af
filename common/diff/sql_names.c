/* Finds and replaces names in SQL. */
#include "diff/sql_names.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "sqltext/lexer.h"

/* True if a quoted token is the name: "it""s" is it"s. */
static bool is_quoted(const char *token, size_t length, const char *name, bool any_case)
{
	char quote = token[length - 1];

	for (size_t i = 1; i + 1 < length; i++, name++) {
		i += token[i] == quote && i + 2 < length;
		if (token[i] != *name && !(any_case && tolower((unsigned char)token[i]) ==
							       tolower((unsigned char)*name)))
			return false;
	}
	return *name == '\0';
}

/* True if a word is the name. A server that does not ignore case reads words in lower case. */
static bool is_bare(const char *token, size_t length, const char *name, bool any_case)
{
	if (any_case)
		return strlen(name) == length && strncasecmp(token, name, length) == 0;
	for (size_t i = 0; i < length; i++)
		if (tolower((unsigned char)token[i]) != (unsigned char)*name++)
			return false;
	return *name == '\0';
}

static struct lexer lexer_of(const struct dialect *dialect, const char *sql)
{
	return sqltext_lexer(sqltext_dialect(dialect->name), sql, 0, strlen(sql));
}

/* Finds the next token that is the name. False at the end. */
static bool find_name(const struct dialect *dialect, struct lexer *lexer, const char *name,
		      struct token *token)
{
	bool any_case = dialect->alter.ignores_case;

	while ((*token = sqltext_next(lexer)).kind != TOKEN_END) {
		const char *start = lexer->text + token->start;
		size_t length = token->end - token->start;
		if ((token->kind == TOKEN_NAME && is_quoted(start, length, name, any_case)) ||
		    (token->kind == TOKEN_WORD && is_bare(start, length, name, any_case)))
			return true;
	}
	return false;
}

bool diff_sql_names(const struct dialect *dialect, const char *sql, const char *name)
{
	struct token token;

	if (!sql)
		return false;
	struct lexer lexer = lexer_of(dialect, sql);
	return find_name(dialect, &lexer, name, &token);
}

/* True if a name needs no quotes, judging by its letters. */
static bool is_plain(const struct dialect *dialect, const char *name)
{
	const char *letters = "abcdefghijklmnopqrstuvwxyz_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t plain = strspn(name, letters);

	return !isdigit((unsigned char)*name) && *name && name[plain] == '\0' &&
	       (dialect->alter.ignores_case || strpbrk(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == NULL);
}

/* Adds the new name as the old one was written: with or without quotes. */
static void add_name(struct buffer *to, const struct dialect *dialect, struct token token,
		     const char *name)
{
	if (token.kind == TOKEN_WORD && is_plain(dialect, name)) {
		buffer_add(to, name);
		return;
	}
	buffer_add_char(to, '"');
	for (; *name; name++)
		buffer_format(to, *name == '"' ? "\"%c" : "%c", *name);
	buffer_add_char(to, '"');
}

const char *diff_sql_renamed(struct arena *arena, const struct dialect *dialect, const char *sql,
			     const char *from, const char *to)
{
	struct buffer text = {.arena = arena};
	struct lexer lexer = lexer_of(dialect, sql);
	struct token token;
	size_t at = 0;

	while (find_name(dialect, &lexer, from, &token)) {
		buffer_add_slice(&text, sql + at, token.start - at);
		add_name(&text, dialect, token, to);
		at = token.end;
	}
	if (!at)
		return sql;
	buffer_add(&text, sql + at);
	return buffer_take(&text);
}

/* ---- many pieces, many names ---- */

static const char *lower_name(struct arena *arena, const char *name)
{
	char *lower = arena_string(arena, name);

	for (char *c = lower; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return lower;
}

/* Stores a token's name in the spelling of the index. False if it is not a name. */
static bool spell(const struct sql_index *index, const struct lexer *lexer, struct token token,
		  struct buffer *name)
{
	const char *start = lexer->text + token.start;
	size_t length = token.end - token.start;
	bool quoted = token.kind == TOKEN_NAME;
	bool lower = !quoted || index->dialect->alter.ignores_case;
	char quote = start[length - 1];

	if (!quoted && token.kind != TOKEN_WORD)
		return false;
	name->length = 0;
	for (size_t i = quoted; i + quoted < length; i++) {
		i += quoted && start[i] == quote && i + 2 < length;
		buffer_add_char(name, lower ? (char)tolower((unsigned char)start[i]) : start[i]);
	}
	return true;
}

static void add_piece(struct sql_index *index, const char *name, size_t number)
{
	struct sql_pieces *pieces = map_get(&index->names, name);

	if (!pieces) {
		index->names.arena = index->arena;
		pieces = arena_alloc(index->arena, sizeof *pieces);
		map_add(&index->names, arena_string(index->arena, name), pieces);
	}
	if (!pieces->count || pieces->at[pieces->count - 1] != number)
		*vector_add(index->arena, pieces) = number;
}

void diff_index_sql(struct sql_index *index, const char *sql, size_t number)
{
	struct buffer name = {.arena = index->arena};
	struct token token;

	if (!sql)
		return;
	struct lexer lexer = lexer_of(index->dialect, sql);
	while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
		if (spell(index, &lexer, token, &name))
			add_piece(index, buffer_text(&name), number);
}

void diff_index_name(struct sql_index *index, const char *name, size_t number)
{
	bool lower = index->dialect->alter.ignores_case;

	add_piece(index, lower ? lower_name(index->arena, name) : name, number);
}

struct sql_pieces diff_sql_with(const struct sql_index *index, const char *name)
{
	static const struct sql_pieces none;
	bool lower = index->dialect->alter.ignores_case;
	const struct sql_pieces *pieces =
		map_get(&index->names, lower ? lower_name(index->arena, name) : name);

	return pieces ? *pieces : none;
}

size_t diff_first_piece(const struct sql_pieces *pieces, size_t number)
{
	size_t low = 0, high = pieces->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (pieces->at[middle] < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool diff_sql_names_any(const struct sql_index *index, const char *sql)
{
	struct buffer name = {.arena = index->arena};
	struct token token;

	if (!sql || !index->names.count)
		return false;
	struct lexer lexer = lexer_of(index->dialect, sql);
	while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
		if (spell(index, &lexer, token, &name) &&
		    map_get(&index->names, buffer_text(&name)))
			return true;
	return false;
}

bool diff_sql_any(struct arena *arena, const struct dialect *dialect, const char *sql,
		  diff_sql_test *test, const void *context)
{
	struct sql_index index = {.arena = arena, .dialect = dialect};
	struct buffer name = {.arena = arena};
	struct token token;

	if (!sql)
		return false;
	struct lexer lexer = lexer_of(dialect, sql);
	while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
		if (spell(&index, &lexer, token, &name) && test(context, buffer_text(&name)))
			return true;
	return false;
}
