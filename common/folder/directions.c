/* Finds the markers in a script, and splits it there. */
#include "folder/directions.h"

#include <string.h>

#include "base/record.h"
#include "base/utf8.h"
#include "folder/marks.h"
#include "sqltext/script.h"

static const char provider_prefix[] = "provider:";
static const char blanks[] = " \t\n\r";

/* A script as one dialect reads it. */
struct reading {
	struct lexer lexer;
	bool begun;    /* `marker` is valid */
	size_t marker; /* the start of the last marker found, or the end of the text */
};

/* The search for markers, from the top of a script to its end. */
struct search {
	const struct source *source;
	struct report *report;
	const struct sqltext_dialect *dialect; /* NULL while unknown */
	VECTOR(struct reading) readings;       /* one per dialect */
	size_t at;			       /* where the search continues */
	bool failed;
};

/* Trims blank lines at the start and blanks at the end. The first line keeps its indentation. */
static struct slice trim_lines(struct slice text)
{
	const char *first = slice_trim(text, blanks).start;

	while (first > text.start && first[-1] != '\n')
		first--;
	text.length -= (size_t)(first - text.start);
	text.start = first;
	return slice_trim_end(text, blanks);
}

static struct place place_of(const struct source *source, struct slice slice)
{
	size_t start = (size_t)(slice.start - source->text);

	return (struct place){source, start, start + slice.length};
}

/* Reads a comment as a mark, which must have a line of its own. False if it is not a mark. */
static bool read_marker(const struct lexer *lexer, struct token token, struct mark *mark)
{
	struct slice comment = {lexer->text + token.start, token.end - token.start};

	return token.quote == QUOTE_LINE_COMMENT &&
	       (token.start == utf8_mark(lexer->text) || lexer->text[token.start - 1] == '\n') &&
	       folder_read_mark(comment, mark);
}

/*
 * Finds the next marker in one dialect. In SQL of another dialect a quote may stay open to the end;
 * then it quotes nothing, and neither do later ones like it. So the search still takes linear time.
 */
static void find_marker(struct reading *reading)
{
	struct lexer *lexer = &reading->lexer;
	struct token token;
	struct mark mark;

	do {
		token = sqltext_next_or_comment(lexer);
		if (token.unclosed) {
			lexer->quotes &= ~QUOTE_BIT(token.quote);
			lexer->at = token.start;
		}
	} while (token.unclosed || (token.kind != TOKEN_END && !read_marker(lexer, token, &mark)));
	reading->marker = token.start;
	reading->begun = true;
}

static struct search begin_search(const struct source *source, const char *provider,
				  struct report *report)
{
	struct search search = {.source = source, .report = report};

	for (size_t i = 0; sqltext_dialects[i]; i++) {
		struct reading *reading = vector_add(report->arena, &search.readings);
		reading->lexer = sqltext_lexer(sqltext_dialects[i], source->text,
					       utf8_mark(source->text), source->length);
	}
	if (provider)
		search.dialect = sqltext_dialect(provider);
	return search;
}

/*
 * Returns the start of the next marker, or the end of the text. While the dialect is unknown, all
 * dialects read the script, and `agreed` says if all see a marker there. Once it is known, only
 * that one reads on; if a later marker names another, that one catches up.
 */
static size_t find_next(struct search *search, bool *agreed)
{
	size_t first = search->source->length, last = 0;
	struct reading *reading;

	vector_each(reading, &search->readings) {
		if (search->dialect && reading->lexer.dialect != search->dialect)
			continue;
		while (!reading->begun || reading->marker < search->at)
			find_marker(reading);
		if (reading->marker < first)
			first = reading->marker;
		if (reading->marker > last)
			last = reading->marker;
	}
	*agreed = first == last;
	return first;
}

/* Reads the mark at `start`, which find_next found. */
static struct mark mark_at(const struct source *source, size_t start)
{
	const char *line = source->text + start, *end = source->text + source->length;
	const char *newline = memchr(line, '\n', (size_t)(end - line));
	struct mark mark = {0};

	folder_read_mark((struct slice){line, (size_t)((newline ? newline : end) - line)}, &mark);
	return mark;
}

/* Returns the start of the line after a mark. */
static const char *line_after(const struct source *source, const struct mark *mark)
{
	const char *end = source->text + source->length;
	const char *newline = memchr(mark->line.start, '\n', (size_t)(end - mark->line.start));

	return newline ? newline + 1 : end;
}

