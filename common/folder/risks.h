/*
 * The risks of a script: those in the comments at its top, which schema-diff and Prisma write, and
 * those of its statements.
 */
#ifndef FOLDER_RISKS_H
#define FOLDER_RISKS_H

#include "base/report.h"
#include "schema/risk.h"
#include "sqltext/script.h"

struct risk_note {
	enum risk risk;
	const char *text; /* the change and its reason */
};

struct risk_notes {
	VECTOR_MEMBERS(struct risk_note);
};

/* Reads the risks that the head of a script announces, in order, into the arena. */
void folder_read_announced(struct arena *arena, const struct sqltext_dialect *dialect,
			   const struct source *source, struct risk_notes *notes);

/*
 * The same, and then the risks of its statements that the head does not announce; see
 * folder/effects.h.
 */
void folder_read_risks(struct arena *arena, const struct sqltext_dialect *dialect,
		       const struct source *source, struct risk_notes *notes);

/*
 * Returns what the statements of a script destroy, in a few words each: "drop table users; delete
 * from logs"; NULL if they destroy nothing.
 */
const char *folder_losses_text(struct arena *arena, const struct script *script);

/*
 * Returns the name of each risk once, the gravest first: "loses-data,locks"; NULL if there is none.
 */
const char *folder_risk_names(struct arena *arena, const struct risk_notes *notes);

#endif
