/*
 * Inside the room: the setting that says how a server reads the strings behind a statement.
 */
#ifndef SQLTEXT_READING_H
#define SQLTEXT_READING_H

#include "sqltext/lexer.h"

/*
 * True if a statement sets that. Stores if a backslash in a plain string escapes from now on, as
 * far as that can be told; `lexer` is of the statement.
 */
bool sqltext_sets_reading(struct lexer lexer, bool *backslashes);

#endif
