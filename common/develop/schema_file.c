/* Finds and reads a project's Prisma schema. */
#include "develop/schema_file.h"

#include <unistd.h>

#include "psl/psl.h"

static const char *const places[] = {"schema.prisma", "prisma/schema.prisma", "prisma/schema"};

/* Returns the first of these paths that has a schema, or NULL. */
static const char *find(void)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (access(places[i], F_OK) == 0)
			return places[i];
	return NULL;
}

bool develop_has_schema(void)
{
	return find();
}

bool develop_read_schema(const char *path, struct schema *schema, struct report *report)
{
	if (path || (path = find()))
		return psl_read(path, schema, report);
	report_error(report, nowhere, "cannot find the Prisma schema");
	return report_hint(
		report,
		"expected schema.prisma, prisma/schema.prisma or the folder prisma/schema; name "
		"another with -s%s",
		access("prisma.config.ts", F_OK) == 0 ? "; prisma.config.ts is not read" : "");
}
