#include "sql/postgresql.h"

#include <ctype.h>
#include <string.h>

/* ---- columns ---- */

/* What a column that counts by itself is declared as. */
static const struct {
	const char *type, *serial;
} serials[] = {
	{"SMALLINT", "SMALLSERIAL"},
	{"INTEGER", "SERIAL"},
	{"BIGINT", "BIGSERIAL"},
};

const char *postgresql_serial_of(const struct column *column)
{
	if (column->value.kind != DEFAULT_AUTOINCREMENT || column->type.kind != TYPE_NATIVE ||
	    column->arity == ARITY_LIST)
		return NULL;
	for (size_t i = 0; i < sizeof serials / sizeof *serials; i++)
		if (strcmp(serials[i].type, column->type.native->sql) == 0)
			return serials[i].serial;
	return NULL;
}

void postgresql_add_data_type(struct writer *writer, const struct column *column)
{
	add_type(writer, &column->type);
	if (column->arity == ARITY_LIST)
		buffer_add(writer->to, "[]");
}

static void add_column_type(struct writer *writer, const struct column *column)
{
	const char *serial = writer->dialect->serials ? postgresql_serial_of(column) : NULL;

	if (!serial) {
		postgresql_add_data_type(writer, column);
		return;
	}
	buffer_add(writer->to, serial);
}

static void add_value(struct writer *writer, const struct column *column,
		      const struct default_value *value)
{
	const struct default_value *item;

	switch (value->kind) {
	case DEFAULT_BYTES:
		buffer_format(writer->to, "'\\x%s'", value->text);
		break;
	case DEFAULT_LIST:
		buffer_add(writer->to, "ARRAY[");
		vector_each(item, &value->items) {
			if (item != value->items.at)
				buffer_add(writer->to, ", ");
			add_value(writer, column, item);
		}
		buffer_add(writer->to, "]::");
		postgresql_add_data_type(writer, column);
		break;
	default:
		add_plain_value(writer, value);
		break;
	}
}

void postgresql_add_default(struct writer *writer, const struct column *column)
{
	add_value(writer, column, &column->value);
}

/* ` DEFAULT x`, or nothing. */
static void add_default_clause(struct writer *writer, const struct column *column)
{
	static const char word[] = " DEFAULT ";
	size_t before = writer->to->length;

	buffer_add(writer->to, word);
	writer->dialect->add_default(writer, column);
	if (writer->to->length == before + strlen(word)) {
		writer->to->length = before;
		writer->to->text[before] = '\0';
	}
}

void postgresql_add_column(struct writer *writer, const struct column *column)
{
	buffer_add(writer->to, "    ");
	add_name(writer, column->name);
	buffer_add_char(writer->to, ' ');
	add_column_type(writer, column);
	if (column->arity == ARITY_REQUIRED)
		buffer_add(writer->to, " NOT NULL");
	add_default_clause(writer, column);
	if (writer->dialect->add_identity)
		writer->dialect->add_identity(writer, column);
}

/* ---- tables ---- */

void postgresql_add_constraint(struct writer *writer, const char *name)
{
	if (!name)
		return;
	buffer_add(writer->to, "CONSTRAINT ");
	add_name(writer, name);
	buffer_add_char(writer->to, ' ');
}

void postgresql_add_renamed_constraint(struct writer *writer, struct object_name table,
				       const char *old, const char *new)
{
	buffer_add(writer->to, "ALTER TABLE ");
	add_object(writer, table);
	buffer_add(writer->to, " RENAME CONSTRAINT ");
	add_name(writer, old);
	buffer_add(writer->to, " TO ");
	add_name(writer, new);
	end_statement(writer);
}

void postgresql_add_table(struct writer *writer, const struct table *table, struct object_name name)
{
	const struct column *column;

	buffer_add(writer->to, "CREATE TABLE ");
	add_object(writer, name);
	buffer_add(writer->to, " (\n");
	vector_each(column, &table->columns) {
		if (column != table->columns.at)
			buffer_add(writer->to, ",\n");
		postgresql_add_column(writer, column);
	}
	if (table->primary_key) {
		buffer_add(writer->to, ",\n\n    ");
		postgresql_add_constraint(writer, table->primary_key->name);
		buffer_add(writer->to, "PRIMARY KEY (");
		add_key_parts(writer, &table->primary_key->parts, ",");
		buffer_add_char(writer->to, ')');
	}
	buffer_add(writer->to, "\n)");
	end_statement(writer);
}

