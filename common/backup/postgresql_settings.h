/*
 * Inside the room: the properties of a PostgreSQL database itself: its settings, its comment, and
 * its privileges.
 */
#ifndef BACKUP_POSTGRESQL_SETTINGS_H
#define BACKUP_POSTGRESQL_SETTINGS_H

#include "base/buffer.h"
#include "base/report.h"

/*
 * Adds statements that give the current database those of an archive, whatever name it had. They
 * leave, with a warning, properties that the user may not change.
 */
bool pg_add_settings(const char *path, struct buffer *to, struct report *report);

#endif
