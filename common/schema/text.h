/*
 * Schema text, the form in which a schema travels: man/schema.5 describes it.
 *
 * Both ways are lossless, and the writing is canonical: the same schema gives the same bytes.
 */
#ifndef SCHEMA_TEXT_H
#define SCHEMA_TEXT_H

#include "schema/schema.h"

/* Adds the text of a schema to a buffer. */
void schema_write(const struct schema *schema, struct buffer *to);

/* The same in parts, for a schema whose tables are not all in memory at once. */
void schema_write_head(const struct schema *schema, struct buffer *to);
void schema_write_table(const struct table *table, struct buffer *to);
void schema_write_end(struct buffer *to);

/*
 * Reads a schema, into the report's arena. False where anything is not as schema(5) has it: every fault is reported at its place,
 * an unknown kind of record, key or version among them. `source` must live as long as the schema.
 */
bool schema_read(const struct source *source, struct schema *schema, struct report *report);

/*
 * file_read_text, then schema_read; "-" is stdin. /dev/null is the empty schema of any dialect, and
 * nothing else is: a pipe or file without a byte comes from a program that failed.
 */
bool schema_read_file(const char *path, struct schema *schema, struct report *report);

/* The text of one field of a column, for messages and lists: "varchar(3)", "enum Role". */
char *type_text(struct arena *arena, const struct type *type);

/* "restrict", "set-null", ... */
const char *action_name(enum action action);

#endif
