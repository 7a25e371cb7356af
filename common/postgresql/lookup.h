/*
 * Inside the room: looks up the addresses of a host, with a time limit.
 */
#ifndef POSTGRESQL_LOOKUP_H
#define POSTGRESQL_LOOKUP_H

#include <stdint.h>

#include "base/arena.h"

/*
 * Looks up the addresses of a host, in the order in which to try them. Stops at `deadline` (of
 * db_clock) or at a signal. Returns NULL, or the reason why there are none, which does not name the
 * host.
 */
const char *db_look_up(struct arena *arena, const char *host, int64_t deadline,
		       struct names *addresses);

#endif
