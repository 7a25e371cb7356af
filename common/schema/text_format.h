/*
 * Inside the room: the format of schema text, for the files that read and write it.
 */
#ifndef SCHEMA_TEXT_FORMAT_H
#define SCHEMA_TEXT_FORMAT_H

#include "schema/schema.h"

enum { FORMAT_VERSION = 1 };

/* The records that a schema consists of. */
enum kind {
	KIND_PROVIDER,
	KIND_DATASOURCE,
	KIND_GENERATOR,
	KIND_NAMESPACE,
	KIND_EXTENSION,
	KIND_ENUM,
	KIND_VALUE,
	KIND_TABLE,
	KIND_VIEW,
	KIND_COLUMN,
	KIND_PRIMARY_KEY,
	KIND_UNIQUE,
	KIND_INDEX,
	KIND_FOREIGN_KEY,
	KIND_RELATION,
	KIND_OBJECT,
	KIND_COUNT
};

enum { MOST_FIELDS = 8, MOST_FACTS = 16 };

/*
 * A kind of record: its word, the number of fields, and the facts that may follow, in the order of
 * writing. With `free_facts` any key may follow, in the order of the source.
 */
struct kind_row {
	const char *word;
	size_t fields;
	bool free_facts;
	const char *facts[MOST_FACTS];
};

extern const struct kind_row text_kinds[KIND_COUNT];

/* The words for the enums of schema.h. */
enum {
	ARITY_COUNT = ARITY_LIST + 1,
	ACTION_COUNT = ACTION_SET_DEFAULT + 1,
	SORT_COUNT = SORT_DESC + 1
};

extern const char *const text_arities[ARITY_COUNT];
extern const char *const text_actions[ACTION_COUNT];
extern const char *const text_sorts[SORT_COUNT];
extern const char *const text_objects[OBJECT_KIND_COUNT];

/* With `text`, a colon and a text follow the word. */
struct default_row {
	const char *word;
	bool text;
};

enum { DEFAULT_COUNT = DEFAULT_EXPRESSION + 1 };

extern const struct default_row text_defaults[DEFAULT_COUNT];

/* The fact that marks a text that lists all other objects, even if there are none. */
extern const char text_objects_fact[];

/* The fact whose value is a list, separated by commas. */
extern const char text_list_fact[];

/* The first word of schema text. */
extern const char text_format_word[];

/* The last line. A text without it was truncated: the disk was full, or the writer died. */
extern const char text_end[];

/* The prefixes of an enum's name and of an unsupported type's text. */
extern const char text_enum_word[], text_unsupported_word[];

#endif
