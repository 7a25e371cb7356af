/*
 * Inside db/ only: tells a URL from one that a password has cut or shifted.
 *
 * A password with a / ? # @ or : that is not percent-encoded, a host that was forgotten, or a quote
 * or # that ends a line too early, make a part of the password look like a host, a port, a
 * database or a parameter, which messages name. Such a URL is refused, without a word of it.
 */
#ifndef DB_URL_CHECK_H
#define DB_URL_CHECK_H

#include "db/url_parts.h"

/* How much of a URL messages may name. */
enum url_trust {
	URL_CLEAR, /* all but password and parameters */
	URL_VAGUE, /* the host only: "app:1234/x" may be the user and a password that was cut */
};

/*
 * Returns what is wrong with the parts of a URL, as a message without any text of the URL; or NULL,
 * and stores how much of it may be named.
 */
const char *db_url_fault(const struct url_parts *parts, enum url_trust *trust);

/* True if a decoded host list, port list or user cannot hold a password. */
bool db_url_plain_hosts(const char *list);
bool db_url_plain_ports(const char *list);
bool db_url_plain_user(const char *user);

#endif
