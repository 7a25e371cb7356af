/*
 * A database from scratch: emptied, migrated and seeded.
 */
#ifndef MIGRATE_RESET_H
#define MIGRATE_RESET_H

#include "migrate/migrate.h"

/*
 * Finds the database and reads the folder: a reset that cannot apply the migrations must not drop
 * anything.
 */
bool migrate_reset_open(struct migrate *migrate);

/*
 * Drops everything in the database, which is created if missing, applies all migrations, and runs
 * `command`; if that is NULL, runs seed.sql beside the migrations folder, if it exists. In a dry
 * run, prints what would be done. The seed may use $DATABASE_URL.
 */
enum outcome migrate_reset(struct migrate *migrate, const char *command);

/* Runs a user's command, with the database's URL in $DATABASE_URL. */
enum outcome migrate_run_command(const struct migrate *migrate, const char *command);

#endif
