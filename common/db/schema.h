/*
 * The schema of a live database, as a model.
 */
#ifndef DB_SCHEMA_H
#define DB_SCHEMA_H

#include "db/db.h"
#include "schema/schema.h"

/*
 * Reads all tables, columns, keys, indexes and enums, and the other objects, as they are at one
 * instant. They are sorted by name; columns keep their order. Left out are the history, and what
 * belongs to an extension, to replication (Litestream) or to the database itself.
 *
 * On PostgreSQL it reads `namespaces`, which are part of the names then; if they are NULL or none,
 * the schema of the URL.
 *
 * On PostgreSQL the number of queries does not depend on that of tables. The schema lives in
 * `arena`; NULL is the report's.
 */
bool db_schema_read(struct db *db, const struct names *namespaces, struct arena *arena,
		    struct schema *schema);

/*
 * The same for the URL's schema and `others`, as far as they exist: names in the URL's have no
 * namespace, those in others have theirs.
 */
bool db_schema_read_beside(struct db *db, const struct names *others, struct arena *arena,
			   struct schema *schema);

/*
 * Opens the database once more, to read a schema faster that is read again and again, as far as it
 * is committed. Returns NULL if that cannot be, or would not be faster. To be closed before `db`.
 */
struct db *db_open_reader(struct db *db);

/*
 * Stores the namespaces apart from the URL's that somebody has made in the database, which are none
 * in SQLite. Left out are those of extensions, and `public` if nothing is in it.
 */
bool db_other_namespaces(struct db *db, struct names *others);

/*
 * Stores in words what db_schema_read leaves out of the database, "table spatial_ref_sys of the
 * extension postgis", in the namespace of the URL.
 */
bool db_schema_left_out(struct db *db, struct names *things);

/*
 * Returns a text that costs less than the schema, in `arena`: if it is the same at two instants,
 * the schema is, too. NULL if this database has none.
 */
const char *db_schema_mark(struct db *db, struct arena *arena);

/*
 * Makes it possible to read the schema inside the open transaction, after what db_run has run in
 * it. PostgreSQL may get those statements now, so that it can fail as db_run does; the settings of
 * the script count no more until the transaction ends. After false db_rollback must follow.
 */
bool db_schema_settle(struct db *db, struct db_failure *failure);

/* Does that, and reads the schema of the URL. */
bool db_schema_look(struct db *db, struct arena *arena, struct schema *schema,
		    struct db_failure *failure);

/* True if db_schema_copy is possible. */
bool db_can_copy_schema(const struct db *db);

/*
 * Opens a database in memory that has the schema of `db`, as far as it is committed, and no rows.
 * Returns NULL, with a message, if something in it cannot be made there.
 */
struct db *db_schema_copy(struct db *db);

/*
 * Counts the rows of a table and, for each of its columns, the values that are not NULL; the rows
 * come first. NULL if the table cannot be read.
 */
const int64_t *db_count_values(struct db *db, const struct table *table, struct arena *arena);

#endif
