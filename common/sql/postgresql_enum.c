/* Enums as types of the database. */
#include "sql/postgresql_enum.h"

#include <string.h>

#include "diff/free_name.h"
#include "sql/postgresql_table.h"
#include "sql/words.h"

static void create_enum(struct sql_output *script, struct object_name name,
			const struct enumeration *enumeration)
{
	struct buffer values = {.arena = &script->words};
	const struct enum_value *value;

	vector_each(value, &enumeration->values)
		buffer_format(&values, "%s%s", value == enumeration->values.at ? "" : ", ",
			      sql_string(script, value->name));
	sql_statement(script, "CREATE TYPE %s AS ENUM (%s)", sql_object(script, name),
		      buffer_text(&values));
}

static void rename_enum(struct sql_output *script, struct object_name from, const char *to)
{
	sql_statement(script, "ALTER TYPE %s RENAME TO %s", sql_object(script, from),
		      sql_name(script, to));
}

static void drop_enum(struct sql_output *script, struct object_name name)
{
	sql_statement(script, "DROP TYPE %s", sql_object(script, name));
}

void sql_postgresql_create_enum(struct sql_output *script, const struct change *change)
{
	create_enum(script, change->enumeration->name, change->enumeration);
}

void sql_postgresql_drop_enum(struct sql_output *script, const struct change *change)
{
	drop_enum(script, change->enumeration->name);
}

void sql_postgresql_rename_enum(struct sql_output *script, const struct change *change)
{
	struct object_name name = {change->from_namespace, change->from};

	if (!sql_postgresql_move(script, "TYPE", change))
		rename_enum(script, name, change->to);
}

void sql_postgresql_rename_value(struct sql_output *script, const struct change *change)
{
	sql_statement(script, "ALTER TYPE %s RENAME VALUE %s TO %s",
		      sql_object(script, change->renaming->renamed),
		      sql_string(script, change->from), sql_string(script, change->to));
}

/* ---- other values ---- */

/* Adds values in the order of the schema, which is the order of ORDER BY. */
static void add_values(struct sql_output *script, const struct enum_pair *pair)
{
	if (pair->added.count > 1)
		buffer_add(script->to,
			   "-- PostgreSQL 11 and older cannot add several enum values in "
			   "one migration:\n"
			   "-- there, write a migration for each value.\n"
			   "\n\n");
	for (size_t i = 0; i < pair->added.count; i++) {
		const char *next = pair->before.at[i];
		sql_statement(script, "ALTER TYPE %s ADD VALUE %s%s%s",
			      sql_object(script, pair->old->name),
			      sql_string(script, pair->added.at[i]), next ? " BEFORE " : "",
			      next ? sql_string(script, next) : "");
	}
}

/*
 * Returns a temporary name for an enum. The server truncates long names; like Prisma, leaves that
 * to the server, unless nothing of the suffix would remain.
 */
static struct object_name temporary_name(const struct diff *diff, struct object_name name,
					 const char *suffix)
{
	enum { LEAST = 2 };
	bool fits = strlen(name.name) + LEAST <= diff->dialect->name_limit;

	name.name = fits ? arena_format(diff->arena, "%s%s", name.name, suffix)
			 : diff_cut_name(diff->arena, diff->dialect, name.name, suffix);
	name.name = diff_free_name(diff, name);
	return name;
}

static void drop_default(struct sql_output *script, const struct enum_column *use)
{
	sql_statement(script, "ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT",
		      sql_object(script, use->table->name), sql_name(script, use->column->name));
}

static void set_default(struct sql_output *script, const struct enum_column *use)
{
	sql_statement(script, "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s",
		      sql_object(script, use->table->name), sql_name(script, use->column->name),
		      script->dialect->default_value(script, use->new));
}

/* Moves a column to its enum's new type, or to text if it is no longer an enum. */
static void move_column(struct sql_output *script, const struct enum_column *use,
			struct object_name new_name)
{
	const char *table = sql_object(script, use->table->name);
	const char *column = sql_name(script, use->column->name);
	const char *type = sql_object(script, new_name);
	const char *array = use->column->arity == ARITY_LIST ? "[]" : "";

	if (use->new)
		sql_statement(script,
			      "ALTER TABLE %s ALTER COLUMN %s TYPE %s%s USING (%s::text::%s%s)",
			      table, column, type, array, column, type, array);
	else
		sql_statement(script,
			      "ALTER TABLE %s ALTER COLUMN %s TYPE TEXT%s USING (%s::text%s)",
			      table, column, array, column, array);
}

static bool drops_objects(const struct diff *diff)
{
	const struct object_step *step;

	vector_each(step, &diff->object_steps)
		if (step->drop)
			return true;
	return false;
}

/*
 * Creates a new type, and moves the columns to it: PostgreSQL cannot remove or move a value of an
 * enum.
 */
static void replace_enum(struct sql_output *script, const struct enum_pair *pair)
{
	struct object_name old = pair->old->name, new = pair->new->name;
	struct object_name new_name = temporary_name(script->diff, new, "_new");
	struct object_name old_name = temporary_name(script->diff, old, "_old");
	const struct enum_column *use;
	/*
	 * Objects dropped meanwhile must be back if the script fails, so the script is one
	 * transaction.
	 */
	bool own_transaction = !drops_objects(script->diff);

	if (own_transaction)
		sql_statement(script, "BEGIN");
	create_enum(script, new_name, pair->new);
	vector_each(use, &pair->defaults)
		drop_default(script, use);
	vector_each(use, &pair->staying)
		move_column(script, use, new_name);
	vector_each(use, &pair->leaving)
		move_column(script, use, new_name);
	rename_enum(script, old, old_name.name);
	rename_enum(script, new_name, new.name);
	drop_enum(script, old_name);
	vector_each(use, &pair->defaults)
		if (use->new != NULL && diff_has_default(use->new))
			set_default(script, use);
	if (own_transaction)
		sql_statement(script, "COMMIT");
}

void sql_postgresql_alter_enum(struct sql_output *script, const struct change *change)
{
	if (change->enum_pair->replaced)
		replace_enum(script, change->enum_pair);
	else
		add_values(script, change->enum_pair);
}
