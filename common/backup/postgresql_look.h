/*
 * Inside the room: looks if an archive of PostgreSQL can be restored, before that is tried.
 */
#ifndef BACKUP_POSTGRESQL_LOOK_H
#define BACKUP_POSTGRESQL_LOOK_H

#include "url/url.h"

struct pg_look {
	const char *database; /* its name */
	struct names needs;   /* what is missing for a restore, a sentence each */
	const char *locks;    /* that the server's memory for locks is too small for it; or NULL */
	struct names bound;   /* what keeps the database from being replaced by a new one */
	const char *stays;    /* what is not the user's to drop or to restore, or NULL */
	int list; /* a file with the entries to restore, for pg_restore --use-list; or -1: all */
};

/*
 * Compares an archive with the database of a URL and the rights of its user. Must be ended, even
 * after false.
 */
bool pg_look(const struct url *url, const char *path, struct pg_look *look, struct report *report);
void pg_look_end(struct pg_look *look);

#endif
