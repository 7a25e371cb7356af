/*
 * Inside the room: differences of two schemas, as lists for people.
 */
#ifndef DEVELOP_COMPARE_H
#define DEVELOP_COMPARE_H

#include "base/report.h"
#include "diff/notice.h"

/*
 * Finds what must change for `old` to become `new`, without renames. False, with a message, if they
 * cannot be compared. The changes live in the arena of `old`.
 */
bool develop_compare(const struct schema *old, const struct schema *new, struct diff *diff,
		     struct report *report);

/*
 * Takes out of `sum`, what migrations make, what the Prisma schema does not tell of: the namespaces
 * that it does not name, and partial indexes unless it has some, because without that preview
 * feature it cannot have those that a migration creates by hand.
 */
void develop_skip_untold(struct schema *sum, const struct schema *schema);

/* Returns a notice on one line: "drop-column users.name: all values are lost". */
const char *develop_notice_text(struct arena *arena, const struct notice *notice);

#endif
