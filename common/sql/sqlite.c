/* SQLite's steps. */
#include <string.h>

#include "diff/free_name.h"
#include "sql/words.h"

/* ---- columns ---- */

static const char *default_value(struct sql_output *script, const struct column *column)
{
	if (column->value.kind == DEFAULT_BYTES)
		return sql_format(script, "'%s'", column->value.text);
	return sql_plain_value(script, &column->value);
}

static bool has_default(const struct column *column)
{
	return column->value.kind != DEFAULT_AUTOINCREMENT && diff_has_default(column);
}

static bool counts_itself(const struct column *column)
{
	return column->type.kind == TYPE_NATIVE && column->type.native->scalar == SCALAR_INT;
}

/* Returns a column as in CREATE TABLE and ADD COLUMN. */
static const char *column_text(struct sql_output *script, const struct table *table,
			       const struct column *column)
{
	bool key = column_is_id(table, column);

	return sql_format(
		script, "%s %s%s%s%s%s%s", sql_name(script, column->name),
		sql_type(script, &column->type), column->arity == ARITY_REQUIRED ? " NOT NULL" : "",
		key ? " PRIMARY KEY" : "", key && counts_itself(column) ? " AUTOINCREMENT" : "",
		has_default(column) ? " DEFAULT " : "",
		has_default(column) ? default_value(script, column) : "");
}

/* ---- tables ---- */

static const char *constraint(struct sql_output *script, const char *name)
{
	return name ? sql_format(script, "CONSTRAINT %s ", sql_name(script, name)) : "";
}

static void add_foreign_key(struct sql_output *script, struct buffer *to,
			    const struct foreign_key *key)
{
	buffer_format(to, ",\n    %sFOREIGN KEY (%s) REFERENCES %s (%s) ON DELETE %s ON UPDATE %s",
		      constraint(script, key->name), sql_names(script, &key->columns, ", "),
		      sql_object(script, key->references),
		      sql_names(script, &key->referenced_columns, ", "), sql_action(key->on_delete),
		      sql_action(key->on_update));
}

/* Adds CREATE TABLE, under `name` instead of the table's own. */
static void create_table_as(struct sql_output *script, const struct table *table, const char *name)
{
	const struct primary_key *key = table->primary_key;
	const struct column *column;
	const struct foreign_key *foreign;
	struct buffer parts = {.arena = &script->words};

	vector_each(column, &table->columns)
		buffer_format(&parts, "%s    %s", column == table->columns.at ? "" : ",\n",
			      column_text(script, table, column));
	if (key && key->parts.count > 1)
		buffer_format(&parts, ",\n\n    PRIMARY KEY (%s)",
			      sql_key_parts(script, &key->parts, ", "));
	vector_each(foreign, &table->foreign_keys)
		if (foreign->enforced)
			add_foreign_key(script, &parts, foreign);
	sql_statement(script, "CREATE TABLE %s (\n%s\n)", sql_name(script, name),
		      buffer_text(&parts));
}

static void create_table(struct sql_output *script, const struct change *change)
{
	create_table_as(script, change->table, change->table->name.name);
}

static void drop_table(struct sql_output *script, const struct change *change)
{
	sql_statement(script, "PRAGMA foreign_keys=off");
	sql_statement(script, "DROP TABLE %s", sql_object(script, change->table->name));
	sql_statement(script, "PRAGMA foreign_keys=on");
}

/* Only columns are added here; for other changes the table is recreated. */
static void alter_table(struct sql_output *script, const struct change *change)
{
	const struct table_pair *pair = change->pair;
	const struct column **column;

	vector_each(column, &pair->added)
		sql_statement(script, "ALTER TABLE %s ADD COLUMN %s",
			      sql_object(script, pair->old->name),
			      column_text(script, pair->new, *column));
}

/* ---- indexes ---- */

static void add_index(struct sql_output *script, const struct table *table,
		      const struct index *index)
{
	/* SQLite reserves these names for itself. */
	bool reserved = strncmp(index->name, "sqlite_", strlen("sqlite_")) == 0;

	if (reserved)
		sql_statement(script, "Pragma writable_schema=1");
	sql_statement(script, "CREATE %sINDEX %s ON %s(%s)%s%s", index->unique ? "UNIQUE " : "",
		      sql_name(script, index->name), sql_object(script, table->name),
		      sql_key_parts(script, &index->parts, ", "), index->predicate ? " WHERE " : "",
		      index->predicate ? index->predicate : "");
	if (reserved)
		sql_statement(script, "Pragma writable_schema=0");
}