void postgresql_create_table(struct writer *writer, const struct change *change)
{
	postgresql_add_table(writer, change->table, change->table->name);
}

void postgresql_drop_table(struct writer *writer, const struct change *change)
{
	buffer_add(writer->to, "DROP TABLE ");
	add_object(writer, change->table->name);
	end_statement(writer);
}

/* ---- indexes and foreign keys ---- */

void postgresql_add_index(struct writer *writer, const struct table *table,
			  const struct index *index)
{
	buffer_format(writer->to, "CREATE %sINDEX ", index->unique ? "UNIQUE " : "");
	add_name(writer, index->name);
	buffer_add(writer->to, " ON ");
	add_object(writer, table->name);
	if (strcmp(index->method, "btree") != 0) {
		buffer_add(writer->to, " USING ");
		for (const char *c = index->method; *c; c++)
			buffer_add_char(writer->to, (char)toupper((unsigned char)*c));
		buffer_add_char(writer->to, ' ');
	}
	buffer_add_char(writer->to, '(');
	add_key_parts(writer, &index->parts, ", ");
	buffer_add_char(writer->to, ')');
	if (index->predicate)
		buffer_format(writer->to, " WHERE (%s)", index->predicate);
	end_statement(writer);
}

void postgresql_create_index(struct writer *writer, const struct change *change)
{
	postgresql_add_index(writer, change->table, change->new_index);
}

void postgresql_drop_index(struct writer *writer, const struct change *change)
{
	buffer_add(writer->to, "DROP INDEX ");
	add_object(writer,
		   (struct object_name){change->table->name.namespace, change->old_index->name});
	end_statement(writer);
}

void postgresql_rename_index(struct writer *writer, const struct change *change)
{
	const char *namespace = change->renaming ? change->renaming->object.namespace
						 : change->table->name.namespace;

	buffer_add(writer->to, "ALTER INDEX ");
	add_object(writer, (struct object_name){namespace, change->from});
	buffer_add(writer->to, " RENAME TO ");
	add_name(writer, change->to);
	end_statement(writer);
}

void postgresql_add_key(struct writer *writer, const struct table *table,
			const struct foreign_key *key)
{
	buffer_add(writer->to, "ALTER TABLE ");
	add_object(writer, table->name);
	buffer_add(writer->to, " ADD ");
	postgresql_add_constraint(writer, key->name);
	buffer_add(writer->to, "FOREIGN KEY (");
	add_names(writer, &key->columns, ", ");
	buffer_add(writer->to, ") REFERENCES ");
	add_object(writer, key->references);
	buffer_add_char(writer->to, '(');
	add_names(writer, &key->referenced_columns, ", ");
	buffer_format(writer->to, ") ON DELETE %s ON UPDATE %s", action_sql(key->on_delete),
		      action_sql(key->on_update));
	end_statement(writer);
}

void postgresql_add_foreign_key(struct writer *writer, const struct change *change)
{
	postgresql_add_key(writer, change->table, change->new_key);
}

void postgresql_drop_foreign_key(struct writer *writer, const struct change *change)
{
	buffer_add(writer->to, "ALTER TABLE ");
	add_object(writer, change->table->name);
	buffer_add(writer->to, " DROP CONSTRAINT ");
	add_name(writer, change->old_key->name);
	end_statement(writer);
}

void postgresql_rename_foreign_key(struct writer *writer, const struct change *change)
{
	postgresql_add_renamed_constraint(
		writer, change->renaming ? change->renaming->renamed : change->table->name,
		change->from, change->to);
}

/* ---- namespaces, extensions, enums ---- */

void postgresql_create_schema(struct writer *writer, const struct change *change)
{
	buffer_add(writer->to, "CREATE SCHEMA IF NOT EXISTS ");
	add_name(writer, change->namespace);
	end_statement(writer);
}

