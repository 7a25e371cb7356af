/*
 * Inside the room: a server of PostgreSQL that this process starts for itself, where no other one
 * is known.
 *
 * Its cluster is a directory of its own under $TMPDIR, which also holds its socket: nobody else
 * reaches it, and it listens to no network. PostgreSQL refuses to run as root; for root it runs as
 * the user postgres.
 */
#ifndef SCRATCH_CLUSTER_H
#define SCRATCH_CLUSTER_H

#include "url/url.h"

struct cluster;

/*
 * Makes a cluster and starts its server, which takes at most so many milliseconds; stores the URL
 * of its database, and what it is for messages. Removes what killed processes of the same user have
 * left. Returns false, with a message, if there is no initdb or it fails; then nothing is left.
 */
bool cluster_make(struct cluster **cluster, struct url *url, const char **text, int milliseconds,
		  struct report *report);

/* Stops the server and removes its files. False, with a message, if these are left. */
bool cluster_remove(struct cluster *cluster, struct report *report);

#endif
