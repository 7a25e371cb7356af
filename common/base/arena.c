/* Memory in blocks, all freed at once. */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/exit.h"
#include "base/pages.h"

/*
 * Blocks double in size up to two huge pages, so a small run allocates memory once and a large run
 * rarely. A larger allocation gets a block of its own.
 */
enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 2 * HUGE_PAGE };

struct arena_block {
	struct arena_block *older;
	size_t room;
	alignas(max_align_t) unsigned char bytes[];
};

/* Memory that was given back. Stands at its start. */
struct arena_spare {
	struct arena_spare *next;
	size_t size;
};

/* The smallest allocation that is reused, in bytes. */
enum { SMALLEST_SPARE = 4096 };

_Noreturn void out_of_memory(void)
{
	fprintf(stderr, "%s: out of memory\n", program_name());
	exit(EXIT_TROUBLE);
}

/* Sanitizers and valgrind see the end of an allocation only if each one is a block of its own. */
#ifdef ARENA_EXACT
enum { IS_EXACT = 1 };
#else
enum { IS_EXACT = 0 };
#endif

/* True if a block of this size comes from pages_get. */
static bool is_pages(size_t room)
{
	return room == LARGEST_BLOCK - sizeof(struct arena_block);
}

/* Makes a block with room for `size` bytes the unused part. */
static void add_block(struct arena *arena, size_t size)
{
	struct arena_block *newest = arena->newest, *block;
	size_t whole = newest ? 2 * (newest->room + sizeof *newest) : FIRST_BLOCK;

	if (size > SIZE_MAX / 2)
		out_of_memory();
	if (whole > LARGEST_BLOCK)
		whole = LARGEST_BLOCK;
	if (IS_EXACT || whole < size + sizeof *block)
		whole = size + sizeof *block;
	/* calloc does not clear memory that comes fresh from the system. */
	block = is_pages(whole - sizeof *block) ? pages_get(whole) : calloc(1, whole);
	if (!block)
		out_of_memory();
	block->older = newest;
	block->room = whole - sizeof *block;
	arena->newest = block;
	arena->next = block->bytes;
	arena->end = block->bytes + block->room;
}

/* Makes the first spare with room for `size` bytes the unused part. False if there is none. */
static bool use_spare(struct arena *arena, size_t size)
{
	struct arena_spare **at = &arena->spares, *spare;

	while (*at && (*at)->size < size)
		at = &(*at)->next;
	if (!(spare = *at))
		return false;
	*at = spare->next;
	arena->next = (unsigned char *)spare;
	arena->end = arena->next + spare->size;
	memset(arena->next, 0, (size_t)(arena->end - arena->next));
	return true;
}

void *arena_alloc_elsewhere(struct arena *arena, size_t size)
{
	if (!use_spare(arena, size))
		add_block(arena, size);
	void *start = arena->next;
	arena->next += size;
	return start;
}

/* Overwrites memory that is invalid now, so that a later use of it shows. */
static void spoil(uintptr_t start, size_t size)
{
	if (IS_EXACT && size)
		memset((void *)start, 0xdb, size);
}

void arena_give_back(struct arena *arena, const void *old, size_t size)
{
	/* Drops the const: the caller may hold no other pointer. */
	uintptr_t start = (uintptr_t)old;
	size_t skip = -start & (alignof(max_align_t) - 1);

	spoil(start, size);
	if (IS_EXACT || size < SMALLEST_SPARE)
		return;
	struct arena_spare *spare = (struct arena_spare *)(start + skip);
	*spare = (struct arena_spare){arena->spares, size - skip};
	arena->spares = spare;
}

/* Grows the newest block, which holds a single allocation. The block may move. */
static void *grow_block(struct arena *arena, size_t old_size, size_t new_size)
{
	struct arena_block *block = realloc(arena->newest, sizeof *block + new_size);

	if (!block)
		out_of_memory();
	block->room = new_size;
	arena->newest = block;
	arena->next = arena->end = block->bytes + new_size;
	memset(block->bytes + old_size, 0, new_size - old_size);
	return block->bytes;
}

