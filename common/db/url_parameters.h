/*
 * Inside the room: the parameters of a PostgreSQL URL, Prisma's and libpq's.
 */
#ifndef DB_URL_PARAMETERS_H
#define DB_URL_PARAMETERS_H

#include "base/text.h"
#include "db/url.h"

/* Sets a libpq parameter, in place of an earlier value. Both texts must live as long as the URL. */
void db_url_set(struct db_url *url, struct arena *arena, const char *keyword, const char *value);

/*
 * Takes a parameter of the URL, decoded, by Prisma's name or by libpq's. Ignores one that is not
 * known, and Prisma's that concern its own pool and cache.
 */
void db_url_take(struct db_url *url, struct arena *arena, const char *name, const char *value);

/* True if the name of a parameter, encoded, is Prisma's or libpq's. */
bool db_url_knows(struct slice name);

/*
 * Completes the parameters when all are taken: translates Prisma's TLS settings, which may warn,
 * adds our defaults, and removes from our environment what
 * would beat the URL.
 */
void db_url_complete(struct db_url *url, struct report *report);

#endif
