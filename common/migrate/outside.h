/*
 * Inside the room: statements that a replay leaves out, because they reach out of the scratch
 * database.
 */
#ifndef MIGRATE_OUTSIDE_H
#define MIGRATE_OUTSIDE_H

#include "sqltext/script.h"

/*
 * Leaves out of a script what would leave something on the server or the machine, or on another
 * one: roles, files, other connections. Warns of each: what follows may need it. With a server of
 * its own (`own_server`) a scratch database has its own roles, too.
 */
void migrate_leave_out(struct script *script, bool own_server, struct report *report);

#endif
