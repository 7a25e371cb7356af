/*
 * Inside the room: what the files of PostgreSQL's backups share. postgresql.c dumps,
 * postgresql_contents.c tells what is in a database, postgresql_read.c reads archives,
 * postgresql_follow.c those that are being written, postgresql_check.c looks for damage in them.
 * postgresql_try.c tries to restore one, postgresql_apart.c into a new database that takes the
 * place of the old one, and postgresql_restore.c decides where and how often.
 */
#ifndef BACKUP_POSTGRESQL_H
#define BACKUP_POSTGRESQL_H

#include <pthread.h>
#include <stdatomic.h>

#include "backup/dialect.h"
#include "base/process.h"

/* Tells how to install the programs of PostgreSQL: a hint for struct command. */
extern const char pg_get_programs[];

/* Makes a pipe that child processes get only as their stdin or stdout. Returns 0 or an errno. */
int pg_make_pipe(int ends[2]);

/* A transaction that shows the database as it is at one instant, to others as well. */
struct pg_snapshot {
	struct db *db;
	db_time taken;
	const char *server; /* its version */
	const char *id;	    /* for pg_dump; or NULL */
};

/* Begins it. Must be ended, even after false. */
bool pg_snapshot_begin(const struct url *url, struct pg_snapshot *snapshot, struct report *report);
void pg_snapshot_end(struct pg_snapshot *snapshot);

/* Lists the tables, without their rows. */
bool pg_list_tables(struct pg_snapshot *snapshot, struct manifest *manifest);

/*
 * Keeps others from changing the tables but for their rows. What they hold is waited for as long as
 * db_patience_for says; the hint names them then.
 */
bool pg_lock_tables(struct pg_snapshot *snapshot, const struct manifest *manifest);

/* Says who has locked a table against readers, if somebody has: a hint. */
void pg_hint_lockers(struct db *db, struct report *report);

/*
 * Counts the rows of the tables, and reads the history, as long as `goes_on`, which may be NULL,
 * says so.
 */
bool pg_read_contents(struct pg_snapshot *snapshot, struct manifest *manifest,
		      bool (*goes_on)(void *context), void *context);

/*
 * An archive that pg_restore reads while pg_dump writes it: the time that this takes is that of
 * another processor.
 */
struct pg_reading_back {
	struct process reader;
	pthread_t thread; /* passes the file on to it */
	const char *path;
	int from, to; /* the file, and the pipe that the reader reads */
	bool in_thread;
	atomic_bool complete, useless; /* pg_dump has ended; in vain */
	long long passed, end;	       /* bytes; 0: all that there will be */
	int reason;		       /* an errno if the file could not be read, or 0 */
};

/* Begins to read a file that grows, or the bytes of one up to `end`, unless that is 0. */
bool pg_begin_reading_back(struct pg_reading_back *back, const char *path, long long end,
			   struct report *report);

/* Reads the rest, if the file is complete. False, with an error, if it is not whole. */
bool pg_end_reading_back(struct pg_reading_back *back, bool complete, struct report *report);

/* A restore that is tried. */
struct pg_restoring {
	const struct url *url;
	const struct backup *backup;
	const struct db_patience *patience;
	int list;	      /* see struct pg_look */
	bool scratch;	      /* into a scratch database */
	bool users_path;      /* with the search_path of those who use the database */
	bool piecewise;	      /* not in one transaction: nobody uses the database yet */
	const char *replaces; /* the database in whose place this one comes, a literal; or NULL */
};

/* Tells psql's errors apart, by SQLSTATE. */
enum pg_complaint {
	PG_COMPLAINT_BUSY,  /* another session holds a lock */
	PG_COMPLAINT_PATH,  /* another search_path may help */
	PG_COMPLAINT_LOCKS, /* the server has no room for so many locks */
	PG_COMPLAINT_OTHER
};

/* psql's error in its parts. */
struct pg_failure {
	char state[6];
	const char *text;    /* for people, without code and place in the server's source */
	const char *message; /* its first line, without psql's place */
	enum pg_complaint complaint;
	const char *hint;
};

/*
 * Restores once. False with *failure filled in, if something can be done about it, or else with an
 * error reported.
 */
bool pg_try_restore(const struct pg_restoring *restoring, struct pg_failure *failure,
		    struct report *report);

/* Reports a failure as it is. Always false. */
bool pg_report_failure(const struct pg_failure *failure, struct report *report);

/* Reports what is missing for a restore. Always false. */
struct pg_look;
bool pg_refuse(const char *name, const struct pg_look *look, struct report *report);

/*
 * Restores into a new database, looks if it has all that the manifest says, and then puts it into
 * the place of the old one, which is dropped. Until that moment the old one is as it was.
 */
bool pg_restore_apart(const struct url *url, const char *database, const struct restore *restore,
		      struct report *report);

/*
 * Starts pg_restore, which reads `in` unless that is -1, and whose output is read from *source. The
 * caller closes that.
 */
bool pg_start_reading(const char *const *argv, int in, struct process *reader, int *source,
		      struct report *report);

/* Calls `take` for each line that pg_restore writes. */
bool pg_read_lines(const char *const *argv, int in, void (*take)(const char *line, void *context),
		   void *context, struct report *report);

/*
 * Writes a list of contents, for pg_restore --use-list, to a file that nobody else knows. Returns
 * its descriptor, or -1 with an error.
 */
int pg_write_list(const char *text, size_t length, struct report *report);

#endif
