/*
 * Recreates tables: a new table takes over the rows and the name.
 *
 * The rows keep properties that the schema does not show: their rowids, because full-text indexes
 * refer to them, and the AUTOINCREMENT counter, so that no key is reused. The SELECT qualifies
 * columns by their table, because SQLite takes an unknown "name" for a string.
 */
#include "sql/sqlite_redefine.h"

#include <string.h>
#include <strings.h>

#include "diff/free_name.h"
#include "sql/sqlite_table.h"
#include "sql/words.h"

/* ---- rowids ---- */

static bool has_column(const struct table *table, const char *name)
{
	const struct column *column;

	vector_each(column, &table->columns)
		if (strcasecmp(column->name, name) == 0)
			return true;
	return false;
}

/*
 * Returns a name of the rowid that no column has, or NULL. In a table with an INTEGER key the rowid
 * is that key, which is copied anyway.
 */
static const char *rowid_name(const struct table_pair *pair)
{
	static const char *const names[] = {"rowid", "_rowid_", "oid"};
	const struct column *column;

	vector_each(column, &pair->new->columns)
		if (sql_sqlite_counts(pair->new, column))
			return NULL;
	if (pair->without_rowid)
		return NULL;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!has_column(pair->old, names[i]) && !has_column(pair->new, names[i]))
			return names[i];
	return NULL;
}

/* ---- rows ---- */

static bool needs_default(const struct column_pair *column)
{
	return column->arity && sql_sqlite_has_default(column->new) &&
	       column->new->arity == ARITY_REQUIRED;
}

/* Returns the expression that fills a column of the new table. */
static const char *old_value(struct sql_output *script, const char *table,
			     const struct column_pair *column)
{
	const char *name = sql_name(script, column->old->name);

	if (!needs_default(column))
		return sql_format(script, "%s.%s", table, name);
	return sql_format(script, "coalesce(%s.%s, %s) AS %s", table, name,
			  sql_sqlite_default(script, column->new), name);
}

static void copy_rows(struct sql_output *script, const struct table_pair *pair, const char *target)
{
	const char *table = sql_object(script, pair->old->name), *rowid = rowid_name(pair);
	struct buffer columns = {.arena = &script->words}, values = {.arena = &script->words};
	const struct column_pair *column;

	if (rowid) {
		buffer_add(&columns, rowid);
		buffer_format(&values, "%s.%s", table, rowid);
	}
	vector_each(column, &pair->columns) {
		const char *comma = columns.length ? ", " : "";
		buffer_format(&columns, "%s%s", comma, sql_name(script, column->new->name));
		buffer_format(&values, "%s%s", comma, old_value(script, table, column));
	}
	if (pair->columns.count)
		sql_statement(script, "INSERT INTO %s (%s) SELECT %s FROM %s",
			      sql_name(script, target), columns.text, values.text, table);
}

/* Copies the counter of a key: it remembers deleted rows. */
static void copy_counter(struct sql_output *script, const struct table_pair *pair,
			 const char *target)
{
	const struct column_pair *column;

	vector_each(column, &pair->columns)
		if (sql_sqlite_counts(pair->old, column->old) &&
		    sql_sqlite_counts(pair->new, column->new))
			sql_statement(script,
				      "INSERT INTO sqlite_sequence (name, seq) "
				      "SELECT %s, seq FROM sqlite_sequence WHERE name = %s",
				      sql_string(script, target),
				      sql_string(script, pair->old->name.name));
}

/* ---- other objects ---- */

/* True if the model does not hold all of the index, so that it is recreated as it was. */
static bool is_kept(const struct table_pair *pair, const struct index *index)
{
	const struct object **object;

	vector_each(object, &pair->kept)
		if ((*object)->kind == OBJECT_INDEX &&
		    strcmp((*object)->name.name, index->name) == 0)
			return true;
	return false;
}

/* ---- tables ---- */

static void redefine_table(struct sql_output *script, const struct table_pair *pair)
{
	const char *name = pair->new->name.name;
	struct object_name wanted = {NULL, sql_format(script, "new_%s", name)};
	const char *target = diff_free_name(script->diff, wanted);
	const struct index *index;

	sql_sqlite_create_table(script, pair->new, target, &pair->kept);
	copy_counter(script, pair, target);
	copy_rows(script, pair, target);
	sql_statement(script, "DROP TABLE %s", sql_object(script, pair->old->name));
	sql_statement(script, "ALTER TABLE %s RENAME TO %s", sql_name(script, target),
		      sql_name(script, name));
	vector_each(index, &pair->new->indexes)
		if (!is_kept(pair, index) && !index_is_constraint(index))
			sql_sqlite_add_index(script, pair->new, index);
	sql_sqlite_add_objects(script, pair, OBJECT_INDEX);
}

/*
 * Recreates tables. Views and triggers that name them stay. Without legacy_alter_table, RENAME
 * parses all of these, and fails because the table does not exist at that moment.
 */
void sql_sqlite_redefine_tables(struct sql_output *script, const struct change *change)
{
	struct table_pair *const *pair;

	(void)change;
	sql_statement(script, "PRAGMA defer_foreign_keys=ON");
	sql_statement(script, "PRAGMA foreign_keys=OFF");
	sql_statement(script, "PRAGMA legacy_alter_table=ON");
	vector_each(pair, &script->diff->redefined)
		redefine_table(script, *pair);
	vector_each(pair, &script->diff->redefined)
		sql_sqlite_add_objects(script, *pair, OBJECT_TRIGGER);
	sql_statement(script, "PRAGMA legacy_alter_table=OFF");
	sql_statement(script, "PRAGMA foreign_keys=ON");
	sql_statement(script, "PRAGMA defer_foreign_keys=OFF");
}
