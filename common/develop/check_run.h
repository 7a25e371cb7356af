/*
 * Inside the room: a running check.
 */
#ifndef DEVELOP_CHECK_RUN_H
#define DEVELOP_CHECK_RUN_H

#include "develop/check.h"
#include "folder/folder.h"
#include "migrate/lost.h"
#include "migrate/replay.h"

/* The kinds of findings, in the order of mig-check(1). */
enum finding {
	FOUND_FAILS,
	FOUND_DOWN_FAILS,
	FOUND_DOWN_DIFFERS,
	FOUND_AGAIN_FAILS,
	FOUND_AGAIN_DIFFERS,
	FOUND_LOSES_DATA,
	FOUND_DOWN_LOSES_DATA,
	FOUND_LOSES_OBJECT,
	FOUND_SCHEMA,
	FOUND_SCHEMA_TEXT,
	FOUND_TWICE,
	FOUND_SAME_TIME,
	FOUND_FUTURE,
	FOUND_BEFORE_BASE,
	FOUND_EDITED,
	FOUND_REMOVED
};

/* Something that a migration dropped without naming it. */
struct lost {
	size_t migration; /* its number */
	struct loss loss;
};

struct check_run {
	struct check *check;
	struct folder folder;
	struct url url;
	struct replay replay;
	size_t first; /* the number of the first migration to check */
	size_t findings;
	size_t walked, one_way; /* checked migrations, and those of them without a down.sql */
	struct schema schema;	/* the Prisma schema */
	bool has_schema;
	struct schema sum; /* the sum of the folder */
	bool summed;	   /* the sum is known */
	VECTOR(struct lost) lost;
};

/* Writes a finding. `migration` and `object` may be NULL. */
void check_found(struct check_run *run, enum finding kind, const char *migration,
		 const char *object, const char *words);

/*
 * Writes a finding for each difference between two schemas, in the words of schema-diff: the way
 * from `is` to `should`. Stores if there are any. False, with a message, if they cannot be
 * compared.
 */
bool check_compare(struct check_run *run, enum finding kind, const char *migration,
		   const struct schema *is, const struct schema *should, bool *differ);

/* Writes a record for each risk of the scripts to be checked. */
void check_list_risks(struct check_run *run);

/* Checks names and, against a git revision, the order and the text of known migrations. */
bool check_names(struct check_run *run);

/* Runs all migrations, and those to be checked forth and back. Stores the sum. False on trouble. */
bool check_scripts(struct check_run *run);

/* True if a migration drops something, and so may drop more than it names. */
bool check_may_lose(const struct migration *migration);

/*
 * Records what migration number `migration` dropped without naming it. `look` is memory for the
 * search.
 */
void check_note_losses(struct check_run *run, size_t migration, const struct schema *before,
		       const struct schema *after, struct arena *look);

/*
 * Writes a finding for each recorded loss of triggers, views, checks and the like, unless a later
 * script recreates the object or names it: then the author knows.
 */
void check_losses_of_objects(struct check_run *run);

#endif
