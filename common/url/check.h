/*
 * Inside the room: tells a good URL from one that a password has cut or shifted.
 *
 * If a / ? # @ or : in the password is not percent-encoded, the host is missing, or a quote or #
 * ends the line too early, a part of the password looks like a host, a port, a database or a
 * parameter. Messages would name it. Such a URL is refused, and the message quotes nothing of it.
 */
#ifndef URL_CHECK_H
#define URL_CHECK_H

#include "url/parts.h"

/* Returns the fault of a URL's parts, as a message that quotes none of it, or NULL. */
const char *url_fault(const struct url_parts *parts);

/*
 * True if a URL is legal, but may hold a password that was cut: "app:1234/x", "app:pass@wo.rd",
 * "app:pass@/word". Then messages show only the user, or the word in its place, and quote no
 * server. `server_given` says that a parameter names the server.
 */
bool url_is_vague(const struct url_parts *parts, bool server_given);

/* True if the user may hold the password as well: "app=pass@host". */
bool url_has_odd_user(const struct url_parts *parts);

/* True if a decoded host list, port list or user cannot hold a password. */
bool url_plain_hosts(const char *list);
bool url_plain_ports(const char *list);
bool url_plain_user(const char *user);

#endif
