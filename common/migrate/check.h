/*
 * Inside the room: checks before migrations are applied. Each reports the faults that it finds.
 */
#ifndef MIGRATE_CHECK_H
#define MIGRATE_CHECK_H

#include "migrate/migrate.h"

/*
 * Returns OUTCOME_DONE if no migration has failed, the history belongs to this folder, and it has
 * none of the faults that `strictness` refuses. Warns of the others. If nothing is going to be
 * changed, includes migrate_check_baseline.
 */
enum outcome migrate_check_history(struct migrate *migrate, const struct view *view,
				   unsigned strictness);

/*
 * Refuses a database that has tables, but no history: it was created without migrations. Else
 * returns OUTCOME_DONE, or OUTCOME_TROUBLE if the database cannot be read.
 */
enum outcome migrate_check_baseline(struct migrate *migrate);

#endif
