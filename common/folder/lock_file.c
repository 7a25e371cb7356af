/* Reads and writes migration_lock.toml. */
#include "folder/lock_file.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/record.h"

char *folder_lock_file(struct arena *arena, const char *directory)
{
	return path_join(arena, directory, "migration_lock.toml");
}

bool folder_provider(const char *directory, const char **provider, struct report *report)
{
	char *path = folder_lock_file(report->arena, directory);
	struct source source;

	*provider = NULL;
	if (access(path, F_OK) != 0)
		return true;
	if (!file_read_text(path, &source, report))
		return false;
	struct slice rest = {source.text, source.length}, line, before;
	while (record_split(&rest, '\n', &line)) {
		if (!slice_starts(line, "provider"))
			continue;
		record_split(&line, '=', &before);
		struct slice value = slice_trim(line, " \t\r'\"");
		*provider = arena_slice(report->arena, value.start, value.length);
		return true;
	}
	return true;
}

bool folder_write_provider(const char *directory, const char *provider, struct report *report)
{
	char *path = folder_lock_file(report->arena, directory);

	if (access(path, F_OK) == 0)
		return true;
	char *text = arena_format(report->arena,
				  "# Which database these migrations are for; "
				  "keep it under version control.\n"
				  "provider = \"%s\"\n",
				  provider);
	return file_create(path, text, strlen(text), report);
}
