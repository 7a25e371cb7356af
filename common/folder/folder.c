/* Finds the migrations folder and reads it. */
#include "folder/folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "folder/check.h"
#include "folder/entries.h"
#include "folder/lock_file.h"
#include "sqltext/script.h"

const char *folder_path(const char *given)
{
	const char *variable = getenv("MIGRATIONS_DIR");

	if (given)
		return given;
	if (variable && *variable)
		return variable;
	/* If there is no folder yet, mig-new creates it where Prisma looks for it. */
	if (is_directory("prisma/migrations") ||
	    (is_directory("prisma") && !is_directory("migrations")))
		return "prisma/migrations";
	return "migrations";
}

/*
 * True if a folder locked to the provider `locked` fits `provider`. CockroachDB counts as
 * PostgreSQL.
 */
static bool is_for(const char *provider, const char *locked)
{
	return strcmp(locked, provider) == 0 ||
	       (strcmp(provider, "postgresql") == 0 &&
		(strcmp(locked, "cockroachdb") == 0 || strcmp(locked, "postgres") == 0));
}

static bool check_provider(const char *path, const char *provider, struct report *report)
{
	const char *locked;

	if (!folder_provider(path, &locked, report))
		return false;
	if (!locked) {
		const char *file = folder_lock_file(report->arena, path);
		return access(file, F_OK) != 0 ||
		       report_error(report, nowhere, "missing line 'provider = \"...\"' in '%s'",
				    file);
	}
	if (is_for(provider, locked))
		return true;
	report_error(report, nowhere, "the migrations in '%s' are for %s, but the database is %s",
		     path, locked, provider);
	return report_hint(
		report,
		"choose another folder with -m, or another database with -u or DATABASE_URL");
}

bool folder_find_provider(const char *path, const char **provider, struct report *report)
{
	if (!folder_provider(path, provider, report))
		return false;
	if (*provider && is_for("postgresql", *provider))
		*provider = "postgresql";
	return true;
}

bool folder_check_exists(const char *path, struct report *report)
{
	if (is_directory(path))
		return true;
	report_error(report, nowhere, "cannot find the migrations folder '%s'", path);
	return report_hint(
		report, "name it with -m or MIGRATIONS_DIR, or create it with mig-dev or mig-new%s",
		access("prisma.config.ts", F_OK) == 0 ? "; prisma.config.ts is not read" : "");
}

bool folder_read(const char *path, const char *provider, struct folder *folder,
		 struct report *report)
{
	*folder = (struct folder){.path = path, .dialect = sqltext_dialect(provider)};
	return folder_check_exists(path, report) && check_provider(path, provider, report) &&
	       folder_read_entries(folder, report);
}

const struct migration *folder_find(const struct folder *folder, const char *name)
{
	size_t low = 0, high = folder->migrations.count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(folder->migrations.at[middle].name, name);
		if (order == 0)
			return &folder->migrations.at[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool folder_read_down(const struct folder *folder, const char *name, struct source *source,
		      struct report *report)
{
	const char *directory = path_join(report->arena, folder->path, name);
	const char *path = path_join(report->arena, directory, "down.sql");

	*source = (struct source){.name = path};
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return true;
	return file_read(path, source, report);
}

bool folder_check_down(const struct folder *folder, struct source *source, struct report *report)
{
	struct script script;

	if (!source->text)
		return true;
	sqltext_read(report->arena, folder->dialect, source, &script);
	if (!folder_check_script(&script, true, report))
		return false;
	if (!script.statements.count)
		source->text = NULL;
	return true;
}
