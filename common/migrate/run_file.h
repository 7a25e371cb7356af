/*
 * Runs a script that is no migration: seed data.
 */
#ifndef MIGRATE_RUN_FILE_H
#define MIGRATE_RUN_FILE_H

#include "migrate/migrate.h"

/*
 * Runs all of a file of SQL in the open database, in as few transactions as mig-apply would, and
 * writes nothing to the history.
 */
enum outcome migrate_run_file(struct migrate *migrate, const char *path);

#endif
