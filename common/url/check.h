/*
 * Inside the room: tells a URL from one that a password has cut or shifted.
 *
 * A password with a / ? # @ or : that is not percent-encoded, a host that was forgotten, or a quote
 * or # that ends a line too early, make a part of the password look like a host, a port, a
 * database or a parameter, which messages name. Such a URL is refused, without a word of it.
 */
#ifndef URL_CHECK_H
#define URL_CHECK_H

#include "url/parts.h"

/* Returns what is wrong with the parts of a URL, as a message without any text of it; or NULL. */
const char *url_fault(const struct url_parts *parts);

/*
 * True if a URL is legal, but may be a password that was cut: "app:1234/x", "app:pass@wo.rd",
 * "app:pass@/word". Then messages name its user only, or what stands in the place of one, and quote
 * no server. `server_given` is true if a parameter says where the server is.
 */
bool url_is_vague(const struct url_parts *parts, bool server_given);

/* True if the user may hold the password too: "app=pass@host". */
bool url_has_odd_user(const struct url_parts *parts);

/* True if a decoded host list, port list or user cannot hold a password. */
bool url_plain_hosts(const char *list);
bool url_plain_ports(const char *list);
bool url_plain_user(const char *user);

#endif
