/*
 * Inside the room: a schema as its clients see it: models whose fields are columns and relations,
 * on both sides of each foreign key. Names come from the Prisma schema if the schema text has them,
 * else from Prisma's rules for naming what it finds in a database.
 */
#ifndef PRINT_CLIENT_H
#define PRINT_CLIENT_H

#include "schema/schema.h"

struct client_model;

struct client_field {
	const char *name;
	const char *doc; /* or NULL */
	bool ignored;
	enum arity arity;

	const struct column *column;	       /* NULL for a relation */
	const struct client_enum *enumeration; /* its type; or NULL */

	const struct client_model *model; /* NULL for a column */
	const struct foreign_key *key;	  /* whose columns this side holds; or NULL */
	const char *relation;		  /* its name; or NULL */
};

struct client_model {
	const struct table *table;
	const char *name;
	bool ignored; /* the schema text says so, or no key identifies its rows */
	VECTOR(struct client_field) fields;
	struct map by_name;   /* which names are taken */
	struct map by_column; /* the fields of columns */
};

struct client_value {
	const struct enum_value *value;
	const char *name;
};

struct client_enum {
	const struct enumeration *enumeration;
	const char *name;
	VECTOR(struct client_value) values;
};

/* The table of a many-to-many relation. For Prisma's clients it is two list fields. */
struct client_join {
	const struct table *table;
	const char *name; /* for languages that need a type for it */
};

struct client {
	const struct schema *schema;
	VECTOR(struct client_model) models;
	VECTOR(struct client_join) joins;
	VECTOR(struct client_enum) enums;
	struct map models_by_table, enums_by_name; /* by name in the namespace */
	struct map taken;			   /* names of models and enums */
};

/* Builds the client's view. Its texts live in the schema's arena. */
void client_build(const struct schema *schema, struct client *client);

/* Returns the model of a table; NULL for a join table, or if there is none. */
struct client_model *client_model(const struct client *client, struct object_name table);

/* Returns the field of a column; never NULL for a column of the model's table. */
const struct client_field *client_field(const struct client_model *model, const char *column);

/*
 * True for the join table of an implicit many-to-many relation: as the schema text says, or as
 * Prisma recognizes one in a database.
 */
bool client_is_join_table(const struct schema *schema, const struct table *table);

#endif
