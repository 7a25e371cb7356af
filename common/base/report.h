/*
 * What went wrong, as values.
 *
 * A function that can fail takes a report, says what happened in it and returns false; `main`
 * prints the report and decides the exit status. A report holds any number of errors and warnings:
 * all the faults of a file are told in one run.
 *
 *	if (!text)
 *		return report_error(report, nowhere, "cannot open '%s': %s", path, strerror(errno));
 *
 * A message is lower case and has no full stop. It never holds a password.
 */
#ifndef BASE_REPORT_H
#define BASE_REPORT_H

#include "base/arena.h"

/* A text that messages point into: a file that was read whole. `name` is what people call it. */
struct source {
	const char *name;
	const char *text;
	size_t length;
};

/*
 * Bytes `start` to `end` of a source; what has no place in a text is `nowhere`. No file is read that is
 * longer than LONGEST_SOURCE.
 */
struct place {
	const struct source *source;
	uint32_t start, end;
};

#define LONGEST_SOURCE UINT32_MAX

extern const struct place nowhere;

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

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

/* Always false, so that a function can fail in one line. */
bool report_error(struct report *report, struct place place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

void report_warning(struct report *report, struct place place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Says what to do about the message that was reported last. Always false. */
bool report_hint(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Prints all messages to stderr and forgets them: those without a place as
 * `program: text`, the others in the order of their places as compilers do, with the line of the
 * source and a caret under it:
 *
 *	schema.prisma:12:3: error: unknown type 'Strin'
 *	  name Strin
 *	       ^~~~~
 *	  hint: did you mean 'String'?
 */
void report_print(struct report *report);

/* A place as people count: line and column from 1, a column counts characters, not bytes. */
struct position {
	size_t offset, line, column;
};

struct position source_position(const struct source *source, size_t offset);

/* As source_position, but walks on from a position before `offset`: many of them cost one walk. */
struct position source_advance(const struct source *source, struct position from, size_t offset);

#endif
