/*
 * Inside the room: the parts of a field in a Prisma schema.
 */
#ifndef PRINT_PRISMA_FIELD_H
#define PRINT_PRISMA_FIELD_H

#include "base/buffer.h"
#include "print/client.h"

/* Returns the type with its arity: "String?", "Role[]", "Unsupported(\"circle\")". */
const char *prisma_type(const struct schema *schema, const struct client_field *field);

/* Returns the attributes, separated by blanks. */
const char *prisma_attributes(const struct schema *schema, const struct client_model *model,
			      const struct client_field *field);

/* Keys and indexes. Each is an attribute of its only field, or of the block. */

/* Adds the attributes of the block: @@id, @@unique, @@index. */
void prisma_add_keys(struct buffer *to, const struct schema *schema,
		     const struct client_model *model);

/* Adds the attributes @id and @unique of a field. */
void prisma_add_field_keys(struct buffer *to, const struct schema *schema,
			   const struct client_model *model, const struct client_field *field);

#endif
