/*
 * Statements whose effects outlast a rollback: a rehearsal leaves them out.
 */
#ifndef SQLTEXT_LASTING_H
#define SQLTEXT_LASTING_H

#include "sqltext/lexer.h"

/*
 * Returns the part of a statement that a rollback does not undo, as it stands in the text: a
 * command, or the name of a function that is called. Its length is 0 if there is none. What a
 * function of the user's does cannot be seen.
 */
struct token sqltext_lasting(struct lexer statement);

#endif
