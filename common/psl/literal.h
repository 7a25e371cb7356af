/*
 * Inside the room: converts literals to the forms that databases accept. All results live in the
 * arena.
 */
#ifndef PSL_LITERAL_H
#define PSL_LITERAL_H

#include "base/arena.h"

/* Each returns NULL if the text is not a literal of its kind. */

/* Returns a number as in SQL, keeping trailing zeros: "-0.5" for -.5, "1000" for 1e3. */
char *psl_literal_number(struct arena *arena, const char *text);

/* Returns an RFC 3339 time as "2021-01-02 03:04:05.678 +00:00". */
char *psl_literal_datetime(struct arena *arena, const char *text);

/* Returns base64 (RFC 4648) as lower-case hexadecimal. */
char *psl_literal_bytes(struct arena *arena, const char *text);

#endif
