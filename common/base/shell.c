/* Runs a user's command. */
#include "base/shell.h"

#include <stdio.h>

#include "base/process.h"

bool shell_run(const char *command, const struct names *environment, struct report *report)
{
	const char *const argv[] = {"sh", "-c", command, NULL};
	struct process process;

	fflush(stdout);
	if (!process_start_open(&process, argv, environment, report))
		return false;
	process.name = arena_format(report->arena, "'%s'", command);
	return process_finish(&process, report);
}
