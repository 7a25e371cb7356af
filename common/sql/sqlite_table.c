/* Tables and indexes for SQLite. */
#include "sql/sqlite_table.h"

#include <string.h>

#include "base/text.h"
#include "sql/words.h"

/* ---- columns ---- */

const char *sql_sqlite_default(struct sql_output *script, const struct column *column)
{
	if (column->value.kind == DEFAULT_BYTES)
		return sql_format(script, "'%s'", column->value.text);
	return sql_plain_value(script, &column->value);
}

bool sql_sqlite_has_default(const struct column *column)
{
	return column->value.kind != DEFAULT_AUTOINCREMENT && diff_has_default(column);
}

bool sql_sqlite_counts(const struct table *table, const struct column *column)
{
	return column_is_id(table, column) && column->type.kind == TYPE_NATIVE &&
	       column->type.native->scalar == SCALAR_INT;
}

const char *sql_sqlite_column(struct sql_output *script, const struct table *table,
			      const struct column *column)
{
	return sql_format(script, "%s %s%s%s%s%s%s", sql_name(script, column->name),
			  sql_type(script, &column->type),
			  column->arity == ARITY_REQUIRED ? " NOT NULL" : "",
			  column_is_id(table, column) ? " PRIMARY KEY" : "",
			  sql_sqlite_counts(table, column) ? " AUTOINCREMENT" : "",
			  sql_sqlite_has_default(column) ? " DEFAULT " : "",
			  sql_sqlite_has_default(column) ? sql_sqlite_default(script, column) : "");
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

/* Returns the clauses that a column keeps, with a leading space, or "". */
static const char *kept_clause(struct sql_output *script, const struct kept_objects *kept,
			       const struct column *column)
{
	const struct object **object;

	if (kept)
		vector_each(object, kept)
			if ((*object)->kind == OBJECT_COLLATION &&
			    text_equal((*object)->name.name, column->name))
				return sql_format(script, " %s", (*object)->definition);
	return "";
}

/* Adds generated columns and checks. */
static void add_kept(struct sql_output *script, struct buffer *to, const struct kept_objects *kept,
		     enum object_kind kind)
{
	const struct object **object;

	if (kept)
		vector_each(object, kept)
			if ((*object)->kind == kind)
				buffer_format(to, ",\n    %s%s",
					      kind == OBJECT_CHECK
						      ? constraint(script, (*object)->name.name)
						      : "",
					      (*object)->definition);
}

static const char *kept_option(struct sql_output *script, const struct kept_objects *kept)
{
	const struct object **object;

	if (kept)
		vector_each(object, kept)
			if ((*object)->kind == OBJECT_OPTION)
				return sql_format(script, " %s", (*object)->definition);
	return "";
}

void sql_sqlite_create_table(struct sql_output *script, const struct table *table, const char *name,
			     const struct kept_objects *kept)
{
	const struct primary_key *key = table->primary_key;
	const struct column *column;
	const struct foreign_key *foreign;
	const struct index *index;
	struct buffer parts = {.arena = &script->words};

	vector_each(column, &table->columns)
		buffer_format(&parts, "%s    %s%s", column == table->columns.at ? "" : ",\n",
			      sql_sqlite_column(script, table, column),
			      kept_clause(script, kept, column));
	add_kept(script, &parts, kept, OBJECT_GENERATED);
	if (key && key->parts.count > 1)
		buffer_format(&parts, ",\n\n    PRIMARY KEY (%s)",
			      sql_key_parts(script, &key->parts, ", "));
	vector_each(index, &table->indexes)
		if (index_is_constraint(index))
			buffer_format(&parts, ",\n    UNIQUE (%s)",
				      sql_key_parts(script, &index->parts, ", "));
	vector_each(foreign, &table->foreign_keys)
		if (foreign->enforced)
			add_foreign_key(script, &parts, foreign);
	add_kept(script, &parts, kept, OBJECT_CHECK);
	sql_statement(script, "CREATE TABLE %s (\n%s\n)%s", sql_name(script, name),
		      buffer_text(&parts), kept_option(script, kept));
}

/* ---- indexes ---- */

void sql_sqlite_add_index(struct sql_output *script, const struct table *table,
			  const struct index *index)
{
	/* SQLite reserves such names for itself. */
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

void sql_sqlite_add_objects(struct sql_output *script, const struct table_pair *pair,
			    enum object_kind kind)
{
	const struct object **object;

	vector_each(object, &pair->kept)
		if ((*object)->kind == kind)
			sql_statement(script, "%s", (*object)->definition);
}
