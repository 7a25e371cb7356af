/*
 * Migrations that replace others (see folder/replaces.h), in a database that has those.
 */
#ifndef MIGRATE_ADOPT_H
#define MIGRATE_ADOPT_H

#include "migrate/migrate.h"

/*
 * Marks a pending migration as applied if all that it replaces is applied here, and forgets those.
 * Reads the view again then; in a dry run only the view changes. OUTCOME_REFUSED, with a message,
 * if only a part of them is applied.
 */
enum outcome migrate_adopt(struct migrate *migrate, struct view *view);

/*
 * Says in the statuses what migrate_adopt would do. False, with a message, if the folder cannot be
 * read.
 */
bool migrate_foresee_adoption(struct migrate *migrate, struct view *view);

#endif
