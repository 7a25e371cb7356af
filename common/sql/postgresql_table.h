/*
 * Inside the room: tables, indexes and keys, as PostgreSQL and CockroachDB write them.
 */
#ifndef SQL_POSTGRESQL_TABLE_H
#define SQL_POSTGRESQL_TABLE_H

#include "sql/dialect.h"

/* Returns SERIAL, SMALLSERIAL or BIGSERIAL; NULL if the column does not count up. */
const char *sql_postgresql_serial(const struct column *column);

/* Returns TEXT[], "namespace"."Enum". */
const char *sql_postgresql_type(struct script *script, const struct column *column);

const char *sql_postgresql_default(struct script *script, const struct column *column);

/* Returns a column as CREATE TABLE and ADD COLUMN have it, indented. */
const char *sql_postgresql_column(struct script *script, const struct column *column);

/* Returns CONSTRAINT "name" with a blank behind it; "" if `name` is NULL. */
const char *sql_postgresql_constraint(struct script *script, const char *name);

/* CREATE TABLE, under a name that need not be the table's own. */
void sql_postgresql_create_table(struct script *script, const struct table *table,
				 struct object_name name);

/* CREATE INDEX */
void sql_postgresql_create_index(struct script *script, const struct table *table,
				 const struct index *index);

/* DROP INDEX */
void sql_postgresql_drop_index(struct script *script, const struct table *table,
			       const struct index *index);

/* ALTER TABLE ... ADD FOREIGN KEY */
void sql_postgresql_add_key(struct script *script, const struct table *table,
			    const struct foreign_key *key);

#endif