/* Resizes an allocation. If it moves within the arena, its old memory can be given back. */
static void *grow(struct arena *arena, void *old, size_t old_size, size_t new_size, bool give_back)
{
	struct arena_block *block = arena->newest;
	bool last = old_size && (unsigned char *)old + old_size == arena->next;

	/* The last allocation grows in place. */
	if (last && new_size > old_size &&
	    new_size - old_size <= (size_t)(arena->end - arena->next)) {
		arena->next += new_size - old_size;
		return old;
	}
	if (last && old == block->bytes && arena->end == block->bytes + block->room &&
	    !is_pages(block->room) && new_size > LARGEST_BLOCK &&
	    new_size < SIZE_MAX - sizeof *block)
		return grow_block(arena, old_size, new_size);
	void *place = arena_alloc(arena, new_size);
	if (old_size)
		memcpy(place, old, old_size);
	if (give_back)
		arena_give_back(arena, old, old_size);
	else
		spoil((uintptr_t)old, old_size);
	return place;
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
	return grow(arena, old, old_size, new_size, false);
}

void *arena_regrow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
	return grow(arena, old, old_size, new_size, true);
}

void arena_shrink(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
	unsigned char *end = (unsigned char *)old + old_size;

	if (end != arena->next)
		return;
	arena->next -= old_size - new_size;
	memset(arena->next, 0, old_size - new_size);
}

char *arena_slice(struct arena *arena, const char *start, size_t length)
{
	if (length == SIZE_MAX)
		out_of_memory();
	char *copy = arena_alloc_at(arena, length + 1, 1);

	if (length)
		memcpy(copy, start, length);
	return copy;
}

char *arena_string(struct arena *arena, const char *text)
{
	return arena_slice(arena, text, strlen(text));
}

char *arena_join(struct arena *arena, const char *a, char separator, const char *b)
{
	size_t a_length = strlen(a), b_length = strlen(b);
	char *text = arena_alloc_at(arena, a_length + b_length + 2, 1);

	memcpy(text, a, a_length);
	text[a_length] = separator;
	memcpy(text + a_length + 1, b, b_length);
	return text;
}

char *arena_vformat(struct arena *arena, const char *format, va_list arguments)
{
	char small[256]; /* most texts fit, and need no second pass */
	va_list again;

	va_copy(again, arguments);
	int length = vsnprintf(small, sizeof small, format, again);
	va_end(again);
	if (length < 0)
		out_of_memory();
	if ((size_t)length < sizeof small)
		return arena_slice(arena, small, (size_t)length);
	char *text = arena_alloc_at(arena, (size_t)length + 1, 1);
	vsnprintf(text, (size_t)length + 1, format, arguments);
	return text;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	char *text = arena_vformat(arena, format, arguments);
	va_end(arguments);
	return text;
}

static void free_blocks(struct arena_block *block)
{
	while (block) {
		struct arena_block *older = block->older;
		if (is_pages(block->room))
			pages_free(block, LARGEST_BLOCK);
		else
			free(block);
		block = older;
	}
}

void arena_free(struct arena *arena)
{
	free_blocks(arena->newest);
	*arena = (struct arena){0};
}

void arena_reset(struct arena *arena)
{
	struct arena_block *block = arena->newest;

	if (!block)
		return;
	free_blocks(block->older);
	/* The unused part is the end of the block, unless something was given back. */
	bool is_end = arena->end == block->bytes + block->room && !arena->spares;
	memset(block->bytes, 0, is_end ? (size_t)(arena->next - block->bytes) : block->room);
	block->older = NULL;
	*arena = (struct arena){block, block->bytes, block->bytes + block->room, NULL};
}

uint32_t vector_room(uint32_t *room, size_t size)
{
	if (*room > UINT32_MAX / 2 || *room > SIZE_MAX / 2 / size)
		out_of_memory();
	return *room = *room ? *room * 2 : 1;
}

bool names_have(const struct names *names, const char *name)
{
	const char **other;

	vector_each(other, names)
		if (strcmp(*other, name) == 0)
			return true;
	return false;
}