void postgresql_create_extension(struct writer *writer, const struct change *change)
{
	const struct extension *extension = change->new_extension;

	buffer_add(writer->to, "CREATE EXTENSION IF NOT EXISTS ");
	add_name(writer, extension->name);
	if (extension->namespace || extension->version)
		buffer_add(writer->to, " WITH");
	if (extension->namespace) {
		buffer_add(writer->to, " SCHEMA ");
		add_name(writer, extension->namespace);
	}
	if (extension->version) {
		buffer_add(writer->to, " VERSION ");
		add_name(writer, extension->version);
	}
	end_statement(writer);
}

void postgresql_drop_extension(struct writer *writer, const struct change *change)
{
	buffer_add(writer->to, "DROP EXTENSION ");
	add_name(writer, change->old_extension->name);
	end_statement(writer);
}

static void add_enum(struct writer *writer, struct object_name name,
		     const struct enumeration *enumeration)
{
	const struct enum_value *value;

	buffer_add(writer->to, "CREATE TYPE ");
	add_object(writer, name);
	buffer_add(writer->to, " AS ENUM (");
	vector_each(value, &enumeration->values) {
		if (value != enumeration->values.at)
			buffer_add(writer->to, ", ");
		add_string(writer, value->name);
	}
	buffer_add_char(writer->to, ')');
	end_statement(writer);
}

void postgresql_create_enum(struct writer *writer, const struct change *change)
{
	add_enum(writer, change->enumeration->name, change->enumeration);
}

void postgresql_drop_enum(struct writer *writer, const struct change *change)
{
	buffer_add(writer->to, "DROP TYPE ");
	add_object(writer, change->enumeration->name);
	end_statement(writer);
}

static void add_values(struct writer *writer, const struct enum_pair *pair)
{
	const char **value;

	if (pair->added.count > 1)
		buffer_add(writer->to, "-- Up to PostgreSQL 11, a transaction can add one value to "
				       "an enum, not several:\n"
				       "-- there, cut this step into a migration for each value.\n"
				       "\n\n");
	vector_each(value, &pair->added) {
		buffer_add(writer->to, "ALTER TYPE ");
		add_object(writer, pair->old->name);
		buffer_add(writer->to, " ADD VALUE ");
		add_string(writer, *value);
		end_statement(writer);
	}
}

static void alter_default(struct writer *writer, const struct table *table,
			  const struct column *column, const char *what)
{
	buffer_add(writer->to, "ALTER TABLE ");
	add_object(writer, table->name);
	buffer_add(writer->to, " ALTER COLUMN ");
	add_name(writer, column->name);
	buffer_format(writer->to, " %s", what);
}

/* A column that keeps the enum moves to its new form; one that does not, out of the way. */
static void move_enum_column(struct writer *writer, const struct enum_column *of,
			     struct object_name new_name)
{
	const char *array = of->column->arity == ARITY_LIST ? "[]" : "";

	alter_default(writer, of->table, of->column, "TYPE ");
	if (of->new)
		add_object(writer, new_name);
	else
		buffer_add(writer->to, "TEXT");
	buffer_format(writer->to, "%s USING (", array);
	add_name(writer, of->column->name);
	buffer_format(writer->to, "::text%s", of->new ? "::" : array);
	if (of->new) {
		add_object(writer, new_name);
		buffer_add(writer->to, array);
	}
	buffer_add_char(writer->to, ')');
	end_statement(writer);
}

static void rename_enum(struct writer *writer, struct object_name from, const char *to)
{
	buffer_add(writer->to, "ALTER TYPE ");
	add_object(writer, from);
	buffer_add(writer->to, " RENAME TO ");
	add_name(writer, to);
	end_statement(writer);
}

/*
 * What an enum is called in passing. PostgreSQL cuts names at 63 bytes: one so long that nothing of
 * the suffix would be left is cut before it.
 */
