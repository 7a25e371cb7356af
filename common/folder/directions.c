/* Finds the markers in a script, and splits it there. */
#include "folder/directions.h"

#include <string.h>

#include "base/record.h"
#include "sqltext/script.h"

static const char marker_prefix[] = "-- migrate:";
static const char provider_prefix[] = "provider:";
static const char blanks[] = " \t\n\r";

/* A script in the eyes of one dialect. */
struct reading {
	struct lexer lexer;
	bool begun;    /* `marker` is set */
	size_t marker; /* the start of the marker found last, else the end of the text */
};

/* The search for markers, from the top of a script to its end. */
struct search {
	const struct source *source;
	struct report *report;
	const struct sqltext_dialect *dialect; /* NULL: unknown as yet */
	VECTOR(struct reading) readings;       /* one for each dialect */
	size_t at;			       /* the search continues here */
	bool failed;
};

/* A line `-- migrate:WORD OPTION...`. */
struct marker {
	struct slice line, word, options;
	const char *after; /* the start of the next line */
	bool up;
};

/* Trims blank lines at the start and blanks at the end. The first line keeps its indent. */
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

static bool is_marker(const struct lexer *lexer, struct token token)
{
	struct slice comment = {lexer->text + token.start, token.end - token.start};

	return token.quote == QUOTE_LINE_COMMENT && slice_starts(comment, marker_prefix) &&
	       (token.start == 0 || lexer->text[token.start - 1] == '\n');
}

/*
 * Finds the next marker of a dialect. In the SQL of another dialect a quote may stay open to the
 * end: that one, and those like it further on, quote nothing. So the search takes linear time, too.
 */
static void find_marker(struct reading *reading)
{
	struct lexer *lexer = &reading->lexer;
	struct token token;

	do {
		token = sqltext_next_or_comment(lexer);
		if (token.unclosed) {
			lexer->quotes &= ~QUOTE_BIT(token.quote);
			lexer->at = token.start;
		}
	} while (token.unclosed || (token.kind != TOKEN_END && !is_marker(lexer, token)));
	reading->marker = token.start;
	reading->begun = true;
}

static struct search begin_search(const struct source *source, const char *provider,
				  struct report *report)
{
	struct search search = {.source = source, .report = report};

	for (size_t i = 0; sqltext_dialects[i]; i++) {
		struct reading *reading = vector_add(report->arena, &search.readings);
		reading->lexer =
			sqltext_lexer(sqltext_dialects[i], source->text, 0, source->length);
	}
	if (provider)
		search.dialect = sqltext_dialect(provider);
	return search;
}

/*
 * Returns the start of the next marker, the end of the text if there is none. If the dialect is not
 * known, `agreed` tells if all of them see a marker there. If it is, no other one reads the script,
 * though a later marker may name one, which then catches up.
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

/* Takes apart the marker at `start`. It may have options of dbmate's, which are ignored. */
static struct marker read_marker(const struct source *source, size_t start)
{
	const char *line = source->text + start, *end = source->text + source->length;
	const char *newline = memchr(line, '\n', (size_t)(end - line));
	struct marker marker = {.after = newline ? newline + 1 : end};

	marker.line = slice_trim_end((struct slice){line, (size_t)(marker.after - line)}, blanks);
	marker.options = (struct slice){marker.line.start + strlen(marker_prefix),
					marker.line.length - strlen(marker_prefix)};
	record_split(&marker.options, ' ', &marker.word);
	marker.up = slice_is(marker.word, "up");
	return marker;
}

/* Finds the next marker. False at the end of the script, and after an error: see search.failed. */
static bool next_marker(struct search *search, struct marker *marker)
{
	const struct source *source = search->source;
	bool agreed;
	size_t start = find_next(search, &agreed);

	if (start == source->length)
		return false;
	*marker = read_marker(source, start);
	search->at = (size_t)(marker->after - source->text);
	search->failed = !agreed;
	if (agreed)
		return true;
	report_error(search->report, place_of(source, marker->line),
		     "this line is a marker for one database and quoted for another");
	return report_hint(search->report, "name the provider with -p");
}

/* Takes in `provider:NAME`, which decides from here on what is quoted. */
static void read_options(struct search *search, struct marker *marker,
			 struct directions *directions)
{
	struct slice word;

	while (record_split(&marker->options, ' ', &word))
		if (slice_starts(word, provider_prefix)) {
			size_t length = strlen(provider_prefix);
			directions->provider = arena_slice(
				search->report->arena, word.start + length, word.length - length);
			search->dialect = sqltext_dialect(directions->provider);
		}
}

/* `part` is the one that the marker ends, or NULL. */
static bool check_marker(const struct search *search, const struct marker *marker,
			 const struct slice *part, const struct directions *directions)
{
	const struct source *source = search->source;
	const struct sqltext_dialect *dialect =
		search->dialect ? search->dialect : sqltext_dialect(NULL);
	size_t start = (size_t)(marker->line.start - source->text);
	const char *fault = NULL;

	if (!part && !sqltext_is_empty(dialect, source->text, start))
		fault = "SQL before the first marker";
	else if (!marker->up && !slice_is(marker->word, "down"))
		fault = "expected '-- migrate:up' or '-- migrate:down'";
	else if (marker->up && part)
		fault = "'-- migrate:up' must come first, and only once";
	else if (!marker->up && directions->down.start)
		fault = "duplicate '-- migrate:down'";
	return !fault || report_error(search->report, place_of(source, marker->line), "%s", fault);
}

bool folder_split(const struct source *source, const char *provider, struct directions *directions,
		  struct report *report)
{
	const char *end = source->text + source->length;
	struct search search = begin_search(source, provider, report);
	struct slice *part = NULL;
	struct marker marker;

	*directions = (struct directions){.up = {source->text, source->length}};
	while (next_marker(&search, &marker)) {
		read_options(&search, &marker, directions);
		if (!check_marker(&search, &marker, part, directions))
			return false;
		if (part)
			part->length = (size_t)(marker.line.start - part->start);
		else
			directions->up = (struct slice){end, 0};
		part = marker.up ? &directions->up : &directions->down;
		*part = (struct slice){marker.after, (size_t)(end - marker.after)};
	}
	directions->up = trim_lines(directions->up);
	directions->down = trim_lines(directions->down);
	return !search.failed;
}
