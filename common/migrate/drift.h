/*
 * Drift: how a database differs from the sum of its applied migrations.
 */
#ifndef MIGRATE_DRIFT_H
#define MIGRATE_DRIFT_H

#include "diff/diff.h"
#include "migrate/migrate.h"

/*
 * Replays the applied migrations of the folder in a scratch database, and compares the result
 * ("old") with the database ("new"). Warns of a migration that is applied only in part, which
 * cannot be replayed. Returns false, with a message, if a migration fails or is not in the folder,
 * or if there is no scratch database.
 */
bool migrate_find_drift(struct migrate *migrate, const struct view *view, struct diff *drift);

/* True if there are differences. */
bool migrate_has_drifted(const struct diff *drift);

/* Refuses a database that has drifted, and reports its differences. */
enum outcome migrate_check_drift(struct migrate *migrate, const struct view *view);

#endif
