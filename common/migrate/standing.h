/*
 * How each migration stands: what the folder holds, seen together with what the history says.
 */
#ifndef MIGRATE_STANDING_H
#define MIGRATE_STANDING_H

#include "db/db.h"
#include "folder/folder.h"

enum state {
	STATE_PENDING,	    /* the history does not know it */
	STATE_OUT_OF_ORDER, /* pending, though one that comes after it is applied */
	STATE_ROLLED_BACK,  /* it was taken back, so that it is to be applied again */
	STATE_APPLIED,
	STATE_EDITED,  /* applied, but migration.sql has changed since */
	STATE_MISSING, /* applied, but the folder does not have it */
	STATE_FAILED   /* begun, and neither finished nor taken back */
};

/* "pending", "out-of-order", ... */
const char *state_word(enum state state);

struct standing {
	enum state state;
	const char *name;
	const struct migration *migration; /* NULL where the folder does not have it */
	const struct history_row *row;	   /* of its several rows, the one that says so; or NULL */
	const char *detail;		   /* what else is to be known of it, or NULL */
};

struct standings {
	VECTOR_MEMBERS(struct standing);
};

/* One for each name that the folder or the history has, by the bytes of the names. */
void standings_make(const struct folder *folder, const struct history *history, struct arena *arena,
		    struct standings *standings);

/* The one of that name, or NULL. */
const struct standing *standings_find(const struct standings *standings, const char *name);

/*
 * After the error that there is no migration of that name: gives the hint to name the one whose
 * name ends so behind its time, if there is just one. Always false.
 */
bool standings_hint(const struct standings *standings, const char *name, struct report *report);

/* Whether mig-apply would run it (a failed one is not: it stands in the way). */
bool is_pending(const struct standing *standing);

/* A process was killed in the middle of it, and nothing else went wrong; or it is at it now. */
bool is_interrupted(const struct standing *standing);

/* Whether what the migration did is in the database. */
bool is_applied(const struct standing *standing);

/* Whether nothing is to be done about it. */
bool is_settled(const struct standing *standing);

/*
 * Writes the record that mig-status prints, and mig-apply and mig-rollback for what they did: state,
 * name, and when it was started, finished and rolled back; then `detail` or how much of it is
 * committed, if there is anything to say.
 */
void standing_write(const struct standing *standing, struct record_writer *to);

#endif
