/* Describes failures: for the logs of a row, and for the hint of a message. */
#include "migrate/advice.h"

#include <inttypes.h>
#include <string.h>

#include "base/program.h"
#include "base/utf8.h"
#include "base/visible.h"
#include "migrate/progress.h"

const char *migrate_command_name(const char *name)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "_-.,+@%:";

	return *name && *name != '-' && !name[strspn(name, plain)] ? name : "NAME";
}

const char *migrate_part_advice(struct arena *arena, const struct history_row *row)
{
	const char *name = migrate_command_name(row->name);

	if (migrate_is_rolling_back(row))
		return arena_format(
			arena,
			"%s: fix the cause or the remaining statements, and run mig-rollback to "
			"continue; or finish by hand and run 'mig-resolve -r %s'; or restore by "
			"hand what they removed and run 'mig-resolve -a %s'",
			migrate_part_text(arena, row), name, name);
	return arena_format(
		arena,
		"%s: fix the cause or the remaining statements, and run 'mig-resolve -r %s' and "
		"mig-apply to continue; or finish by hand and run 'mig-resolve -a %s'; or undo "
		"them by hand and run 'mig-resolve -f -r %s'",
		migrate_part_text(arena, row), name, name, name);
}

/* Bytes of a statement, or of a server's text, in the logs. */
enum { LONGEST_LOGGED = 4000 };

/*
 * Adds a character. With `escaped`, because a terminal or database may refuse it, writes each byte
 * as \xNN.
 */
static void add_character(struct buffer *logs, const char *text, size_t length, bool escaped)
{
	if (!escaped)
		buffer_add_slice(logs, text, length);
	for (size_t i = 0; escaped && i < length; i++)
		buffer_format(logs, "\\x%02X", (unsigned char)text[i]);
}

/* Adds a text by others: a failure is recorded whatever bytes it has. */
static void add_text(struct buffer *logs, const char *text, size_t length)
{
	bool is_long = length > LONGEST_LOGGED;
	size_t end = is_long ? utf8_cut(text, LONGEST_LOGGED) : length, bytes;

	for (size_t i = 0; i < end; i += bytes) {
		size_t columns = visible_width(text + i, end - i, &bytes);
		add_character(logs, text + i, bytes, columns > 1);
	}
	buffer_add(logs, is_long ? "...\n" : "\n");
}

static void add_line(struct buffer *logs, const char *label, const char *text)
{
	if (!text)
		return;
	buffer_format(logs, "%s: ", label);
	add_text(logs, text, strlen(text));
}

static void add_place(struct buffer *logs, const struct work *work)
{
	const struct source *source = work->script.source;
	const struct statement *statement = &work->script.statements.at[work->failure.statement];
	struct position at = source_position(source, work->failure.place.start);

	add_line(logs, "place",
		 arena_format(logs->arena, "%s:%zu:%zu", source->name, at.line, at.column));
	buffer_add(logs, "statement: ");
	add_text(logs, source->text + statement->start, statement->end - statement->start);
}

const char *migrate_failure_log(const struct work *work)
{
	const struct job *job = work->job;
	const struct db_failure *failure = &work->failure;
	struct buffer logs = {.arena = job->report->arena};

	add_line(&logs, arena_format(logs.arena, "error %s", failure->code ? failure->code : "?"),
		 failure->message);
	add_line(&logs, "detail", failure->detail);
	add_line(&logs, "hint", failure->hint);
	add_line(&logs, "context", failure->context);
	add_line(&logs, "said", failure->said);
	if (failure->place.source)
		add_place(&logs, work);
	/* migrate_progress reads only the last line. */
	buffer_add(&logs, migrate_progress_text(logs.arena, job->direction, &job->row,
						&work->script, work->done));
	return buffer_text(&logs);
}

bool migrate_failed_midway(const struct work *work)
{
	size_t statement = work->failure.statement;

	return statement < work->script.statements.count &&
	       work->script.statements.at[statement].refused_together;
}

/* True if statements of the migration are committed; its row then says how many. */
static bool is_in_part(const struct work *work)
{
	const struct history_row *row = &work->job->row;

	return migrate_committed_part(row) > 0 || migrate_is_rolling_back(row);
}

static const char *midway_advice(const struct work *work)
{
	struct arena *arena = work->job->report->arena;
	const char *name = migrate_command_name(work->job->row.name);
	const char *part = is_in_part(work) ? migrate_part_text(arena, &work->job->row)
					    : "no earlier statement is committed";

	return work->job->direction == DIRECTION_UP
		       ? arena_format(
				 arena,
				 "%s; part of this one may be: finish by hand and run 'mig-resolve "
				 "-a %s'; or undo it by hand and run 'mig-resolve -f -r %s'",
				 part, name, name)
		       : arena_format(arena,
				      "%s; part of this one may be: finish by hand and run "
				      "'mig-resolve -r %s'",
				      part, name);
}

const char *migrate_failure_advice(const struct work *work)
{
	struct arena *arena = work->job->report->arena;
	const struct history_row *row = &work->job->row;

	if (migrate_failed_midway(work))
		return midway_advice(work);
	if (is_in_part(work))
		return migrate_part_advice(arena, row);
	if (work->job->direction == DIRECTION_DOWN)
		return "nothing was rolled back: fix down.sql or the data, then run mig-rollback "
		       "again";
	return arena_format(arena,
			    "nothing was committed: fix migration.sql or the data, then run "
			    "'mig-resolve -r %s' and mig-apply again",
			    migrate_command_name(row->name));
}

static const struct program_way longer = {"lock-timeout", ", or wait longer for each lock (-l)"},
				more_often = {"retries", ", or retry more often (-r)"};

const char *migrate_busy_advice(const struct work *work)
{
	struct arena *arena = work->job->report->arena;
	const char *committed = "nothing was committed";

	if (work->done)
		committed = arena_format(arena, "%zu of its %" PRIu32 " statements are committed",
					 work->done, work->script.statements.count);
	return arena_format(arena, "tried %d time%s, %s; try again later%s%s", work->tries,
			    work->tries == 1 ? "" : "s", committed, program_find_way(&longer, 1),
			    program_find_way(&more_often, 1));
}
