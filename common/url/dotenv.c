/* Reads .env files by the rules of dotenv, which Prisma uses. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "url/url.h"

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '-';
}

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " \t");
}

/* Returns the text after `NAME =` (or `NAME: `) if the line sets `name`, else NULL. */
static const char *value_of_line(const char *line, const char *name)
{
	size_t length = 0;

	line = skip_blanks(line);
	if (strncmp(line, "export", 6) == 0 && (line[6] == ' ' || line[6] == '\t'))
		line = skip_blanks(line + 6);
	while (is_name(line[length]))
		length++;
	if (length != strlen(name) || strncmp(line, name, length) != 0)
		return NULL;
	line += length;
	if (*line == ':' && (line[1] == ' ' || line[1] == '\t'))
		return skip_blanks(line + 1);
	line = skip_blanks(line);
	return *line == '=' ? skip_blanks(line + 1) : NULL;
}

/* Returns the end of a value, and stores its quote, or NUL, in *quote. */
static const char *value_end(const char *start, char *quote)
{
	*quote = *start && strchr("'\"`", *start) ? *start : '\0';
	if (*quote) {
		const char *end = start + 1;
		while (*end && *end != *quote)
			end += *end == '\\' && end[1] ? 2 : 1;
		if (*end)
			return end;
		*quote = '\0'; /* an unclosed quote is part of the value */
	}
	const char *end = start + strcspn(start, "#\r\n");
	while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return end;
}

/* A file, and the number of variables that its values may still look up. */
struct file {
	struct arena *arena;
	const char *text;
	int left;
};

static const char *find(struct file *file, const char *name, int depth, bool *cut);

static const char *next_line(const char *text)
{
	text += strcspn(text, "\n");
	return *text ? text + 1 : text;
}

/*
 * Limits on variables in values, in depth and in all: a variable may name itself, even more than
 * once.
 */
enum { DEEPEST = 8, MOST_VARIABLES = 1000 };

/*
 * Returns "a${B}c$D" with the values of B and D: from the environment, else the file, else the
 * default.
 */
static const char *expand(struct file *file, const char *value, int depth)
{
	struct buffer out = {.arena = file->arena};
	bool cut;

	while (*value) {
		if (value[0] == '\\' && value[1] == '$') {
			buffer_add_char(&out, '$');
			value += 2;
			continue;
		}
		bool braced = value[0] == '$' && value[1] == '{';
		const char *name = value + 1 + braced;
		size_t length = 0;
		while (*value == '$' &&
		       (isalnum((unsigned char)name[length]) || name[length] == '_'))
			length++;
		if (length == 0) {
			buffer_add_char(&out, *value++);
			continue;
		}
		const char *variable = arena_slice(file->arena, name, length);
		const char *found = getenv(variable);
		if (!found && depth < DEEPEST && file->left-- > 0)
			found = find(file, variable, depth + 1, &cut);
		value = name + length;
		if (braced) {
			size_t rest = strcspn(value, "}");
			if (!(found && *found) && rest > 2 && strncmp(value, ":-", 2) == 0)
				found = arena_slice(file->arena, value + 2, rest - 2);
			value += rest + (value[rest] == '}');
		}
		buffer_add(&out, found ? found : "");
	}
	return buffer_text(&out);
}

static const char *unescape(struct arena *arena, const char *start, size_t length)
{
	struct buffer out = {.arena = arena};

	for (size_t i = 0; i < length; i++) {
		if (start[i] == '\\' && i + 1 < length &&
		    (start[i + 1] == 'n' || start[i + 1] == 'r'))
			buffer_add_char(&out, start[++i] == 'n' ? '\n' : '\r');
		else
			buffer_add_char(&out, start[i]);
	}
	return buffer_text(&out);
}

/* True if the value seems to go on after `end`: a quote inside, or a # before an @. */
static bool is_cut(const char *end, char quote)
{
	const char *rest = end + (quote != '\0');
	size_t length = strcspn(rest, "\r\n");

	if (quote)
		return *rest && !strchr("# \t\r\n", *rest);
	return *rest == '#' && memchr(rest, '@', length);
}

static const char *find(struct file *file, const char *name, int depth, bool *cut)
{
	const char *found = NULL;

	*cut = false;
	/*
	 * The last line that sets the variable counts. A quoted value may span lines, and is
	 * skipped whole.
	 */
	for (const char *line = file->text; *line;) {
		size_t equals = strcspn(line, "=\n");
		const char *start = value_of_line(line, name), *end;
		char quote = '\0';
		if (start) {
			end = value_end(start, &quote);
			*cut = is_cut(end, quote);
			start += quote != '\0';
			found = quote == '"'
					? unescape(file->arena, start, (size_t)(end - start))
					: arena_slice(file->arena, start, (size_t)(end - start));
			if (quote != '\'')
				found = expand(file, found, depth);
		} else if (line[equals] == '=' && line[strspn(line, " \t")] != '#') {
			end = value_end(skip_blanks(line + equals + 1), &quote);
		} else {
			end = line;
		}
		line = next_line(end);
	}
	return found;
}

const char *url_dotenv_value(struct arena *arena, const char *text, const char *name, bool *cut)
{
	struct file file = {arena, text + utf8_mark(text), MOST_VARIABLES};

	return find(&file, name, 0, cut);
}
