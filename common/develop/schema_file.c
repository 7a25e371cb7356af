/* Finds and reads the Prisma schema of a project. */
#include "develop/schema_file.h"

#include <unistd.h>

#include "psl/psl.h"
#include "schema/text.h"

static const char *const places[] = {"schema.prisma", "prisma/schema.prisma", "prisma/schema"};

/* Returns the first place with a schema, or NULL. */
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
	struct record_writer text = {.text = {.arena = report->arena}};
	struct source *source = arena_alloc(report->arena, sizeof *source);
	struct sources files = {0};

	if (!path && !(path = find())) {
		report_error(report, nowhere, "cannot find the Prisma schema");
		return report_hint(report, "it is schema.prisma, prisma/schema.prisma or the "
					   "folder prisma/schema; name another one with -s");
	}
	if (!psl_load(path, &files, report) || !psl_convert(files.at, files.count, &text, report))
		return false;
	*source = (struct source){
		.name = path, .text = buffer_text(&text.text), .length = text.text.length};
	return schema_read(source, schema, report);
}
