/*
 * What a script says of itself in the comments that it begins with: what can go wrong, and what
 * will be lost. schema-diff writes them, and so does Prisma.
 */
#ifndef MIGRATE_RISKS_H
#define MIGRATE_RISKS_H

#include "base/report.h"

struct risk {
	const char *word; /* one of schema-diff's: "loses-data", "may-fail", ... */
	const char *text;
};

struct risks {
	VECTOR_MEMBERS(struct risk);
};

void risks_read(struct arena *arena, const struct source *source, struct risks *risks);

/* Their words, each once, with commas between; NULL where there are none. */
const char *risks_words(struct arena *arena, const struct risks *risks);

#endif
