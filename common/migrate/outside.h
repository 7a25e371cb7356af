/*
 * Inside the room: statements that a replay leaves out, because they reach out of the scratch
 * database.
 */
#ifndef MIGRATE_OUTSIDE_H
#define MIGRATE_OUTSIDE_H

#include "sqltext/script.h"

/*
 * Leaves out of a script anything that would leave traces on this server or machine, or on another:
 * roles, files, other connections. Warns of each, since later statements may need it. On a private
 * server (`own_server`) roles are the scratch database's own, and stay in.
 */
void migrate_leave_out(struct script *script, bool own_server, struct report *report);

#endif
