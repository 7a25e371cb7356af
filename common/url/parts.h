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
 * A host of the list. An IPv6 address has lost its brackets; a name that still begins with [ lacks
 * the ], or has text after it.
 */
struct url_host {
	struct slice name, port;
	bool in_brackets;
};

/*
 * The parts as they are in the URL, still encoded. `start` is NULL in a missing part. There is
 * always at least one host, perhaps empty.
 */
struct url_parts {
	struct slice user, password;
	VECTOR(struct url_host) hosts;
	struct slice database, query, fragment;
};

/* Splits the text after "scheme://", which must live as long as the parts. */
void url_split(struct arena *arena, const char *text, struct url_parts *parts);

/*
 * Takes the next parameter off a query. `value->start` is NULL if it has no =. False if none is
 * left.
 */
bool url_next_parameter(struct slice *query, struct slice *name, struct slice *value);

/*
 * Takes the next item off a list of libpq, "a,b", of hosts or ports. The last item stays, as a
 * single port is for all hosts.
 */
struct slice url_next_item(const char **list);

/*
 * Returns a part with its percent escapes decoded: %41 becomes A. %00, and a % that begins no
 * escape, stay.
 */
char *url_decode(struct arena *arena, struct slice part);

#endif
