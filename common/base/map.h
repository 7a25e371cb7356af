/*
 * From names to pointers, in an arena; for looking things up in a schema of thousands.
 *
 *	struct map tables = {.arena = arena};
 *	map_add(&tables, "users", table);
 *	table = map_get(&tables, "users");
 *
 * A name may stand in a scope, which has a name, too: the same name is another one in another scope,
 * and in none (NULL).
 *
 * The names are not copied: they must live as long as the map.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map_slot {
	const char *scope, *key;
	void *value;
	uint64_t hash; /* of both: keys that differ are rarely looked at */
};

struct map {
	struct arena *arena;
	struct map_slot *slots;
	size_t count, room;
};

/* Makes room in an empty map, where it is known how many names will come. */
void map_reserve(struct map *map, size_t count);

/* What `key` stood for before, or NULL; where there was something it stays. */
void *map_add(struct map *map, const char *key, void *value);
void *map_add_in(struct map *map, const char *scope, const char *key, void *value);

/* As map_add, but what was there is replaced. */
void *map_replace(struct map *map, const char *key, void *value);
void *map_replace_in(struct map *map, const char *scope, const char *key, void *value);

/* The place of what `key` stands for, which is NULL where it is new. It holds until the next name comes. */
void **map_place_in(struct map *map, const char *scope, const char *key);

/* What `key` stands for, or NULL. */
void *map_get(const struct map *map, const char *key);
void *map_get_in(const struct map *map, const char *scope, const char *key);

#endif
