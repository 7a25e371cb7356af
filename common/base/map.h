/*
 * A hash table from names to pointers, in an arena.
 *
 *	struct map tables = {.arena = arena};
 *	map_add(&tables, "users", table);
 *	table = map_get(&tables, "users");
 *
 * A key may have a scope: another name, or NULL. Equal keys in different scopes are different keys.
 *
 * Names are not copied: they must live as long as the map.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map_slot {
	const char *scope, *key;
	void *value;
	uint64_t hash; /* of scope and key; spares most comparisons of names */
};

struct map {
	struct arena *arena;
	struct map_slot *slots;
	size_t count, room;
};

/* Makes room for `count` keys in an empty map. */
void map_reserve(struct map *map, size_t count);

/* Adds `key` unless present. Returns the value that was there, else NULL. */
void *map_add(struct map *map, const char *key, void *value);
void *map_add_in(struct map *map, const char *scope, const char *key, void *value);

/* Sets the value of `key`. Returns the value that it replaces, else NULL. */
void *map_replace(struct map *map, const char *key, void *value);

/*
 * Returns the place of the value of `key`, valid until the next key is added. The value of a new
 * key is NULL.
 */
void **map_place_in(struct map *map, const char *scope, const char *key);

/* Returns the value of `key`, or NULL. */
void *map_get(const struct map *map, const char *key);
void *map_get_in(const struct map *map, const char *scope, const char *key);

#endif
