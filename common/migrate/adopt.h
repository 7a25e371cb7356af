/*
 * Migrations that replace others (see folder/replaces.h), in a database that has the others.
 */
#ifndef MIGRATE_ADOPT_H
#define MIGRATE_ADOPT_H

#include "migrate/migrate.h"

/*
 * Marks a pending migration as applied if everything that it replaces is applied here, and forgets
 * those migrations. Then reads the view again; in a dry run only the view changes. If only some are
 * applied, returns OUTCOME_REFUSED, with a message.
 */
enum outcome migrate_adopt(struct migrate *migrate, struct view *view);

/*
 * Shows in the statuses what migrate_adopt would do. False, with a message, if the folder cannot be
 * read.
 */
bool migrate_foresee_adoption(struct migrate *migrate, struct view *view);

#endif
