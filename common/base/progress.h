/*
 * Progress on a terminal, in bytes or rows: how much is done, how much there is, and the time left.
 *
 *	struct progress progress;
 *	progress_begin(&progress, "copying", total);
 *	while (...)
 *		progress_show(&progress, done);
 *	progress_end(&progress);
 *
 * shows "copying: 1.2 GB of 4.8 GB, 1 min 30 s left" after a moment, and clears it at the end. Into
 * a pipe, or where $CI is set, it shows nothing: see program_progress.
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *doing;
	const char *unit; /* "rows", or NULL for bytes; the caller may set it */
	bool visible;
	int64_t total;
	int64_t begun, shown; /* milliseconds of a monotonic clock; 0: not shown yet */
};

/* Begins work on `total` bytes or rows; 0 if the amount is unknown. */
void progress_begin(struct progress *progress, const char *doing, int64_t total);

/* Shows how much is done, if it is time for a new text. Call it as often as you like. */
void progress_show(struct progress *progress, int64_t done);

/* Clears the line. */
void progress_end(struct progress *progress);

#endif
