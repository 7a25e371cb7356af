/* Loads libpq at run time; a static program includes it. */
#include "postgresql/libpq.h"

#include <dlfcn.h>
#include <string.h>

#ifdef MIGTOOLS_STATIC
bool pg_load(struct libpq *libpq, struct report *report)
{
#define LIBPQ_LINKED(name) libpq->name = name;
	LIBPQ_FUNCTIONS(LIBPQ_LINKED)
#undef LIBPQ_LINKED
	(void)report;
	return true;
}
#else
static const struct function {
	const char *name;
	size_t offset;
} functions[] = {
#define LIBPQ_ROW(name) {#name, offsetof(struct libpq, name)},
	LIBPQ_FUNCTIONS(LIBPQ_ROW)
#undef LIBPQ_ROW
};

bool pg_load(struct libpq *libpq, struct report *report)
{
	void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; library && i < sizeof functions / sizeof *functions; i++) {
		void *symbol = dlsym(library, functions[i].name);
		if (!symbol) {
			library = NULL;
			break;
		}
		memcpy((char *)libpq + functions[i].offset, &symbol, sizeof symbol);
	}
	if (library)
		return true;
	report_error(report, nowhere, "cannot load PostgreSQL's client library: %s", dlerror());
	return report_hint(report, "install it (on Debian, the package libpq5)");
}
#endif
