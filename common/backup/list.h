/*
 * The backups in a directory, and which of them are needed.
 */
#ifndef BACKUP_LIST_H
#define BACKUP_LIST_H

#include "backup/backup.h"

struct backup_entry {
	struct backup backup;
	const struct manifest *contents; /* with the history at least; NULL if that is not known */
	const char *unfit;		 /* why it cannot be chosen, or NULL */
};

struct backup_list {
	VECTOR(struct backup_entry) entries; /* in the order of their names */
};

/*
 * Lists the backups of a database in a directory. Of SQLite, one without a manifest is opened to
 * read its history; one of PostgreSQL has to be restored for that, and is unfit.
 */
bool backup_list(const char *directory, const struct url *url, struct backup_list *list,
		 struct report *report);

/* Returns the newest one in which a migration is not applied, or NULL. */
const struct backup_entry *backup_before(const struct backup_list *list, const char *migration);

/*
 * Removes all backups of a database in a directory but for the newest `count`, and but for the
 * newest before each migration that is applied now. What is damaged or not known stays, and does
 * not count.
 */
bool backup_keep(const char *directory, const struct url *url, int count, struct report *report);

/* Fills in what is in a database now: server, tables, history. */
bool backup_describe(const struct url *url, struct manifest *manifest, struct report *report);

#endif
