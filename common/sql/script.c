/* Writes a script: its head, and then the dialect's steps for each change. */
#include <stdlib.h>
#include <string.h>

#include "base/record.h"
#include "diff/notice.h"
#include "sql/dialect.h"
#include "sql/sql.h"

/* A new dialect needs a line here. */
static const struct dialect_sql *const dialects[] = {
	&postgresql_sql,
	&cockroachdb_sql,
	&sqlite_sql,
};

/* Returns the SQL of a dialect in schema/dialect.h. A dialect without SQL is a bug. */
static const struct dialect_sql *find_dialect(const char *name)
{
	for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
		if (strcmp(dialects[i]->name, name) == 0)
			return dialects[i];
	abort();
}

/*
 * Adds a comment line for each notice of lost data, of a possible failure, or of something that no
 * statement names. No empty line follows: without its comments, a script begins with its first
 * step.
 */
static void add_head(const struct diff *diff, struct buffer *to)
{
	struct notices notices = diff_notices(diff);
	const struct notice *notice;

	for (enum risk risk = RISK_LOSES_DATA; risk > RISK_SAFE; risk--)
		vector_each(notice, &notices) {
			if (notice->risk != risk || (risk < RISK_MAY_FAIL && !notice->unwritten))
				continue;
			buffer_format(to, "-- %s: %s ", risk_name(risk), notice->kind);
			record_escape(to, notice->object, "");
			buffer_add(to, *notice->detail ? ": " : "");
			record_escape(to, notice->detail, "");
			buffer_add_char(to, '\n');
		}
	arena_give_back(diff->arena, notices.at, notices.room * sizeof *notices.at);
}

/* Returns the step for a kind of change, from the dialect or its base; NULL if neither has one. */
static sql_step *find_step(const struct dialect_sql *dialect, enum change_kind kind)
{
	while (dialect && !dialect->steps[kind])
		dialect = dialect->base;
	return dialect ? dialect->steps[kind] : NULL;
}

void sql_script(const struct diff *diff, struct buffer *to)
{
	struct buffer statements = {.arena = to->arena};
	struct sql_output script = {
		.diff = diff,
		.dialect = find_dialect(diff->dialect->name),
		.to = &statements,
	};
	const struct change *change;
	bool first = true;

	add_head(diff, to);
	vector_each(change, &diff->changes) {
		sql_step *step = find_step(script.dialect, change->kind);
		if (step)
			step(&script, change);
		if (statements.length) {
			buffer_format(to, "%s-- %s\n", first ? "" : "\n",
				      diff_heading(change->kind));
			buffer_add_slice(to, statements.text, statements.length);
			first = false;
		}
		statements.length = 0;
		arena_reset(&script.words);
	}
	arena_free(&script.words);
}

void sql_up_heading(const struct diff *up, struct buffer *to)
{
	buffer_format(to, "-- migrate:up provider:%s\n", up->dialect->name);
}

void sql_down_heading(struct buffer *to)
{
	buffer_add(to, "\n-- migrate:down\n");
}
