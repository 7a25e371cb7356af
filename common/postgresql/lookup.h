/*
 * Inside the room: the addresses of a host, looked up within a time.
 */
#ifndef POSTGRESQL_LOOKUP_H
#define POSTGRESQL_LOOKUP_H

#include <stdint.h>

#include "base/arena.h"

/*
 * Looks up the addresses of a host, in the order in which to try them. Takes until `deadline` (of
 * db_clock) at the longest, and ends at a signal. Returns NULL, or why it has none, in words that
 * do not name it.
 */
const char *db_look_up(struct arena *arena, const char *host, int64_t deadline,
		       struct names *addresses);

#endif
