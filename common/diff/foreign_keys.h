/*
 * Inside the room: finds changes of foreign keys.
 */
#ifndef DIFF_FOREIGN_KEYS_H
#define DIFF_FOREIGN_KEYS_H

#include "diff/comparison.h"

/* True if a foreign key of the table is added, dropped or altered. A new name is not a change. */
bool diff_foreign_keys_differ(const struct table_pair *pair);

/* Adds the changes of a table that remains. Pair the tables and compare the enums first. */
void diff_compare_foreign_keys(struct comparison *comparison, const struct table_pair *pair);

/* Each adds or drops the foreign keys of a table that is created or dropped. */
void diff_add_foreign_keys(struct comparison *comparison, const struct table *table);
void diff_drop_foreign_keys(struct comparison *comparison, const struct table *table);

#endif
