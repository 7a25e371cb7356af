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
					     "enum",       "type",      "view"};
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
	{is_list, "a list of changes",
	 "schema-diff without -o list prints the script"},
	{is_prisma_schema, "a Prisma schema",
	 "schema-parse makes schema text of it, and schema-diff a script of two of those"},
};

bool script_is_sql(const struct source *source, struct report *report)
{
	struct slice text = {source->text, source->length};

	for (size_t i = 0; i < sizeof no_scripts / sizeof *no_scripts; i++) {
		if (!no_scripts[i].is(text))
			continue;
		report_error(report, (struct place){source, 0, 0}, "this is %s, and no script of SQL",
			     no_scripts[i].what);
		return report_hint(report, "%s", no_scripts[i].way);
	}
	return true;
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

bool directions_split(const struct source *source, struct directions *directions,
		      struct report *report)
{
	struct slice rest = {source->text, source->length}, line;
	const char *end = source->text + source->length;
	struct slice *part = NULL;

	*directions = (struct directions){.up = trim(rest)};
	while (record_split(&rest, '\n', &line)) {
		if (!starts_with(line, marker_prefix))
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
			*part = trim((struct slice){part->start,
						    (size_t)(line.start - part->start)});
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
