/*
 * Inside the room: what a script loses without a word: it makes a table anew that has more than the
 * script knows of, or drops something on which more depends.
 */
#ifndef MIGRATE_LOST_H
#define MIGRATE_LOST_H

#include "base/report.h"
#include "schema/schema.h"
#include "sqltext/script.h"

/*
 * True if that is to be looked for. Where tables cannot be altered a script often makes one anew;
 * where they can it takes a CASCADE, and is looked for only if it is asked for.
 */
bool migrate_may_lose(const struct script *script, bool asked);

/*
 * Reports what `before` has and `after` has no more, if its table is still there and the script
 * does not name it: in a statement that drops or renames it, or in the risks at its top. Each is a
 * warning, or with `refuse` an error. `name` is the migration's. Returns false if there is an
 * error.
 */
bool migrate_report_lost(const struct schema *before, const struct schema *after,
			 const struct script *script, const char *name, bool refuse,
			 struct report *report);

#endif
