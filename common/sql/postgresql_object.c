/* PostgreSQL's objects that the model lacks: views, checks and the like. */
#include "sql/postgresql_object.h"

#include <string.h>

#include "sql/words.h"

/* ---- dropping ---- */

/* The words of DROP, and the form of the rest. */
static const struct form {
	const char *drop;
	bool on_table;	   /* DROP TRIGGER name ON table */
	bool of_namespace; /* the name includes the table's namespace */
	bool constraint;   /* ALTER TABLE ... DROP CONSTRAINT */
	bool clause;	   /* ALTER TABLE with the definition as its clause */
} forms[OBJECT_KIND_COUNT] = {
	[OBJECT_CHECK] = {.constraint = true},
	[OBJECT_CONSTRAINT] = {.constraint = true},
	[OBJECT_EXCLUSION] = {.constraint = true},
	[OBJECT_INDEX] = {.drop = "INDEX", .of_namespace = true},
	[OBJECT_MATERIALIZED_VIEW] = {.drop = "MATERIALIZED VIEW"},
	[OBJECT_POLICY] = {.drop = "POLICY", .on_table = true},
	[OBJECT_ROW_SECURITY] = {.clause = true},
	[OBJECT_RULE] = {.drop = "RULE", .on_table = true},
	[OBJECT_STATISTICS] = {.drop = "STATISTICS", .of_namespace = true},
	[OBJECT_TRIGGER] = {.drop = "TRIGGER", .on_table = true},
	[OBJECT_VIEW] = {.drop = "VIEW"},
};

static void drop_object(struct sql_output *script, const struct object_step *step)
{
	const struct object *object = step->object;
	const struct form *form = &forms[object->kind];
	struct object_name name = object->name;
	const char *table = object->owner.name ? sql_object(script, object->owner) : "";

	if (form->of_namespace)
		name.namespace = object->owner.namespace;
	if (form->constraint)
		sql_statement(script, "ALTER TABLE %s DROP CONSTRAINT %s", table,
			      sql_name(script, name.name));
	else
		sql_statement(script, "DROP %s %s%s%s%s", form->drop,
			      step->there ? "" : "IF EXISTS ", sql_object(script, name),
			      form->on_table ? " ON " : "", form->on_table ? table : "");
}

void sql_postgresql_drop_objects(struct sql_output *script, const struct change *change)
{
	const struct diff *diff = script->diff;

	(void)change;
	for (size_t i = diff->object_steps.count; i-- > 0;)
		if (diff->object_steps.at[i].drop)
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

static void make_object(struct sql_output *script, const struct object *object)
{
	const struct form *form = &forms[object->kind];
	const char *definition = definition_of(script, object);

	if (form->constraint)
		sql_statement(script, "ALTER TABLE %s ADD CONSTRAINT %s %s",
			      sql_object(script, object->owner),
			      sql_name(script, object->name.name), definition);
	else if (form->clause)
		sql_statement(script, "ALTER TABLE %s %s", sql_object(script, object->owner),
			      definition);
	else
		sql_statement(script, "%s", definition);
}

void sql_postgresql_create_objects(struct sql_output *script, const struct change *change)
{
	const struct object_step *step;

	(void)change;
	vector_each(step, &script->diff->object_steps)
		if (step->create)
			make_object(script, step->object);
}

bool sql_postgresql_make_whole(struct sql_output *script, const struct table *table,
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