static struct object_name passing_name(const struct diff *diff, struct object_name name,
				       const char *suffix)
{
	enum { LIMIT = 63, LEAST = 2 };
	bool fits = strlen(name.name) + LEAST <= LIMIT;

	name.name = fits ? arena_format(diff->arena, "%s%s", name.name, suffix)
			 : diff_cut_name(diff->arena, name.name, suffix);
	name.name = diff_free_name(diff, name);
	return name;
}

/* A value cannot be taken out of an enum: it is made anew, and the columns are moved over. */
static void replace_enum(struct writer *writer, const struct enum_pair *pair)
{
	struct object_name old = pair->old->name;
	struct object_name new_name = passing_name(writer->diff, pair->new->name, "_new");
	struct object_name old_name = passing_name(writer->diff, old, "_old");
	const struct enum_column *use;

	buffer_add(writer->to, "BEGIN;\n");
	add_enum(writer, new_name, pair->new);
	vector_each(use, &pair->defaults) {
		alter_default(writer, use->table, use->column, "DROP DEFAULT");
		end_statement(writer);
	}
	vector_each(use, &pair->staying)
		move_enum_column(writer, use, new_name);
	vector_each(use, &pair->leaving)
		move_enum_column(writer, use, new_name);
	rename_enum(writer, old, old_name.name);
	rename_enum(writer, new_name, pair->new->name.name);
	buffer_add(writer->to, "DROP TYPE ");
	add_object(writer, old_name);
	end_statement(writer);
	vector_each(use, &pair->defaults)
		if (use->new &&diff_has_default(use->new)) {
			alter_default(writer, use->table, use->column, "SET DEFAULT ");
			writer->dialect->add_default(writer, use->new);
			end_statement(writer);
		}
	buffer_add(writer->to, "COMMIT;\n");
}

static void alter_enum(struct writer *writer, const struct change *change)
{
	if (change->enum_pair->removed.count)
		replace_enum(writer, change->enum_pair);
	else
		add_values(writer, change->enum_pair);
}

/* ---- renames ---- */

void postgresql_rename_type(struct writer *writer, const struct change *change)
{
	struct object_name name = {change->renaming->object.namespace, change->from};

	rename_enum(writer, name, change->to);
}

void postgresql_rename_value(struct writer *writer, const struct change *change)
{
	buffer_add(writer->to, "ALTER TYPE ");
	add_object(writer, change->renaming->renamed);
	buffer_add(writer->to, " RENAME VALUE ");
	add_string(writer, change->from);
	buffer_add(writer->to, " TO ");
	add_string(writer, change->to);
	end_statement(writer);
}

const struct dialect_sql postgresql_sql = {
	.name = "postgresql",
	.steps =
		{
			[CHANGE_RENAME_ENUM] = postgresql_rename_type,
			[CHANGE_RENAME_VALUE] = postgresql_rename_value,
			[CHANGE_RENAME_TABLE] = rename_table,
			[CHANGE_RENAME_COLUMN] = rename_column,
			[CHANGE_CREATE_SCHEMA] = postgresql_create_schema,
			[CHANGE_DROP_EXTENSION] = postgresql_drop_extension,
			[CHANGE_CREATE_EXTENSION] = postgresql_create_extension,
			[CHANGE_CREATE_ENUM] = postgresql_create_enum,
			[CHANGE_ALTER_ENUM] = alter_enum,
			[CHANGE_DROP_FOREIGN_KEY] = postgresql_drop_foreign_key,
			[CHANGE_DROP_INDEX] = postgresql_drop_index,
			[CHANGE_ALTER_TABLE] = postgresql_alter_table,
			[CHANGE_DROP_TABLE] = postgresql_drop_table,
			[CHANGE_DROP_ENUM] = postgresql_drop_enum,
			[CHANGE_CREATE_TABLE] = postgresql_create_table,
			[CHANGE_CREATE_INDEX] = postgresql_create_index,
			[CHANGE_RENAME_FOREIGN_KEY] = postgresql_rename_foreign_key,
			[CHANGE_ADD_FOREIGN_KEY] = postgresql_add_foreign_key,
			[CHANGE_RENAME_INDEX] = postgresql_rename_index,
		},
	.add_default = postgresql_add_default,
	.serials = true,
};
