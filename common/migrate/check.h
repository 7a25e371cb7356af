/*
 * What must be right before migrations are applied. Each function reports what is not.
 */
#ifndef MIGRATE_CHECK_H
#define MIGRATE_CHECK_H

#include "migrate/migrate.h"

/*
 * No migration has failed, the history is this folder's, and what `strictness` names is as it
 * should be (the rest is warned of). Where nothing will be changed, check_baseline too.
 */
bool check_history(struct migrate *migrate, const struct view *view, unsigned strictness);

/* Of a database without a history: one with tables grew without migrations, and is refused. */
enum outcome check_baseline(struct migrate *migrate);

#endif
