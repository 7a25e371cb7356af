/*
 * Inside the room: differences between two schemas, as lists for people.
 */
#ifndef DEVELOP_COMPARE_H
#define DEVELOP_COMPARE_H

#include "base/report.h"
#include "diff/notice.h"

/*
 * Finds the changes from `old` to `new`, without renames. False, with a message, if they cannot be
 * compared. The changes live in the arena of `old`.
 */
bool develop_compare(const struct schema *old, const struct schema *new, struct diff *diff,
		     struct report *report);

/*
 * Removes from `sum`, the result of the migrations, everything about which the Prisma schema is
 * silent: namespaces that it does not name; and partial indexes if it has none, because without
 * that preview feature it cannot hold those that migrations create.
 */
void develop_skip_untold(struct schema *sum, const struct schema *schema);

/* Returns a notice on one line: "drop-column users.name: all values are lost". */
const char *develop_notice_text(struct arena *arena, const struct notice *notice);

#endif
