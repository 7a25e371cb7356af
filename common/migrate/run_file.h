/*
 * Runs a script that is not a migration, such as seed data.
 */
#ifndef MIGRATE_RUN_FILE_H
#define MIGRATE_RUN_FILE_H

#include "migrate/migrate.h"

/*
 * Runs a whole file of SQL in the open database, in as few transactions as mig-apply would use.
 * Writes nothing to the history.
 */
enum outcome migrate_run_file(struct migrate *migrate, const char *path);

#endif
