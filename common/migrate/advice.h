/*
 * Inside the room: words about a script that failed, for the history and for the user.
 */
#ifndef MIGRATE_ADVICE_H
#define MIGRATE_ADVICE_H

#include "migrate/work.h"

/*
 * Returns a name for a command that a hint shows, to be copied into a shell. It is NAME in place of
 * a name that the shell would not take as it is: names in a history are anybody's.
 */
const char *migrate_command_name(const char *name);

/* Returns the progress of a row, and what to do to finish or undo its migration. */
const char *migrate_part_advice(struct arena *arena, const struct history_row *row);

/* Returns the logs for the row of a script that failed. */
const char *migrate_failure_log(const struct work *work);

/* Returns in what state the failed script left the database, and what to do next. */
const char *migrate_failure_advice(const struct work *work);

/* Returns what to do about a lock that was not granted in time, however often it was tried. */
const char *migrate_busy_advice(const struct work *work);

/* True if the failed statement commits as it goes: only a person can tell how much it did. */
bool migrate_failed_midway(const struct work *work);

#endif
