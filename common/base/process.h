/*
 * Another program, run as a child: pg_dump and its like.
 *
 *	struct process dump;
 *	if (!process_start(&dump, argv, &environment, -1, -1, report))
 *		return false;
 *	...
 *	if (!process_finish(&dump, report))
 *		return false;
 *
 * What it writes to stderr is kept, and becomes part of the message where it fails. Passwords go into
 * its environment, never among its arguments.
 */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <sys/types.h>

#include "base/buffer.h"
#include "base/report.h"

struct process {
	const char *name;
	pid_t id;
	int errors; /* the end of the pipe from its stderr */
	struct buffer said;
};

/*
 * Starts `argv[0]`, found on PATH, with `environment` ("NAME=value") added to ours. `in` and `out`
 * are its stdin and stdout, and stay open here; -1 is nothing to read, or our own stdout.
 */
bool process_start(struct process *process, const char *const *argv,
		   const struct names *environment, int in, int out, struct report *report);

/*
 * Waits for its end. False, with a message, where it failed. A SIGINT or SIGTERM that comes
 * meanwhile (see interrupt.h) ends the child, which is then a failure.
 */
bool process_finish(struct process *process, struct report *report);

#endif
