#include "migrate/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "migrate/checksum.h"

/* The line of a row's logs that says what is committed of its script. */
static const char progress_words[] = "committed statements: ";
static const char checksum_words[] = ", SHA-256 ";

/* What follows these words, or NULL; the last time, for a logged statement may have them too. */
static const char *find_progress(const struct history_row *row)
{
	const char *found = NULL;

	for (const char *at = row->logs; at && (at = strstr(at, progress_words)); found = at)
		at += strlen(progress_words);
	return found;
}

long progress_of(const struct history_row *row)
{
	const char *progress = find_progress(row);

	return progress ? strtol(progress, NULL, 10) : -1;
}

/* The text of the first statements, up to the end of the last of them. */
static struct source first_statements(const struct script *script, size_t count)
{
	struct source part = *script->source;

	part.length = script->statements.at[count - 1].end;
	return part;
}

const char *progress_text(struct arena *arena, const struct script *script, size_t done)
{
	struct buffer text = {.arena = arena};

	buffer_format(&text, "%s%zu of %u", progress_words, done,
		      script->statements.count);
	if (done) {
		struct source part = first_statements(script, done);
		buffer_format(&text, "%s%s", checksum_words, checksum_of(text.arena, &part));
	}
	return buffer_text(&text);
}

bool progress_matches(const struct history_row *row, const struct db *db,
		      const struct source *source, struct arena *arena)
{
	const char *progress = find_progress(row);
	const char *stored = progress ? strstr(progress, checksum_words) : NULL;
	long done = progress_of(row);
	struct script script;

	if (!stored || done <= 0)
		return false;
	stored += strlen(checksum_words);
	db_script_read(db, source, &script);
	if (script.statements.count < (size_t)done)
		return false;
	struct source part = first_statements(&script, (size_t)done);
	return checksum_matches(arena_slice(arena, stored, strcspn(stored, "\n")), &part);
}

long committed_part(const struct history_row *row)
{
	long done = row && !row->finished && row->steps > 0 ? progress_of(row) : 0;

	return done > 0 ? done : 0;
}

const char *part_text(struct arena *arena, const struct history_row *row)
{
	const char *progress = find_progress(row);
	long done = 0, total = 0;

	if (!progress || sscanf(progress, "%ld of %ld", &done, &total) != 2)
		return arena_format(arena, "its first %ld statements are committed", done);
	return arena_format(arena, "%ld of its %ld statements %s committed", done, total,
			    done == 1 ? "is" : "are");
}

const char *part_advice(struct arena *arena, const struct history_row *row)
{
	return arena_format(arena,
			    "%s: repair the cause, or correct the statements after them, then "
			    "'mig-resolve -r %s' and mig-apply goes on there; or finish it by hand "
			    "and 'mig-resolve -a %s'; or undo them by hand and 'mig-resolve -f -r "
			    "%s'",
			    part_text(arena, row), row->name, row->name, row->name);
}
