/* File functions for both kinds of backups. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "backup/dialect.h"
#include "base/file.h"
#include "base/interrupt.h"

bool backup_temporary(struct draft *draft, struct report *report)
{
	return draft_create(draft, path_join(report->arena, temporary_directory(), "migtools"),
			    BACKUP_PERMISSIONS, report);
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
