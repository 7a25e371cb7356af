/* Moves migrations that another one replaces. */
#include "folder/replaces.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static const char *const files[] = {"down.sql", "migration.sql"};
enum { FILES = sizeof files / sizeof *files };

char *folder_replaces(struct arena *arena, const char *directory, const char *name)
{
	return path_join(arena, path_join(arena, directory, name), "replaces");
}

bool folder_list_replaced(const char *directory, const char *name, struct names *names,
			  struct report *report)
{
	const char *path = folder_replaces(report->arena, directory, name);

	*names = (struct names){0};
	return !is_directory(path) || directory_list(path, names, report);
}

static bool make(const char *path, struct report *report)
{
	return mkdir(path, 0777) == 0 ||
	       report_error(report, nowhere, "cannot create directory '%s': %s", path,
			    strerror(errno));
}

static bool copy(const char *from, const char *to, struct report *report)
{
	struct source text;

	if (access(from, F_OK) != 0)
		return true;
	return file_read(from, &text, report) &&
	       (file_write(to, text.text, text.length) ||
		report_error(report, nowhere, "cannot write '%s': %s", to, strerror(errno)));
}

bool folder_copy_replaced(const char *directory, const char *draft, const struct names *names,
			  struct report *report)
{
	struct arena *arena = report->arena;
	const char *top = folder_replaces(arena, draft, "");
	const char **name;

	if (!make(top, report))
		return false;
	vector_each(name, names) {
		const char *to = path_join(arena, top, *name);
		const char *from = path_join(arena, directory, *name);
		struct names inner;
		if (!make(to, report))
			return false;
		for (size_t i = 0; i < FILES; i++)
			if (!copy(path_join(arena, from, files[i]), path_join(arena, to, files[i]),
				  report))
				return false;
		/* It may replace others in turn. */
		if (!folder_list_replaced(directory, *name, &inner, report) ||
		    (inner.count && !folder_copy_replaced(folder_replaces(arena, directory, *name),
							  to, &inner, report)))
			return false;
	}
	return true;
}

static void remove_migration(struct arena *arena, const char *path)
{
	folder_drop_copies(arena, path);
	for (size_t i = 0; i < FILES; i++)
		unlink(path_join(arena, path, files[i]));
	rmdir(path);
}

/* True if a migration of the folder equals its copy. A migration that somebody has edited stays. */
static bool is_copy(struct arena *arena, const char *a, const char *b)
{
	struct report quiet = {.arena = arena};
	struct source one, other;

	return access(a, F_OK) == 0 &&
	       file_read(path_join(arena, a, "migration.sql"), &one, &quiet) &&
	       file_read(path_join(arena, b, "migration.sql"), &other, &quiet) &&
	       one.length == other.length && memcmp(one.text, other.text, one.length) == 0;
}

void folder_remove_replaced(struct arena *arena, const char *directory, const char *name)
{
	struct report quiet = {.arena = arena};
	struct names names;
	const char **old;

	if (!folder_list_replaced(directory, name, &names, &quiet))
		return;
	const char *top = folder_replaces(arena, directory, name);
	vector_each(old, &names)
		if (is_copy(arena, path_join(arena, directory, *old), path_join(arena, top, *old)))
			remove_migration(arena, path_join(arena, directory, *old));
}

void folder_drop_copies(struct arena *arena, const char *draft)
{
	struct report quiet = {.arena = arena};
	const char *top = folder_replaces(arena, draft, "");
	struct names names;
	const char **name;

	if (!folder_list_replaced(draft, "", &names, &quiet))
		return;
	vector_each(name, &names)
		remove_migration(arena, path_join(arena, top, *name));
	rmdir(top);
}
