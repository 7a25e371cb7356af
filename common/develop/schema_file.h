/*
 * Inside the room: a project's Prisma schema, as a model.
 */
#ifndef DEVELOP_SCHEMA_FILE_H
#define DEVELOP_SCHEMA_FILE_H

#include "base/report.h"
#include "schema/schema.h"

/*
 * Reads the schema at `path`, a file or a directory. NULL means where Prisma looks for it:
 * schema.prisma, prisma/schema.prisma, prisma/schema. Reports faults like schema-parse.
 */
bool develop_read_schema(const char *path, struct schema *schema, struct report *report);

/* True if there is a schema where Prisma looks for it. */
bool develop_has_schema(void);

#endif
