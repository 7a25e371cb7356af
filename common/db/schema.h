/*
 * The schema of a live database, as a model.
 */
#ifndef DB_SCHEMA_H
#define DB_SCHEMA_H

#include "db/db.h"
#include "schema/schema.h"

/*
 * Reads all tables, columns, keys, indexes and enums, and the other objects, as of one instant.
 * They are sorted by name; columns keep their order. The history is left out, and so is what
 * belongs to an extension, to replication (Litestream) or to the database itself.
 *
 * On PostgreSQL it reads `namespaces`, and names then include their namespace. If the list is NULL
 * or empty, it reads the URL's schema. The number of queries does not depend on the number of
 * tables.
 *
 * The schema lives in `arena`; NULL means the report's.
 */
bool db_schema_read(struct db *db, const struct names *namespaces, struct arena *arena,
		    struct schema *schema);

/*
 * Like db_schema_read, for the URL's schema and `others`, as far as these exist. Names in the URL's
 * schema have no namespace; names in others have theirs.
 */
bool db_schema_read_beside(struct db *db, const struct names *others, struct arena *arena,
			   struct schema *schema);

/*
 * Opens another connection that reads committed schemas faster, for repeated reading. Returns NULL
 * if that is impossible or would not be faster. Close it before `db`.
 */
struct db *db_open_reader(struct db *db);

/*
 * Stores the namespaces that users made in the database, without the URL's; SQLite has none. Leaves
 * out those of extensions, and `public` if it is empty.
 */
bool db_other_namespaces(struct db *db, struct names *others);

/*
 * Stores a description of each thing in the URL's namespace that db_schema_read leaves out: "table
 * spatial_ref_sys of the extension postgis".
 */
bool db_schema_left_out(struct db *db, struct names *things);

/*
 * Returns a text, in `arena`, that is cheaper to read than the schema: if the text is equal at two
 * instants, the schema is, too. NULL if the database has no such text.
 */
const char *db_schema_mark(struct db *db, struct arena *arena);

/*
 * Makes the schema readable inside the open transaction, after the statements of db_run. PostgreSQL
 * may run these only now, so this can fail like db_run; the script's settings do not apply for the
 * rest of the transaction. On false, call db_rollback.
 */
bool db_schema_settle(struct db *db, struct db_failure *failure);

/* Calls db_schema_settle, and reads the URL's schema. */
bool db_schema_look(struct db *db, struct arena *arena, struct schema *schema,
		    struct db_failure *failure);

/* True if db_schema_copy is possible. */
bool db_can_copy_schema(const struct db *db);

/*
 * Opens a database in memory with the committed schema of `db`, and no rows. Returns NULL, with a
 * message, if part of it cannot be made there.
 */
struct db *db_schema_copy(struct db *db);

/*
 * Counts the rows of a table, and then for each of its columns the values that are not NULL. NULL
 * if the table cannot be read.
 */
const int64_t *db_count_values(struct db *db, const struct table *table, struct arena *arena);

#endif
