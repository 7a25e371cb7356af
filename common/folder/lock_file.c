/* Reads and writes migration_lock.toml. */
#include "folder/lock_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/record.h"
#include "schema/dialect.h"

char *folder_lock_file(struct arena *arena, const char *directory)
{
	return path_join(arena, directory, "migration_lock.toml");
}

/* Reads a line `provider = "..."` of TOML, with or without a comment. False if it is another line. */
static bool read_provider(struct slice line, struct slice *provider)
{
	static const char name[] = "provider";
	struct slice before;

	if (!record_split(&line, '=', &before) || !line.start ||
	    !slice_is(slice_trim(before, " \t"), name))
		return false;
	*provider = slice_trim(line, " \t\r");
	char quote = provider->length ? *provider->start : '\0';
	if (quote != '"' && quote != '\'')
		return true;
	provider->start++;
	provider->length--;
	const char *end = memchr(provider->start, quote, provider->length);
	if (end)
		provider->length = (size_t)(end - provider->start);
	return true;
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
	struct slice rest = {source.text, source.length}, line, value;
	while (!*provider && record_split(&rest, '\n', &line))
		if (read_provider(line, &value))
			*provider = arena_slice(report->arena, value.start, value.length);
	return true;
}

bool folder_check_provider(const char *directory, const char *provider, struct report *report)
{
	const char *locked;

	if (!folder_provider(directory, &locked, report))
		return false;
	if (!locked || dialect_by_name(locked) == dialect_by_name(provider))
		return true;
	report_error(report, nowhere, "the script is for %s, but '%s' is for %s", provider,
		     folder_lock_file(report->arena, directory), locked);
	return report_hint(report, "choose another folder with -m, or another provider");
}

/* Writes the file by way of a draft. */
static bool write_file(const char *path, const char *draft, const char *provider,
		       struct report *report)
{
	char *text = arena_format(report->arena,
				  "# The database that these migrations are for. Keep this file "
				  "under version control.\nprovider = \"%s\"\n",
				  provider);
	bool written = file_write(draft, text, strlen(text));

	if (written)
		written = file_publish(draft, path, report);
	else
		report_error(report, nowhere, "cannot write '%s': %s", path, strerror(errno));
	unlink(draft);
	return written;
}

bool folder_write_provider(const char *directory, const char *draft, const char *provider,
			   struct report *report)
{
	struct report writing = {.arena = report->arena};
	char *path = folder_lock_file(report->arena, directory);

	/* Another mig-new may have just written it. */
	if (access(path, F_OK) == 0 ||
	    write_file(path, folder_lock_file(report->arena, draft), provider, &writing) ||
	    access(path, F_OK) == 0)
		return folder_check_provider(directory, provider, report);
	return report_add(report, &writing);
}
