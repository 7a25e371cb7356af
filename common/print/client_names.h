/*
 * Inside the room: the names that Prisma gives to what it finds in a database.
 */
#ifndef PRINT_CLIENT_NAMES_H
#define PRINT_CLIENT_NAMES_H

#include "print/client.h"

/*
 * Returns a name of the database as an identifier: other characters become underscores, and those
 * that an identifier cannot start with are removed. `fallback` stands for a name of which nothing
 * is left.
 */
const char *client_identifier(struct arena *arena, const char *name, const char *fallback);

/* Returns `name`, or one that extends it if that is taken: "name_extension", "name_extension_2". */
const char *client_free_name(struct arena *arena, const struct map *taken, const char *name,
			     const char *extension);

/*
 * Returns the name of a model or an enum, and takes it. `given` is its name in the schema text, or
 * NULL. Blocks whose names would be one get their namespace as well.
 */
const char *client_block_name(struct client *client, struct object_name stored, const char *given,
			      const char *fallback);

/* The names of a relation and of the fields on both sides of it. */
struct relation_names {
	const char *relation; /* NULL if the two models have no other relation */
	const char *forward, *back;
};

/* Names the relation of a foreign key. `alone`: it is the only one between two models. */
struct relation_names client_name_relation(struct arena *arena, const struct client_model *from,
					   const struct client_model *to,
					   const struct foreign_key *key, bool alone);

#endif
