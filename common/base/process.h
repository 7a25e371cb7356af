/*
 * Other programs, run as children: pg_dump, psql.
 *
 *	struct command command = {.argv = argv, .environment = &environment, .in = -1, .out = file};
 *	struct process dump;
 *	if (!process_start(&dump, &command, report))
 *		return false;
 *	...
 *	if (!process_finish(&dump, report))
 *		return false;
 *
 * The child's stderr becomes part of the message if it fails. Pass passwords in the environment,
 * never as arguments.
 */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/report.h"

struct command {
	const char *const *argv;	 /* ends with NULL; argv[0] is searched in PATH */
	const struct names *environment; /* "NAME=value", added to our own; or NULL */
	int in, out;			 /* stdin and stdout; -1: an empty input, no output */
	const char *hint;		 /* how to get the program if it is not in PATH, or NULL */
};

struct process {
	const char *name;
	pid_t id;
	int errors;	    /* our end of the pipe from its stderr */
	struct buffer said; /* the start of its stderr, complete after process_finish */
	bool judged;	    /* after process_finish: it ran, and was not killed */

	int64_t passed, lines; /* bytes and lines that process_pass has read from it */

	/*
	 * Called a few times a second while we wait; or NULL. The caller sets it after the start.
	 */
	void (*tick)(void *context);
	void *context;
};

/*
 * Starts a command. Returns false, with a message, if that fails. The caller closes `in` and `out`.
 */
bool process_start(struct process *process, const struct command *command, struct report *report);

/*
 * Like process_start, but the command's output goes into a pipe. Stores the descriptor of its other
 * end in *source, for the caller to close.
 */
bool process_start_reading(struct process *process, const struct command *command, int *source,
			   struct report *report);

/* Makes a pipe that children inherit only as stdin, stdout or stderr. Returns 0 or an errno. */
int process_pipe(int ends[2]);

/*
 * Like process_start, but the command has our own stdin, stdout and stderr, and `said` stays empty.
 */
bool process_start_open(struct process *process, const char *const *argv,
			const struct names *environment, struct report *report);

/*
 * Writes `first` to `sink`, the input of `to`, then everything that comes from `source`, the output
 * of `from`. Reads the stderr of both meanwhile, so that neither blocks. Returns false, without a
 * message, if `to` takes no more or a signal arrives: process_finish says why.
 */
bool process_pass(struct process *from, int source, struct process *to, int sink,
		  const char *first);

/* True while a process runs. Reads its stderr, without waiting. */
bool process_goes_on(struct process *process);

/*
 * Waits for a process to end. Returns false, with a message, if it failed. A SIGINT or SIGTERM
 * meanwhile (see interrupt.h) ends the child, which then counts as failed.
 */
bool process_finish(struct process *process, struct report *report);

#endif
