#include "sql/dialect.h"

static const struct dialect_sql *const dialects[DIALECT_COUNT] = {
	[DIALECT_POSTGRESQL] = &postgresql_sql,
	[DIALECT_SQLITE] = &sqlite_sql,
	[DIALECT_COCKROACHDB] = &cockroachdb_sql,
};

void sql_script(const struct diff *diff, struct buffer *to)
{
	struct buffer step = {.arena = to->arena};
	struct writer writer = {.to = &step, .diff = diff, .dialect = dialects[diff->dialect]};
	const struct change *change;
	bool first = true;

	vector_each(change, &diff->changes) {
		if (!writer.dialect->steps[change->kind])
			continue;
		step.length = 0;
		writer.dialect->steps[change->kind](&writer, change);
		if (step.length == 0)
			continue;
		buffer_format(to, "%s-- %s\n", first ? "" : "\n", change_heading(change->kind));
		buffer_add_slice(to, step.text, step.length);
		first = false;
	}
}
