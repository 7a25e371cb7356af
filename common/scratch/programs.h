/*
 * Inside the room: the programs of a PostgreSQL server, how to run them, and as which user.
 */
#ifndef SCRATCH_PROGRAMS_H
#define SCRATCH_PROGRAMS_H

#include <sys/types.h>

#include "base/report.h"

/* The paths of the programs, and the user to run them: the current one, unless that is root. */
struct programs {
	const char *initdb, *postgres;
	uid_t user;
	gid_t group;
	bool as_other; /* run them as the user postgres, because we are root */
};

/*
 * Finds the programs. Returns false, with a message, if they are not installed, or nobody may run
 * them.
 */
bool programs_find(struct programs *programs, struct report *report);

/*
 * Removes all variables of libpq and of the server from our environment: they lead to other
 * clusters.
 */
void programs_clear_environment(void);

/*
 * Starts a program without input, whose output goes to the open file `log`, or nowhere if that is
 * -1. It has its own session, so that no key on the terminal reaches it, and where the system
 * supports this it ends together with our process. Returns its id, or -1 with errno set.
 */
pid_t programs_start(const struct programs *programs, const char *const *argv, int log);

#endif
