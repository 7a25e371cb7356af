/*
 * Inside the room: reads the fields of a record of schema text.
 */
#ifndef SCHEMA_TEXT_FIELDS_H
#define SCHEMA_TEXT_FIELDS_H

#include "base/report.h"
#include "schema/text_format.h"

/* A reference that can be checked only after everything is read. */
struct text_reference {
	struct place place;
	size_t table;
	size_t column, foreign_key; /* in the table, from 1; the unused one is 0 */
};

struct reader {
	const struct source *source;
	struct schema *schema;
	struct report *report;
	struct arena *arena;
	struct map positions; /* raw "table\tNAME" or "enum\tNAME" to its position, from 1 */
	struct slice fields[MOST_FIELDS]; /* of the current record, without its kind; raw */
	VECTOR(struct text_reference) references;
	const char *owner_kind; /* of the last record with an owner: "table" or "enum" */
	struct slice owner;
	size_t owner_position;
};

/* Returns the place of a slice in the source. */
struct place text_place(const struct reader *reader, struct slice slice);

/* Reports a fault at a slice. Always returns false. */
bool text_fault(struct reader *reader, struct slice at, const char *message);

/*
 * Each reads a raw field, into the reader's arena. Returns false, with a message at its place, if
 * the field is not as schema(5) says. An optional text that is `-` becomes NULL.
 */
bool text_read_string(struct reader *reader, struct slice raw, const char **text);
bool text_read_optional(struct reader *reader, struct slice raw, const char **text);
bool text_read_object_name(struct reader *reader, struct slice raw, struct object_name *name);
bool text_read_names(struct reader *reader, struct slice raw, struct names *list);
bool text_read_type(struct reader *reader, struct slice raw, struct type *type);

/*
 * Like the others, for a column whose type and arity are already read: the default must suit them.
 */
bool text_read_default(struct reader *reader, struct slice raw, struct column *column);

/* Stores the position of a word in a table. `what` names such words in the message. */
bool text_read_word(struct reader *reader, struct slice raw, const char *const *words, size_t count,
		    const char *what, int *value);

/* Reads the trailing key=value fields. */
bool text_read_facts(struct reader *reader, enum kind kind, struct slice rest, struct facts *facts);

#endif
