/*
 * Names models, fields and relations without names in the schema text, as Prisma's introspection
 * does.
 */
#include "print/client_names.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "psl/words.h"

static bool is_part(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

bool client_is_identifier(const char *name)
{
	return psl_is_name(name);
}

const char *client_identifier(struct arena *arena, const char *name, const char *fallback)
{
	char *identifier = arena_string(arena, name), *to = identifier;

	if (psl_is_name(name))
		return name;
	for (const char *from = name; *from; from++)
		if (to > identifier || isalpha((unsigned char)*from))
			*to++ = is_part(*from) ? *from : '_';
	*to = '\0';
	return *identifier ? identifier : fallback;
}

const char *client_free_name(struct arena *arena, const struct map *taken, const char *name,
			     const char *extension)
{
	const char *found = name;

	for (unsigned number = 1; map_get(taken, found); number++)
		found = number == 1 ? arena_format(arena, "%s_%s", name, extension)
				    : arena_format(arena, "%s_%s_%u", name, extension, number);
	return found;
}

const char *client_block_name(struct client *client, struct object_name stored, const char *given,
			      const char *fallback)
{
	struct arena *arena = client->schema->arena;
	const char *name = given ? given : client_identifier(arena, stored.name, fallback);
	enum scalar scalar;

	if (given)
		return given;
	if (psl_is_reserved(name) || scalar_from_name(name, &scalar))
		name = arena_format(arena, "Renamed%s", name);
	if (name == stored.name && map_get(&client->taken, name) == CLIENT_NAME_OWN)
		return name;
	if (map_get(&client->taken, name) && stored.namespace)
		name = arena_format(arena, "%s_%s",
				    client_identifier(arena, stored.namespace, "schema"), name);
	name = client_free_name(arena, &client->taken, name, fallback);
	map_add(&client->taken, name, CLIENT_NAME_TAKEN);
	return name;
}

/* Returns the name of a model in relations: that of its table, even if the model has another. */
static const char *relation_side(struct arena *arena, const struct client_model *model)
{
	const struct table *table = model->table;

	return fact_get(&table->facts, "model")
		       ? client_identifier(arena, table->name.name, "model")
		       : model->name;
}

/* Returns "post_editor_idTouser" for a key of post to user. */
static const char *relation_name(struct arena *arena, const char *from, const char *to,
				 const struct foreign_key *key)
{
	struct buffer name = {.arena = arena};
	const char **column;

	buffer_add(&name, from);
	vector_each(column, &key->columns)
		buffer_format(&name, "_%s", client_identifier(arena, *column, "column"));
	buffer_format(&name, "To%s", to);
	return buffer_take(&name);
}

struct relation_names client_name_relation(struct arena *arena, const struct client_model *from,
					   const struct client_model *to,
					   const struct foreign_key *key, bool alone)
{
	bool self = from == to;
	const char *here = relation_side(arena, from), *there = relation_side(arena, to);
	const char *back = self ? arena_format(arena, "other_%s", here) : here;

	if (alone)
		return (struct relation_names){
			.relation = self ? arena_format(arena, "%sTo%s", here, there) : NULL,
			.forward = there,
			.back = back,
		};
	const char *relation = relation_name(arena, here, there, key);
	return (struct relation_names){
		.relation = relation,
		.forward = arena_format(arena, "%s_%s", there, relation),
		.back = arena_format(arena, "%s_%s", back, relation),
	};
}
