/*
 * Inside the room: statements that a replay leaves out, because they reach out of the scratch
 * database.
 */
#ifndef MIGRATE_OUTSIDE_H
#define MIGRATE_OUTSIDE_H

#include "sqltext/script.h"

/*
 * Leaves out of a script what would leave something on the server or the machine, or on another
 * one: roles, files, other connections. Warns of each: what follows may need it.
 */
void migrate_leave_out(struct script *script, struct report *report);

#endif
