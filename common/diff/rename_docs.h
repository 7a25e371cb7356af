/*
 * Inside the room: renames in the documentation of the new schema, `@renamed from=old`.
 */
#ifndef DIFF_RENAME_DOCS_H
#define DIFF_RENAME_DOCS_H

#include "diff/rename_set.h"

/* Returns the old name that the documentation among the facts gives, in the arena; or NULL. */
const char *diff_documented_name(struct arena *arena, const struct facts *facts);

/*
 * Each adds the renames: of tables and enums; of columns and values, for which those must be known.
 * Warns of lines that rename nothing.
 */
void diff_read_object_docs(struct rename_set *set);
void diff_read_part_docs(struct rename_set *set);

#endif
