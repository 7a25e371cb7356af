/*
 * Finds what a script drops without naming it: it recreates a table that has more than the script
 * knows, or drops something on which other things depend.
 */
#ifndef MIGRATE_LOST_H
#define MIGRATE_LOST_H

#include "base/report.h"
#include "schema/schema.h"
#include "sqltext/script.h"

/* Something lost. Its texts live in the arena of the report given to the search. */
struct loss {
	enum { LOSS_COLUMN, LOSS_INDEX, LOSS_OBJECT } kind;
	struct object_name table; /* the table that it was a part of; or no name */
	const char *name;	  /* or its definition, if it has no name */
	bool has_name;
	const char *namespace;	 /* if it is not part of a table; or NULL */
	bool falls;		 /* it was dropped with a column that it names */
	enum object_kind object; /* LOSS_OBJECT: its kind */
	const char *what;	 /* a description: "trigger log of posts" */
};

struct losses {
	VECTOR_MEMBERS(struct loss);
};

/* The losses that are errors. All others are warnings. */
enum loss_refusal { REFUSE_NO_LOSS, REFUSE_LOST_COLUMNS, REFUSE_LOSSES };

/*
 * True if losses should be searched for. Where tables cannot be altered, scripts often recreate
 * them, so the search is always worth it. Elsewhere a loss takes a CASCADE, and there is a search
 * only if it is asked for with REFUSE_LOSSES.
 */
bool migrate_may_lose(const struct script *script, enum loss_refusal refusal);

/*
 * Finds things in `before` that are not in `after`, if their table still exists and the script does
 * not name them, in a statement that drops or renames them or in the risks at its top. False, with
 * a message, if the schemas cannot be compared.
 */
bool migrate_find_losses(const struct schema *before, const struct schema *after,
			 const struct script *script, struct losses *losses, struct report *report);

/* True if a script, a different one, names the lost thing. */
bool migrate_names_loss(const struct script *script, const struct loss *loss, struct arena *arena);

/*
 * Finds losses, and reports each as a warning, or as an error if it is refused. `name` is the
 * migration's. Stores the number of losses. Returns false if there is an error.
 */
bool migrate_report_lost(const struct schema *before, const struct schema *after,
			 const struct script *script, const char *name, enum loss_refusal refusal,
			 size_t *count, struct report *report);

#endif
