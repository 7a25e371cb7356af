/*
 * Inside the room: finds renames and renamed things by kind, place and name.
 */
#ifndef DIFF_RENAME_MAP_H
#define DIFF_RENAME_MAP_H

#include "diff/change.h"

/*
 * A map from names to pointers. A column or a value has the name `name` in `object`; a table or an
 * enum has it in the namespace of `object`. Names are not copied.
 */
struct rename_map {
	struct arena *arena;
	struct map places; /* struct map of each place, by kind and name */
};

/*
 * Returns the place of a name's value, which is NULL for a new name. Valid until the next name is
 * added.
 */
void **rename_map_place(struct rename_map *map, enum change_kind kind, struct object_name object,
			const char *name);

/* Returns the value of a name, or NULL. */
void *rename_map_get(const struct rename_map *map, enum change_kind kind, struct object_name object,
		     const char *name);

#endif
