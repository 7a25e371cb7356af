#include <string.h>

#include "sql/dialect.h"

static bool is_only_key_column(const struct table *table, const struct column *column)
{
	const struct primary_key *key = table->primary_key;

	return key && key->parts.count == 1 && strcmp(key->parts.at[0].column, column->name) == 0;
}

/* ---- columns ---- */

static void add_default(struct writer *writer, const struct column *column)
{
	if (column->value.kind == DEFAULT_BYTES)
		buffer_format(writer->to, "'%s'", column->value.text);
	else
		add_plain_value(writer, &column->value);
}

static bool has_default(const struct column *column)
{
	return column->value.kind != DEFAULT_AUTOINCREMENT && diff_has_default(column);
}

static bool counts_itself(const struct column *column)
{
	return column->type.kind == TYPE_NATIVE && column->type.native->scalar == SCALAR_INT;
}

static void add_column(struct writer *writer, const struct table *table,
		       const struct column *column)
{
	bool key = is_only_key_column(table, column);

	add_name(writer, column->name);
	buffer_add_char(writer->to, ' ');
	add_type(writer, &column->type);
	if (column->arity == ARITY_REQUIRED)
		buffer_add(writer->to, " NOT NULL");
	if (key)
		buffer_add(writer->to, " PRIMARY KEY");
	if (key && counts_itself(column))
		buffer_add(writer->to, " AUTOINCREMENT");
	if (has_default(column)) {
		buffer_add(writer->to, " DEFAULT ");
		add_default(writer, column);
	}
}

/* ---- tables ---- */

static void add_foreign_key(struct writer *writer, const struct foreign_key *key)
{
	buffer_add(writer->to, ",\n    ");
	if (key->name) {
		buffer_add(writer->to, "CONSTRAINT ");
		add_name(writer, key->name);
		buffer_add_char(writer->to, ' ');
	}
	buffer_add(writer->to, "FOREIGN KEY (");
	add_names(writer, &key->columns, ", ");
	buffer_add(writer->to, ") REFERENCES ");
	add_object(writer, key->references);
	buffer_add(writer->to, " (");
	add_names(writer, &key->referenced_columns, ", ");
	buffer_format(writer->to, ") ON DELETE %s ON UPDATE %s", action_sql(key->on_delete),
		      action_sql(key->on_update));
}

static void add_table(struct writer *writer, const struct table *table, const char *name)
{
	const struct column *column;
	const struct foreign_key *key;

	buffer_add(writer->to, "CREATE TABLE ");
	add_name(writer, name);
	buffer_add(writer->to, " (\n");
	vector_each(column, &table->columns) {
		buffer_add(writer->to, column == table->columns.at ? "    " : ",\n    ");
		add_column(writer, table, column);
	}
	if (table->primary_key && table->primary_key->parts.count > 1) {
		buffer_add(writer->to, ",\n\n    PRIMARY KEY (");
		add_key_parts(writer, &table->primary_key->parts, ", ");
		buffer_add_char(writer->to, ')');
	}
	vector_each(key, &table->foreign_keys)
		if (key->enforced)
			add_foreign_key(writer, key);
	buffer_add(writer->to, "\n)");
	end_statement(writer);
}

static void create_table(struct writer *writer, const struct change *change)
{
	add_table(writer, change->table, change->table->name.name);
}

static void drop_table(struct writer *writer, const struct change *change)
{
	buffer_add(writer->to, "PRAGMA foreign_keys=off;\nDROP TABLE ");
	add_object(writer, change->table->name);
	buffer_add(writer->to, ";\nPRAGMA foreign_keys=on;\n");
}

/* Only columns that may be null can be added to a table that stays. */
static void alter_table(struct writer *writer, const struct change *change)
{
	const struct column **column;

	vector_each(column, &change->pair->added) {
		buffer_add(writer->to, "ALTER TABLE ");
		add_object(writer, change->pair->old->name);
		buffer_add(writer->to, " ADD COLUMN ");
		add_column(writer, change->pair->new, *column);
		end_statement(writer);
	}
}

/* ---- indexes ---- */

static void add_index(struct writer *writer, const struct table *table, const struct index *index)
{
	/* SQLite keeps these names for itself. */
	bool reserved = strncmp(index->name, "sqlite_", strlen("sqlite_")) == 0;

	if (reserved)
		buffer_add(writer->to, "Pragma writable_schema=1;\n");
	buffer_format(writer->to, "CREATE %sINDEX ", index->unique ? "UNIQUE " : "");
	add_name(writer, index->name);
	buffer_add(writer->to, " ON ");
	add_object(writer, table->name);
	buffer_add_char(writer->to, '(');
	add_key_parts(writer, &index->parts, ", ");
	buffer_add_char(writer->to, ')');
	if (index->predicate)
		buffer_format(writer->to, " WHERE %s", index->predicate);
	end_statement(writer);
	if (reserved)
		buffer_add(writer->to, "Pragma writable_schema=0;\n");
}

