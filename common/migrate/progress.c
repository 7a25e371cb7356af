/* Writes and reads the progress of a script in the logs of its row. */
#include "migrate/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "folder/checksum.h"

/* The beginning of the line that counts committed statements. It is the last line of the logs. */
static const char *const progress_words[] = {
	[DIRECTION_UP] = "committed statements: ",
	[DIRECTION_DOWN] = "committed statements of down.sql: ",
};
static const char checksum_words[] = ", SHA-256 ";

/* The beginnings of lines about a rollback. */
static const char taken_back_words[] = "taken back; ";
static const char partly_back_words[] = "taken back in part; ";

/* The beginning of the logs of a row that another migration replaces. */
static const char replaced_words[] = "replaced by ";

static bool starts_with(const char *text, const char *words)
{
	return strncmp(text, words, strlen(words)) == 0;
}

/* True for "error CODE: ...", as the logs of a failure begin. Prisma's begin differently. */
static bool is_our_failure(const char *logs)
{
	static const char word[] = "error ";
	size_t code = starts_with(logs, word) ? strcspn(logs + strlen(word), " :\n") : 0;

	return code && starts_with(logs + strlen(word) + code, ": ");
}

static bool is_ours(const char *logs)
{
	return is_our_failure(logs) || starts_with(logs, progress_words[DIRECTION_UP]) ||
	       starts_with(logs, progress_words[DIRECTION_DOWN]) ||
	       starts_with(logs, partly_back_words);
}

/* Returns the start of the line before the byte at `end` of a text. */
static const char *line_before(const char *text, const char *end)
{
	while (end > text && end[-1] != '\n')
		end--;
	return end;
}

/* Returns the last line of the logs, or NULL if they are not ours. */
static const char *last_line(const struct history_row *row)
{
	return row->logs && is_ours(row->logs)
		       ? line_before(row->logs, row->logs + strlen(row->logs))
		       : NULL;
}

/*
 * Returns the text after the words of progress, or NULL. Logs quote statements, names and server
 * messages, and any of these may contain the same words, but never in the last line.
 */
static const char *find_progress(const struct history_row *row, enum direction direction)
{
	const char *words = progress_words[direction], *line = last_line(row);

	return line && starts_with(line, words) ? line + strlen(words) : NULL;
}

long migrate_progress(const struct history_row *row, enum direction direction)
{
	const char *progress = find_progress(row, direction);

	return progress ? strtol(progress, NULL, 10) : -1;
}

/* Returns the text up to the end of the first `count` statements. */
static struct source first_statements(const struct script *script, size_t count)
{
	struct source part = *script->source;

	part.length = script->statements.at[count - 1].end;
	return part;
}

/*
 * Returns when the migration was applied, from and to: from the line before the last of its logs if
 * a rollback has begun, else from its times.
 */
static const char *applied_text(struct arena *arena, const struct history_row *row)
{
	if (migrate_is_rolling_back(row)) {
		const char *last = last_line(row), *end = last > row->logs ? last - 1 : last;
		const char *line = line_before(row->logs, end);
		if (starts_with(line, partly_back_words)) {
			line += strlen(partly_back_words);
			return arena_slice(arena, line, (size_t)(end - line));
		}
	}
	return arena_format(arena, "it was applied from %s to %s",
			    db_time_text(arena, row->started), db_time_text(arena, row->finished));
}

const char *migrate_rolled_back_text(struct arena *arena, const struct history_row *row)
{
	return arena_format(arena, "%s%s", taken_back_words, applied_text(arena, row));
}

bool migrate_was_rolled_back(const struct history_row *row)
{
	return row->rolled_back && row->logs &&
	       (starts_with(row->logs, taken_back_words) ||
		starts_with(row->logs, partly_back_words));
}

const char *migrate_forgotten_text(struct arena *arena, const struct history_row *row,
				   const char *by)
{
	return arena_format(arena, "%s%s; %s", by ? replaced_words : "forgotten", by ? by : "",
			    applied_text(arena, row));
}

bool migrate_is_replaced(const struct history_row *row)
{
	return row && row->rolled_back && row->logs && starts_with(row->logs, replaced_words);
}

const char *migrate_replaced_text(struct arena *arena, const struct history_row *row)
{
	const char *by = row->logs + strlen(replaced_words), *end = strstr(by, "; it was applied");

	return arena_format(arena, "by %.*s", (int)(end ? (size_t)(end - by) : strlen(by)), by);
}

const char *migrate_progress_text(struct arena *arena, enum direction direction,
				  const struct history_row *row, const struct script *script,
				  size_t done)
{
	struct buffer text = {.arena = arena};

	if (direction == DIRECTION_DOWN)
		buffer_format(&text, "%s%s\n", partly_back_words, applied_text(arena, row));
	buffer_format(&text, "%s%zu of %" PRIu32, progress_words[direction], done,
		      script->statements.count);
	if (done) {
		struct source part = first_statements(script, done);
		buffer_format(&text, "%s%s", checksum_words, folder_checksum(arena, &part));
	}
	return buffer_text(&text);
}

bool migrate_progress_matches(const struct history_row *row, enum direction direction,
			      const struct db *db, const struct source *source, struct arena *arena)
{
	const char *progress = find_progress(row, direction);
	const char *stored = progress ? strstr(progress, checksum_words) : NULL;
	long done = migrate_progress(row, direction);
	struct script script;

	if (!stored || done <= 0)
		return done == 0;
	stored += strlen(checksum_words);
	sqltext_read(arena, db_script_dialect(db), source, &script);
	if (script.statements.count < (size_t)done)
		return false;
	struct source part = first_statements(&script, (size_t)done);
	return folder_checksum_matches(arena_slice(arena, stored, strcspn(stored, "\n")), &part);
}

long migrate_committed_part(const struct history_row *row)
{
	long done =
		row && !row->finished && row->steps > 0 ? migrate_progress(row, DIRECTION_UP) : 0;

	return done > 0 ? done : 0;
}

bool migrate_is_rolling_back(const struct history_row *row)
{
	return row && !row->finished && !row->rolled_back &&
	       migrate_progress(row, DIRECTION_DOWN) >= 0;
}

const char *migrate_part_text(struct arena *arena, const struct history_row *row)
{
	enum direction direction = migrate_is_rolling_back(row) ? DIRECTION_DOWN : DIRECTION_UP;
	const char *progress = find_progress(row, direction);
	long done = 0, total = 0;

	if (!progress || sscanf(progress, "%ld of %ld", &done, &total) != 2)
		return arena_format(arena, "its first %ld statements are committed", done);
	return arena_format(arena, "%ld of %s%ld statements%s %s committed", done,
			    direction == DIRECTION_UP ? "its " : "the ", total,
			    direction == DIRECTION_UP ? "" : " of its down.sql",
			    done == 1 ? "is" : "are");
}
