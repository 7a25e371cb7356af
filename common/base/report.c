/* Errors and warnings: collects, sorts and prints them with their source lines. */
#include "base/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/exit.h"
#include "base/utf8.h"
#include "base/visible.h"

const struct place nowhere;

static struct message *add(struct report *report, enum severity severity, struct place place)
{
	struct message *message = vector_add(report->arena, &report->messages);

	message->severity = severity;
	message->place = place;
	return message;
}

bool report_error(struct report *report, struct place place, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add(report, SEVERITY_ERROR, place)->text = arena_vformat(report->arena, format, arguments);
	va_end(arguments);
	report->errors++;
	return false;
}

void report_warning(struct report *report, struct place place, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add(report, SEVERITY_WARNING, place)->text =
		arena_vformat(report->arena, format, arguments);
	va_end(arguments);
}

void report_note(struct report *report, struct place place, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add(report, SEVERITY_NOTE, place)->text = arena_vformat(report->arena, format, arguments);
	va_end(arguments);
}

bool report_hint(struct report *report, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	report->messages.at[report->messages.count - 1].hint =
		arena_vformat(report->arena, format, arguments);
	va_end(arguments);
	return false;
}

bool report_add(struct report *report, const struct report *other)
{
	const struct message *message;

	vector_each(message, &other->messages)
		*vector_add(report->arena, &report->messages) = *message;
	report->errors += other->errors;
	return other->errors == 0;
}

struct position source_advance(const struct source *source, struct position from, size_t offset)
{
	if (offset > source->length)
		offset = source->length;
	for (; from.offset < offset; from.offset++) {
		if (source->text[from.offset] == '\n') {
			from.line++;
			from.column = 1;
		} else if (utf8_begins(source->text[from.offset])) {
			from.column++;
		}
	}
	return from;
}

struct position source_position(const struct source *source, size_t offset)
{
	return source_advance(source, (struct position){0, 1, 1}, offset);
}

/* Bytes of a source line that are shown; of longer lines only a part is. */
enum { LONGEST_SHOWN = 200 };

/* Number of messages printed with their source lines; the rest have none. */
enum { MOST_EXCERPTS = 1000 };

/*
 * Returns the offset after the scheme of a database URL in a line, or `end`. The rest of the line
 * may hold a password and is not shown. Any URL counts, except those of the web.
 */
static size_t find_secret(const char *text, size_t line, size_t end)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz+";

	for (size_t i = line; i + 3 <= end; i++) {
		size_t scheme = i;
		if (memcmp(text + i, "://", 3) != 0)
			continue;
		while (scheme > line && text[scheme - 1] && strchr(letters, text[scheme - 1]))
			scheme--;
		if (i > scheme && strncmp(text + scheme, "http", 4) != 0)
			return i + 3;
	}
	return end;
}

/* Adds the source line of a place, and below it a caret with a tail as long as the place. */
static void add_excerpt(struct buffer *out, struct place place)
{
	const char *text = place.source->text;
	size_t start = place.start < place.source->length ? place.start : place.source->length;
	size_t line = start, end = start, length;

	while (line > 0 && text[line - 1] != '\n' && start - line < LONGEST_SHOWN)
		line--;
	while (!utf8_begins(text[line]) && line < start)
		line++;
	while (end < place.source->length && text[end] != '\n' && text[end] != '\r' &&
	       (end - line < LONGEST_SHOWN || !utf8_begins(text[end])))
		end++;
	size_t secret = find_secret(text, line, end);
	start = start < secret ? start : secret;
	buffer_add(out, "  ");
	buffer_add_slice(out, text + line, secret - line);
	buffer_add(out, secret < end ? "...\n  " : "\n  ");
	for (size_t i = line; i < start; i += length) {
		size_t width = visible_width(text + i, start - i, &length);
		for (size_t column = 0; column < width; column++)
			buffer_add_char(out, text[i] == '\t' ? '\t' : ' ');
	}
	buffer_add_char(out, '^');
	for (size_t i = start + 1; i < place.end && i < secret; i++)
		if (utf8_begins(text[i]))
			buffer_add_char(out, '~');
	buffer_add_char(out, '\n');
}

static const char *const severities[] = {"error", "warning", "note"};

static void add_message(struct buffer *out, const struct message *message, struct position position,
			bool excerpt)
{
	const char *severity = severities[message->severity];
	bool placed = message->place.source;

	if (placed)
		buffer_format(out, "%s:%zu:%zu: %s: ", message->place.source->name, position.line,
			      position.column, severity);
	else if (message->severity == SEVERITY_ERROR)
		buffer_format(out, "%s: ", program_name());
	else
		buffer_format(out, "%s: %s: ", program_name(), severity);
	buffer_add_indented(out, message->text);
	buffer_add_char(out, '\n');
	if (placed && excerpt)
		add_excerpt(out, message->place);
	if (!message->hint)
		return;
	buffer_add(out, "  hint: ");
	buffer_add_indented(out, message->hint);
	buffer_add_char(out, '\n');
}

/* In bytes: there may be many messages, so stderr is written in large pieces. */
enum { FLUSH_AT = 1 << 16 };

static void flush(struct buffer *out, size_t at)
{
	if (out->length <= at)
		return;
	visible_write(out->text, out->length, stderr);
	out->length = 0;
}

/* Sorts by source, in the order of their first messages, then by place. The sort is stable. */
struct sort_entry {
	const struct message *message;
	size_t source, order;
};

static int compare_entries(const void *a, const void *b)
{
	const struct sort_entry *left = a, *right = b;
	size_t keys[][2] = {
		{left->source, right->source},
		{left->message->place.start, right->message->place.start},
		{left->order, right->order},
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (keys[i][0] != keys[i][1])
			return keys[i][0] < keys[i][1] ? -1 : 1;
	return 0;
}

void report_print(struct report *report)
{
	size_t count = report->messages.count;
	struct sort_entry *entries = arena_alloc(report->arena, count * sizeof *entries);
	VECTOR(const struct source *) sources = {0};

	fflush(stdout);
	for (size_t i = 0; i < count; i++) {
		const struct message *message = &report->messages.at[i];
		size_t source = 0;
		while (source < sources.count && sources.at[source] != message->place.source)
			source++;
		if (source == sources.count)
			*vector_add(report->arena, &sources) = message->place.source;
		entries[i] = (struct sort_entry){message, source, i};
	}
	if (count)
		qsort(entries, count, sizeof *entries, compare_entries);
	struct buffer out = {.arena = report->arena};
	struct position position = {0, 1, 1};
	for (size_t i = 0; i < count; i++) {
		struct place place = entries[i].message->place;
		if (i > 0 && entries[i].source != entries[i - 1].source)
			position = (struct position){0, 1, 1};
		if (place.source)
			position = source_advance(place.source, position, place.start);
		add_message(&out, entries[i].message, position, i < MOST_EXCERPTS);
		flush(&out, FLUSH_AT);
	}
	flush(&out, 0);
	report->messages.count = report->errors = 0;
}
