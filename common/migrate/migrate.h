/*
 * The programs' work on a database's migrations: apply, roll back, resolve.
 */
#ifndef MIGRATE_MIGRATE_H
#define MIGRATE_MIGRATE_H

#include "base/program.h"
#include "migrate/applied.h"
#include "migrate/job.h"
#include "migrate/lost.h"
#include "migrate/status.h"

/* Faults of a history, and risks of pending migrations, that mig-apply can be told to refuse. */
enum strictness {
	STRICT_EDITED = 1 << 0,		   /* an applied migration.sql has changed */
	STRICT_EDITED_IF_PENDING = 1 << 1, /* the same, while a migration is pending */
	STRICT_MISSING = 1 << 2,	   /* an applied migration is not in the folder */
	STRICT_OUT_OF_ORDER = 1 << 3,	   /* a pending migration comes before an applied one */
	STRICT_DRIFT = 1 << 4,		   /* the database differs from their sum; see drift.h */
	STRICT_LOST = 1 << 5, /* a script drops something that it does not name; see lost.h */
	STRICT_LOST_COLUMN = 1 << 6, /* the same, of columns only, unless no table was there */
	STRICT_NO_DATABASE = 1 << 7, /* the database does not exist; the caller refuses it */
	/* A pending script has this risk, and there are tables; see folder/risks.h. */
	STRICT_LOCKS = 1 << 8,
	STRICT_REWRITES = 1 << 9,
	STRICT_MAY_FAIL = 1 << 10,
	STRICT_LOSES_DATA = 1 << 11
};
enum {
	STRICT_DEFAULT = STRICT_EDITED_IF_PENDING | STRICT_LOST_COLUMN,
	STRICT_RISKS = STRICT_LOCKS | STRICT_REWRITES | STRICT_MAY_FAIL | STRICT_LOSES_DATA
};

/*
 * Reads "edited,missing": what these words refuse, and what the default does. "none" turns off the
 * default and the words before it. False if any other word is in it.
 */
bool migrate_parse_strictness(const char *words, unsigned *strictness);

struct migrate {
	struct report *report;
	char *url_option;	      /* -u, or NULL */
	const char *directory_option; /* -m, or NULL */
	const char *last;	      /* -t, the last migration to run; or NULL */
	struct db_patience patience;
	bool verbose;	/* report each step */
	bool rehearsal; /* run everything, print its costs, and roll it back */
	bool dry_run;	/* print what would be done; change nothing, take no lock */
	/* A missing database is created, or counts as empty in a dry run; else it is an error. */
	bool database_may_be_missing;
	bool database_must_be_named;  /* a URL without the name of a database is an error */
	const char *backup_directory; /* where to make a backup first, or NULL */
	bool quiet;		      /* print no records */
	enum loss_refusal refused;    /* losses of things that a script does not name; see lost.h */
	/* Called with a description of the scratch database; or NULL. */
	void (*tell_scratch)(const char *text);

	/*
	 * One record for each migration whose status changes, or for each statement of a rehearsal.
	 */
	struct record_writer records;

	/* Filled in by migrate_open. */
	struct url url;
	struct folder folder;
	struct db *db;

	bool warned;	  /* of faults that are not refused */
	bool began_empty; /* no table was there: no script puts older rows at risk */
};

/* Finds the URL of the options. For backups and restores it has the wait of -w. */
bool migrate_find_url(struct migrate *migrate);

/* Opens the database and the folder of the options. Call migrate_close, even after false. */
bool migrate_open(struct migrate *migrate);
void migrate_close(struct migrate *migrate);

/* Prints the record of a status, unless nothing should be printed. */
void migrate_print_status(struct migrate *migrate, const struct status *status);

/* Reports the risks of a script that would run as warnings. */
void migrate_report_risks(struct migrate *migrate, const char *name, const struct source *script,
			  enum direction direction);

/* Prints a status with the risks of its script. With `loses` they include a loss found otherwise. */
void migrate_print_risks(struct migrate *migrate, const struct status *status,
			 const struct source *script, enum direction direction, bool loses);

/*
 * Warns on stderr, at once, of the risks of the script that runs next, unless the database began
 * empty: of a down.sql only those that its head announces.
 */
void migrate_warn(const struct migrate *migrate, const char *name, const struct source *script,
		  enum direction direction);

/*
 * Applies the pending migrations in the order of their names, up to and including that of -t. Holds
 * the lock meanwhile: a second process finds nothing left to do.
 */
enum outcome migrate_apply(struct migrate *migrate, unsigned strictness);

/* The migrations to roll back: the `count` applied last, unless another choice is given. */
struct rollback {
	size_t count;
	const char *target;		 /* all applied after this one; or NULL */
	const struct applied_list *list; /* these, which must be the last applied; or NULL */
	bool marked;			 /* even those only marked as applied */
};

/*
 * Rolls back migrations, the newest first. Runs nothing unless every one has a down.sql, and really
 * ran here or `marked` is set.
 */
enum outcome migrate_roll_back(struct migrate *migrate, const struct rollback *rollback);

/*
 * Restores the database from a backup: a file, or the newest one in a directory that was made before
 * a migration (NULL: the last applied, or a newer one that failed or was rolled back). For a
 * directory it describes the backup and the data to be lost, and asks for confirmation unless
 * `forced` is set. A dry run only checks the backup, and changes nothing.
 */
enum outcome migrate_restore(struct migrate *migrate, const char *path, const char *migration,
			     bool forced);

/* The ways to correct the history. */
enum resolution {
	RESOLVE_APPLIED,     /* as if it had run */
	RESOLVE_ROLLED_BACK, /* it failed, and no longer blocks later migrations */
	RESOLVE_FROM_START,  /* the same, and mig-apply starts again at its first statement */
	RESOLVE_EDITED,	     /* accept its file, as it is now, as the one that was applied */
	RESOLVE_FORGOTTEN    /* it is applied but not in the folder: as if it had never run */
};

/* Changes only the history, for all names or for none. */
enum outcome migrate_resolve(struct migrate *migrate, const struct names *names,
			     enum resolution resolution);

/* Returns the exit status for an outcome. Prints the report of what was refused or failed. */
enum exit_status migrate_exit_status(struct report *report, enum outcome outcome);

/* The history, and the statuses derived from it. */
struct view {
	struct history history;
	struct statuses statuses;
};

/* Reads the history. Call it again when the history is stale. */
bool migrate_look(struct migrate *migrate, struct view *view);

/*
 * Returns OUTCOME_DONE if no migration has failed, the history belongs to this folder, and neither
 * it nor a migration to run (up to that of -t) has a fault that `strictness` refuses. Warns of
 * other faults. If nothing will be changed, also refuses tables without a history, like
 * migrate_apply.
 */
enum outcome migrate_check_history(struct migrate *migrate, const struct view *view,
				   unsigned strictness);

/* Warns of a database with tables but no history. False, with a message, if it cannot be read. */
bool migrate_warn_of_baseline(struct migrate *migrate, const struct view *view);

/* Returns the command that restores a backup into the database of the options. */
const char *migrate_restore_command(const struct migrate *migrate, const char *path);

#endif
