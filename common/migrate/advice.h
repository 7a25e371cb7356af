/*
 * Inside the room: texts about a failed script, for the history and for the user.
 */
#ifndef MIGRATE_ADVICE_H
#define MIGRATE_ADVICE_H

#include "migrate/work.h"

/*
 * Returns a name for a command in a hint, to be pasted into a shell: NAME in place of a name that
 * needs quotes, since anybody can write names into a history.
 */
const char *migrate_command_name(const char *name);

/* Returns the progress of a row, and how to finish or undo its migration. */
const char *migrate_part_advice(struct arena *arena, const struct history_row *row);

/* Returns the logs for the row of a failed script. */
const char *migrate_failure_log(const struct work *work);

/* Returns the state in which the failed script left the database, and what to do next. */
const char *migrate_failure_advice(const struct work *work);

/* Returns what to do about a lock that was not granted in time, despite retries. */
const char *migrate_busy_advice(const struct work *work);

/*
 * True if the failed statement commits as it goes: only a person can tell how much of it was done.
 */
bool migrate_failed_midway(const struct work *work);

#endif
