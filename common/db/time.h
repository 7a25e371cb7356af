/*
 * Times as a database without a type for them keeps them.
 */
#ifndef DB_TIME_H
#define DB_TIME_H

#include "db/db.h"

/*
 * The time that a text means: "2026-11-22 07:23:59", RFC 3339 with any offset and fraction, RFC
 * 2822; without an offset it is UTC. 0 where it is none of them.
 */
db_time time_parse(const char *text);

#endif
