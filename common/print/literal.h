/*
 * Inside the room: values in the Prisma schema language.
 */
#ifndef PRINT_LITERAL_H
#define PRINT_LITERAL_H

#include "base/buffer.h"
#include "print/client.h"

/* Adds a string in quotes. */
void literal_add_string(struct buffer *to, const char *text);

/* Adds a default: a literal, a list or a function. `enumeration` as in struct client_field. */
void literal_add_default(struct buffer *to, const struct default_value *value,
			 const struct client_enum *enumeration);

#endif
