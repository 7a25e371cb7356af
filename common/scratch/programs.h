/*
 * Inside the room: the programs of a PostgreSQL server, the user who may run them, and running one.
 */
#ifndef SCRATCH_PROGRAMS_H
#define SCRATCH_PROGRAMS_H

#include <sys/types.h>

#include "base/report.h"

/* The paths of the programs, and the user who runs them: ourselves, but for root. */
struct programs {
	const char *initdb, *postgres;
	uid_t user;
	gid_t group;
	bool as_other; /* as the user postgres, because we are root */
};

/* Finds them. Returns false, with a message, if they are not installed, or nobody may run them. */
bool programs_find(struct programs *programs, struct report *report);

/*
 * Takes all variables of libpq and of the server out of our environment: they lead to other
 * clusters.
 */
void programs_clear_environment(void);

/*
 * Starts a program, with nothing to read, that writes all it says to `log`, a file that is open; or
 * nowhere if it is -1. It has a session of its own, so that no key of the terminal reaches it, and
 * where the system can do that it ends when this process does. Returns its id, or -1 and errno.
 */
pid_t programs_start(const struct programs *programs, const char *const *argv, int log);

#endif
