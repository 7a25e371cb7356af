/*
 * Checks a migration's text without a database, before it runs or is marked as applied. After a
 * failure, guesses what the text was written for.
 */
#ifndef FOLDER_CHECK_H
#define FOLDER_CHECK_H

#include "base/report.h"
#include "sqltext/script.h"

/*
 * Reports a migration that must not be applied: its name says that it rolls another one back, or
 * its script cannot be a migration.sql (see folder_check_script). False if it is one.
 */
bool folder_check_migration(const char *name, const struct script *script, struct report *report);

/*
 * Reports what a migration.sql, or with `down` a down.sql, must not hold: bytes that are not text,
 * both directions, commands of a database's shell, SQL of another database. The script's source
 * must live as long as the report. False if there is anything.
 */
bool folder_check_script(const struct script *script, bool down, struct report *report);

/*
 * Warns of a migration without a statement: it is applied like any other, and what is written into
 * it later never runs.
 */
void folder_warn_of_empty(const char *name, struct report *report);

/*
 * Returns a hint about statement number `n`, which a database refused, if its words show that it
 * was written for something else; or NULL.
 */
const char *folder_failure_hint(struct arena *arena, const struct script *script, size_t n);

#endif
