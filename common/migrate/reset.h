/*
 * A database from nothing: emptied, with all migrations applied, and seeded.
 */
#ifndef MIGRATE_RESET_H
#define MIGRATE_RESET_H

#include "migrate/migrate.h"

/*
 * Finds the database and reads the folder: a reset that cannot apply them must not drop anything.
 */
bool migrate_reset_open(struct migrate *migrate);

/*
 * Drops everything in the database, which is created if missing, applies all migrations, and runs
 * `command`; if that is NULL, the seed.sql beside the migrations folder, if there is one. In a dry
 * run says what would be done. The seed may use $DATABASE_URL.
 */
enum outcome migrate_reset(struct migrate *migrate, const char *command);

/*
 * Runs a command of the user's with the URL of the database in $DATABASE_URL.
 */
enum outcome migrate_run_command(const struct migrate *migrate, const char *command);

#endif
