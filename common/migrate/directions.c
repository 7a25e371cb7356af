#include "migrate/directions.h"

#include <string.h>

static const char marker_prefix[] = "-- migrate:";
static const char provider_prefix[] = "provider:";

static struct place place_of(const struct source *source, struct slice slice)
{
	size_t start = (size_t)(slice.start - source->text);

	return (struct place){source, start, start + slice.length};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool starts_with(struct slice slice, const char *prefix)
{
	size_t length = strlen(prefix);

	return slice.length >= length && memcmp(slice.start, prefix, length) == 0;
}

/* Whole blank lines go at the start, all white space at the end. */
static struct slice trim(struct slice text)
{
	size_t skipped = 0;

	while (text.length && is_blank(text.start[text.length - 1]))
		text.length--;
	for (size_t i = 0; i < text.length && is_blank(text.start[i]); i++)
		if (text.start[i] == '\n')
			skipped = i + 1;
	return (struct slice){text.start + skipped, text.length - skipped};
}

bool sql_text_is_empty(struct slice sql)
{
	size_t depth = 0;

	for (size_t i = 0; i < sql.length; i++) {
		char c = sql.start[i], next = i + 1 < sql.length ? sql.start[i + 1] : '\0';
		if (c == '/' && next == '*') {
			depth++;
			i++;
		} else if (depth && c == '*' && next == '/') {
			depth--;
			i++;
		} else if (!depth && c == '-' && next == '-') {
			while (i < sql.length && sql.start[i] != '\n')
				i++;
		} else if (!depth && !is_blank(c)) {
			return false;
		}
	}
	return true;
}

static bool is_schema_text(struct slice text)
{
	struct slice line, word = {0};

	return record_split(&text, '\n', &line) && record_split(&line, '\t', &word) &&
	       slice_is(word, "migtools-schema");
}

static bool is_one_of(struct slice word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_is(word, words[i]))
			return true;
	return false;
}

/* Every line has four fields, and the word of a risk in the first. */
static bool is_list(struct slice text)
{
	static const char *const risks[] = {"safe", "locks", "rewrites", "may-fail", "loses-data"};
	struct slice line, risk, field;
	size_t lines = 0;

	while (record_split(&text, '\n', &line)) {
		size_t fields = 1;
		if (!line.length)
			continue;
		record_split(&line, '\t', &risk);
		while (record_split(&line, '\t', &field))
			fields++;
		if (fields != 4 || !is_one_of(risk, risks, sizeof risks / sizeof *risks))
			return false;
		lines++;
	}
	return lines > 0;
}

/* The first line that is neither blank nor a comment opens a block; no SQL begins like that. */
static bool is_prisma_schema(struct slice text)
{
	static const char *const blocks[] = {"datasource", "generator", "model",
					     "enum",	   "type",	"view"};
	struct slice line, word;

	while (record_split(&text, '\n', &line)) {
		line = trim(line);
		if (!line.length || starts_with(line, "//"))
			continue;
		if (line.start[line.length - 1] != '{')
			return false;
		record_split(&line, ' ', &word);
		return is_one_of(word, blocks, sizeof blocks / sizeof *blocks);
	}
	return false;
}

/* What is no script, and what makes one of it. */
static const struct {
	bool (*is)(struct slice text);
	const char *what, *way;
} no_scripts[] = {
	{is_schema_text, "schema text",
	 "schema-diff makes one of two of them: schema-diff old.text new.text | mig-new NAME"},
	{is_list, "a list of changes", "schema-diff without -o list prints the script"},
	{is_prisma_schema, "a Prisma schema",
	 "schema-parse makes schema text of it, and schema-diff a script of two of those"},
};

bool script_is_sql(const struct source *source, struct report *report)
{
	struct slice text = {source->text, source->length};

	for (size_t i = 0; i < sizeof no_scripts / sizeof *no_scripts; i++) {
		if (!no_scripts[i].is(text))
			continue;
		report_error(report, (struct place){source, 0, 0},
			     "this is %s, and no script of SQL", no_scripts[i].what);
		return report_hint(report, "%s", no_scripts[i].way);
	}
	return true;
}

/* What a line may stand inside of, and in whose SQL. A doubled quote is two strings: no matter. */
static const struct quote {
	const char *open, *close;
	bool postgresql, sqlite, nests;
} quotes[] = {
	/* clang-format off */
	{"--", "\n", true,  true,  false},
	{"/*", "*/", true,  false, true},
	{"/*", "*/", false, true,  false},
	{"'",  "'",  true,  true,  false},
	{"\"", "\"", true,  true,  false},
	{"`",  "`",  false, true,  false},
	{"[",  "]",  false, true,  false},
	/* clang-format on */
};

