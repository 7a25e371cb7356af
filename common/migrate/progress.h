/*
 * How far a script has come that takes several transactions: what the logs of its row say of it.
 *
 * A row is not finished as long as that holds, on the way there and on the way back: the migration
 * is then neither applied nor taken back.
 */
#ifndef MIGRATE_PROGRESS_H
#define MIGRATE_PROGRESS_H

#include "db/db.h"

enum direction { DIRECTION_UP, DIRECTION_DOWN };

/* What the logs of `row` say from when the first `done` statements are committed. */
const char *progress_text(struct arena *arena, enum direction direction,
			  const struct history_row *row, const struct script *script, size_t done);

/* What they say at the end of the way back. */
const char *taken_back_text(struct arena *arena, const struct history_row *row);

/* How many statements a row that is not finished says are committed; -1 where it says nothing. */
long progress_of(const struct history_row *row, enum direction direction);

/* Whether this text begins with the statements that the row says are committed. */
bool progress_matches(const struct history_row *row, enum direction direction, const struct db *db,
		      const struct source *source, struct arena *arena);

/*
 * How many statements are committed of a migration that is neither finished nor undone: it failed
 * half-way, or its process was killed, and whether or not that is resolved, they count. Else 0.
 */
long committed_part(const struct history_row *row);

/* Whether its way back was begun, and neither ended nor resolved. */
bool is_going_back(const struct history_row *row);

/* "2 of its 4 statements are committed"; and that with what to do, where the script failed. */
const char *part_text(struct arena *arena, const struct history_row *row);
const char *part_advice(struct arena *arena, const struct history_row *row);

#endif