static void create_index(struct sql_output *script, const struct change *change)
{
	add_index(script, change->table, change->new_index);
}

static void drop_index(struct sql_output *script, const struct change *change)
{
	sql_statement(script, "DROP INDEX %s", sql_name(script, change->from));
}

static void redefine_index(struct sql_output *script, const struct change *change)
{
	drop_index(script, change);
	add_index(script, change->pair->new, change->new_index);
}

/* ---- recreated tables ---- */

static bool needs_default(const struct column_pair *column)
{
	return column->arity && column->new->arity == ARITY_REQUIRED &&has_default(column->new);
}

/* Returns the expression that fills a column of the new table. */
static const char *old_value(struct sql_output *script, const struct column_pair *column)
{
	const char *name = sql_name(script, column->old->name);

	if (!needs_default(column))
		return name;
	return sql_format(script, "coalesce(%s, %s) AS %s", name,
			  default_value(script, column->new), name);
}

static void copy_rows(struct sql_output *script, const struct table_pair *pair, const char *target)
{
	struct buffer columns = {.arena = &script->words}, values = {.arena = &script->words};
	const struct column_pair *column;

	vector_each(column, &pair->columns) {
		const char *comma = column == pair->columns.at ? "" : ", ";
		buffer_format(&columns, "%s%s", comma, sql_name(script, column->new->name));
		buffer_format(&values, "%s%s", comma, old_value(script, column));
	}
	if (columns.length)
		sql_statement(script, "INSERT INTO %s (%s) SELECT %s FROM %s",
			      sql_name(script, target), columns.text, values.text,
			      sql_object(script, pair->old->name));
}

static void redefine_table(struct sql_output *script, const struct table_pair *pair)
{
	const char *name = pair->new->name.name;
	struct object_name wanted = {NULL, sql_format(script, "new_%s", name)};
	const char *target = diff_free_name(script->diff, wanted);
	const struct index *index;

	create_table_as(script, pair->new, target);
	copy_rows(script, pair, target);
	sql_statement(script, "DROP TABLE %s", sql_object(script, pair->old->name));
	sql_statement(script, "ALTER TABLE %s RENAME TO %s", sql_name(script, target),
		      sql_name(script, name));
	vector_each(index, &pair->new->indexes)
		add_index(script, pair->new, index);
}

static void redefine_tables(struct sql_output *script, const struct change *change)
{
	struct table_pair *const *pair;

	(void)change;
	sql_statement(script, "PRAGMA defer_foreign_keys=ON");
	sql_statement(script, "PRAGMA foreign_keys=OFF");
	vector_each(pair, &script->diff->redefined)
		redefine_table(script, *pair);
	sql_statement(script, "PRAGMA foreign_keys=ON");
	sql_statement(script, "PRAGMA defer_foreign_keys=OFF");
}

/* ---- renames ---- */

static void update_value(struct sql_output *script, const struct change *change,
			 const struct table *table, const struct column *column)
{
	const char *name = sql_name(script, column->name);

	sql_statement(script, "UPDATE %s SET %s = %s WHERE %s = %s",
		      sql_object(script, table->name), name, sql_string(script, change->to), name,
		      sql_string(script, change->from));
}

/* Updates every column that has the enum: its values are text in the rows. */
static void rename_value(struct sql_output *script, const struct change *change)
{
	const char *renamed = change->renaming->renamed.name;
	const struct table *table;
	const struct column *column;

	vector_each(table, &script->diff->new->tables)
		vector_each(column, &table->columns) {
			const char *of = fact_get(&column->facts, "enum");
			const struct table *old = schema_table(script->diff->old, table->name);
			if (of && strcmp(of, renamed) == 0 && old &&
			    table_column(old, column->name))
				update_value(script, change, table, column);
		}
}

const struct dialect_sql sqlite_sql = {
	.name = "sqlite",
	.base = &standard_sql,
	.steps =
		{
			[CHANGE_RENAME_VALUE] = rename_value,
			[CHANGE_DROP_INDEX] = drop_index,
			[CHANGE_ALTER_TABLE] = alter_table,
			[CHANGE_DROP_TABLE] = drop_table,
			[CHANGE_CREATE_TABLE] = create_table,
			[CHANGE_REDEFINE_TABLES] = redefine_tables,
			[CHANGE_CREATE_INDEX] = create_index,
			[CHANGE_REDEFINE_INDEX] = redefine_index,
		},
	.default_value = default_value,
};
