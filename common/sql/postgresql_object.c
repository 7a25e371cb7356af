/* PostgreSQL's objects that the model lacks: views, checks and the like. */
#include "sql/postgresql_object.h"

#include <string.h>

#include "sql/words.h"

/* ---- dropping ---- */

/* The words of DROP, and the form of the rest. */
static const struct form {
	const char *drop;
	const char *alter; /* ALTER TABLE: the words before the name and the definition */
	bool on_table;	   /* DROP TRIGGER name ON table */
	bool of_namespace; /* the name includes the table's namespace */
	bool routine;	   /* the name includes the types of the parameters */
} forms[OBJECT_KIND_COUNT] = {
	[OBJECT_AGGREGATE] = {.drop = "AGGREGATE", .routine = true},
	[OBJECT_CHECK] = {.alter = "ADD CONSTRAINT "},
	[OBJECT_COLLATION] = {.drop = "COLLATION"},
	[OBJECT_CONSTRAINT] = {.alter = "ADD CONSTRAINT "},
	[OBJECT_DOMAIN] = {.drop = "DOMAIN"},
	[OBJECT_EXCLUSION] = {.alter = "ADD CONSTRAINT "},
	[OBJECT_FUNCTION] = {.drop = "FUNCTION", .routine = true},
	[OBJECT_INDEX] = {.drop = "INDEX", .of_namespace = true},
	[OBJECT_MATERIALIZED_VIEW] = {.drop = "MATERIALIZED VIEW"},
	[OBJECT_POLICY] = {.drop = "POLICY", .on_table = true},
	[OBJECT_PROCEDURE] = {.drop = "PROCEDURE", .routine = true},
	[OBJECT_ROW_SECURITY] = {.alter = ""},
	[OBJECT_RULE] = {.drop = "RULE", .on_table = true},
	[OBJECT_SEQUENCE] = {.drop = "SEQUENCE"},
	[OBJECT_STATISTICS] = {.drop = "STATISTICS", .of_namespace = true},
	[OBJECT_TRIGGER] = {.drop = "TRIGGER", .on_table = true},
	[OBJECT_TYPE] = {.drop = "TYPE"},
	[OBJECT_VIEW] = {.drop = "VIEW"},
};

/* Returns "schema"."name", and for a routine its parameters. */
static const char *path_of(struct sql_output *script, const struct object *object)
{
	const struct form *form = &forms[object->kind];
	struct object_name name = object->name;
	size_t length = strcspn(name.name, "(");

	if (form->of_namespace)
		name.namespace = object->owner.namespace;
	if (!form->routine)
		return sql_object(script, name);
	const char *parameters = name.name + length;
	name.name = sql_format(script, "%.*s", (int)length, name.name);
	return sql_format(script, "%s%s", sql_object(script, name), parameters);
}

/* Returns the parent of a table. The definition is what CREATE TABLE would have: INHERITS (parent). */
static const char *parent_of(struct sql_output *script, const struct object *object)
{
	const char *parent = object->definition + strlen("INHERITS (");

	return sql_format(script, "%.*s", (int)(strlen(parent) - strlen(")")), parent);
}

static void drop_object(struct sql_output *script, const struct object_step *step)
{
	const struct object *object = step->object;
	const struct form *form = &forms[object->kind];
	const char *table = object->owner.name ? sql_object(script, object->owner) : "";

	if (object->kind == OBJECT_INHERITANCE)
		sql_statement(script, "ALTER TABLE %s NO INHERIT %s", table,
			      parent_of(script, object));
	else if (form->alter)
		sql_statement(script, "ALTER TABLE %s DROP CONSTRAINT %s", table,
			      sql_name(script, object->name.name));
	else
		sql_statement(script, "DROP %s %s%s%s%s", form->drop,
			      step->there ? "" : "IF EXISTS ", path_of(script, object),
			      form->on_table ? " ON " : "", form->on_table ? table : "");
}

void sql_postgresql_drop_objects(struct sql_output *script, const struct change *change)
{
	const struct diff *diff = script->diff;
	bool needed = change->kind == CHANGE_DROP_NEEDED;

	for (size_t i = diff->object_steps.count; i-- > 0;)
		if (diff->object_steps.at[i].drop && diff->object_steps.at[i].needed == needed)
			drop_object(script, &diff->object_steps.at[i]);
}

