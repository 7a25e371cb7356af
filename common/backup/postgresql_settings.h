/*
 * Inside the room: what belongs to a PostgreSQL database itself: its settings, its comment, and who
 * may use it.
 */
#ifndef BACKUP_POSTGRESQL_SETTINGS_H
#define BACKUP_POSTGRESQL_SETTINGS_H

#include "base/buffer.h"
#include "base/report.h"

/*
 * Adds statements that give the current database what an archive has of that, whatever name it had.
 * What the user may not change stays, with a warning.
 */
bool pg_add_settings(const char *path, struct buffer *to, struct report *report);

#endif
