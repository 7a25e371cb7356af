/*
 * Inside the room: tables and indexes for SQLite.
 */
#ifndef SQL_SQLITE_TABLE_H
#define SQL_SQLITE_TABLE_H

#include "sql/dialect.h"

/* Returns the value after DEFAULT, or "". */
const char *sql_sqlite_default(struct sql_output *script, const struct column *column);

/* True if the column has a DEFAULT clause. */
bool sql_sqlite_has_default(const struct column *column);

/* True if the column is a key that replaces the rowid, and so numbers itself. */
bool sql_sqlite_counts(const struct table *table, const struct column *column);

/* Returns a column as written in CREATE TABLE and ADD COLUMN. */
const char *sql_sqlite_column(struct sql_output *script, const struct table *table,
			      const struct column *column);

/*
 * Adds CREATE TABLE under `name` instead of the table's own name, with clauses for the other
 * objects that it has. `kept` may be NULL.
 */
void sql_sqlite_create_table(struct sql_output *script, const struct table *table, const char *name,
			     const struct kept_objects *kept);

/* Recreates the other objects of a kind that the pair keeps, as they are in the database. */
void sql_sqlite_add_objects(struct sql_output *script, const struct table_pair *pair,
			    enum object_kind kind);

/* Adds CREATE INDEX. */
void sql_sqlite_add_index(struct sql_output *script, const struct table *table,
			  const struct index *index);

#endif
