/*
 * The options that the programs share: a row for each for their tables (see program.h), and what it
 * sets in a struct migrate.
 */
#ifndef MIGRATE_OPTIONS_H
#define MIGRATE_OPTIONS_H

#include "migrate/migrate.h"

/* clang-format off */
#define OPTION_LOCK_TIMEOUT \
	{'l', "lock-timeout", "seconds", "wait so long for a table's lock (5; 0: without end)"}
#define OPTION_MIGRATIONS \
	{'m', "migrations", "dir", "the migrations folder"}
#define OPTION_DRY_RUN \
	{'n', "dry-run", NULL, "print what would be changed, and change nothing"}
#define OPTION_QUIET \
	{'q', "quiet", NULL, "print nothing on stdout"}
#define OPTION_RETRIES \
	{'r', "retries", "count", "try so often again when a lock was not to be had (10)"}
#define OPTION_URL \
	{'u', "url", "url", "the database; else $DATABASE_URL, else that of .env"}
#define OPTION_VERBOSE \
	{'v', "verbose", NULL, "say on stderr what is being done"}
#define OPTION_WAIT \
	{'w', "wait", "seconds", "wait so long for another process to finish its migrations (60)"}
#define OPTION_REHEARSE \
	{'x', "rehearse", NULL, "run it all, print what each statement costs, and undo it"}
/* clang-format on */

/* Returns the settings without any option: lines go to stdout, progress to a terminal. */
struct migrate migrate_defaults(struct report *report);

/* Sets what one of the options above says, with its argument in getopt's `optarg`. */
void migrate_option(struct migrate *migrate, int letter);

#endif
