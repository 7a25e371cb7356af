/*
 * What the programs do to a database's migrations: apply, roll back, resolve.
 */
#ifndef MIGRATE_MIGRATE_H
#define MIGRATE_MIGRATE_H

#include "base/program.h"
#include "migrate/job.h"
#include "migrate/standing.h"

/* Histories that are not as they should be, and that mig-apply can be told to refuse. */
enum strictness {
	STRICT_EDITED = 1 << 0,	      /* an applied migration.sql has changed */
	STRICT_MISSING = 1 << 1,      /* an applied migration is not in the folder */
	STRICT_OUT_OF_ORDER = 1 << 2, /* a pending one comes before an applied one */
	STRICT_IF_PENDING = 1 << 3    /* where nothing is to be applied, only warn */
};
enum { STRICT_DEFAULT = STRICT_EDITED | STRICT_IF_PENDING };

/* "edited,missing", "all", "none"; false where there is another word in it. */
bool strictness_parse(const char *words, unsigned *strictness);

struct migrate {
	struct report *report;
	char *told_url;		    /* -u, or NULL */
	const char *told_directory; /* -m, or NULL */
	struct patience patience;
	bool verbose;		      /* say what is being done */
	bool rehearsal;		      /* run it all, tell what it cost, and undo it */
	bool dry_run;		      /* tell what would be done, do nothing, take no lock */
	bool makes_database;	      /* where there is none; else that is an error */
	const char *backup_directory; /* a backup goes there before anything is applied; or NULL */
	bool quiet;		      /* print no records */

	/* One for each migration (see standing.h); in a rehearsal for each statement (rehearse.h). */
	struct record_writer records;

	/* Called while a statement runs long, as db_watch has it; or NULL. */
	void (*progress)(const char *text);

	/* What migrate_open fills in. */
	struct db_url url;
	struct folder folder;
	struct db *db;

	bool warned; /* of what is not refused; once is enough */
};

/*
 * Opens the database and the folder that the options mean. To be closed with migrate_close,
 * whatever it says.
 */
bool migrate_open(struct migrate *migrate);
void migrate_close(struct migrate *migrate);

/* Prints how a migration stands, where that is wanted. */
void migrate_tell(struct migrate *migrate, const struct standing *standing);

/* As migrate_tell, before `script` is run for it: with what that says of itself (see risks.h). */
void migrate_forewarn(struct migrate *migrate, const struct standing *standing,
		      const struct source *script);

/* Says on stderr, at once, what `script` says of itself before it is run for `name`. */
void migrate_warn(const struct migrate *migrate, const char *name, const struct source *script);

/*
 * Applies what is pending, in the order of names, up to and with `last` (NULL: all). Under the
 * lock; a second process finds nothing left to do.
 */
enum outcome migrate_apply(struct migrate *migrate, const char *last, unsigned strictness);

/*
 * Takes back the migrations that were applied last, the newest first: `count` of them or, where
 * `target` is given, all that were applied after it. Nothing runs where one of them has no way
 * back.
 */
enum outcome migrate_roll_back(struct migrate *migrate, size_t count, const char *target);

/*
 * Changes the history alone, for all names or none. Applied: as though each of them had been run.
 * Rolled back: the failed rows of these names no longer stand in the way; with `from_start`, what
 * the failed migration committed no longer counts and the next mig-apply begins at its first
 * statement.
 */
enum outcome migrate_mark_applied(struct migrate *migrate, const struct names *names);
enum outcome migrate_mark_rolled_back(struct migrate *migrate, const struct names *names,
				      bool from_start);

/* The exit status for an outcome. What was refused or failed is said, and is no trouble. */
enum exit_status outcome_status(struct report *report, enum outcome outcome);

/*
 * Reads the history, and the standings with it. To be asked again where it is stale.
 */
struct view {
	struct history history;
	struct standings standings;
};

bool migrate_look(struct migrate *migrate, struct view *view);

#endif
