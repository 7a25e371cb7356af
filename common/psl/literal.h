/*
 * Literals in the forms that databases take.
 */
#ifndef PSL_LITERAL_H
#define PSL_LITERAL_H

#include "base/arena.h"

/* Whether it is a number as strings may hold it, such as -.5 or 1e3; and whether it is JSON. */
bool literal_decimal(const char *text);
bool literal_json(const char *text);

/* These give NULL where the text is no such literal. */

/* "2021-01-02 03:04:05.678 +00:00" from an RFC 3339 time. */
char *literal_datetime(struct arena *arena, const char *text);

/* Lower-case hexadecimal from base64. */
char *literal_bytes(struct arena *arena, const char *text);

#endif
