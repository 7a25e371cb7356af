/*
 * Inside the room: indexes or foreign keys of a table that are alike, found in linear time.
 */
#ifndef DIFF_ALIKE_H
#define DIFF_ALIKE_H

#include "diff/change.h"

/* Positions of things that are alike. Those before `next` have a partner already. */
struct group {
	VECTOR_MEMBERS(size_t);
	uint32_t next;
};

/*
 * Each returns, in the arena, the text of all that two things must share to be alike: of indexes,
 * the operator classes are left out.
 */
const char *diff_index_text(struct arena *arena, const struct alter_rules *rules,
			    const struct index *index);
const char *diff_key_text(struct arena *arena, const struct foreign_key *key);

/* Adds a position to the group of a text. The map holds groups. */
void diff_add_alike(struct map *groups, const char *text, size_t position);

#endif
