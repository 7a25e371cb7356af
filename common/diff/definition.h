/*
 * Inside the room: the definitions of other objects, as PostgreSQL writes them: its own words in
 * capitals, tables and views with their namespace, columns with their table if there are several.
 */
#ifndef DIFF_DEFINITION_H
#define DIFF_DEFINITION_H

#include "schema/schema.h"

/* A name, a word of SQL or a sign. Strings and numbers are none of these. */
struct word {
	const char *name; /* without quotes; or NULL */
	bool capitals;	  /* it is a word of SQL */
	char sign;
	size_t start, end; /* bytes of the definition */
};

struct definition {
	VECTOR_MEMBERS(struct word);
	const char *sql;
	size_t from, to; /* the words that may name columns */
};

/* True if definitions of this kind name tables or columns. */
bool definition_is_read(enum object_kind kind);

struct definition definition_read(struct arena *arena, const struct dialect *dialect,
				  const struct object *object);

/* Each is true if there is a word at `at`, and it is a name, the sign, or the word of SQL. */
bool definition_has_name(const struct definition *definition, size_t at);
bool definition_has_sign(const struct definition *definition, size_t at, char sign);
bool definition_has_word(const struct definition *definition, size_t at, const char *word);

/*
 * True if a word is the name of a table, a view or anything else with a namespace. Stores the name,
 * and its alias, which is NULL if there is none.
 */
bool definition_names_table(const struct definition *definition, size_t at,
			    struct object_name *name, const char **alias);

/* True if a word may be a column. Stores the name or alias of its table, NULL if there is none. */
bool definition_names_column(const struct definition *definition, size_t at, const char **alias);

#endif
