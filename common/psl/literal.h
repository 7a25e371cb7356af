/*
 * Literals in the forms that databases take.
 */
#ifndef PSL_LITERAL_H
#define PSL_LITERAL_H

#include "base/arena.h"

/* These give NULL where the text is no such literal. */

/* "-0.5" from -.5, "1000" from 1e3: the number as SQL writes it, with the zeros that were there. */
char *psl_literal_number(struct arena *arena, const char *text);

/* "2021-01-02 03:04:05.678 +00:00" from an RFC 3339 time. */
char *psl_literal_datetime(struct arena *arena, const char *text);

/* Lower-case hexadecimal from base64. */
char *psl_literal_bytes(struct arena *arena, const char *text);

#endif
