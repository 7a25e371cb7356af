/*
 * Inside the room: PostgreSQL's words, as far as CockroachDB speaks them too.
 */
#ifndef SQL_POSTGRESQL_H
#define SQL_POSTGRESQL_H

#include "sql/dialect.h"

sql_step postgresql_create_schema, postgresql_create_extension, postgresql_drop_extension;
sql_step postgresql_rename_type, postgresql_rename_value;
sql_step postgresql_create_enum, postgresql_drop_enum;
sql_step postgresql_create_table, postgresql_drop_table, postgresql_alter_table;
sql_step postgresql_create_index, postgresql_drop_index, postgresql_rename_index;
sql_step postgresql_add_foreign_key, postgresql_drop_foreign_key, postgresql_rename_foreign_key;

/* TEXT[], "namespace"."Enum" */
void postgresql_add_data_type(struct writer *writer, const struct column *column);

/* SERIAL, or NULL where a column does not count by itself. */
const char *postgresql_serial_of(const struct column *column);

/* A column as CREATE TABLE and ADD COLUMN have it, indented. */
void postgresql_add_column(struct writer *writer, const struct column *column);
void postgresql_add_default(struct writer *writer, const struct column *column);

/* CONSTRAINT "name" and a space; nothing where the name is NULL. */
void postgresql_add_constraint(struct writer *writer, const char *name);

/* ALTER TABLE ... RENAME CONSTRAINT */
void postgresql_add_renamed_constraint(struct writer *writer, struct object_name table,
				       const char *old, const char *new);

/* CREATE TABLE, under a name that need not be the table's own. */
void postgresql_add_table(struct writer *writer, const struct table *table,
			  struct object_name name);
void postgresql_add_index(struct writer *writer, const struct table *table,
			  const struct index *index);
void postgresql_add_key(struct writer *writer, const struct table *table,
			const struct foreign_key *key);

#endif
