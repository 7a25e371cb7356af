/*
 * A command of the user's, for the shell.
 */
#ifndef BASE_SHELL_H
#define BASE_SHELL_H

#include "base/report.h"

/*
 * Runs a command with sh -c, with our standard input and outputs, and `environment` ("NAME=value")
 * added to its own. Returns false, with a message, if it cannot be run or fails. A signal that
 * arrives meanwhile ends the command (see interrupt.h).
 */
bool shell_run(const char *command, const struct names *environment, struct report *report);

#endif
