/*
 * Inside the room: large blocks of memory from the system, in huge pages where it has them. The
 * first access to a page costs about as much as the work done in it.
 */
#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include <stddef.h>

/* Blocks are multiples of this, and aligned to it: the usual size of a huge page, in bytes. */
enum { HUGE_PAGE = 2 * 1024 * 1024 };

/* Returns `size` zero bytes, or NULL. */
void *pages_get(size_t size);

/* Frees a block of `size` bytes. */
void pages_free(void *pages, size_t size);

#endif
