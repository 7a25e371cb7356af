/*
 * Inside the room: texts that are given to mig-new by mistake, because they come before a script on
 * the way from a Prisma schema: that schema, schema text, a list of changes.
 */
#ifndef FOLDER_NOT_SQL_H
#define FOLDER_NOT_SQL_H

#include "base/report.h"

/* Reports an error if the text is one of those, with a hint how to make a script of it. */
bool folder_check_sql(const struct source *source, struct report *report);

#endif
