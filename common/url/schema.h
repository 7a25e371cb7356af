/*
 * Inside the room: the URL that a Prisma schema names.
 */
#ifndef URL_SCHEMA_H
#define URL_SCHEMA_H

#include "base/report.h"

/*
 * Returns advice for a user who has given no URL, if the Prisma schema, or prisma.config.ts, says
 * where its URL comes from; or NULL. Reads the first of these files that names a URL.
 */
const char *url_schema_advice(struct report *report);

#endif
