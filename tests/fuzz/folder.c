/*
 * What a migrations folder may hold. The input has three parts: migration_lock.toml, a script as
 * mig-new takes it, and a down.sql. A migration that is made of the script is read again as it was
 * written.
 */
#include "fuzz.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "folder/check.h"
#include "folder/folder.h"
#include "folder/new.h"
#include "folder/risks.h"

static const char *const files[] = {"1_new/migration.sql", "1_new/down.sql", "1_new/.schema.text",
				    "1_new", "migration_lock.toml"};

static void clear(const char *directory, struct arena *arena)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		const char *path = path_join(arena, directory, files[i]);
		if (unlink(path) != 0)
			rmdir(path);
	}
}

/* Reads a folder as the programs do that apply. */
static void read_folder(const char *directory, const char *provider, struct report *report)
{
	const struct migration *migration;
	struct risk_notes notes = {0};
	struct source *down = fuzz_source("", "", report);
	struct script script;
	struct folder folder;

	if (!folder_read(directory, provider, &folder, report))
		return;
	vector_each(migration, &folder.migrations) {
		sqltext_read(report->arena, folder.dialect, &migration->sql, &script);
		folder_check_migration(migration->name, &script, report);
		for (size_t i = 0; i < script.statements.count; i++)
			folder_failure_hint(report->arena, &script, i);
		folder_read_risks(report->arena, folder.dialect, &migration->sql, &notes);
		folder_risk_names(report->arena, &notes);
		if (folder_read_down(&folder, migration->name, down, report) && down->text)
			folder_check_down(&folder, down, report);
	}
}

void fuzz_folder(const struct source *input, struct report *report)
{
	const char *directory = fuzz_path(report->arena, "folder"), *path;
	char *lock = arena_string(report->arena, input->text);
	char *text = fuzz_cut(lock), *down = fuzz_cut(text);
	struct folder_request request = {.directory = directory, .name = "1_new", .whole = true};
	const char *provider;

	must(directory_make(directory, report));
	clear(directory, report->arena);
	request.script = fuzz_source("script", text, report);
	request.tells_risks = true;
	if (*lock)
		fuzz_write(path_join(report->arena, directory, files[4]), lock, strlen(lock));
	must(folder_find_provider(directory, &provider, report));
	if (!folder_new(&request, &path, report) || !path)
		return;
	if (*down)
		fuzz_write(path_join(report->arena, path, "down.sql"), down, strlen(down));
	read_folder(directory, "postgresql", report);
	read_folder(directory, "sqlite", report);
}
