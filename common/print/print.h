/*
 * Writes a schema in other languages.
 */
#ifndef PRINT_PRINT_H
#define PRINT_PRINT_H

#include "base/buffer.h"
#include "schema/schema.h"

/* Writes a Prisma schema in the layout of Prisma's formatter. */
void print_prisma(const struct schema *schema, struct buffer *to);

/*
 * Writes `schema` as an edit of `text`, whose meaning is `before`: blocks that mean the same stay as
 * they are; the others keep their comments, their empty lines, and the order of their lines and
 * attributes. Names must be those of `before`, as diff_keep_facts leaves them.
 */
void print_prisma_edit(const struct schema *schema, const struct schema *before, const char *text,
		       struct buffer *to);

/* Writes an entity-relationship diagram in Mermaid's erDiagram language. */
void print_mermaid(const struct schema *schema, struct buffer *to);

/* Writes a diagram in the dot language of Graphviz. */
void print_dot(const struct schema *schema, struct buffer *to);

/* Writes TypeScript types of the tables, for Kysely. */
void print_typescript(const struct schema *schema, struct buffer *to);

#endif
