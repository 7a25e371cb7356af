/* A hash table with open addressing. */
#include "base/map.h"

#include <stdint.h>

#include "base/text.h"

/* A power of two, and small: many maps hold few keys. */
enum { FEWEST_SLOTS = 4 };

/* Continues the hash `h` with `key`, by FNV-1a in 64 bits (Fowler, Noll, Vo). */
static uint64_t hash_on(const char *key, uint64_t h)
{
	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * 0x100000001b3u;
	return h;
}

static uint64_t hash_in(const char *scope, const char *key)
{
	uint64_t h = hash_on(key, 0xcbf29ce484222325u);

	if (scope)
		h = hash_on(scope, h * 0x100000001b3u);
	return h ^ h >> 32;
}

/*
 * Returns the slot of `key`, or the empty slot where it belongs. `room` is a power of two, and at
 * least one slot is empty.
 */
static struct map_slot *find(struct map_slot *slots, size_t room, uint64_t hash, const char *scope,
			     const char *key)
{
	size_t i = (size_t)hash & (room - 1);

	while (slots[i].key && !(slots[i].hash == hash && text_equal(slots[i].key, key) &&
				 text_equal(slots[i].scope, scope)))
		i = (i + 1) & (room - 1);
	return &slots[i];
}

static void grow(struct map *map, size_t room)
{
	struct map_slot *slots = arena_alloc(map->arena, room * sizeof *slots);

	for (size_t i = 0; i < map->room; i++) {
		const struct map_slot *slot = &map->slots[i];
		if (slot->key)
			*find(slots, room, slot->hash, slot->scope, slot->key) = *slot;
	}
	map->slots = slots;
	map->room = room;
}

/* Keeps a quarter of the slots empty, so that probes stay short. */
static bool has_room(size_t room, size_t count)
{
	return count <= room / 4 * 3;
}

void map_reserve(struct map *map, size_t count)
{
	size_t room = FEWEST_SLOTS;

	while (!has_room(room, count))
		room *= 2;
	grow(map, room);
}

/* Returns the slot of `key`. Adds one if there is none. */
static struct map_slot *claim(struct map *map, const char *scope, const char *key)
{
	if (!has_room(map->room, map->count + 1))
		grow(map, map->room ? map->room * 2 : FEWEST_SLOTS);
	uint64_t hash = hash_in(scope, key);
	struct map_slot *slot = find(map->slots, map->room, hash, scope, key);
	if (!slot->key) {
		*slot = (struct map_slot){scope, key, NULL, hash};
		map->count++;
	}
	return slot;
}

void **map_place_in(struct map *map, const char *scope, const char *key)
{
	return &claim(map, scope, key)->value;
}

void *map_add_in(struct map *map, const char *scope, const char *key, void *value)
{
	struct map_slot *slot = claim(map, scope, key);

	if (slot->value)
		return slot->value;
	slot->value = value;
	return NULL;
}

void *map_replace(struct map *map, const char *key, void *value)
{
	struct map_slot *slot = claim(map, NULL, key);
	void *before = slot->value;

	slot->value = value;
	return before;
}

void *map_get_in(const struct map *map, const char *scope, const char *key)
{
	if (map->room == 0)
		return NULL;
	return find(map->slots, map->room, hash_in(scope, key), scope, key)->value;
}

void *map_add(struct map *map, const char *key, void *value)
{
	return map_add_in(map, NULL, key, value);
}

void *map_get(const struct map *map, const char *key)
{
	return map_get_in(map, NULL, key);
}
