/*
 * The risks named in the comments at the top of a script. schema-diff writes them, and so does
 * Prisma.
 */
#ifndef FOLDER_RISKS_H
#define FOLDER_RISKS_H

#include "base/report.h"
#include "schema/risk.h"
#include "sqltext/dialect.h"

struct risk_note {
	enum risk risk;
	const char *text; /* the change and its reason */
};

struct risk_notes {
	VECTOR_MEMBERS(struct risk_note);
};

/* Reads the risks of a script, in order, into the arena. */
void folder_read_risks(struct arena *arena, const struct sqltext_dialect *dialect,
		       const struct source *source, struct risk_notes *notes);

/*
 * Returns the name of each risk once, the gravest first: "loses-data,locks"; NULL if there is none.
 */
const char *folder_risk_names(struct arena *arena, const struct risk_notes *notes);

#endif
