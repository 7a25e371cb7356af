/*
 * Inside the room: tables and indexes, as SQLite writes them.
 */
#ifndef SQL_SQLITE_TABLE_H
#define SQL_SQLITE_TABLE_H

#include "sql/dialect.h"

/* Returns the value that follows DEFAULT, or "" if there is none. */
const char *sql_sqlite_default(struct sql_output *script, const struct column *column);

/* True if the column has a DEFAULT clause. */
bool sql_sqlite_has_default(const struct column *column);

/* True if the column is a key that takes the place of the rowid, and counts by itself. */
bool sql_sqlite_counts(const struct table *table, const struct column *column);

/* Returns a column as in CREATE TABLE and ADD COLUMN. */
const char *sql_sqlite_column(struct sql_output *script, const struct table *table,
			      const struct column *column);

/*
 * Adds CREATE TABLE, under `name` instead of the table's own, with the clauses of the other objects
 * of the pair that it takes over; the pair may be NULL.
 */
void sql_sqlite_create_table(struct sql_output *script, const struct table *table, const char *name,
			     const struct table_pair *pair);

/* Makes the other objects of a kind again that the pair keeps, as the database has them. */
void sql_sqlite_add_objects(struct sql_output *script, const struct table_pair *pair,
			    enum object_kind kind);

/* Adds CREATE INDEX. */
void sql_sqlite_add_index(struct sql_output *script, const struct table *table,
			  const struct index *index);

#endif