static void create_index(struct writer *writer, const struct change *change)
{
	add_index(writer, change->table, change->new_index);
}

static void drop_index(struct writer *writer, const struct change *change)
{
	buffer_add(writer->to, "DROP INDEX ");
	add_name(writer, change->from);
	end_statement(writer);
}

static void redefine_index(struct writer *writer, const struct change *change)
{
	drop_index(writer, change);
	add_index(writer, change->pair->new, change->new_index);
}

/* ---- tables made anew ---- */

static bool needs_default(const struct column_pair *column)
{
	return column->arity && column->new->arity == ARITY_REQUIRED &&has_default(column->new);
}

static void copy_rows(struct writer *writer, const struct table_pair *pair, const char *target)
{
	const struct column_pair *column;
	const char *comma = "";

	if (pair->columns.count == 0)
		return;
	buffer_add(writer->to, "INSERT INTO ");
	add_name(writer, target);
	buffer_add(writer->to, " (");
	vector_each(column, &pair->columns) {
		buffer_add(writer->to, comma);
		add_name(writer, column->new->name);
		comma = ", ";
	}
	buffer_add(writer->to, ") SELECT ");
	comma = "";
	vector_each(column, &pair->columns) {
		buffer_add(writer->to, comma);
		if (needs_default(column)) {
			buffer_add(writer->to, "coalesce(");
			add_name(writer, column->old->name);
			buffer_add(writer->to, ", ");
			add_default(writer, column->new);
			buffer_add(writer->to, ") AS ");
		}
		add_name(writer, column->old->name);
		comma = ", ";
	}
	buffer_add(writer->to, " FROM ");
	add_object(writer, pair->old->name);
	end_statement(writer);
}

static void redefine_table(struct writer *writer, const struct table_pair *pair)
{
	const char *name = pair->new->name.name;
	struct object_name wanted = {NULL, arena_format(writer->to->arena, "new_%s", name)};
	const char *target = diff_free_name(writer->diff, wanted);
	const struct index *index;

	add_table(writer, pair->new, target);
	copy_rows(writer, pair, target);
	buffer_add(writer->to, "DROP TABLE ");
	add_object(writer, pair->old->name);
	buffer_add(writer->to, ";\nALTER TABLE ");
	add_name(writer, target);
	buffer_add(writer->to, " RENAME TO ");
	add_name(writer, name);
	end_statement(writer);
	vector_each(index, &pair->new->indexes)
		add_index(writer, pair->new, index);
}

static void redefine_tables(struct writer *writer, const struct change *change)
{
	struct table_pair *const *pair;

	(void)change;
	buffer_add(writer->to, "PRAGMA defer_foreign_keys=ON;\nPRAGMA foreign_keys=OFF;\n");
	vector_each(pair, &writer->diff->redefined)
		redefine_table(writer, *pair);
	buffer_add(writer->to, "PRAGMA foreign_keys=ON;\nPRAGMA defer_foreign_keys=OFF;\n");
}

/* ---- renames ---- */

/* The values are text in the rows. */
static void rename_value(struct writer *writer, const struct change *change)
{
	const struct renaming *renaming = change->renaming;
	const struct table *table;
	const struct column *column;

	vector_each(table, &writer->diff->new->tables)
		vector_each(column, &table->columns) {
			const char *of = fact_get(&column->facts, "enum");
			const struct table *old = schema_table(writer->diff->old, table->name);
			if (!of || strcmp(of, renaming->renamed.name) != 0 || !old ||
			    !table_column(old, column->name))
				continue;
			buffer_add(writer->to, "UPDATE ");
			add_object(writer, table->name);
			buffer_add(writer->to, " SET ");
			add_name(writer, column->name);
			buffer_add(writer->to, " = ");
			add_string(writer, change->to);
			buffer_add(writer->to, " WHERE ");
			add_name(writer, column->name);
			buffer_add(writer->to, " = ");
			add_string(writer, change->from);
			end_statement(writer);
		}
}

const struct dialect_sql sqlite_sql = {
	.name = "sqlite",
	.steps =
		{
			[CHANGE_RENAME_TABLE] = rename_table,
			[CHANGE_RENAME_COLUMN] = rename_column,
			[CHANGE_RENAME_VALUE] = rename_value,
			[CHANGE_DROP_INDEX] = drop_index,
			[CHANGE_ALTER_TABLE] = alter_table,
			[CHANGE_DROP_TABLE] = drop_table,
			[CHANGE_CREATE_TABLE] = create_table,
			[CHANGE_REDEFINE_TABLES] = redefine_tables,
			[CHANGE_CREATE_INDEX] = create_index,
			[CHANGE_REDEFINE_INDEX] = redefine_index,
		},
	.add_default = add_default,
};
