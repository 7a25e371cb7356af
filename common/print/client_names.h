/*
 * Inside the room: the names that Prisma gives to what it finds in a database.
 */
#ifndef PRINT_CLIENT_NAMES_H
#define PRINT_CLIENT_NAMES_H

#include "print/client.h"

/* The values of the maps of names: taken, or reserved for what has this name in the database. */
#define CLIENT_NAME_TAKEN ((void *)(size_t)1)
#define CLIENT_NAME_OWN ((void *)(size_t)2)

/* True if a name of the database can be an identifier as it is. */
bool client_is_identifier(const char *name);

/*
 * Returns a name of the database as an identifier: other characters become underscores, and
 * characters that cannot start an identifier are removed from its start. `fallback` replaces a name
 * of which nothing is left.
 */
const char *client_identifier(struct arena *arena, const char *name, const char *fallback);

/* Returns `name`, or if that is taken an extension of it: "name_extension", "name_extension_2". */
const char *client_free_name(struct arena *arena, const struct map *taken, const char *name,
			     const char *extension);

/*
 * Returns the name of a model or an enum, and marks it as taken. `given` is its name in the schema
 * text, or NULL. Blocks that would have equal names get their namespace as a prefix. A name that is
 * reserved for this very one is free.
 */
const char *client_block_name(struct client *client, struct object_name stored, const char *given,
			      const char *fallback);

/* The names of a relation and of the fields on both sides of it. */
struct relation_names {
	const char *relation; /* NULL if the two models have no other relation */
	const char *forward, *back;
};

/* Names the relation of a foreign key. With `alone` it is the only one between two models. */
struct relation_names client_name_relation(struct arena *arena, const struct client_model *from,
					   const struct client_model *to,
					   const struct foreign_key *key, bool alone);

#endif