/* ---- making ---- */

/* Returns a definition without its last semicolon. */
static const char *definition_of(struct sql_output *script, const struct object *object)
{
	size_t length = strlen(object->definition);

	while (length && strchr("; \n", object->definition[length - 1]))
		length--;
	return sql_format(script, "%.*s", (int)length, object->definition);
}

/* Sets the options of a column, not of those that inherit it: a list of the clauses that begin with SET. */
static void set_options(struct sql_output *script, const struct object *object)
{
	const char *table = sql_object(script, object->owner), *next;

	for (const char *clause = object->definition; *clause; clause = next) {
		const char *end = strstr(clause + 1, " SET ");
		next = end ? end + 1 : clause + strlen(clause);
		sql_statement(script, "ALTER TABLE ONLY %s ALTER COLUMN %s %.*s", table,
			      sql_name(script, object->name.name),
			      (int)((end ? end : next) - clause), clause);
	}
}

/* Gives the sequence of a column, which is there, what CREATE SEQUENCE would give it. */
static void alter_sequence(struct sql_output *script, const struct object *object)
{
	sql_statement(script, "ALTER%s", definition_of(script, object) + strlen("CREATE"));
}

/* Creates a partition, which may have partitions itself. The model does not hold it. */
static void create_partition(struct sql_output *script, const struct object *object)
{
	const struct object_name name = {object->owner.namespace, object->name.name};
	const struct object *key = diff_kept_object(script->diff, name, OBJECT_PARTITION_KEY, NULL);

	sql_statement(script, "CREATE TABLE %s PARTITION OF %s %s%s%s", sql_object(script, name),
		      sql_object(script, object->owner), object->definition, key ? " " : "",
		      key ? key->definition : "");
}

/* Creates an object whose table is there. */
static void make_object(struct sql_output *script, const struct object *object)
{
	const struct form *form = &forms[object->kind];
	const char *definition = definition_of(script, object);
	bool named = form->alter && *form->alter;

	if (form->alter)
		sql_statement(script, "ALTER TABLE %s %s%s%s%s", sql_object(script, object->owner),
			      form->alter, named ? sql_name(script, object->name.name) : "",
			      named ? " " : "", definition);
	else if (object->kind == OBJECT_OPTION)
		set_options(script, object);
	else if (object->kind == OBJECT_PARTITION)
		create_partition(script, object);
	else if (object->kind == OBJECT_INHERITANCE)
		sql_statement(script, "ALTER TABLE %s INHERIT %s",
			      sql_object(script, object->owner), parent_of(script, object));
	else if (object->kind == OBJECT_SEQUENCE && object->owner.name)
		alter_sequence(script, object);
	else
		sql_statement(script, "%s", definition);
}

/* Lets the bodies of functions name what comes after them, as pg_dump does. */
static void leave_bodies_unchecked(struct sql_output *script, bool needed)
{
	const struct object_step *step;
	bool any = false;

	vector_each(step, &script->diff->object_steps)
		any |= step->create && step->needed == needed && !step->there &&
		       (step->object->kind == OBJECT_FUNCTION ||
			step->object->kind == OBJECT_PROCEDURE);
	if (any)
		sql_statement(script, "SET check_function_bodies = off");
}

void sql_postgresql_create_objects(struct sql_output *script, const struct change *change)
{
	bool needed = change->kind == CHANGE_CREATE_NEEDED;
	const struct object_step *step;

	leave_bodies_unchecked(script, needed);
	vector_each(step, &script->diff->object_steps)
		if (step->create && step->needed == needed)
			make_object(script, step->object);
}

const struct object *sql_postgresql_make_whole(struct sql_output *script, const struct table *table,
					       const char *name)
{
	const struct object *object = diff_whole_key(script->diff, table, name);

	if (object)
		make_object(script, object);
	return object;
}

const char *sql_postgresql_property(struct sql_output *script, struct object_name table,
				    const struct column *column, enum object_kind kind)
{
	const struct object *object = diff_kept_property(script->diff, table, column, kind);

	return object ? sql_format(script, " %s", object->definition) : "";
}
