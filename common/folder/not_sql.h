/*
 * Inside the room: texts that people give to mig-new by mistake, because each precedes a script on
 * the way from a Prisma schema: that schema, schema text, a list of changes.
 */
#ifndef FOLDER_NOT_SQL_H
#define FOLDER_NOT_SQL_H

#include "base/report.h"

/* Reports such a text as an error, with a hint on how to make a script of it. */
bool folder_check_sql(const struct source *source, struct report *report);

#endif