static bool is_word(char c)
{
	return c == '_' || c == '$' || (c & 0x80) || (c >= '0' && c <= '9') ||
	       (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Where what is closed by `close` ends, from `at` on inside of it; 0 where it does not. */
static size_t find_end(struct slice text, size_t at, const struct quote *quote, bool backslashes)
{
	for (size_t depth = 1; at < text.length; at++) {
		struct slice rest = {text.start + at, text.length - at};
		if (backslashes && text.start[at] == '\\') {
			at++;
		} else if (starts_with(rest, quote->close)) {
			if (--depth == 0)
				return at + strlen(quote->close);
			at += strlen(quote->close) - 1;
		} else if (quote->nests && starts_with(rest, quote->open)) {
			depth++;
			at += strlen(quote->open) - 1;
		}
	}
	return 0;
}

/* $$ ... $$ and $tag$ ... $tag$ */
static size_t dollar_end(struct slice text, size_t at, struct arena *arena)
{
	size_t end = at + 1;

	while (end < text.length && is_word(text.start[end]) && text.start[end] != '$')
		end++;
	if (end == text.length || text.start[end] != '$' ||
	    (text.start[at + 1] >= '0' && text.start[at + 1] <= '9'))
		return 0;
	end++;
	char *tag = arena_slice(arena, text.start + at, end - at);
	return find_end(text, end, &(struct quote){.open = tag, .close = tag}, false);
}

/* The end of what is quoted from `at` on, `at` itself where nothing is, or nothing closes it. */
static size_t quoted_end(struct slice text, size_t at, bool postgresql, struct arena *arena)
{
	struct slice rest = {text.start + at, text.length - at};
	bool in_word = at && is_word(text.start[at - 1]);
	size_t end = 0;

	if (postgresql && *rest.start == '$' && !in_word)
		end = dollar_end(text, at, arena);
	for (size_t i = 0; !end && i < sizeof quotes / sizeof *quotes; i++) {
		const struct quote *quote = &quotes[i];
		bool escapes = postgresql && *rest.start == '\'' && at &&
			       strchr("eE", text.start[at - 1]) &&
			       (at == 1 || !is_word(text.start[at - 2]));
		if ((postgresql ? quote->postgresql : quote->sqlite) &&
		    starts_with(rest, quote->open))
			end = find_end(text, at + strlen(quote->open), quote, escapes);
	}
	return end ? end : at;
}

/* Whether the line at `line` stands inside of something that is quoted. */
static bool is_quoted(struct slice text, size_t line, bool postgresql, struct arena *arena)
{
	for (size_t at = 0; at < line;) {
		size_t end = quoted_end(text, at, postgresql, arena);
		if (end > line)
			return true;
		at = end > at ? end : at + 1;
	}
	return false;
}

/*
 * Whether a line that looks like a marker is one: not inside of a string or a comment. Which that
 * is depends on the database; where that is not known, both kinds must agree.
 */
static bool judge_marker(const struct source *source, struct slice line, const char *provider,
			 bool *is_marker, struct report *report)
{
	struct slice text = {source->text, source->length};
	size_t at = (size_t)(line.start - source->text);
	bool sqlite = provider && strcmp(provider, "sqlite") == 0;
	bool in_postgresql = is_quoted(text, at, true, report->arena);
	bool in_sqlite = is_quoted(text, at, false, report->arena);

	*is_marker = sqlite ? !in_sqlite : !in_postgresql;
	if (provider || in_sqlite == in_postgresql)
		return true;
	report_error(report, place_of(source, line),
		     "this is a marker for one database, and in quotes for another");
	return report_hint(report, "say which it is for with -p");
}

/* A marker's options: `provider:NAME`, and dbmate's, which are not ours to judge. */
static void read_options(struct slice options, struct directions *directions, struct arena *arena)
{
	struct slice word;

	while (record_split(&options, ' ', &word))
		if (starts_with(word, provider_prefix))
			directions->provider =
				arena_slice(arena, word.start + strlen(provider_prefix),
					    word.length - strlen(provider_prefix));
}

bool directions_split(const struct source *source, const char *provider,
		      struct directions *directions, struct report *report)
{
	struct slice rest = {source->text, source->length}, line;
	const char *end = source->text + source->length;
	struct slice *part = NULL;

	*directions = (struct directions){.up = trim(rest)};
	while (record_split(&rest, '\n', &line)) {
		bool is_marker;
		if (!starts_with(line, marker_prefix))
			continue;
		if (!judge_marker(source, line,
				  directions->provider ? directions->provider : provider,
				  &is_marker, report))
			return false;
		if (!is_marker)
			continue;
		while (line.length && is_blank(line.start[line.length - 1]))
			line.length--;
		struct slice options = {line.start + strlen(marker_prefix),
					line.length - strlen(marker_prefix)};
		struct slice word = {0};
		record_split(&options, ' ', &word);
		struct slice before = {source->text, (size_t)(line.start - source->text)};
		if (!part && !sql_text_is_empty(before))
			return report_error(report, place_of(source, line),
					    "SQL stands before the first marker");
		if (part)
			*part = trim(
				(struct slice){part->start, (size_t)(line.start - part->start)});
		bool up = slice_is(word, "up");
		if (!up && !slice_is(word, "down"))
			return report_error(report, place_of(source, line),
					    "a marker is `-- migrate:up` or `-- migrate:down`");
		if (up ? part != NULL : directions->down.start != NULL)
			return report_error(report, place_of(source, line),
					    up ? "`-- migrate:up` comes once, and first"
					       : "`-- migrate:down` is there twice");
		if (!part)
			directions->up = (struct slice){end, 0};
		part = up ? &directions->up : &directions->down;
		part->start = rest.start ? rest.start : end;
		if (options.start)
			read_options(options, directions, report->arena);
	}
	if (part)
		*part = trim((struct slice){part->start, (size_t)(end - part->start)});
	return true;
}
