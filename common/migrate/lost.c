/* Finds what a script loses without a word. */
#include "migrate/lost.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "diff/diff.h"
#include "folder/risks.h"

/* A search for what is lost. */
struct search {
	const struct schema *before;
	const struct script *script;
	const char *name; /* the migration's */
	bool refuse;
	struct risk_notes risks;
	struct report *report;
	bool good;
};

/* True if the script drops a table or a view, which it may make again. */
static bool makes_anew(const struct script *script)
{
	for (size_t n = 0; n < script->statements.count; n++) {
		struct lexer lexer = sqltext_statement_lexer(script, n);
		if (sqltext_matches(lexer, "DROP TABLE") || sqltext_matches(lexer, "DROP VIEW"))
			return true;
	}
	return false;
}

bool migrate_may_lose(const struct script *script, bool asked)
{
	const struct dialect *dialect = dialect_by_name(script->dialect->name);

	return asked || (!dialect->alter.alters_columns && makes_anew(script));
}

/* True if a token is this name, quoted or not. */
static bool is_name(const struct lexer *lexer, struct token token, const char *name)
{
	size_t quote = token.kind == TOKEN_NAME, length = strlen(name);
	const char *start = lexer->text + token.start + quote;

	return (token.kind == TOKEN_NAME || token.kind == TOKEN_WORD) &&
	       token.end - token.start == length + 2 * quote &&
	       strncasecmp(start, name, length) == 0;
}

/* True if statement `n` drops something of this name, or gives it another one. */
static bool takes_away(const struct script *script, size_t n, const char *name)
{
	struct lexer lexer = sqltext_statement_lexer(script, n);
	struct token token;
	bool found = false;

	if (!sqltext_matches(lexer, "DROP") && !sqltext_matches(lexer, "ALTER"))
		return false;
	while ((token = sqltext_next(&lexer)).kind != TOKEN_END) {
		found |= sqltext_is(&lexer, token, "DROP") || sqltext_is(&lexer, token, "RENAME");
		if (found && is_name(&lexer, token, name))
			return true;
	}
	return false;
}

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* True if a text has this word, as it stands there, and not as a part of another one. */
static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = text; length && (at = strstr(at, word)); at += length)
		if ((at == text || !is_letter(at[-1]) || !is_letter(*word)) &&
		    (!is_letter(at[length]) || !is_letter(word[length - 1])))
			return true;
	return false;
}

/* True if the script says that it drops that part of a table. */
static bool is_named(const struct search *search, const char *table, const char *name)
{
	const struct risk_note *note;

	for (size_t n = 0; name && n < search->script->statements.count; n++)
		if (takes_away(search->script, n, name))
			return true;
	vector_each(note, &search->risks)
		if (name && has_word(note->text, name) && (!table || has_word(note->text, table)))
			return true;
	return false;
}

/* Reports something that is lost. */
static void lose(struct search *search, const char *what)
{
	struct report *report = search->report;

	if (!search->refuse) {
		report_warning(report, nowhere, "%s: the %s goes, and the script does not name it",
			       search->name, what);
		report_hint(report, "if it is still wanted, create it in a new migration");
		return;
	}
	search->good = report_error(report, nowhere,
				    "%s: the %s would be gone, and the script does not name it",
				    search->name, what);
	report_hint(report,
		    "create it again in the script; or say in a comment at its top that it "
		    "is meant: -- loses-data: %s",
		    what);
}

/* True for an index that a schema hardly has: then nothing but a name that is no default tells. */
static bool is_by_hand(const struct search *search, const struct table *table,
		       const struct index *index)
{
	struct arena *arena = search->report->arena;
	struct names columns = {0};
	const struct key_part *part;

	vector_each(part, &index->parts)
		*vector_add(arena, &columns) = part->column;
	return index->predicate ||
	       strcmp(index->name, constraint_name(arena, search->before->dialect, table->name.name,
						   &columns, index->unique ? "_key" : "_idx")) != 0;
}

static void search_index(struct search *search, const struct table *table,
			 const struct index *index)
{
	if (is_by_hand(search, table, index) && !is_named(search, table->name.name, index->name))
		lose(search, arena_format(search->report->arena, "index %s of %s", index->name,
					  table->name.name));
}

