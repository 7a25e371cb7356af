/* The two kinds of backups, and the files that both use. */
#include "db/backup_dialect.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"

const struct backup_kind backup_kinds[BACKUP_KINDS] = {
	[DB_POSTGRESQL] = {"PGDMP", 5, "PostgreSQL", "postgresql", pg_backup_copy, pg_backup_check,
			   pg_backup_restore, pg_describe, pg_has_history, pg_backup_stream},
	[DB_SQLITE] = {"SQLite format 3", 16, "SQLite", "sqlite", sqlite_backup_copy,
		       sqlite_backup_check, sqlite_backup_restore, sqlite_describe,
		       sqlite_has_history, NULL},
};

int backup_temporary(const char **path, struct report *report)
{
	return file_create_draft(path_join(report->arena, temporary_directory(), "migtools"),
				 BACKUP_PERMISSIONS, path, report);
}

bool backup_copy_file(int in, int out, struct report *report)
{
	static char part[64 * 1024];
	ssize_t got;

	while (!interrupt_seen() && (got = read(in, part, sizeof part)) > 0)
		for (ssize_t sent = 0, now; sent < got; sent += now)
			if ((now = write(out, part + sent, (size_t)(got - sent))) < 0)
				return report_error(report, nowhere, "cannot write the backup: %s",
						    strerror(errno));
	if (interrupt_seen())
		return report_error(report, nowhere, "interrupted");
	return got == 0 ||
	       report_error(report, nowhere, "cannot read the backup: %s", strerror(errno));
}
