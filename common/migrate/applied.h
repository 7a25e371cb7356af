/*
 * The list of the migrations that a mig-apply applied, as it prints it, for mig-rollback to read.
 */
#ifndef MIGRATE_APPLIED_H
#define MIGRATE_APPLIED_H

#include "base/report.h"
#include "db/time.h"

/* One of them; `started` tells it from other times that the same migration was applied. */
struct applied {
	const char *name;
	db_time started;
};

struct applied_list {
	const char *file; /* its name, for messages */
	VECTOR(struct applied) records;
};

/*
 * Reads the records, as text or JSON, from a file, or from stdin if `path` is "-". An empty file is
 * an empty list. A line that is anything but the record of an applied migration is an error, as is
 * a last line without an end: the writer was killed.
 */
bool migrate_read_applied(const char *path, struct applied_list *list, struct report *report);

#endif
