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

/* Takes blanks and quotes off both ends. */
static struct slice unquoted(struct slice value)
{
	while (value.length && strchr(" \t\r'\"", value.start[0]))
		value.start++, value.length--;
	while (value.length && strchr(" \t\r'\"", value.start[value.length - 1]))
		value.length--;
	return value;
}

bool folder_provider(const char *directory, const char **provider, struct report *report)
{
	static const char key[] = "provider";
	char *path = folder_lock_file(report->arena, directory);
	struct source source;

	*provider = NULL;
	if (access(path, F_OK) != 0)
		return true;
	if (!file_read_text(path, &source, report))
		return false;
	struct slice rest = {source.text, source.length}, line, before;
	while (record_split(&rest, '\n', &line)) {
		if (line.length < strlen(key) || memcmp(line.start, key, strlen(key)) != 0)
			continue;
		record_split(&line, '=', &before);
		struct slice value = unquoted(line);
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
