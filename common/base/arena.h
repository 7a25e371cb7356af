/*
 * Memory that is freed all at once.
 *
 * A program has one arena: everything that it builds lives there, and one call frees it. Repeated
 * work may have an arena of its own.
 *
 * Allocation never fails: a program that runs out of memory says so and exits with EXIT_TROUBLE.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena_block;
struct arena_spare;

struct arena {
	struct arena_block *newest;
	unsigned char *next, *end; /* the unused part of a block, all zero */
	struct arena_spare *spares;
};

/* Allocates `size` bytes when the unused part has no room for them. For arena_alloc_at only. */
void *arena_alloc_elsewhere(struct arena *arena, size_t size);

/* Returns `size` zero bytes, aligned to `align`, a power of two. */
static inline void *arena_alloc_at(struct arena *arena, size_t size, size_t align)
{
	size_t room = (size_t)(arena->end - arena->next);
	size_t skip = -(uintptr_t)arena->next & (align - 1);

	if (skip >= room || size > room - skip)
		return arena_alloc_elsewhere(arena, size);
	void *start = arena->next + skip;
	arena->next += skip + size;
	return start;
}

/* Returns `size` zero bytes, aligned for any type. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
	return arena_alloc_at(arena, size, alignof(max_align_t));
}

/*
 * Resizes the allocation `old` (which may be NULL) from `old_size` to `new_size` bytes, and zeroes
 * what is new. It may move: `old` is invalid afterwards, and arena_regrow gives it back.
 */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size);
void *arena_regrow(struct arena *arena, void *old, size_t old_size, size_t new_size);

/* Gives back the bytes of `old` after the first `new_size`, if `old` is the last allocation. */
void arena_shrink(struct arena *arena, void *old, size_t old_size, size_t new_size);

/*
 * Gives back an allocation of `size` bytes, which nothing may use afterwards. Later allocations
 * reuse a large one; a small one is not worth a record.
 */
void arena_give_back(struct arena *arena, const void *old, size_t size);

/*
 * Each returns a new string: a copy, a copy of `length` bytes, `a` `separator` `b`, or text as
 * printf formats it.
 */
char *arena_string(struct arena *arena, const char *text);
char *arena_slice(struct arena *arena, const char *start, size_t length);
char *arena_join(struct arena *arena, const char *a, char separator, const char *b);
char *arena_format(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vformat(struct arena *arena, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* Says that memory is exhausted, and exits with EXIT_TROUBLE. */
_Noreturn void out_of_memory(void);

/* Frees everything. The arena is then empty and can be used again. */
void arena_free(struct arena *arena);

/* Like arena_free, but keeps the newest block for the next allocations. */
void arena_reset(struct arena *arena);

/*
 * A growing array in an arena:
 *
 *	VECTOR(struct column) columns;
 *	struct column *column = vector_add(arena, &columns);
 *	vector_each(column, &columns)
 *		use(column);
 *
 * vector_add returns a new element, all zero. The pointer is valid until the next vector_add.
 */
#define VECTOR_MEMBERS(type)                                                                       \
	type *at;                                                                                  \
	uint32_t count, room
#define VECTOR(type)                                                                               \
	struct {                                                                                   \
		VECTOR_MEMBERS(type);                                                              \
	}

#define vector_add(arena, vector) vector_add_with(arena_grow, arena, vector)

/* Like vector_add, for a large vector of which there is no copy: gives back what it outgrows. */
#define vector_add_alone(arena, vector) vector_add_with(arena_regrow, arena, vector)

#define vector_add_with(grow, arena, vector)                                                       \
	((vector)->count == (vector)->room                                                         \
		 ? (void)((vector)->at = grow((arena), (vector)->at,                               \
					      (vector)->count * sizeof *(vector)->at,              \
					      vector_room(&(vector)->room, sizeof *(vector)->at) * \
						      sizeof *(vector)->at))                       \
		 : (void)0,                                                                        \
	 &(vector)->at[(vector)->count++])

/*
 * Inserts an element before the one at position `place`, or at the end. Returns it; it still has
 * the bytes of another one.
 */
#define vector_insert(arena, vector, place)                                                        \
	(vector_add((arena), (vector)),                                                            \
	 memmove((vector)->at + (place) + 1, (vector)->at + (place),                               \
		 ((vector)->count - 1 - (place)) * sizeof *(vector)->at),                          \
	 &(vector)->at[place])

/* Makes room for `wanted` elements in an empty vector. */
#define vector_reserve(arena, vector, wanted)                                                      \
	((vector)->room = (uint32_t)(wanted),                                                      \
	 (vector)->at = (vector)->room                                                             \
				? arena_alloc((arena), (vector)->room * sizeof *(vector)->at)      \
				: NULL)

#define vector_each(item, vector)                                                                  \
	for ((item) = (vector)->at; (vector)->count && (item) != (vector)->at + (vector)->count;   \
	     (item)++)

/*
 * Returns the next capacity of a full vector with elements of `size` bytes, and stores it in
 * `*room`.
 */
uint32_t vector_room(uint32_t *room, size_t size);

/* The most common vector. */
struct names {
	VECTOR_MEMBERS(const char *);
};

/* True if `name` is in the list. */
bool names_have(const struct names *names, const char *name);

#endif
