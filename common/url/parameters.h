/*
 * The parameters of a PostgreSQL URL, Prisma's and libpq's.
 */
#ifndef URL_PARAMETERS_H
#define URL_PARAMETERS_H

#include "base/text.h"
#include "url/url.h"

/* Sets a libpq parameter, in place of an earlier value. Both texts must live as long as the URL. */
void url_set(struct url *url, struct arena *arena, const char *keyword, const char *value);

/*
 * Takes a parameter of the URL, decoded, by Prisma's name or by libpq's. Ignores one that is not
 * known, and Prisma's that concern its own pool and cache.
 */
void url_take(struct url *url, struct arena *arena, const char *name, const char *value);

/* True if the name of a parameter, encoded, is Prisma's or libpq's. */
bool url_knows(struct slice name);

/* Warns of parameters that are not known, but nearly. Of others Prisma says nothing either. */
void url_warn_slips(struct slice query, struct report *report);

/*
 * Completes the parameters when all are taken: translates Prisma's TLS settings, which may warn,
 * adds our defaults, and removes from our environment what
 * would beat the URL.
 */
void url_complete(struct url *url, struct report *report);

#endif
