/* Runs a user's command. */
#include "base/shell.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
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

const char *shell_quote(struct arena *arena, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "_-.,+@%:/=";
	struct buffer quoted = {.arena = arena};

	if (*word && !word[strspn(word, plain)])
		return word;
	buffer_add_char(&quoted, '\'');
	for (; *word; word++)
		if (*word == '\'')
			buffer_add(&quoted, "'\\''");
		else
			buffer_add_char(&quoted, *word);
	buffer_add_char(&quoted, '\'');
	return buffer_text(&quoted);
}
