/*
 * Inside the room: tables, indexes and keys for PostgreSQL and CockroachDB.
 */
#ifndef SQL_POSTGRESQL_TABLE_H
#define SQL_POSTGRESQL_TABLE_H

#include "sql/dialect.h"

/* Returns a DO with a body in PL/pgSQL, without the semicolon. */
const char *sql_postgresql_do(struct sql_output *script, const char *body);

/*
 * Adds the statement that moves a table or an enum (`word`: TABLE or TYPE) if its rename changes
 * the namespace. Returns false if it does not.
 */
bool sql_postgresql_move(struct sql_output *script, const char *word, const struct change *change);

/* Returns SERIAL, SMALLSERIAL or BIGSERIAL; NULL if the column is not autoincrement. */
const char *sql_postgresql_serial(const struct column *column);

/* Returns TEXT[], "namespace"."Enum". */
const char *sql_postgresql_type(struct sql_output *script, const struct column *column);

/* Returns the value after DEFAULT, or "". */
const char *sql_postgresql_default(struct sql_output *script, const struct column *column);

/* Returns a column as written in CREATE TABLE and ADD COLUMN, indented. */
const char *sql_postgresql_column(struct sql_output *script, const struct table *table,
				  const struct column *column);

/* Returns CONSTRAINT "name" and a space, or "" if `name` is NULL. */
const char *sql_postgresql_constraint(struct sql_output *script, const char *name);

/* Adds CREATE TABLE under `name` instead of the table's own name. */
void sql_postgresql_create_table(struct sql_output *script, const struct table *table,
				 struct object_name name);

/* Each adds the statement after which it is named. */
void sql_postgresql_create_index(struct sql_output *script, const struct table *table,
				 const struct index *index);
void sql_postgresql_drop_index(struct sql_output *script, const struct table *table,
			       const struct index *index);
void sql_postgresql_add_key(struct sql_output *script, const struct table *table,
			    const struct foreign_key *key);

#endif
