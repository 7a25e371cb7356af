/* Writes a new migration. */
#include "folder/create.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "folder/lock_file.h"

static bool write_part(const char *folder, const char *file, struct slice sql,
		       struct report *report)
{
	struct buffer text = {.arena = report->arena};

	buffer_add_slice(&text, sql.start, sql.length);
	buffer_add_char(&text, '\n');
	return file_create(path_join(report->arena, folder, file), text.text, text.length, report);
}

bool folder_create(const char *directory, const char *name, const struct directions *directions,
		   const char *provider, struct report *report)
{
	char *folder = path_join(report->arena, directory, name);

	if (!directory_make(directory, report))
		return false;
	if (provider && !folder_write_provider(directory, provider, report))
		return false;
	if (mkdir(folder, 0777) != 0)
		return report_error(report, nowhere, "cannot create directory '%s': %s", folder,
				    strerror(errno));
	if ((!directions->down.start || write_part(folder, "down.sql", directions->down, report)) &&
	    write_part(folder, "migration.sql", directions->up, report))
		return true;
	unlink(path_join(report->arena, folder, "down.sql"));
	rmdir(folder);
	return false;
}
