/*
 * Inside the room: the properties of a PostgreSQL database itself: its settings, comment and
 * privileges.
 */
#ifndef BACKUP_POSTGRESQL_SETTINGS_H
#define BACKUP_POSTGRESQL_SETTINGS_H

#include "base/buffer.h"
#include "base/report.h"

/*
 * Adds statements that give the current database the properties recorded in an archive, whatever
 * its name was. Properties that the user may not change stay, with a warning.
 */
bool pg_add_settings(const char *path, struct buffer *to, struct report *report);

/* Adds only those that set its search_path. */
bool pg_add_search_path(const char *path, struct buffer *to, struct report *report);

#endif
