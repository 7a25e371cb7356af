/* Compares the folder with the history. */
#include "migrate/status.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "folder/checksum.h"
#include "folder/name.h"
#include "folder/suggest.h"
#include "migrate/progress.h"

static const char *state_name(enum state state)
{
	static const char *const names[] = {
		[STATE_PENDING] = "pending",	     [STATE_OUT_OF_ORDER] = "out-of-order",
		[STATE_ROLLED_BACK] = "rolled-back", [STATE_APPLIED] = "applied",
		[STATE_EDITED] = "edited",	     [STATE_MISSING] = "missing",
		[STATE_REPLACED] = "replaced",	     [STATE_SQUASHED] = "replaced",
		[STATE_FAILED] = "failed",
	};

	return names[state];
}

static enum state state_of_row(const struct history_row *row)
{
	if (row->rolled_back)
		return STATE_ROLLED_BACK;
	return row->finished ? STATE_APPLIED : STATE_FAILED;
}

/*
 * Returns the status of a name, adding it if need be. The array must have room, because pointers
 * into it must stay valid.
 */
static struct status *find_or_add(struct statuses *statuses, struct map *map, const char *name)
{
	struct status *found = map_get(map, name);

	if (found)
		return found;
	found = &statuses->at[statuses->count++];
	found->name = name;
	map_add(map, name, found);
	return found;
}

static int compare_names(const void *a, const void *b)
{
	const struct status *left = a, *right = b;

	return strcmp(left->name, right->name);
}

static void compare_with_folder(struct statuses *statuses)
{
	struct status *status;
	const char *last_applied = NULL;

	vector_each(status, statuses) {
		if (status->state == STATE_ROLLED_BACK && !status->migration &&
		    migrate_is_replaced(status->row))
			status->state = STATE_SQUASHED;
		else if (status->state == STATE_APPLIED && !status->migration)
			status->state = STATE_MISSING;
		else if (status->state == STATE_APPLIED &&
			 !folder_checksum_matches(status->row->checksum, &status->migration->sql))
			status->state = STATE_EDITED;
		if (migrate_is_applied(status) && status->migration)
			last_applied = status->name;
	}
	vector_each(status, statuses)
		if (status->state == STATE_PENDING && last_applied &&
		    strcmp(status->name, last_applied) < 0)
			status->state = STATE_OUT_OF_ORDER;
}

void migrate_make_statuses(const struct folder *folder, const struct history *history,
			   struct arena *arena, struct statuses *statuses)
{
	const struct migration *migration;
	const struct history_row *row;
	struct map map = {.arena = arena};
	size_t most = folder->migrations.count + history->rows.count;

	*statuses = (struct statuses){.at = arena_alloc(arena, most * sizeof *statuses->at)};
	vector_each(migration, &folder->migrations)
		find_or_add(statuses, &map, migration->name)->migration = migration;
	/* A failed row decides, else an applied one. Of several such rows, the last one does. */
	vector_each(row, &history->rows) {
		struct status *status = find_or_add(statuses, &map, row->name);
		enum state state = state_of_row(row);
		if (!status->row || state >= status->state) {
			status->row = row;
			status->state = state;
		}
	}
	if (statuses->count)
		qsort(statuses->at, statuses->count, sizeof *statuses->at, compare_names);
	compare_with_folder(statuses);
}

const struct status *migrate_find_status(const struct statuses *statuses, const char *name)
{
	const struct status *status;

	vector_each(status, statuses)
		if (strcmp(status->name, name) == 0)
			return status;
	return NULL;
}

const char *migrate_given_name(const struct statuses *statuses, const char *given,
			       struct arena *arena)
{
	return migrate_find_status(statuses, given) ? given : folder_migration_name(arena, given);
}

bool migrate_suggest_name(const struct statuses *statuses, const char *name, struct report *report)
{
	const struct status *status;
	struct names names = {0};

	vector_each(status, statuses)
		*vector_add(report->arena, &names) = status->name;
	return folder_suggest_name(&names, name, report);
}

bool migrate_is_pending(const struct status *status)
{
	return status->migration &&
	       (status->state == STATE_PENDING || status->state == STATE_OUT_OF_ORDER ||
		status->state == STATE_ROLLED_BACK);
}

bool migrate_is_applied(const struct status *status)
{
	return status->state == STATE_APPLIED || status->state == STATE_EDITED ||
	       status->state == STATE_MISSING || status->state == STATE_REPLACED;
}

bool migrate_was_marked(const struct history_row *row)
{
	return row->finished && row->steps == 0;
}

bool migrate_is_up_to_date(const struct status *status)
{
	return status->state == STATE_APPLIED || status->state == STATE_REPLACED ||
	       status->state == STATE_SQUASHED ||
	       (status->state == STATE_ROLLED_BACK && !status->migration);
}

bool migrate_is_interrupted(const struct status *status)
{
	const char *logs = status->row ? status->row->logs : NULL;

	return status->state == STATE_FAILED && status->migration && logs &&
	       strncmp(logs, "error", 5) != 0 && migrate_progress(status->row, DIRECTION_UP) >= 0;
}

bool migrate_is_next(const struct status *status, const char *last)
{
	return !(last && strcmp(status->name, last) > 0) &&
	       (migrate_is_pending(status) || migrate_is_interrupted(status));
}

const struct status *migrate_find_next(const struct statuses *statuses, const char *last)
{
	const struct status *status;

	vector_each(status, statuses)
		if (migrate_is_next(status, last))
			return status;
	return NULL;
}

/* Returns the last field of the record, or NULL. */
static const char *detail_of(struct arena *arena, const struct status *status)
{
	const struct history_row *row = status->row;
	bool in_part = !migrate_is_applied(status) &&
		       (migrate_committed_part(row) || migrate_is_rolling_back(row));
	const char *const details[] = {
		in_part ? migrate_part_text(arena, row) : NULL,
		status->state == STATE_SQUASHED && migrate_is_replaced(row)
			? migrate_replaced_text(arena, row)
			: NULL,
		migrate_is_interrupted(status) ? "running or interrupted: mig-apply continues it"
					       : NULL,
		status->detail,
	};
	struct buffer text = {.arena = arena};

	for (size_t i = 0; i < sizeof details / sizeof *details; i++)
		if (details[i])
			buffer_format(&text, "%s%s", text.length ? "; " : "", details[i]);
	return text.length ? buffer_text(&text) : NULL;
}

static void write_time(struct record_writer *to, const char *name, db_time time)
{
	if (time > 0)
		record_raw(to, name, db_time_text(to->text.arena, time));
	else
		record_field(to, name, NULL);
}

void migrate_write_status(const struct status *status, struct record_writer *to)
{
	static const struct history_row none;
	const struct history_row *row = status->row ? status->row : &none;

	record_begin(to);
	record_raw(to, "state", state_name(status->state));
	record_field(to, "name", status->name);
	write_time(to, "started_at", row->started);
	write_time(to, "finished_at", row->finished);
	write_time(to, "rolled_back_at", row->rolled_back);
	record_last(to, "detail", detail_of(to->text.arena, status));
	record_end(to);
}
