/*
 * Inside the room: finds changes of tables, with their columns and keys.
 */
#ifndef DIFF_TABLES_H
#define DIFF_TABLES_H

#include "diff/comparison.h"

/* Fills comparison->pairs, and decides which tables are redefined. */
void diff_pair_all_tables(struct comparison *comparison);

/* Adds the changes. Compare the enums first. */
void diff_compare_tables(struct comparison *comparison);

#endif
