#include "base/map.h"

#include <stdint.h>
#include <string.h>

/* FNV-1a, 64 bits (Fowler, Noll and Vo). */
static uint64_t hash(const char *key)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * 0x100000001b3u;
	return h ^ h >> 32;
}

/* The slot of `key`, or the empty one where it belongs; `room` is a power of two, never full. */
static struct map_slot *find(struct map_slot *slots, size_t room, const char *key)
{
	size_t i = (size_t)hash(key) & (room - 1);

	while (slots[i].key && strcmp(slots[i].key, key) != 0)
		i = (i + 1) & (room - 1);
	return &slots[i];
}

/* The slot of `key`, in a map that has room for it. */
static struct map_slot *claim(struct map *map, const char *key)
{
	if (map->count * 2 >= map->room) {
		size_t room = map->room ? map->room * 2 : 16;
		struct map_slot *slots = arena_alloc(map->arena, room * sizeof *slots);
		for (size_t i = 0; i < map->room; i++)
			if (map->slots[i].key)
				*find(slots, room, map->slots[i].key) = map->slots[i];
		map->slots = slots;
		map->room = room;
	}
	struct map_slot *slot = find(map->slots, map->room, key);
	if (!slot->key) {
		slot->key = key;
		map->count++;
	}
	return slot;
}

void *map_add(struct map *map, const char *key, void *value)
{
	struct map_slot *slot = claim(map, key);

	if (slot->value)
		return slot->value;
	slot->value = value;
	return NULL;
}

void *map_replace(struct map *map, const char *key, void *value)
{
	struct map_slot *slot = claim(map, key);
	void *before = slot->value;

	slot->value = value;
	return before;
}

void *map_get(const struct map *map, const char *key)
{
	return map->room ? find(map->slots, map->room, key)->value : NULL;
}