/* True if a statement names this table and, before or after it, this column. */
static bool names_both(struct lexer lexer, const char *table, const char *column)
{
	bool has_table = false, has_column = false;
	struct token token;

	while ((token = sqltext_next(&lexer)).kind != TOKEN_END) {
		has_table |= is_name(&lexer, token, table);
		has_column |= is_name(&lexer, token, column);
	}
	return has_table && has_column;
}

/*
 * True if an INSERT reads the column: a table that is made again has its values under a new name.
 */
static bool is_copied(const struct script *script, const char *table, const char *column)
{
	for (size_t n = 0; n < script->statements.count; n++) {
		struct lexer lexer = sqltext_statement_lexer(script, n);
		if (sqltext_matches(lexer, "INSERT") && names_both(lexer, table, column))
			return true;
	}
	return false;
}

static void search_columns(struct search *search, const struct table_pair *pair)
{
	struct arena *arena = search->report->arena;
	const char *table = pair->old->name.name;
	const struct column **column;

	vector_each(column, &pair->dropped)
		if (!is_named(search, table, (*column)->name) &&
		    !is_copied(search->script, table, (*column)->name))
			lose(search, arena_format(arena, "column %s.%s with its values", table,
						  (*column)->name));
}

static void search_changes(struct search *search, const struct diff *diff)
{
	const struct change *change;
	struct table_pair **pair;
	const struct index **index;

	vector_each(change, &diff->changes) {
		if (change->kind == CHANGE_ALTER_TABLE && change->pair)
			search_columns(search, change->pair);
		if (change->kind == CHANGE_DROP_INDEX)
			search_index(search, change->table, change->old_index);
	}
	vector_each(pair, &diff->redefined) {
		search_columns(search, *pair);
		vector_each(index, &(*pair)->dropped_indexes)
			search_index(search, (*pair)->old, *index);
	}
}

/* How objects are called that are a property of a column. */
static const struct {
	enum object_kind kind;
	const char *words; /* or NULL: its definition */
} properties[] = {
	{OBJECT_COLLATION, NULL},
	{OBJECT_GENERATED, "generated column"},
};

/* Returns "trigger log of posts", "CHECK (x > 0) of posts" or "COLLATE NOCASE of posts.title". */
static const char *object_text(struct arena *arena, const struct object *object)
{
	const char *owner = object->owner.name, *name = object->name.name;

	for (size_t i = 0; owner && name && i < sizeof properties / sizeof *properties; i++)
		if (properties[i].kind == object->kind)
			return properties[i].words ? arena_format(arena, "%s %s.%s",
								  properties[i].words, owner, name)
						   : arena_format(arena, "%s of %s.%s",
								  object->definition, owner, name);
	return arena_format(arena, "%s%s%s%s%s", name ? object_kind_word(object->kind) : "",
			    name ? " " : "", name ? name : object->definition, owner ? " of " : "",
			    owner ? owner : "");
}

/* True for an object that adds to an index of the model: what becomes of that is said already. */
static bool is_part_of_index(const struct search *search, const struct object *object)
{
	const struct table *table =
		object->owner.name ? schema_table(search->before, object->owner) : NULL;
	const struct index *index;

	if (table && object->kind == OBJECT_INDEX)
		vector_each(index, &table->indexes)
			if (text_equal(index->name, object->name.name))
				return true;
	return false;
}

/* True for an object that stands for nothing by itself: it is gone with what it is about. */
static bool is_remark(const struct search *search, const struct object *object)
{
	return object->kind == OBJECT_COMMENT || object->kind == OBJECT_GRANT ||
	       is_part_of_index(search, object);
}

static void search_objects(struct search *search, const struct diff *diff)
{
	const struct object_difference *difference;

	vector_each(difference, &diff->objects) {
		const struct object *object = difference->object;
		const char *name = object->name.name ? object->name.name : object->definition;
		if (difference->state == OBJECT_MISSING && !is_remark(search, object) &&
		    !is_named(search, object->owner.name, name))
			lose(search, object_text(search->report->arena, object));
	}
}

bool migrate_report_lost(const struct schema *before, const struct schema *after,
			 const struct script *script, const char *name, bool refuse,
			 struct report *report)
{
	struct search search = {.before = before,
				.script = script,
				.name = name,
				.refuse = refuse,
				.report = report,
				.good = true};
	struct renames none = {0};
	struct diff diff;

	if (!diff_schemas(before, after, &none, &diff, report))
		return false;
	folder_read_risks(report->arena, script->dialect, script->source, &search.risks);
	search_changes(&search, &diff);
	search_objects(&search, &diff);
	return search.good;
}
