/*
 * Large pieces of memory, from the system itself: on huge pages where it has them, as every page
 * that is touched for the first time costs about as much as the work that is done in it.
 */
#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include <stddef.h>

/* What pieces are multiples of, and begin at: a huge page of today's machines, in bytes. */
enum { HUGE_PAGE = 2 * 1024 * 1024 };

/* `size` bytes, all zero; NULL where there are no more. */
void *pages_get(size_t size);

void pages_free(void *pages, size_t size);

#endif
