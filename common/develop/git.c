/* Queries git, run as a child process. */
#include "develop/git.h"

#include <fcntl.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "base/record.h"

/* Runs git, and splits its output at `end`. */
static bool ask(const char *const *argv, char end, struct names *parts, struct report *report)
{
	struct source said;
	struct process git;
	int out[2];

	if (pipe(out) != 0)
		return report_error(report, nowhere, "cannot start %s: %s", argv[0],
				    strerror(errno));
	fcntl(out[0], F_SETFD, FD_CLOEXEC);
	fcntl(out[1], F_SETFD, FD_CLOEXEC);
	const struct command command = {argv, NULL, -1, out[1], "install it, or omit -b"};
	bool started = process_start(&git, &command, report);
	close(out[1]);
	if (!started) {
		close(out[0]);
		return false;
	}
	bool read = file_read_open(out[0], "git", &said, report);
	if (!process_finish(&git, report) || !read)
		return false;
	struct slice rest = {said.text, said.length}, part;
	while (record_split(&rest, end, &part))
		if (part.length)
			*vector_add(report->arena, parts) =
				arena_slice(report->arena, part.start, part.length);
	return true;
}

bool develop_git_list(const char *folder, const char *revision, struct names *names,
		      struct report *report)
{
	const char *const argv[] = {"git",    "-C", folder,	   "ls-tree",
				    "-d",     "-z", "--name-only", "--end-of-options",
				    revision, NULL};

	*names = (struct names){0};
	return ask(argv, '\0', names, report);
}

bool develop_git_changes(const char *folder, const char *revision, struct names *lines,
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
				    "--end-of-options",
				    revision,
				    "--",
				    ".",
				    NULL};

	*lines = (struct names){0};
	return ask(argv, '\n', lines, report);
}
