/*
 * Inside the room: finds equal indexes or foreign keys of a table in linear time.
 */
#ifndef DIFF_ALIKE_H
#define DIFF_ALIKE_H

#include "diff/change.h"

/* Positions of equal items. Those before `next` already have a partner. */
struct group {
	VECTOR_MEMBERS(size_t);
	uint32_t next;
};

/*
 * Each returns, in the arena, a text that is equal for equal items. That of an index leaves out
 * operator classes.
 */
const char *diff_index_text(struct arena *arena, const struct alter_rules *rules,
			    const struct index *index);
const char *diff_key_text(struct arena *arena, const struct foreign_key *key);

/* The same for keys between the same columns, whatever their actions. */
const char *diff_key_ends(struct arena *arena, const struct foreign_key *key);

/* Adds a position to the group of a text. The map's values are groups. */
void diff_add_alike(struct map *groups, const char *text, size_t position);

#endif
