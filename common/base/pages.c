/* Memory from mmap, aligned to huge pages. */
#define _DEFAULT_SOURCE /* for MAP_ANONYMOUS and madvise, which POSIX lacks */

#include "base/pages.h"

#include <stdint.h>
#include <sys/mman.h>

void *pages_get(size_t size)
{
	/* A mapping may begin anywhere: map one huge page more, and unmap both ends. */
	unsigned char *start = mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (start == MAP_FAILED)
		return NULL;
	size_t before = -(uintptr_t)start % HUGE_PAGE;
	if (before)
		munmap(start, before);
	munmap(start + before + size, HUGE_PAGE - before);
#ifdef MADV_HUGEPAGE
	madvise(start + before, size, MADV_HUGEPAGE);
#endif
	return start + before;
}

void pages_free(void *pages, size_t size)
{
	munmap(pages, size);
}
