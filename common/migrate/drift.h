/*
 * Drift: how a database differs from what its applied migrations add up to.
 */
#ifndef MIGRATE_DRIFT_H
#define MIGRATE_DRIFT_H

#include "diff/diff.h"
#include "migrate/migrate.h"

/*
 * Replays the applied migrations of the folder in a scratch database and compares that with the
 * database: "old" are the migrations, "new" is the database. Warns of what cannot be replayed: a
 * migration that is applied in part. Returns false, with a message, if one is not in the folder or
 * fails, or there is no scratch database.
 */
bool migrate_find_drift(struct migrate *migrate, const struct view *view, struct diff *drift);

/* True if there is any. */
bool migrate_has_drifted(const struct diff *drift);

/* Refuses a database that has drifted, with its differences. */
enum outcome migrate_check_drift(struct migrate *migrate, const struct view *view);

#endif
