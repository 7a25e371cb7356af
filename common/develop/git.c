/* Queries git, run as a child process. */
#include "develop/git.h"

#include <string.h>

#include "base/file.h"
#include "base/process.h"

/* Runs git, and splits its output: each part ends with a NUL. */
static bool ask(const char *const *argv, struct names *parts, struct report *report)
{
	struct source said;
	struct process git;
	int source;

	const struct command command = {argv, NULL, -1, -1, "install it, or omit -b"};
	if (!process_start_reading(&git, &command, &source, report))
		return false;
	bool read = file_read_open(source, "git", &said, report);
	if (!process_finish(&git, report) || !read)
		return false;
	for (const char *part = said.text; part < said.text + said.length; part += strlen(part) + 1)
		*vector_add(report->arena, parts) = part;
	return true;
}

bool develop_git_list(const char *folder, const char *revision, struct names *names,
		      struct report *report)
{
	const char *const argv[] = {"git",    "-C", folder,	   "ls-tree",
				    "-d",     "-z", "--name-only", "--end-of-options",
				    revision, NULL};

	*names = (struct names){0};
	return ask(argv, names, report);
}

bool develop_git_changes(const char *folder, const char *revision, struct git_changes *changes,
			 struct report *report)
{
	const char *const argv[] = {"git",
				    "-C",
				    folder,
				    "diff",
				    "--relative",
				    "--no-renames",
				    "--no-ext-diff",
				    "--name-status",
				    "-z",
				    "--end-of-options",
				    revision,
				    "--",
				    ".",
				    NULL};
	struct names parts = {0};

	*changes = (struct git_changes){0};
	if (!ask(argv, &parts, report))
		return false;
	for (size_t i = 0; i + 1 < parts.count; i += 2)
		*vector_add(report->arena, changes) =
			(struct git_change){*parts.at[i], parts.at[i + 1]};
	return true;
}
