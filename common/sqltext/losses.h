/*
 * Lists the data that a script destroys, as far as its text tells.
 */
#ifndef SQLTEXT_LOSSES_H
#define SQLTEXT_LOSSES_H

#include "sqltext/script.h"

/*
 * Adds a text for each statement that drops or empties something: "drop table users, posts", "drop
 * column users.city", "delete from logs". Names appear as in the script. A table does not count if
 * another one is renamed to its name.
 */
void sqltext_read_losses(struct arena *arena, const struct script *script, struct names *losses);

#endif
