/* PostgreSQL's steps. */
#include "sql/postgresql_alter.h"
#include "sql/postgresql_enum.h"
#include "sql/postgresql_object.h"
#include "sql/postgresql_sequence.h"
#include "sql/postgresql_table.h"
#include "sql/words.h"

/* ---- namespaces and extensions ---- */

/* Creates a schema in a DO: IF NOT EXISTS requires the privilege even if the schema exists. */
static void create_schema(struct sql_output *script, const struct change *change)
{
	const char *name = sql_name(script, change->namespace);

	sql_statement(
		script, "%s",
		sql_postgresql_do(script, sql_format(script,
						     "BEGIN IF to_regnamespace(%s) IS NULL THEN "
						     "CREATE SCHEMA %s; END IF; END",
						     sql_string(script, name), name)));
}

static void create_extension(struct sql_output *script, const struct change *change)
{
	const struct extension *extension = change->new_extension;
	const char *namespace = extension->namespace, *version = extension->version;

	sql_statement(script, "CREATE EXTENSION IF NOT EXISTS %s%s%s%s",
		      sql_name(script, extension->name), namespace || version ? " WITH" : "",
		      namespace ? sql_format(script, " SCHEMA %s", sql_name(script, namespace))
				: "",
		      version ? sql_format(script, " VERSION %s", sql_name(script, version)) : "");
}

static void drop_extension(struct sql_output *script, const struct change *change)
{
	sql_statement(script, "DROP EXTENSION %s", sql_name(script, change->old_extension->name));
}

/* ---- tables ---- */

static void create_table(struct sql_output *script, const struct change *change)
{
	sql_postgresql_create_table(script, change->table, change->table->name);
}

static void drop_table(struct sql_output *script, const struct change *change)
{
	sql_statement(script, "DROP TABLE %s", sql_object(script, change->table->name));
}

/* ---- indexes ---- */

static void create_index(struct sql_output *script, const struct change *change)
{
	sql_postgresql_create_index(script, change->table, change->new_index);
}

static void drop_index(struct sql_output *script, const struct change *change)
{
	sql_postgresql_drop_index(script, change->table, change->old_index);
}

static void rename_index(struct sql_output *script, const struct change *change)
{
	struct object_name name = {change->renaming ? change->renaming->object.namespace
						    : change->table->name.namespace,
				   change->from};

	sql_statement(script, "ALTER INDEX %s RENAME TO %s", sql_object(script, name),
		      sql_name(script, change->to));
}

/* ---- foreign keys ---- */

static void add_foreign_key(struct sql_output *script, const struct change *change)
{
	sql_postgresql_add_key(script, change->table, change->new_key);
}

static void drop_foreign_key(struct sql_output *script, const struct change *change)
{
	sql_statement(script, "ALTER TABLE %s DROP CONSTRAINT %s",
		      sql_object(script, change->table->name),
		      sql_name(script, change->old_key->name));
}

static void rename_foreign_key(struct sql_output *script, const struct change *change)
{
	struct object_name table =
		change->renaming ? change->renaming->object : change->table->name;

	sql_statement(script, "ALTER TABLE %s RENAME CONSTRAINT %s TO %s",
		      sql_object(script, table), sql_name(script, change->from),
		      sql_name(script, change->to));
}

const struct dialect_sql postgresql_sql = {
	.name = "postgresql",
	.base = &standard_sql,
	.steps =
		{
			[CHANGE_RENAME_ENUM] = sql_postgresql_rename_enum,
			[CHANGE_RENAME_TABLE] = sql_postgresql_rename_table,
			[CHANGE_RENAME_COLUMN] = sql_postgresql_rename_column,
			[CHANGE_RENAME_VALUE] = sql_postgresql_rename_value,
			[CHANGE_CREATE_SCHEMA] = create_schema,
			[CHANGE_DROP_OBJECTS] = sql_postgresql_drop_objects,
			[CHANGE_DROP_EXTENSION] = drop_extension,
			[CHANGE_CREATE_EXTENSION] = create_extension,
			[CHANGE_CREATE_ENUM] = sql_postgresql_create_enum,
			[CHANGE_ALTER_ENUM] = sql_postgresql_alter_enum,
			[CHANGE_CREATE_NEEDED] = sql_postgresql_create_objects,
			[CHANGE_DROP_FOREIGN_KEY] = drop_foreign_key,
			[CHANGE_DROP_INDEX] = drop_index,
			[CHANGE_ALTER_TABLE] = sql_postgresql_alter_table,
			[CHANGE_DROP_TABLE] = drop_table,
			[CHANGE_DROP_NEEDED] = sql_postgresql_drop_objects,
			[CHANGE_DROP_ENUM] = sql_postgresql_drop_enum,
			[CHANGE_CREATE_TABLE] = create_table,
			[CHANGE_CREATE_INDEX] = create_index,
			[CHANGE_RENAME_FOREIGN_KEY] = rename_foreign_key,
			[CHANGE_ADD_FOREIGN_KEY] = add_foreign_key,
			[CHANGE_RENAME_INDEX] = rename_index,
			[CHANGE_CREATE_OBJECTS] = sql_postgresql_create_objects,
		},
	.default_value = sql_postgresql_default,
	.serials = true,
};
