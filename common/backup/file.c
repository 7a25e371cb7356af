/* File functions for both kinds of backups. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "backup/dialect.h"
#include "base/file.h"

bool backup_temporary(struct draft *draft, struct report *report)
{
	return draft_create(draft, path_join(report->arena, temporary_directory(), "migtools"),
			    BACKUP_PERMISSIONS, report);
}

bool backup_is_temporary(const char *path)
{
	static const char begin[] = "migtools.";
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t length = sizeof begin - 1;

	return strncmp(name, begin, length) == 0 &&
	       strspn(name + length, "0123456789") == strlen(name + length);
}

bool backup_report_temporary(const char *path, struct report *report)
{
	report_error(report, nowhere, "cannot write '%s': %s", path, strerror(errno));
	return report_hint(report, "this file is needed for a while: free some space there, or set "
				   "TMPDIR to another directory");
}
