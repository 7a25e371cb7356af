/*
 * A user's command, for the shell.
 */
#ifndef BASE_SHELL_H
#define BASE_SHELL_H

#include "base/report.h"

/*
 * Runs a command with sh -c. It has our stdin, stdout and stderr, and our environment plus
 * `environment` ("NAME=value"). Returns false, with a message, if it cannot be run or fails. A
 * signal meanwhile ends the command (see interrupt.h).
 */
bool shell_run(const char *command, const struct names *environment, struct report *report);

/* Returns a word as the shell reads it back: in quotes, if it needs any. */
const char *shell_quote(struct arena *arena, const char *word);

#endif
