/*
 * Progress of work on many bytes, or rows, on a terminal: how much is done, how much is left, and how long
 * that takes.
 *
 *	struct progress progress;
 *	progress_begin(&progress, "copying", total);
 *	while (...)
 *		progress_show(&progress, done);
 *	progress_end(&progress);
 *
 * shows "copying: 1.2 GB of 4.8 GB, 1 min 30 s left", after a moment, and clears it at the end. In
 * a pipe, and where $CI is set, nothing is shown: see program_progress.
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *doing;
	const char *unit; /* "rows"; NULL: bytes. Set by the caller */
	bool visible;
	int64_t total;
	int64_t begun, shown; /* milliseconds of a clock that only runs forward; 0: not shown yet */
};

/* Begins work on so much; 0 if that is not known. */
void progress_begin(struct progress *progress, const char *doing, int64_t total);

/* Shows how much is done, if it is time for that: it may be called often. */
void progress_show(struct progress *progress, int64_t done);

/* Clears the line. */
void progress_end(struct progress *progress);

#endif
