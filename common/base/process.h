/*
 * Another program, run as a child: pg_dump, psql.
 *
 *	struct command command = {.argv = argv, .environment = &environment, .in = -1, .out = file};
 *	struct process dump;
 *	if (!process_start(&dump, &command, report))
 *		return false;
 *	...
 *	if (!process_finish(&dump, report))
 *		return false;
 *
 * Its stderr is kept and becomes part of the message if it fails. Pass passwords in its
 * environment, never among its arguments.
 */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/report.h"

struct command {
	const char *const *argv;	 /* ends with NULL; argv[0] is found on PATH */
	const struct names *environment; /* "NAME=value", added to that of this process; or NULL */
	int in, out;	  /* stdin and stdout; -1: nothing to read, output is dropped */
	const char *hint; /* how to get the program if it is not on PATH, or NULL */
};

struct process {
	const char *name;
	pid_t id;
	int errors;	    /* the end of the pipe from its stderr */
	struct buffer said; /* the start of its stderr, complete after process_finish */
	bool judged;	    /* after process_finish: it could be run, and was not killed */

	int64_t passed, lines; /* bytes and lines that process_pass has read from it */

	/*
	 * Called a few times a second while we wait for it; or NULL. Set by the caller, once it
	 * runs.
	 */
	void (*tick)(void *context);
	void *context;
};

/*
 * Starts a command. Returns false, with a message, if it cannot be started. The caller closes `in`
 * and `out`.
 */
bool process_start(struct process *process, const struct command *command, struct report *report);

/*
 * Starts a command that has our own stdin, stdout and stderr; else as process_start. `said` stays
 * empty.
 */
bool process_start_open(struct process *process, const char *const *argv,
			const struct names *environment, struct report *report);

/*
 * Writes `first` to `sink`, which `to` reads, and then all that `from` writes to `source`;
 * meanwhile reads what both say on stderr, so that neither waits for us. Returns false, without a
 * message, if `to` takes no more or a signal came: process_finish says why.
 */
bool process_pass(struct process *from, int source, struct process *to, int sink,
		  const char *first);

/* True as long as a process runs. Reads what it says meanwhile, without waiting. */
bool process_goes_on(struct process *process);

/*
 * Waits for the end of a process. Returns false, with a message, if it failed. A SIGINT or SIGTERM
 * that arrives meanwhile (see interrupt.h) ends the child, which then counts as failed.
 */
bool process_finish(struct process *process, struct report *report);

#endif
