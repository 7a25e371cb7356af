/*
 * Schema text, the form in which programs pass a schema to each other: see man/schema.5.
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

/* Each writes a part of schema_write, for a schema whose tables are not all in memory at once. */
void schema_write_head(const struct schema *schema, struct record_writer *to);
void schema_write_table(const struct table *table, struct record_writer *to);
void schema_write_objects(const struct schema *schema, struct record_writer *to);
void schema_write_end(struct record_writer *to);

/*
 * Reads schema text into a schema in the report's arena. Reports each fault at its place, also
 * unknown versions, keys and kinds of records, and returns false if there is any. `source` must
 * outlive the schema.
 */
bool schema_read(const struct source *source, struct schema *schema, struct report *report);

/*
 * Reads a file of schema text; "-" is stdin. /dev/null is the empty schema of any dialect. Any
 * other empty file is an error: the program that should have written it probably failed.
 */
bool schema_read_file(const char *path, struct schema *schema, struct report *report);

/* True if the first word of a source is that of schema text. */
bool schema_is_text(const struct source *source);

/* Returns the action for a word of schema text ("set-null"), else ACTION_NO_ACTION. */
enum action action_by_word(const char *word);

/* Returns a type as schema text spells it, for messages and lists: "varchar(3)", "enum Role". */
char *type_text(struct arena *arena, const struct type *type);

#endif
