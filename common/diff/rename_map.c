/* Finds renames by kind, place and name. */
#include "diff/rename_map.h"

/*
 * Returns the place of a name. That of tables and enums is their namespace, in the form of an
 * object's name.
 */
static struct object_name place_of(enum change_kind kind, struct object_name object)
{
	if (kind == CHANGE_RENAME_TABLE || kind == CHANGE_RENAME_ENUM)
		object.name = "";
	return object;
}

void **rename_map_place(struct rename_map *map, enum change_kind kind, struct object_name object,
			const char *name)
{
	struct object_name at = place_of(kind, object);

	map->places.arena = map->arena;
	struct map **names = (struct map **)map_place_in(&map->places, at.namespace, at.name);
	if (!*names) {
		*names = arena_alloc(map->arena, sizeof **names);
		(*names)->arena = map->arena;
	}
	return map_place_in(*names, diff_heading(kind), name);
}

void *rename_map_get(const struct rename_map *map, enum change_kind kind, struct object_name object,
		     const char *name)
{
	struct object_name at = place_of(kind, object);
	const struct map *names = map_get_in(&map->places, at.namespace, at.name);

	return names ? map_get_in(names, diff_heading(kind), name) : NULL;
}
