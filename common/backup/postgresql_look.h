/*
 * Inside the room: checks if an archive of PostgreSQL can be restored, before the attempt.
 */
#ifndef BACKUP_POSTGRESQL_LOOK_H
#define BACKUP_POSTGRESQL_LOOK_H

#include "base/buffer.h"
#include "url/url.h"

struct pg_look {
	const char *database; /* its name */
	struct names needs;   /* the things missing for a restore, a sentence each */
	const char *locks;    /* says that the server's lock memory is too small for it; or NULL */
	struct names bound;   /* reasons why no new database can replace this one */
	const char *stays;    /* things that the user may not drop or restore; or NULL */
	int list; /* a file with the entries to restore, for pg_restore --use-list; -1: all */
};

/*
 * Compares an archive with the database of a URL and the rights of its user. Call pg_look_end, even
 * after false.
 */
bool pg_look(const struct url *url, const char *path, struct pg_look *look, struct report *report);
void pg_look_end(struct pg_look *look);

/* Adds the SQL that sets the search_path of those who use the database of a URL. */
void pg_add_users_path(const struct url *url, struct buffer *to);

/*
 * Finds a function that a restore calls, for a check or an index, and that finds its tables neither
 * with the empty search_path of an archive nor with that of the users. Returns what it says,
 * "app.f(text): ..."; NULL if there is none, or that cannot be asked: only functions in SQL can.
 */
const char *pg_find_lost_function(const struct url *url, struct report *report);

#endif
