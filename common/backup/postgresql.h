/*
 * Inside the room: shared by the files of PostgreSQL's backups. postgresql.c dumps,
 * postgresql_contents.c reads the contents of a database, postgresql_read.c reads archives,
 * postgresql_follow.c archives that are still being written, and postgresql_check.c looks for
 * damage. postgresql_try.c tries a restore, postgresql_apart.c restores into a new database that
 * replaces the old one, and postgresql_restore.c decides where and how often.
 */
#ifndef BACKUP_POSTGRESQL_H
#define BACKUP_POSTGRESQL_H

#include <pthread.h>
#include <stdatomic.h>

#include "backup/dialect.h"
#include "base/process.h"

/* A hint for struct command: the package with the programs of PostgreSQL. */
extern const char pg_get_programs[];

/* A transaction that shows the database as of one instant, also to other sessions. */
struct pg_snapshot {
	struct db *db;
	db_time taken;
	const char *server; /* its version */
	const char *id;	    /* for pg_dump; or NULL */
};

/* Begins a snapshot. Call pg_snapshot_end, even after false. */
bool pg_snapshot_begin(const struct url *url, struct pg_snapshot *snapshot, struct report *report);
void pg_snapshot_end(struct pg_snapshot *snapshot);

/* Lists the tables, without their rows. */
bool pg_list_tables(struct pg_snapshot *snapshot, struct manifest *manifest);

/*
 * Keeps others from changing the tables, but not their rows. Waits for their locks as long as
 * db_patience_for says; then the hint names the holders.
 */
bool pg_lock_tables(struct pg_snapshot *snapshot, const struct manifest *manifest);

/* Adds a hint that names who has locked a table against readers, if anyone has. */
void pg_hint_lockers(struct db *db, struct report *report);

/*
 * Counts the rows of the tables, and reads the history, while `goes_on` (which may be NULL) returns
 * true.
 */
bool pg_read_contents(struct pg_snapshot *snapshot, struct manifest *manifest,
		      bool (*goes_on)(void *context), void *context);

/*
 * An archive that pg_restore reads while pg_dump writes it, so that the reading takes another
 * processor's time.
 */
struct pg_reading_back {
	struct process reader;
	pthread_t thread; /* passes the file on to the reader */
	const char *path;
	int from, to; /* the file, and the reader's pipe */
	bool in_thread;
	atomic_bool complete, useless; /* pg_dump has ended; the reading is in vain */
	long long passed, end;	       /* bytes; 0: all that there will be */
	int reason;		       /* an errno if the file could not be read, or 0 */
};

/* Begins to read a file that is growing, or the bytes of a file up to `end`, unless that is 0. */
bool pg_begin_reading_back(struct pg_reading_back *back, const char *path, long long end,
			   struct report *report);

/* Reads the rest, if the file is complete. False, with an error, if the archive is not whole. */
bool pg_end_reading_back(struct pg_reading_back *back, bool complete, struct report *report);

/* An attempt to restore. */
struct pg_restoring {
	const struct url *url;
	const struct backup *backup;
	const struct db_patience *patience;
	int list;	      /* see struct pg_look */
	bool scratch;	      /* the target is a scratch database */
	bool users_path;      /* use the search_path of the database's users */
	bool piecewise;	      /* not in one transaction: nobody uses the database yet */
	const char *replaces; /* the database that this one will replace, as a literal; or NULL */
};

/* The kinds of psql's errors, by SQLSTATE. */
enum pg_complaint {
	PG_COMPLAINT_BUSY,  /* another session holds a lock */
	PG_COMPLAINT_PATH,  /* another search_path may help */
	PG_COMPLAINT_LOCKS, /* the server has no memory for so many locks */
	PG_COMPLAINT_OTHER
};

/* A hint for the errors 22021 and 22P05. */
#define PG_WRONG_ENCODING                                                                          \
	"the encoding of this database lacks something that the backup has: restore it into a "    \
	"database of the backup's encoding (createdb -T template0 -E ENCODING)"

/* The parts of psql's error. */
struct pg_failure {
	char state[6];
	const char *text;    /* for people: without the code and the place in the server's source */
	const char *message; /* its first line, without psql's place */
	enum pg_complaint complaint;
	const char *hint;
};

/*
 * Tries once to restore. On false, *failure is filled in if something can be done about it; else an
 * error is reported.
 */
bool pg_try_restore(const struct pg_restoring *restoring, struct pg_failure *failure,
		    struct report *report);

/* Reports a failure as it is. Always returns false. */
bool pg_report_failure(const struct pg_failure *failure, struct report *report);

/* Reports what is missing for a restore. Always returns false. */
struct pg_look;
bool pg_refuse(const char *name, const struct pg_look *look, struct report *report);

/*
 * Restores into a new database, checks that it has everything in the manifest, and then puts it in
 * the place of the old one, which is dropped. Until that moment the old one is unchanged.
 */
bool pg_restore_apart(const struct url *url, const char *database, const struct restore *restore,
		      struct report *report);

/*
 * Starts pg_restore, with `in` as its input unless that is -1. Stores the descriptor of its output
 * in *source, for the caller to close.
 */
bool pg_start_reading(const char *const *argv, int in, struct process *reader, int *source,
		      struct report *report);

/* Ends it like process_finish. A hint says if the archive is of a newer pg_dump: that is no damage. */
bool pg_finish_reading(struct process *reader, struct report *report);

/* Calls `take` for each line of pg_restore's output. */
bool pg_read_lines(const char *const *argv, int in, void (*take)(const char *line, void *context),
		   void *context, struct report *report);

/*
 * Writes a list of contents, for pg_restore --use-list, to a file without a name. Returns its
 * descriptor, or -1 with an error.
 */
int pg_write_list(const char *text, size_t length, struct report *report);

#endif
