/*
 * Options shared by the programs: a row for each, for their tables (see program.h), and its effect
 * on a struct migrate.
 */
#ifndef MIGRATE_OPTIONS_H
#define MIGRATE_OPTIONS_H

#include "migrate/migrate.h"

/* clang-format off */
#define OPTION_LOCK_TIMEOUT \
	{'l', "lock-timeout", "seconds", "wait this long for a table lock (5; 0: no limit)"}
#define OPTION_MIGRATIONS \
	{'m', "migrations", "dir", "the migrations folder"}
#define OPTION_DRY_RUN \
	{'n', "dry-run", NULL, "print what would change; change nothing"}
#define OPTION_QUIET \
	{'q', "quiet", NULL, "print nothing on stdout"}
#define OPTION_RETRIES \
	{'r', "retries", "count", "retry this many times to get a lock (10)"}
#define OPTION_VERBOSE \
	{'v', "verbose", NULL, "report each action on stderr"}
#define OPTION_WAIT \
	{'w', "wait", "seconds", "wait this long for another process to finish (60)"}
#define OPTION_REHEARSE \
	{'x', "rehearse", NULL, "run everything, print the cost of each statement, roll back"}
/* clang-format on */

/* Returns the settings without any option: records go to stdout, progress to a terminal. */
struct migrate migrate_defaults(struct report *report);

/* Reads the argument of -s. An unknown word is a usage error. */
unsigned migrate_strictness(const char *words);

/* Applies one of the options above; its argument is in getopt's `optarg`. */
void migrate_option(struct migrate *migrate, int letter);

#endif
