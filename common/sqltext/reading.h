/*
 * Inside the room: the setting that decides how a server reads the strings of later statements.
 */
#ifndef SQLTEXT_READING_H
#define SQLTEXT_READING_H

#include "sqltext/lexer.h"

/*
 * True if a statement sets it. Stores if backslashes in plain strings escape from now on, as far as
 * the text tells. `lexer` is the statement's.
 */
bool sqltext_sets_reading(struct lexer lexer, bool *backslashes);

#endif
