/*
 * Clocks, and times as text.
 */
#ifndef DB_TIME_H
#define DB_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Milliseconds since 1970 in UTC; 0 is never. */
typedef int64_t db_time;

db_time db_now(void);

/* Returns microseconds of a monotonic clock, to measure durations. */
int64_t db_clock(void);

/* Returns a time in RFC 3339, "2026-11-22T07:23:59.134Z"; "-" for never. */
const char *db_time_text(struct arena *arena, db_time time);

/*
 * Reads the time that a text denotes: "2026-11-22 07:23:59", RFC 3339 with any offset and fraction,
 * or RFC 2822, as databases without a type for times store them. Without an offset it is UTC. False
 * if it is none of these.
 */
bool db_time_parse(const char *text, db_time *time);

#endif
