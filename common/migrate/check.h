/*
 * Inside the room: checks before migrations are applied, or marked. Each reports the faults that it
 * finds.
 */
#ifndef MIGRATE_CHECK_H
#define MIGRATE_CHECK_H

#include "migrate/migrate.h"

/* Refuses a history that shares no migration with the folder: it belongs to another project. */
bool migrate_check_same_project(struct migrate *migrate, const struct statuses *statuses);

/*
 * Refuses a database with tables but no history: it was created without migrations. Else returns
 * OUTCOME_DONE, or OUTCOME_TROUBLE if the database cannot be read.
 */
enum outcome migrate_check_baseline(struct migrate *migrate);

#endif
