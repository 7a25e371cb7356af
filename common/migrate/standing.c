#include "migrate/standing.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "folder/checksum.h"
#include "migrate/progress.h"

const char *state_word(enum state state)
{
	static const char *const words[] = {
		[STATE_PENDING] = "pending",	     [STATE_OUT_OF_ORDER] = "out-of-order",
		[STATE_ROLLED_BACK] = "rolled-back", [STATE_APPLIED] = "applied",
		[STATE_EDITED] = "edited",	     [STATE_MISSING] = "missing",
		[STATE_FAILED] = "failed",
	};

	return words[state];
}

static enum state state_of_row(const struct history_row *row)
{
	if (row->rolled_back)
		return STATE_ROLLED_BACK;
	return row->finished ? STATE_APPLIED : STATE_FAILED;
}

static struct standing *find_or_add(struct standings *standings, struct map *map, const char *name)
{
	struct standing *found = map_get(map, name);

	if (found)
		return found;
	/* The room was made beforehand, so that pointers hold. */
	found = &standings->at[standings->count++];
	found->name = name;
	map_add(map, name, found);
	return found;
}

static int compare_names(const void *a, const void *b)
{
	const struct standing *left = a, *right = b;

	return strcmp(left->name, right->name);
}

static void compare_with_folder(struct standings *standings)
{
	struct standing *standing;
	const char *last_applied = NULL;

	vector_each(standing, standings) {
		if (standing->state == STATE_APPLIED && !standing->migration)
			standing->state = STATE_MISSING;
		else if (standing->state == STATE_APPLIED &&
			 !folder_checksum_matches(standing->row->checksum,
						  &standing->migration->sql))
			standing->state = STATE_EDITED;
		if (is_applied(standing) && standing->migration)
			last_applied = standing->name;
	}
	vector_each(standing, standings)
		if (standing->state == STATE_PENDING && last_applied &&
		    strcmp(standing->name, last_applied) < 0)
			standing->state = STATE_OUT_OF_ORDER;
}

void standings_make(const struct folder *folder, const struct history *history, struct arena *arena,
		    struct standings *standings)
{
	const struct migration *migration;
	const struct history_row *row;
	struct map map = {.arena = arena};
	size_t most = folder->migrations.count + history->rows.count;

	*standings = (struct standings){.at = arena_alloc(arena, most * sizeof *standings->at)};
	vector_each(migration, &folder->migrations)
		find_or_add(standings, &map, migration->name)->migration = migration;
	/* Of several rows a failed one counts most, then an applied one; of equals the last. */
	vector_each(row, &history->rows) {
		struct standing *standing = find_or_add(standings, &map, row->name);
		enum state state = state_of_row(row);
		if (!standing->row || state >= standing->state) {
			standing->row = row;
			standing->state = state;
		}
	}
	if (standings->count)
		qsort(standings->at, standings->count, sizeof *standings->at, compare_names);
	compare_with_folder(standings);
}

const struct standing *standings_find(const struct standings *standings, const char *name)
{
	const struct standing *standing;

	vector_each(standing, standings)
		if (strcmp(standing->name, name) == 0)
			return standing;
	return NULL;
}

/* "add_teams" of "20261123101500_add_teams". */
static bool ends_behind_line(const char *whole, const char *name)
{
	size_t length = strlen(whole), end = strlen(name);

	return end && length > end && whole[length - end - 1] == '_' &&
	       strcmp(whole + length - end, name) == 0;
}

bool standings_hint(const struct standings *standings, const char *name, struct report *report)
{
	const struct standing *standing;
	const char *meant = NULL;
	size_t count = 0;

	vector_each(standing, standings)
		if (ends_behind_line(standing->name, name)) {
			meant = standing->name;
			count++;
		}
	if (count == 1)
		return report_hint(report, "did you mean %s?", meant);
	return report_hint(report, "the name is that of the whole folder; mig-status lists them");
}

bool is_pending(const struct standing *standing)
{
	return standing->migration &&
	       (standing->state == STATE_PENDING || standing->state == STATE_OUT_OF_ORDER ||
		standing->state == STATE_ROLLED_BACK);
}

bool is_applied(const struct standing *standing)
{
	return standing->state == STATE_APPLIED || standing->state == STATE_EDITED ||
	       standing->state == STATE_MISSING;
}

bool is_settled(const struct standing *standing)
{
	return standing->state == STATE_APPLIED ||
	       (standing->state == STATE_ROLLED_BACK && !standing->migration);
}

bool is_interrupted(const struct standing *standing)
{
	const char *logs = standing->row ? standing->row->logs : NULL;

	return standing->state == STATE_FAILED && standing->migration && logs &&
	       strncmp(logs, "error", 5) != 0 && progress_of(standing->row, DIRECTION_UP) >= 0;
}

/* How much of it is committed, where it is neither all nor nothing; who goes on; and what was set. */
static const char *detail_of(struct arena *arena, const struct standing *standing)
{
	const struct history_row *row = standing->row;
	bool in_part = !is_applied(standing) && (committed_part(row) || is_going_back(row));
	const char *part = in_part ? part_text(arena, row) : NULL;

	const char *const details[] = {
		part,
		is_interrupted(standing) ? "running, or interrupted: mig-apply goes on" : NULL,
		standing->detail,
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

void standing_write(const struct standing *standing, struct record_writer *to)
{
	static const struct history_row none;
	const struct history_row *row = standing->row ? standing->row : &none;

	record_begin(to);
	record_raw(to, "state", state_word(standing->state));
	record_field(to, "name", standing->name);
	write_time(to, "started_at", row->started);
	write_time(to, "finished_at", row->finished);
	write_time(to, "rolled_back_at", row->rolled_back);
	record_last(to, "detail", detail_of(to->text.arena, standing));
	record_end(to);
}
