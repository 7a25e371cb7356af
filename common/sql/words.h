/*
 * Inside the room: writes statements from formats, and the words for them.
 *
 *	sql_statement(script, "ALTER TABLE %s RENAME TO %s", sql_object(script, table),
 *		      sql_name(script, name));
 *
 * The compiler checks formats like those of printf. Returned texts live until the step ends.
 */
#ifndef SQL_WORDS_H
#define SQL_WORDS_H

#include <stdarg.h>

#include "sql/dialect.h"

/* Adds a statement to the script, with a semicolon and a newline. */
void sql_statement(struct sql_output *script, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Returns text. */
const char *sql_format(struct sql_output *script, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Returns "name". */
const char *sql_name(struct sql_output *script, const char *name);

/* Returns "namespace"."name", or "name" without a namespace. */
const char *sql_object(struct sql_output *script, struct object_name name);

/* Returns "a", "b", separated by `separator`. */
const char *sql_names(struct sql_output *script, const struct names *names, const char *separator);

/* Returns 'text'. */
const char *sql_string(struct sql_output *script, const char *text);

/* Returns "a", "b" DESC, "c" operator_class, separated by `separator`. */
const char *sql_key_parts(struct sql_output *script, const struct key_parts *parts,
			  const char *separator);

/* Returns TEXT, DECIMAL(65,30), "namespace"."Enum"; without [] or NOT NULL. */
const char *sql_type(struct sql_output *script, const struct type *type);

/* Returns CASCADE, SET NULL, ... */
const char *sql_action(enum action action);

/*
 * Returns the value of a default; or "" if there is none, or dialects write it differently: bytes,
 * lists, autoincrement.
 */
const char *sql_plain_value(struct sql_output *script, const struct default_value *value);

#endif
