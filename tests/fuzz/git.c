/*
 * What git prints, for mig-check -b: a list of names, and the names of changed files. A script in
 * place of git prints the input.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "develop/check.h"

static const char sql[] = "CREATE TABLE a (x INTEGER NOT NULL PRIMARY KEY);\n";

static void prepare(struct arena *arena)
{
	struct report report = {.arena = arena};
	const char *directory = fuzz_path(arena, "migrations/20250101000000_a");
	const char *git = arena_format(arena,
				       "#!/bin/sh\n"
				       "case $3 in ls-tree) tr '\\n' '\\0' <'%s/names' ;; "
				       "*) tr '\\n\\t' '\\0\\0' <'%s/changes' ;; esac\n",
				       fuzz_path(arena, ""), fuzz_path(arena, ""));

	must(directory_make(directory, &report));
	fuzz_write(path_join(arena, directory, "migration.sql"), sql, strlen(sql));
	fuzz_write(fuzz_path(arena, "git"), git, strlen(git));
	setenv("PATH", arena_format(arena, "%s:%s", fuzz_path(arena, ""), getenv("PATH")), 1);
}

void fuzz_git(const struct source *input, struct report *report)
{
	static bool prepared;
	char *names = arena_string(report->arena, input->text), *changes = fuzz_cut(names);
	struct check check = {.report = report, .base = "main", .quiet = true, .count = 1};

	if (!prepared)
		prepare(report->arena);
	prepared = true;
	fuzz_write(fuzz_path(report->arena, "names"), names, strlen(names));
	fuzz_write(fuzz_path(report->arena, "changes"), changes, strlen(changes));
	check.directory_option = fuzz_path(report->arena, "migrations");
	check.url_option =
		arena_format(report->arena, "file:%s", fuzz_path(report->arena, "git.db"));
	check.patience = db_default_patience;
	check.records = (struct record_writer){.text.arena = report->arena};
	develop_check(&check);
}
