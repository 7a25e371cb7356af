/*
 * Checks of a migration's text, before it runs or is called applied: what is certain without a
 * database. And after it failed: what it seems to be.
 */
#ifndef FOLDER_CHECK_H
#define FOLDER_CHECK_H

#include "base/report.h"
#include "sqltext/script.h"

/*
 * Reports a migration that is no way forth: by its name it rolls another one back, or its script
 * cannot be a migration.sql (see below). False if it is.
 */
bool folder_check_migration(const char *name, const struct script *script, struct report *report);

/*
 * Reports what can be no migration.sql, or down.sql, of the script's dialect: bytes that are no
 * text, a script of both directions, commands of a database's shell, another database's SQL. The
 * script's source must live as long as the report. False if there is something.
 */
bool folder_check_script(const struct script *script, bool down, struct report *report);

/*
 * Returns what to do about statement number `n`, which a database refused, if its words tell that
 * it was written for something else; or NULL.
 */
const char *folder_failure_hint(struct arena *arena, const struct script *script, size_t n);

#endif
