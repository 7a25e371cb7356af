/*
 * The grammar of a server's URL.
 *
 *	scheme://user:password@host:port,host:port/database?name=value&name=value#fragment
 */
#ifndef URL_PARTS_H
#define URL_PARTS_H

#include "base/arena.h"
#include "base/text.h"

/*
 * A host of the list. The name of an IPv6 address is without its brackets; one that begins with a [
 * lacks the ], or has text behind it.
 */
struct url_host {
	struct slice name, port;
	bool in_brackets;
};

/*
 * The parts as they stand in the URL, encoded; `start` is NULL if there is no such part. There is
 * always a host, which may be empty.
 */
struct url_parts {
	struct slice user, password;
	VECTOR(struct url_host) hosts;
	struct slice database, query, fragment;
};

/* Splits what follows "scheme://". The text must live as long as the parts. */
void url_split(struct arena *arena, const char *text, struct url_parts *parts);

/*
 * Takes the next parameter off a query; `value->start` is NULL if it has no =. False if there is
 * none left.
 */
bool url_next_parameter(struct slice *query, struct slice *name, struct slice *value);

/*
 * Cuts the next item off one of libpq's lists, "a,b", of hosts or ports. The last one stays: a list
 * with one port is for all hosts.
 */
struct slice url_next_item(const char **list);

/*
 * Returns a part with its percent escapes decoded: %41 is A. %00, and a % that begins no escape,
 * stay as they are.
 */
char *url_decode(struct arena *arena, struct slice part);

#endif
