/*
 * The list of migrations that mig-apply prints as applied. mig-rollback reads it.
 */
#ifndef MIGRATE_APPLIED_H
#define MIGRATE_APPLIED_H

#include "base/report.h"
#include "db/time.h"

/* A migration of the list. `started` tells this run from others of the same migration. */
struct applied {
	const char *name;
	db_time started;
};

struct applied_list {
	const char *file; /* its name in messages */
	VECTOR(struct applied) records;
};

/*
 * Reads the records, as text or JSON, from a file, or from stdin if `path` is "-". An empty file is
 * an empty list. A line that is not the record of an applied migration is an error, and so is an
 * unfinished last line: the writer was killed.
 */
bool migrate_read_applied(const char *path, struct applied_list *list, struct report *report);

#endif
