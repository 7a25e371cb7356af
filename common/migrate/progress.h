/*
 * The progress of a script that takes several transactions: the logs of its history row say how
 * much is committed. The row stays unfinished meanwhile, up and down: the migration is neither
 * applied nor rolled back.
 */
#ifndef MIGRATE_PROGRESS_H
#define MIGRATE_PROGRESS_H

#include "db/db.h"

enum direction { DIRECTION_UP, DIRECTION_DOWN };

/* Returns the logs for a row after the first `done` statements of the script are committed. */
const char *migrate_progress_text(struct arena *arena, enum direction direction,
				  const struct history_row *row, const struct script *script,
				  size_t done);

/* Returns the logs for a row that is rolled back. */
const char *migrate_rolled_back_text(struct arena *arena, const struct history_row *row);

/* True if mig-rollback rolled the migration back, all of it or a part that was resolved then. */
bool migrate_was_rolled_back(const struct history_row *row);

/*
 * Returns the logs for an applied row that no longer counts: a migration replaces it, or, if that is
 * NULL, it is forgotten.
 */
const char *migrate_forgotten_text(struct arena *arena, const struct history_row *row,
				   const char *by);

/* True if the row no longer counts because a migration replaces it. Returns "by 2_b". */
bool migrate_is_replaced(const struct history_row *row);
const char *migrate_replaced_text(struct arena *arena, const struct history_row *row);

/*
 * Returns the number of committed statements given in the logs, or -1 if there is none. It is read
 * only from the last line, and only of logs that begin like ours: any other line may be a
 * quotation.
 */
long migrate_progress(const struct history_row *row, enum direction direction);

/* True if the text begins with the statements that the logs count as committed. */
bool migrate_progress_matches(const struct history_row *row, enum direction direction,
			      const struct db *db, const struct source *source,
			      struct arena *arena);

/*
 * Returns the number of committed statements of a migration that failed half-way, or whose process
 * was killed. 0 if the migration is finished, or nothing of it is committed. They count even after
 * the failure is resolved.
 */
long migrate_committed_part(const struct history_row *row);

/* True if a rollback of the migration has begun, and is neither finished nor resolved. */
bool migrate_is_rolling_back(const struct history_row *row);

/* Returns "2 of its 4 statements are committed". */
const char *migrate_part_text(struct arena *arena, const struct history_row *row);

#endif
