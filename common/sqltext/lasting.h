/*
 * Statements whose effects outlast a rollback. A rehearsal leaves them out.
 */
#ifndef SQLTEXT_LASTING_H
#define SQLTEXT_LASTING_H

#include "sqltext/lexer.h"

/*
 * Returns the part of a statement that a rollback does not undo: a command, or the name of a
 * function that it calls. Its length is 0 if there is none. The bodies of the user's own functions
 * are not seen.
 */
struct token sqltext_lasting(struct lexer statement);

#endif
