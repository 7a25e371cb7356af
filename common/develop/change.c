/* Finds the changes for a new migration, shows them and asks about them. */
#include "develop/change.h"

#include <inttypes.h>

#include "base/interrupt.h"
#include "db/schema.h"
#include "develop/compare.h"
#include "develop/propose.h"
#include "diff/diff.h"
#include "sql/sql.h"

/* True if a proposal already accepted settles a name of this one. */
static bool is_settled(const struct proposals *taken, const struct proposal *proposal)
{
	const struct proposal *other;

	vector_each(other, taken)
		if (strcmp(other->old, proposal->old) == 0 ||
		    strcmp(other->new, proposal->new) == 0)
			return true;
	return false;
}

/*
 * Accepts a proposal if the user says yes. Without a terminal, only prints it. False at a signal.
 */
static bool ask_rename(struct develop *develop, const struct proposal *proposal,
		       struct proposals *taken)
{
	struct arena *arena = develop->migrate.report->arena;
	const char *question =
		arena_format(arena, "Was %s renamed to %s?", proposal->old, proposal->new);
	bool yes;

	if (!program_ask(question, &yes)) {
		program_note("if %s was renamed to %s, use -r %s", proposal->old, proposal->new,
			     proposal->given);
		return true;
	}
	if (yes) {
		*vector_add(arena, taken) = *proposal;
		*vector_add(arena, &develop->renames) = proposal->given;
	}
	return !interrupt_seen();
}

static bool ask_renames(struct develop *develop, const struct schema *old, const struct schema *new)
{
	struct proposals proposals, taken = {0};
	const struct proposal *proposal;

	develop_propose(develop->migrate.report->arena, old, new, &proposals);
	vector_each(proposal, &proposals)
		if (!is_settled(&taken, proposal) && !ask_rename(develop, proposal, &taken))
			return report_error(develop->migrate.report, nowhere,
					    "interrupted: nothing was written");
	return true;
}

static bool find(struct develop *develop, const struct schema *old, const struct schema *new,
		 struct develop_change *change)
{
	struct report *report = develop->migrate.report;
	struct renames there, back;

	change->up = (struct diff){.arena = report->arena};
	change->down = (struct diff){.arena = report->arena};
	if (!diff_find_renames(old, new, &develop->renames, &there, report))
		return false;
	back = diff_invert_renames(report->arena, &there);
	if (!diff_schemas(old, new, &there, &change->up, report) ||
	    !diff_schemas(new, old, &back, &change->down, report))
		return false;
	change->down.back = true;
	change->notices = diff_notices(&change->up);
	return true;
}

/* True if something is dropped: only then can there be a rename. */
static bool drops(const struct develop_change *change)
{
	static const char *const kinds[] = {"drop-column", "drop-table", "remove-value"};
	const struct notice *notice;

	vector_each(notice, &change->notices)
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
			if (strcmp(notice->kind, kinds[i]) == 0)
				return true;
	return false;
}

bool develop_find_change(struct develop *develop, const struct schema *old,
			 const struct schema *new, struct develop_change *change)
{
	if (!find(develop, old, new, change))
		return false;
	if (develop->renames.count || !drops(change))
		return true;
	if (!ask_renames(develop, old, new))
		return false;
	return !develop->renames.count || find(develop, old, new, change);
}

/* Reports a new column that needs a value, if the table has rows. */
static bool check_rows(const struct develop *develop, const struct dialect *dialect,
		       const struct table_pair *pair)
{
	struct report *report = develop->migrate.report;
	const struct column **column;
	bool good = true;

	vector_each(column, &pair->added) {
		if (!diff_needs_value(dialect, *column))
			continue;
		const int64_t *counts =
			db_count_values(develop->migrate.db, pair->old, report->arena);
		if (!counts || !counts[0])
			return true;
		good = report_error(report, nowhere,
				    "%s.%s is required and has no default, but its table is not "
				    "empty (rows: %" PRId64 ")",
				    pair->new->name.name, (*column)->name, counts[0]);
	}
	return good ||
	       report_hint(report, "give it @default(...); or make it optional (?), apply that, "
				   "fill it with an UPDATE in a migration from 'mig-new -e', and "
				   "then make it required; or write the SQL yourself, with -c");
}

bool develop_check_rows(const struct develop *develop, const struct develop_change *change)
{
	const struct change *one;
	struct table_pair **pair;
	bool good = true;

	if (develop->create_only)
		return true;
	vector_each(one, &change->up.changes)
		if (one->kind == CHANGE_ALTER_TABLE && one->pair && !one->pair->redefined)
			good &= check_rows(develop, change->up.dialect, one->pair);
	vector_each(pair, &change->up.redefined)
		good &= check_rows(develop, change->up.dialect, *pair);
	return good;
}

void develop_show_change(const struct develop_change *change)
{
	const struct notice *notice;

	vector_each(notice, &change->notices)
		program_note("%s: %s", risk_name(notice->risk),
			     develop_notice_text(change->up.arena, notice));
}

bool develop_allow_change(const struct develop *develop, const struct develop_change *change)
{
	struct report *report = develop->migrate.report;
	const struct notice *notice;
	bool loses = false, yes;

	vector_each(notice, &change->notices)
		loses = loses || notice->risk == RISK_LOSES_DATA;
	if (!loses || develop->force || develop->create_only)
		return true;
	if (program_ask("Data will be lost. Write and apply this migration?", &yes))
		return yes || report_error(report, nowhere, "nothing was written");
	report_error(report, nowhere, "cannot ask before losing data: no terminal");
	return report_hint(report, "use -f to continue, or -c to only write the migration");
}

const char *develop_name_change(struct arena *arena, const struct develop_change *change)
{
	const struct notice *first = change->notices.at;

	if (!change->notices.count)
		return "change";
	if (change->notices.count == 1)
		return arena_join(arena, first->kind, '_', first->object);
	return arena_format(arena, "%s_%s_and_%zu_more", first->kind, first->object,
			    (size_t)change->notices.count - 1);
}

const char *develop_script(struct arena *arena, const struct develop_change *change)
{
	struct buffer script = {.arena = arena};

	sql_up_heading(&change->up, &script);
	sql_script(&change->up, &script);
	sql_down_heading(&script);
	sql_script(&change->down, &script);
	return buffer_text(&script);
}
