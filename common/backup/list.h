/*
 * The backups in a directory, and which of them are needed.
 */
#ifndef BACKUP_LIST_H
#define BACKUP_LIST_H

#include "backup/backup.h"

struct backup_entry {
	struct backup backup;
	const struct manifest *contents; /* at least the history; NULL if unknown */
	const char *unfit;		 /* why it cannot be chosen, or NULL */
};

struct backup_list {
	VECTOR(struct backup_entry) entries; /* in the order of their names */
};

/*
 * Lists the backups of a database in a directory. A backup without a manifest is opened to read its
 * history, on SQLite; on PostgreSQL that would take a restore, so it is unfit.
 */
bool backup_list(const char *directory, const struct url *url, struct backup_list *list,
		 struct report *report);

/*
 * Returns the newest backup from before a row of the history, or NULL: one in which its migration is
 * not applied, nor a part of it; if it failed or is rolled back, one that does not know the row,
 * since a backup from after that has the row, too. `now` is the present history.
 */
const struct backup_entry *backup_before(const struct backup_list *list, const struct history *now,
					 const struct history_row *row);

/*
 * Removes all backups of a database in a directory that are older than the one just made at `path`,
 * except the newest `count`, with that one, and the newest before each migration that in it is
 * applied or failed, or was rolled back and no other was applied since. Damaged and unknown files
 * stay, and do not count. If the history in the new one is unknown, all stay.
 */
bool backup_keep(const char *directory, const char *path, const struct url *url, int count,
		 struct report *report);

/* Fills in the present contents of a database: server, tables, history. */
bool backup_describe(const struct url *url, struct manifest *manifest, struct report *report);

#endif
