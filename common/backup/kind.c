/* The two kinds of backups. */
#include "backup/dialect.h"

const struct backup_kind backup_kinds[BACKUP_KINDS] = {
	[DB_POSTGRESQL] = {"PGDMP", 5, "PostgreSQL", "postgresql", "pg_restore", pg_backup_copy,
			   pg_backup_read_back, pg_backup_check, pg_backup_restore, pg_describe,
			   pg_has_history, pg_backup_stream, pg_backup_look},
	[DB_SQLITE] = {"SQLite format 3", 16, "SQLite", "sqlite", "SQLite", sqlite_backup_copy,
		       sqlite_backup_read_back, sqlite_backup_check, sqlite_backup_restore,
		       sqlite_describe, sqlite_has_history, NULL, NULL},
};
