/*
 * The status of each migration: the folder compared with the history.
 */
#ifndef MIGRATE_STATUS_H
#define MIGRATE_STATUS_H

#include "base/record.h"
#include "db/db.h"
#include "folder/folder.h"

enum state {
	STATE_PENDING,	    /* the history does not know it */
	STATE_OUT_OF_ORDER, /* pending, though a later migration is applied */
	STATE_ROLLED_BACK,  /* rolled back, and pending again */
	STATE_APPLIED,
	STATE_EDITED,	/* applied, but migration.sql has changed since */
	STATE_MISSING,	/* applied, but not in the folder */
	STATE_REPLACED, /* missing, replaced by a pending one: migrate_foresee_adoption */
	STATE_SQUASHED, /* rolled back in the history only: an applied migration replaces it */
	STATE_FAILED	/* begun, but neither finished nor rolled back */
};

struct status {
	enum state state;
	const char *name;
	const struct migration *migration; /* NULL if it is not in the folder */
	const struct history_row *row;	   /* the row that decides, if there are several; or NULL */
	const char *detail;		   /* a further field of the record, or NULL */
};

struct statuses {
	VECTOR_MEMBERS(struct status);
};

/* Makes a status for each name in the folder or the history, sorted by bytes. */
void migrate_make_statuses(const struct folder *folder, const struct history *history,
			   struct arena *arena, struct statuses *statuses);

/* Returns the status with that name, or NULL. */
const struct status *migrate_find_status(const struct statuses *statuses, const char *name);

/*
 * Returns the name that an argument denotes: the argument itself if it has a status, else the last
 * component of the path.
 */
const char *migrate_given_name(const struct statuses *statuses, const char *given,
			       struct arena *arena);

/*
 * Adds a hint to the error that a migration does not exist: the one that is meant, if there is
 * exactly one. Always returns false.
 */
bool migrate_suggest_name(const struct statuses *statuses, const char *name, struct report *report);

/* True if mig-apply would run the migration. A failed one must be resolved first. */
bool migrate_is_pending(const struct status *status);

/* True if the migration's process was killed, or is still running, and nothing else went wrong. */
bool migrate_is_interrupted(const struct status *status);

/* True if mig-apply -t `last` would run the migration: it is pending or interrupted. NULL: any. */
bool migrate_is_next(const struct status *status, const char *last);

/* Returns the first such migration, or NULL. */
const struct status *migrate_find_next(const struct statuses *statuses, const char *last);

/* True if the effects of the migration are in the database. */
bool migrate_is_applied(const struct status *status);

/*
 * True if the migration never ran here: mig-resolve, or Prisma, only marked it as applied, and
 * counted no step.
 */
bool migrate_was_marked(const struct history_row *row);

/* True if nothing needs to be done about the migration. */
bool migrate_is_up_to_date(const struct status *status);

/*
 * Writes the record that mig-status prints, and that mig-apply and mig-rollback print for their
 * work: state, name, the times of its start, end and rollback; and then, if known, how much of it
 * is committed, and `detail`.
 */
void migrate_write_status(const struct status *status, struct record_writer *to);

#endif