/* Finds the next marker. False at the end of the script, or after an error: see search.failed. */
static bool next_marker(struct search *search, struct mark *mark)
{
	const struct source *source = search->source;
	bool agreed;
	size_t start = find_next(search, &agreed);

	if (start == source->length)
		return false;
	*mark = mark_at(source, start);
	search->at = (size_t)(line_after(source, mark) - source->text);
	search->failed = !agreed;
	if (agreed)
		return true;
	report_error(search->report, place_of(source, mark->line),
		     "ambiguous marker: in some databases this line is inside a quoted string");
	return report_hint(search->report, "name the provider with -p");
}

/* Reads `provider:NAME`, which decides from here on what is quoted. */
static void read_options(struct search *search, struct mark *mark, struct directions *directions)
{
	struct slice word;

	while (record_split(&mark->options, ' ', &word))
		if (slice_starts(word, provider_prefix)) {
			size_t length = strlen(provider_prefix);
			directions->provider = arena_slice(
				search->report->arena, word.start + length, word.length - length);
			search->dialect = sqltext_dialect(directions->provider);
		}
}

/* Checks a marker against those before it. `part` is the part that it ends, or NULL. */
static bool check_marker(const struct search *search, const struct mark *mark,
			 const struct slice *part, const struct directions *directions)
{
	const struct source *source = search->source;
	const struct sqltext_dialect *dialect =
		search->dialect ? search->dialect : sqltext_dialect(NULL);
	size_t start = (size_t)(mark->line.start - source->text);
	const char *fault = NULL;

	if (mark->kind == MARK_CHANGELOG)
		fault = "a Liquibase changelog, which only Liquibase can read: make each changeset "
			"a migration";
	else if (!part && !mark->alone && !sqltext_is_empty(dialect, source->text, start))
		fault = "SQL before the first marker";
	else if (mark->kind == MARK_UNKNOWN)
		fault = "expected '-- migrate:up' or '-- migrate:down'";
	else if (mark->kind == MARK_UP && part)
		fault = arena_format(search->report->arena, "'%.*s' must come first, and only once",
				     (int)mark->line.length, mark->line.start);
	else if (mark->kind == MARK_DOWN && directions->down.start)
		fault = arena_format(search->report->arena, "duplicate '%.*s'",
				     (int)mark->line.length, mark->line.start);
	return !fault || report_error(search->report, place_of(source, mark->line), "%s", fault);
}

bool folder_split(const struct source *source, const char *provider, struct directions *directions,
		  struct report *report)
{
	const char *start = source->text + utf8_mark(source->text);
	const char *end = source->text + source->length;
	struct search search = begin_search(source, provider, report);
	struct slice *part = NULL;
	struct mark mark;

	*directions = (struct directions){.up = {start, (size_t)(end - start)}};
	while (next_marker(&search, &mark)) {
		const char *after = line_after(source, &mark);
		read_options(&search, &mark, directions);
		if (!check_marker(&search, &mark, part, directions))
			return false;
		if (!part && mark.alone)
			part = &directions->up;
		if (part)
			part->length = (size_t)(mark.line.start - part->start);
		else
			directions->up = (struct slice){end, 0};
		part = mark.kind == MARK_UP ? &directions->up : &directions->down;
		*part = (struct slice){after, (size_t)(end - after)};
	}
	directions->up = trim_lines(directions->up);
	directions->down = trim_lines(directions->down);
	return !search.failed;
}

static bool report_mark(const struct source *source, const struct mark *mark, struct report *report)
{
	if (mark->kind == MARK_CHANGELOG) {
		report_error(report, place_of(source, mark->line),
			     "a Liquibase changelog, whose changesets may be for other databases");
		return report_hint(report, "make each changeset a migration; or remove this line "
					   "to run all of them here");
	}
	report_error(report, place_of(source, mark->line),
		     "the SQL after this marker %s the migration in %s; here it would run, too",
		     mark->kind == MARK_UP ? "applies" : "rolls back", mark->program);
	if (mark->kind == MARK_UP)
		return report_hint(report, "remove it");
	return report_hint(report,
			   "create a migration with a down.sql from it, with 'mig-new NAME < %s', "
			   "then remove this one",
			   source->name);
}

bool folder_check_directions(const struct source *source, const struct sqltext_dialect *dialect,
			     bool down, struct report *report)
{
	struct lexer lexer =
		sqltext_lexer(dialect, source->text, utf8_mark(source->text), source->length);
	struct token token;
	struct mark mark;

	while ((token = sqltext_next_or_comment(&lexer)).kind != TOKEN_END)
		if (token.kind == TOKEN_COMMENT && read_marker(&lexer, token, &mark) &&
		    (mark.kind == (down ? MARK_UP : MARK_DOWN) || mark.kind == MARK_CHANGELOG))
			return report_mark(source, &mark, report);
	return true;
}
