#include <string.h>

#include "base/record.h"
#include "diff/notice.h"
#include "sql/dialect.h"

/* To add a dialect: a line here. */
static const struct dialect_sql *const dialects[] = {
	&postgresql_sql,
	&cockroachdb_sql,
	&sqlite_sql,
};

static const struct dialect_sql *find_dialect(const char *name)
{
	for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
		if (strcmp(dialects[i]->name, name) == 0)
			return dialects[i];
	return NULL;
}

/*
 * What a script says first: each thing that rows can stop it with, or that rows lose. A line a
 * thing, and no empty line, so that without its comments the script begins with its first step.
 */
static void add_head(const struct diff *diff, struct buffer *to)
{
	struct notices notices = diff_notices(diff);
	const struct notice *notice;

	for (enum risk risk = RISK_LOSES_DATA; risk >= RISK_MAY_FAIL; risk--)
		vector_each(notice, &notices) {
			if (notice->risk != risk)
				continue;
			buffer_format(to, "-- %s: %s ", risk_name(risk), notice->kind);
			record_escape(to, notice->object, "");
			buffer_add(to, ": ");
			record_escape(to, notice->detail, "");
			buffer_add_char(to, '\n');
		}
}

void sql_script(const struct diff *diff, struct buffer *to)
{
	struct buffer step = {.arena = to->arena};
	struct writer writer = {
		.to = &step, .diff = diff, .dialect = find_dialect(diff->dialect->name)};
	const struct change *change;
	bool first = true;

	add_head(diff, to);
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
