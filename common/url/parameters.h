/*
 * The parameters of a PostgreSQL URL, Prisma's and libpq's.
 */
#ifndef URL_PARAMETERS_H
#define URL_PARAMETERS_H

#include "base/text.h"
#include "url/url.h"

/*
 * Sets a libpq parameter, and replaces an earlier value. Both texts must live as long as the URL.
 */
void url_set(struct url *url, struct arena *arena, const char *keyword, const char *value);

/*
 * Takes a decoded parameter of the URL, under its name in Prisma or libpq. Ignores unknown ones,
 * and Prisma's settings for its own pool and cache.
 */
void url_take(struct url *url, struct arena *arena, const char *name, const char *value);

/* True if Prisma or libpq knows the parameter. `name` is still encoded. */
bool url_knows(struct slice name);

/*
 * Refuses unknown parameters that look misspelled: ignored, ?shema=app would migrate the namespace
 * public. Like Prisma, says nothing about other unknown ones. The message quotes nothing of a vague
 * URL.
 */
bool url_check_names(struct slice query, bool vague, struct report *report);

/*
 * Refuses a value that is not one of the few that its parameter takes, as Prisma and libpq list
 * them: a misspelled sslmode would connect without a check. The message does not quote the value:
 * it may be a part of the password.
 */
bool url_check_values(struct slice query, struct report *report);

/*
 * Completes the parameters once all are taken: translates Prisma's TLS settings, which may warn,
 * adds our defaults, and removes variables from our environment that would override the URL.
 */
void url_complete(struct url *url, struct report *report);

#endif
