/*
 * Inside the room: what a dialect has to say, and the words that all of them use.
 */
#ifndef SQL_DIALECT_H
#define SQL_DIALECT_H

#include "sql/sql.h"

struct writer;

/* Adds the statements of a change; none is fine. */
typedef void sql_step(struct writer *writer, const struct change *change);

struct dialect_sql {
	const char *name; /* of the dialect, as in schema/dialect.h */
	/* A kind of change that the dialect never has stays NULL. */
	sql_step *steps[CHANGE_KIND_COUNT];
	/* The value of a default, to stand after DEFAULT; adds nothing where there is none to say.
	 */
	void (*add_default)(struct writer *writer, const struct column *column);
	/* What follows the default of a column; or NULL. */
	void (*add_identity)(struct writer *writer, const struct column *column);
	bool serials;		 /* autoincrement is said by the type */
	bool one_clause_a_table; /* an ALTER TABLE takes one clause at a time */
};

struct writer {
	struct buffer *to;
	const struct diff *diff;
	const struct dialect_sql *dialect;
};

extern const struct dialect_sql postgresql_sql, cockroachdb_sql, sqlite_sql;

/* Steps that all dialects write the same way. */
sql_step rename_table, rename_column;

/* The end of a statement. */
void end_statement(struct writer *writer);

/* "name" and "namespace"."name". */
void add_name(struct writer *writer, const char *name);
void add_object(struct writer *writer, struct object_name name);

/* Names in quotes, with `separator` between them. */
void add_names(struct writer *writer, const struct names *names, const char *separator);

/* 'text', an apostrophe in it doubled. */
void add_string(struct writer *writer, const char *text);

/* "a", "b" DESC, "c" operator_class */
void add_key_parts(struct writer *writer, const struct key_parts *parts, const char *separator);

/* TEXT, DECIMAL(65,30), what an unsupported type has; without [] or NOT NULL. */
void add_type(struct writer *writer, const struct type *type);

/* CASCADE, SET NULL, ... */
const char *action_sql(enum action action);

/* A value of a default that is no list and that all dialects write the same way. */
void add_plain_value(struct writer *writer, const struct default_value *value);

#endif
