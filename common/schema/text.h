/*
 * Schema text, the form in which a schema travels between programs: see man/schema.5.
 *
 * Reading and writing lose nothing. Writing is canonical: equal schemas give equal bytes.
 */
#ifndef SCHEMA_TEXT_H
#define SCHEMA_TEXT_H

#include "base/record.h"
#include "base/report.h"
#include "schema/schema.h"

/* Writes the records of a schema, as schema text or in JSON. */
void schema_write(const struct schema *schema, struct record_writer *to);

/* The same in parts, for a schema whose tables are not all in memory at once. */
void schema_write_head(const struct schema *schema, struct record_writer *to);
void schema_write_table(const struct table *table, struct record_writer *to);
void schema_write_end(struct record_writer *to);

/*
 * Reads schema text into a schema in the report's arena. Reports every fault at its place, unknown
 * kinds of records, keys and versions included, and returns false if there is one. `source` must
 * outlive the schema.
 */
bool schema_read(const struct source *source, struct schema *schema, struct report *report);

/*
 * Reads a file of schema text; "-" is stdin. /dev/null is the empty schema of any dialect. Any
 * other empty file is an error, as the program that should have written it probably failed.
 */
bool schema_read_file(const char *path, struct schema *schema, struct report *report);

/* True if a source is schema text, by its first word. */
bool schema_is_text(const struct source *source);

/* Returns the action of this word in schema text, "set-null"; no action if there is none. */
enum action action_by_word(const char *word);

/* Returns a type as in schema text, for messages and lists: "varchar(3)", "enum Role". */
char *type_text(struct arena *arena, const struct type *type);

#endif
