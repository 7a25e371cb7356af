/*
 * Inside the room: the lines of a block.
 *
 * Each function takes a line at the cursor, with its line break. It returns false if the text is
 * something else, and then leaves the cursor anywhere: the caller returns to its mark.
 */
#ifndef PSL_PARSE_LINE_H
#define PSL_PARSE_LINE_H

#include "psl/parse.h"

/*
 * A position to return to if the text turns out to be something else. Later messages are then
 * dropped.
 */
struct parse_mark {
	const char *at;
	uint32_t messages;
	size_t errors;
};

struct parse_mark psl_mark(const struct cursor *cursor);
void psl_go_back(struct cursor *cursor, struct parse_mark to);

/* A documentation comment, waiting for the declaration after it. */
struct pending {
	const char *text; /* or NULL */
};

/* Takes consecutive comments. Their text replaces the pending one. */
bool psl_parse_comments(struct cursor *cursor, struct pending *pending);

/* The fields of the model being parsed. One list is reused for all models. */
struct field_list {
	VECTOR_MEMBERS(struct field);
};

/* Adds a field. Reports and drops a field with an invalid type. */
bool psl_parse_field(struct cursor *cursor, struct field_list *fields, struct pending *pending);

bool psl_parse_enum_value(struct cursor *cursor, struct enum_block *block, struct pending *pending);
bool psl_parse_property(struct cursor *cursor, struct config *config);

/* Takes an attribute of the block. It stays on the stack until the block ends. */
bool psl_parse_block_attribute(struct cursor *cursor);

/* Pops the attributes from `first` on. Returns them as a list. */
struct attributes psl_pop_attributes(struct cursor *cursor, uint32_t first);

/* Takes the attributes of a field or an enum value, if any. */
struct attributes psl_parse_attributes(struct cursor *cursor);

/* Takes a type without its suffix: a name or Unsupported("..."). */
bool psl_parse_base_type(struct cursor *cursor, struct field *field);

#endif
