/*
 * Inside the room: a private server of PostgreSQL, started by this process if it knows no other.
 *
 * Its cluster is a directory under $TMPDIR, which also holds its socket: nobody else can reach it,
 * and it listens on no network. PostgreSQL refuses to run as root, so for root it runs as the user
 * postgres.
 */
#ifndef SCRATCH_CLUSTER_H
#define SCRATCH_CLUSTER_H

#include "url/url.h"

struct cluster;

/*
 * Makes a cluster and starts its server, in at most `milliseconds`. Stores the URL of its database,
 * and a description for messages. Removes what killed processes of the same user left behind.
 * Returns false, with a message, if initdb is missing or fails; nothing is left then.
 */
bool cluster_make(struct cluster **cluster, struct url *url, const char **text, int milliseconds,
		  struct report *report);

/* Stops the server and removes its files. False, with a message, if some are left. */
bool cluster_remove(struct cluster *cluster, struct report *report);

#endif
