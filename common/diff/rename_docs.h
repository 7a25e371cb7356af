/*
 * Inside the room: renames in the documentation of the new schema, `@renamed from=old`.
 */
#ifndef DIFF_RENAME_DOCS_H
#define DIFF_RENAME_DOCS_H

#include "diff/rename_set.h"

/* Returns the old name in the documentation among the facts, in the arena, or NULL. */
const char *diff_documented_name(struct arena *arena, const struct facts *facts);

/*
 * Each adds renames: the first of tables and enums, the second of columns and values, for which it
 * needs those of the first. Warns of lines that rename nothing.
 */
void diff_read_object_docs(struct rename_set *set);
void diff_read_part_docs(struct rename_set *set);

#endif
