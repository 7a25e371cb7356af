/*
 * Inside db/ only: the grammar of a server's URL.
 *
 *	scheme://user:password@host:port,host:port/database?name=value&name=value#fragment
 */
#ifndef DB_URL_PARTS_H
#define DB_URL_PARTS_H

#include "base/record.h"

/* The parts as they stand in the URL, encoded; `start` is NULL if there is no such part. */
struct url_parts {
	struct slice user, password, hosts, database, query, fragment;
};

/* Splits what follows "scheme://". */
void db_url_split(const char *text, struct url_parts *parts);

/* Takes the next name=value off a query. False if there is none left. */
bool db_url_next_parameter(struct slice *query, struct slice *name, struct slice *value);

/*
 * Returns a part with its percent escapes decoded: %41 is A. %00, and a % that begins no escape,
 * stay as they are.
 */
char *db_url_decode(struct arena *arena, struct slice part);

#endif
