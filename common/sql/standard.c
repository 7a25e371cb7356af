/* The base of all dialects: steps that all write alike. */
#include "sql/words.h"

static void rename_table(struct sql_output *script, const struct change *change)
{
	struct object_name name = {change->from_namespace, change->from};

	sql_statement(script, "ALTER TABLE %s RENAME TO %s", sql_object(script, name),
		      sql_name(script, change->to));
}

static void rename_column(struct sql_output *script, const struct change *change)
{
	sql_statement(script, "ALTER TABLE %s RENAME COLUMN %s TO %s",
		      sql_object(script, change->renaming->renamed), sql_name(script, change->from),
		      sql_name(script, change->to));
}

const struct dialect_sql standard_sql = {
	.steps =
		{
			[CHANGE_RENAME_TABLE] = rename_table,
			[CHANGE_RENAME_COLUMN] = rename_column,
		},
};
