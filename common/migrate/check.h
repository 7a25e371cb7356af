/*
 * Inside the room: checks before migrations are applied. Each reports the faults that it finds.
 */
#ifndef MIGRATE_CHECK_H
#define MIGRATE_CHECK_H

#include "migrate/migrate.h"

/*
 * Refuses a database with tables but no history: it was created without migrations. Else returns
 * OUTCOME_DONE, or OUTCOME_TROUBLE if the database cannot be read.
 */
enum outcome migrate_check_baseline(struct migrate *migrate);

#endif
