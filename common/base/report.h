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

/* A file that was read whole. `name` is its name in messages. */
struct source {
	const char *name;
	const char *text;
	size_t length;
};

/* The bytes from `start` to before `end` of a source, or `nowhere`. */
struct place {
	const struct source *source;
	uint32_t start, end;
};

/* The greatest length of a source, in bytes: file_read refuses a longer file. */
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

/* Adds what is neither, and worth knowing. */
void report_note(struct report *report, struct place place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds to the last message what to do about it. Always returns false. */
bool report_hint(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Adds the messages of another report, which has the same arena: what was tried has turned out to
 * matter. Returns false if one of them is an error.
 */
bool report_add(struct report *report, const struct report *other);

/*
 * Prints all messages to stderr and empties the report: those without a place as `program: text`,
 * the others as compilers do, in the order of their places, with the source line and a caret:
 *
 *	schema.prisma:12:3: error: unknown type 'Strin'
 *	  name Strin
 *	       ^~~~~
 *	  hint: did you mean 'String'?
 *
 * Control characters and bytes that are not UTF-8 are written \xNN (see visible.h). Further lines
 * of a text are indented: what a name or a server says is never taken for another message.
 */
void report_print(struct report *report);

/* Line and column count from 1; a column counts characters, not bytes. */
struct position {
	size_t offset, line, column;
};

/* Returns the position of the byte at `offset`. */
struct position source_position(const struct source *source, size_t offset);

/* As source_position, but walks on from a position before `offset`: many of them cost one walk. */
struct position source_advance(const struct source *source, struct position from, size_t offset);

#endif
