/*
 * Finds what a script drops without naming it: it recreates a table that has more than the script
 * knows of, or drops something on which more depends.
 */
#ifndef MIGRATE_LOST_H
#define MIGRATE_LOST_H

#include "base/report.h"
#include "schema/schema.h"
#include "sqltext/script.h"

/* Something that is gone. All texts live in the arena of the report that it was found with. */
struct loss {
	enum { LOSS_COLUMN, LOSS_INDEX, LOSS_OBJECT } kind;
	struct object_name table; /* whose part it was; or no name */
	const char *name;	  /* or the definition, if it has none */
	bool has_name;
	const char *namespace;	 /* of what is no part of a table; or NULL */
	bool falls;		 /* it goes with a column that it names */
	enum object_kind object; /* LOSS_OBJECT: its kind */
	const char *what;	 /* in words: "trigger log of posts" */
};

struct losses {
	VECTOR_MEMBERS(struct loss);
};

/*
 * True if that is to be looked for. Where tables cannot be altered a script often makes one anew;
 * where they can it takes a CASCADE, and is looked for only if it is asked for.
 */
bool migrate_may_lose(const struct script *script, bool asked);

/*
 * Finds what `before` has and `after` has no more, if its table is still there and the script does
 * not name it: in a statement that drops or renames it, or in the risks at its top. False, with a
 * message, if the schemas cannot be compared.
 */
bool migrate_find_losses(const struct schema *before, const struct schema *after,
			 const struct script *script, struct losses *losses, struct report *report);

/* True if a script, another one, names what was lost. */
bool migrate_names_loss(const struct script *script, const struct loss *loss, struct arena *arena);

/*
 * Finds losses and reports each as a warning, or with `refuse` as an error. `name` is the
 * migration's. Returns false if there is an error.
 */
bool migrate_report_lost(const struct schema *before, const struct schema *after,
			 const struct script *script, const char *name, bool refuse,
			 struct report *report);

#endif
