/*
 * Inside the room: the changes of foreign keys.
 */
#ifndef DIFF_FOREIGN_KEYS_H
#define DIFF_FOREIGN_KEYS_H

#include "diff/comparison.h"

/* True if a foreign key of the table is added, dropped or altered; a new name is no change. */
bool diff_foreign_keys_differ(const struct table_pair *pair);

/* Adds the changes of a table that stays. Tables must be paired and enums compared before. */
void diff_compare_foreign_keys(struct comparison *comparison, const struct table_pair *pair);

/* Adds, or drops, the foreign keys of a table that is created, or dropped. */
void diff_add_foreign_keys(struct comparison *comparison, const struct table *table);
void diff_drop_foreign_keys(struct comparison *comparison, const struct table *table);

#endif
