/*
 * Errors and warnings, collected.
 *
 * A function that can fail takes a report, adds a message to it and returns false; main prints the
 * report and decides the exit status. A report holds any number of messages, so that one run
 * reports all the faults of a file.
 *
 *	if (!text)
 *		return report_error(report, nowhere, "cannot open '%s': %s", path, strerror(errno));
 *
 * A message is in lower case, without a full stop. It never contains a password.
 */
#ifndef BASE_REPORT_H
#define BASE_REPORT_H

#include "base/arena.h"

/* A file, read whole. `name` is its name in messages. */
struct source {
	const char *name;
	const char *text;
	size_t length;
};

/* The bytes from `start` up to `end` (not included) of a source, or `nowhere`. */
struct place {
	const struct source *source;
	uint32_t start, end;
};

/* The largest source, in bytes: file_read refuses a longer file. */
#define LONGEST_SOURCE UINT32_MAX

extern const struct place nowhere;

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };

struct message {
	enum severity severity;
	struct place place;
	const char *text;
	const char *hint; /* what to do about it, or NULL */
};

struct report {
	struct arena *arena;
	VECTOR(struct message) messages;
	size_t errors;
};

/* Adds an error. Always returns false, for `return report_error(...)`. */
bool report_error(struct report *report, struct place place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds a warning. */
void report_warning(struct report *report, struct place place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds a note: neither an error nor a warning, but worth knowing. */
void report_note(struct report *report, struct place place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds a hint to the last message: what to do about it. Always returns false. */
bool report_hint(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Adds the messages of another report with the same arena, when an attempt turns out to matter.
 * Returns false if one of them is an error.
 */
bool report_add(struct report *report, const struct report *other);

/*
 * Prints all messages to stderr and empties the report. Messages without a place have the form
 * `program: text`. The others look as in compilers, in the order of their places, with the source
 * line and a caret:
 *
 *	schema.prisma:12:3: error: unknown type 'Strin'
 *	  name Strin
 *	       ^~~~~
 *	  hint: did you mean 'String'?
 *
 * Control characters and bytes that are not UTF-8 are written \xNN (see visible.h). Every line of a
 * text after the first is indented, so that no name, and nothing that a server says, looks like
 * another message.
 */
void report_print(struct report *report);

/* Line and column count from 1. Columns count characters, not bytes. */
struct position {
	size_t offset, line, column;
};

/* Returns the position of the byte at `offset`. */
struct position source_position(const struct source *source, size_t offset);

/*
 * Like source_position, but walks on from `from`, a position before `offset`: many lookups cost one
 * walk.
 */
struct position source_advance(const struct source *source, struct position from, size_t offset);

#endif
