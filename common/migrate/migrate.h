/*
 * The work of the programs on a database's migrations: apply, roll back, resolve.
 */
#ifndef MIGRATE_MIGRATE_H
#define MIGRATE_MIGRATE_H

#include "base/program.h"
#include "migrate/applied.h"
#include "migrate/job.h"
#include "migrate/status.h"

/* Faults of a history that mig-apply can be told to refuse. */
enum strictness {
	STRICT_EDITED = 1 << 0,	      /* an applied migration.sql has changed */
	STRICT_MISSING = 1 << 1,      /* an applied migration is not in the folder */
	STRICT_OUT_OF_ORDER = 1 << 2, /* a pending one comes before an applied one */
	STRICT_DRIFT = 1 << 3,	      /* the database is not what they make; see drift.h */
	STRICT_LOST = 1 << 4,	      /* a script loses what it does not name; see lost.h */
	STRICT_IF_PENDING = 1 << 5    /* if nothing is pending, only warn */
};
enum { STRICT_DEFAULT = STRICT_EDITED | STRICT_IF_PENDING };

/* Reads "edited,missing", "all" or "none". False if there is another word in it. */
bool migrate_parse_strictness(const char *words, unsigned *strictness);

struct migrate {
	struct report *report;
	char *url_option;	      /* -u, or NULL */
	const char *directory_option; /* -m, or NULL */
	const char *last;	      /* -t, a migration of the folder; or NULL */
	struct db_patience patience;
	bool verbose;	/* say what is being done */
	bool rehearsal; /* run it all, print its costs, and roll it back */
	bool dry_run;	/* print what would be done; change nothing, take no lock */
	/* A missing database is created, or in a dry run empty; else it is an error. */
	bool database_may_be_missing;
	const char *backup_directory; /* where a backup goes first, or NULL */
	bool quiet;		      /* print no records */
	bool refuses_losses;	      /* of what a script does not name; see lost.h */
	/* Called with what a scratch database is; or NULL. */
	void (*tell_scratch)(const char *text);

	/* One for each migration that changes its status, in a rehearsal for each statement. */
	struct record_writer records;

	/* Filled in by migrate_open. */
	struct url url;
	struct folder folder;
	struct db *db;

	bool warned; /* of the faults that are not refused */
};

/* Finds the URL of the options, which has the wait of -w for backups and restores. */
bool migrate_find_url(struct migrate *migrate);

/* Opens the database and the folder of the options. Must be closed, even after false. */
bool migrate_open(struct migrate *migrate);
void migrate_close(struct migrate *migrate);

/* Prints the record of a status, unless nothing is to be printed. */
void migrate_print_status(struct migrate *migrate, const struct status *status);

/* Warns of the risks of a script that a dry run would run, and prints the status with them. */
void migrate_warn_before(struct migrate *migrate, const struct status *status,
			 const struct source *script);

/* Says on stderr, at once, which risks a script names that runs next. */
void migrate_warn(const struct migrate *migrate, const char *name, const struct source *script);

/*
 * Applies the pending migrations in the order of their names, up to and including the
 * one of -t. It holds the lock meanwhile: a second process finds nothing left to do.
 */
enum outcome migrate_apply(struct migrate *migrate, unsigned strictness);

/* The migrations to roll back: `count` of those that were applied last, unless another is given. */
struct rollback {
	size_t count;
	const char *target;		 /* all that were applied after this one; or NULL */
	const struct applied_list *list; /* these, which must have been applied last; or NULL */
	bool marked;			 /* even those that were only marked as applied */
};

/*
 * Rolls back migrations, the newest first. Nothing runs unless all have a down.sql, and all really
 * ran here or `marked` is set.
 */
enum outcome migrate_roll_back(struct migrate *migrate, const struct rollback *rollback);

/*
 * Restores the database from a backup: a file, or the newest one in a directory that was made
 * before a migration (NULL: the one applied last). Says then what that is and what is lost by it,
 * and asks unless `forced` is set. A dry run ends before that.
 */
enum outcome migrate_restore(struct migrate *migrate, const char *path, const char *migration,
			     bool forced);

/* The ways to correct the history. */
enum resolution {
	RESOLVE_APPLIED,     /* as if it had run */
	RESOLVE_ROLLED_BACK, /* it failed, and no longer blocks what follows */
	RESOLVE_FROM_START,  /* that, and mig-apply begins at its first statement again */
	RESOLVE_EDITED,	     /* its file, as it is now, is taken for the one that was applied */
	RESOLVE_FORGOTTEN    /* it is applied but not in the folder: as if it had never run */
};

/* Changes the history alone, for all names or none. */
enum outcome migrate_resolve(struct migrate *migrate, const struct names *names,
			     enum resolution resolution);

/* Returns the exit status for an outcome. Prints the report of what was refused or failed. */
enum exit_status migrate_exit_status(struct report *report, enum outcome outcome);

/* The history, and the statuses that follow from it. */
struct view {
	struct history history;
	struct statuses statuses;
};

/* Reads the history. To be called again when it is stale. */
bool migrate_look(struct migrate *migrate, struct view *view);

/*
 * Returns OUTCOME_DONE if no migration has failed, the history belongs to this folder, and it has
 * none of the faults that `strictness` refuses. Warns of the others. If nothing is going to be
 * changed, also refuses tables without a history, as migrate_apply does.
 */
enum outcome migrate_check_history(struct migrate *migrate, const struct view *view,
				   unsigned strictness);

/*
 * Warns of a database that has tables, but no history. False, with a message, if it cannot be read.
 */
bool migrate_warn_of_baseline(struct migrate *migrate, const struct view *view);

#endif
