/* SQLite's steps. */
#include <string.h>

#include "sql/sqlite_redefine.h"
#include "sql/sqlite_table.h"
#include "sql/words.h"

/* ---- tables ---- */

static void create_table(struct sql_output *script, const struct change *change)
{
	sql_sqlite_create_table(script, change->table, change->table->name.name, change->kept);
}

static void drop_table(struct sql_output *script, const struct change *change)
{
	sql_statement(script, "PRAGMA foreign_keys=off");
	sql_statement(script, "DROP TABLE %s", sql_object(script, change->table->name));
	sql_statement(script, "PRAGMA foreign_keys=on");
}

/* Adds columns only; any other change recreates the table. */
static void alter_table(struct sql_output *script, const struct change *change)
{
	const struct table_pair *pair = change->pair;
	const struct column **column;

	vector_each(column, &pair->added)
		sql_statement(script, "ALTER TABLE %s ADD COLUMN %s",
			      sql_object(script, pair->old->name),
			      sql_sqlite_column(script, pair->new, *column));
	sql_sqlite_add_objects(script, pair, OBJECT_INDEX);
	sql_sqlite_add_objects(script, pair, OBJECT_TRIGGER);
}

/* ---- indexes ---- */

static void create_index(struct sql_output *script, const struct change *change)
{
	const struct object *whole =
		diff_whole_key(script->diff, change->table, change->new_index->name);

	if (whole)
		sql_statement(script, "%s", whole->definition);
	else
		sql_sqlite_add_index(script, change->table, change->new_index);
}

static void drop_index(struct sql_output *script, const struct change *change)
{
	sql_statement(script, "DROP INDEX %s", sql_name(script, change->from));
}

static void redefine_index(struct sql_output *script, const struct change *change)
{
	drop_index(script, change);
	sql_sqlite_add_index(script, change->pair->new, change->new_index);
}

/* ---- other objects ---- */

static void create_objects(struct sql_output *script, const struct change *change)
{
	const struct object_step *step;

	(void)change;
	vector_each(step, &script->diff->object_steps)
		sql_statement(script, "%s", step->object->definition);
}

static void drop_objects(struct sql_output *script, const struct change *change)
{
	const struct object_step *step;

	(void)change;
	vector_each(step, &script->diff->object_steps)
		sql_statement(script, "DROP %s %s",
			      step->object->kind == OBJECT_VIEW ? "VIEW" : "TABLE",
			      sql_object(script, step->object->name));
}

/* ---- renames ---- */

/* A column of an enum: its rows hold the values as text. */
struct holder {
	const struct table *table;
	const struct column *column;
};

struct holders {
	VECTOR_MEMBERS(struct holder);
};

static bool refers(const struct table *table, const char *column)
{
	const struct foreign_key *key;

	vector_each(key, &table->foreign_keys)
		if (key->enforced && names_have(&key->columns, column))
			return true;
	return false;
}

/* Finds the columns of an enum that are in both schemas: those of foreign keys, and the others. */
static void find_holders(struct sql_output *script, const char *enumeration,
			 struct holders *referring, struct holders *others)
{
	const struct table *table;
	const struct column *column;

	vector_each(table, &script->diff->new->tables)
		vector_each(column, &table->columns) {
			const char *of = fact_get(&column->facts, "enum");
			const struct table *old = schema_table(script->diff->old, table->name);
			if (of && strcmp(of, enumeration) == 0 && old &&
			    table_column(old, column->name))
				*vector_add(&script->words,
					    refers(old, column->name) ? referring : others) =
					(struct holder){table, column};
		}
}

static void update_values(struct sql_output *script, const struct change *change,
			  const struct holders *holders)
{
	const struct holder *holder;

	vector_each(holder, holders) {
		const char *name = sql_name(script, holder->column->name);
		sql_statement(script, "UPDATE %s SET %s = %s WHERE %s = %s",
			      sql_object(script, holder->table->name), name,
			      sql_string(script, change->to), name,
			      sql_string(script, change->from));
	}
}

/* Children come first: then no action of a foreign key finds rows with the old value. */
static void rename_value(struct sql_output *script, const struct change *change)
{
	struct holders referring = {0}, others = {0};

	find_holders(script, change->renaming->renamed.name, &referring, &others);
	if (referring.count) {
		sql_statement(script, "PRAGMA defer_foreign_keys=ON");
		sql_statement(script, "PRAGMA foreign_keys=OFF");
	}
	update_values(script, change, &referring);
	update_values(script, change, &others);
	if (referring.count) {
		sql_statement(script, "PRAGMA foreign_keys=ON");
		sql_statement(script, "PRAGMA defer_foreign_keys=OFF");
	}
}

const struct dialect_sql sqlite_sql = {
	.name = "sqlite",
	.base = &standard_sql,
	.steps =
		{
			[CHANGE_RENAME_VALUE] = rename_value,
			[CHANGE_DROP_OBJECTS] = drop_objects,
			[CHANGE_DROP_INDEX] = drop_index,
			[CHANGE_ALTER_TABLE] = alter_table,
			[CHANGE_DROP_TABLE] = drop_table,
			[CHANGE_CREATE_TABLE] = create_table,
			[CHANGE_REDEFINE_TABLES] = sql_sqlite_redefine_tables,
			[CHANGE_CREATE_INDEX] = create_index,
			[CHANGE_REDEFINE_INDEX] = redefine_index,
			[CHANGE_CREATE_OBJECTS] = create_objects,
		},
	.default_value = sql_sqlite_default,
};
