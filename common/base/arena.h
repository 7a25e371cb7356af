/*
 * Memory with one owner.
 *
 * A program makes one arena, everything that it builds lives in there, and
 * one call frees it all. Nothing is freed singly. An arena may have children
 * for work that repeats (a migration of many): free the child, keep the parent.
 *
 * There is no failure to check: a program that is out of memory says so and
 * exits with status 2.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena_block;

struct arena {
	struct arena_block *newest;
	unsigned char *next, *end; /* what is free of it, all zero */
};

/* As arena_alloc and arena_slice, where the newest block has no room. */
void *arena_alloc_in_new_block(struct arena *arena, size_t size);

/* `size` bytes at a multiple of `align`, a power of two. */
static inline void *arena_alloc_at(struct arena *arena, size_t size, size_t align)
{
	size_t room = (size_t)(arena->end - arena->next);
	size_t skip = -(uintptr_t)arena->next & (align - 1);

	if (skip >= room || size > room - skip)
		return arena_alloc_in_new_block(arena, size);
	void *start = arena->next + skip;
	arena->next += skip + size;
	return start;
}

/* Bytes for any type, all zero. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
	return arena_alloc_at(arena, size, alignof(max_align_t));
}

/* `old` (of `old_size` bytes, or NULL) moved to a place of `new_size`, the growth zeroed. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size);

/* Gives back all but `new_size` bytes of `old`, where nothing was allocated since. */
void arena_shrink(struct arena *arena, void *old, size_t old_size, size_t new_size);

/* Copies, each with a NUL at the end. */
char *arena_string(struct arena *arena, const char *text);
char *arena_slice(struct arena *arena, const char *start, size_t length);
char *arena_join(struct arena *arena, const char *a, char separator, const char *b);
char *arena_format(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vformat(struct arena *arena, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* How a program ends that is out of memory, or is asked for more of it than there can be. */
_Noreturn void out_of_memory(void);

/* Frees all that was allocated; the arena is empty and can be used again. */
void arena_free(struct arena *arena);

/* The same for work that repeats: the newest of its memory is kept for what comes next. */
void arena_reset(struct arena *arena);

/*
 * A growing array in an arena:
 *
 *	VECTOR(struct column) columns;
 *	struct column *column = vector_add(arena, &columns);
 *	vector_each(column, &columns)
 *		use(column);
 *
 * vector_add gives a pointer to a new element, all zero, which holds until the next one is added.
 */
#define VECTOR_MEMBERS(type)                                                                       \
	type *at;                                                                                  \
	uint32_t count, room
#define VECTOR(type)                                                                               \
	struct {                                                                                   \
		VECTOR_MEMBERS(type);                                                              \
	}

#define vector_add(arena, vector)                                                                  \
	((vector)->count == (vector)->room                                                         \
		 ? (void)((vector)->at = arena_grow(                                               \
				  (arena), (vector)->at, (vector)->count * sizeof *(vector)->at,   \
				  vector_room(&(vector)->room, sizeof *(vector)->at) *             \
					  sizeof *(vector)->at))                                   \
		 : (void)0,                                                                        \
	 &(vector)->at[(vector)->count++])

/* Room for `wanted` elements in a vector that is still empty, where it is known how many will come. */
#define vector_reserve(arena, vector, wanted)                                                      \
	((vector)->room = (uint32_t)(wanted),                                                      \
	 (vector)->at = (vector)->room                                                             \
				? arena_alloc((arena), (vector)->room * sizeof *(vector)->at)      \
				: NULL)

#define vector_each(item, vector)                                                                  \
	for ((item) = (vector)->at; (vector)->count && (item) != (vector)->at + (vector)->count;   \
	     (item)++)

/* The next size of a vector that is full and whose elements have `size` bytes. */
uint32_t vector_room(uint32_t *room, size_t size);

/* The commonest vector. */
struct names {
	VECTOR_MEMBERS(const char *);
};

#endif
