/*
 * Inside the room: what the files of PostgreSQL's backups share. postgresql_backup.c dumps and
 * reads archives, postgresql_backup_restore.c restores them.
 */
#ifndef DB_POSTGRESQL_BACKUP_H
#define DB_POSTGRESQL_BACKUP_H

#include "base/process.h"
#include "db/backup_dialect.h"

/* How to get the programs of PostgreSQL, for struct command. */
extern const char pg_get_programs[];

/* Makes a pipe that child processes get only as their stdin or stdout. Returns 0 or an errno. */
int pg_make_pipe(int ends[2]);

/* A restore that is tried. */
struct pg_restoring {
	const struct db_url *url;
	const char *path;
	const struct db_patience *patience;
	bool users_path; /* with the search_path of those who use the database */
};

/* Starts pg_restore, whose output is read from *source. The caller closes that. */
bool pg_start_reading(const char *const *argv, struct process *reader, int *source,
		      struct report *report);

/* Calls `take` for each line that pg_restore writes. */
bool pg_read_lines(const char *const *argv, void (*take)(const char *line, void *context),
		   void *context, struct report *report);

#endif
