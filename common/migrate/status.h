/*
 * The status of each migration: what the folder holds, compared with what the history says.
 */
#ifndef MIGRATE_STATUS_H
#define MIGRATE_STATUS_H

#include "base/record.h"
#include "db/db.h"
#include "folder/folder.h"

enum state {
	STATE_PENDING,	    /* the history does not know it */
	STATE_OUT_OF_ORDER, /* pending, though a later one is applied */
	STATE_ROLLED_BACK,  /* rolled back, and pending again */
	STATE_APPLIED,
	STATE_EDITED,	/* applied, but migration.sql has changed since */
	STATE_MISSING,	/* applied, but not in the folder */
	STATE_REPLACED, /* the same, by one that is pending: see migrate_foresee_adoption */
	STATE_FAILED	/* begun, and neither finished nor rolled back */
};

struct status {
	enum state state;
	const char *name;
	const struct migration *migration; /* NULL if the folder does not have it */
	const struct history_row *row;	   /* the row that decides, of several; or NULL */
	const char *detail;		   /* more to print about it, or NULL */
};

struct statuses {
	VECTOR_MEMBERS(struct status);
};

/* Makes a status for each name in the folder or the history, in the order of their bytes. */
void migrate_make_statuses(const struct folder *folder, const struct history *history,
			   struct arena *arena, struct statuses *statuses);

/* Returns the status of that name, or NULL. */
const struct status *migrate_find_status(const struct statuses *statuses, const char *name);

/*
 * Returns the name that an argument means: itself if there is such a status, else the last part of
 * the path.
 */
const char *migrate_given_name(const struct statuses *statuses, const char *given,
			       struct arena *arena);

/*
 * Adds a hint to the error that there is no migration of that name: the one that has this name
 * behind its time, if there is exactly one. Always false.
 */
bool migrate_suggest_name(const struct statuses *statuses, const char *name, struct report *report);

/* True if mig-apply would run it. A failed one must be resolved first. */
bool migrate_is_pending(const struct status *status);

/* True if its process was killed, or is still running, and nothing else went wrong. */
bool migrate_is_interrupted(const struct status *status);

/* True if the database has what the migration did. */
bool migrate_is_applied(const struct status *status);

/*
 * True if the migration never ran here: mig-resolve, or Prisma, only marked it as applied. Neither
 * counts a step then.
 */
bool migrate_was_marked(const struct history_row *row);

/* True if nobody has to do anything about it. */
bool migrate_is_up_to_date(const struct status *status);

/*
 * Writes the record that mig-status prints, and mig-apply and mig-rollback for what they did:
 * state, name, and the times of its start, end and rollback; then, if there is any, how much of
 * it is committed, and `detail`.
 */
void migrate_write_status(const struct status *status, struct record_writer *to);

#endif
