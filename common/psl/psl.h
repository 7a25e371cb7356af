/*
 * The Prisma schema language: reads .prisma files, checks them as Prisma's engine does, and writes
 * schema text.
 *
 * The work is done in phases, each in a file or a few. As in Prisma's engine, checks are skipped if
 * an earlier phase found errors.
 *
 *	scan, expression, parse		text to tree (tree.h): lines and blocks
 *	names				duplicate, reserved and invalid names
 *	config				datasource and generators
 *	types				the types of fields
 *	attributes, default, key, ...	the attributes of fields, models and enums, one by one
 *	relations			pairs relation fields
 *	constraint			default names of constraints, duplicates among them
 *	check, check_*			whether all fits together and the database supports it
 *	lower, lower_*			the tables, enums, ... to create, as schema text
 */
#ifndef PSL_PSL_H
#define PSL_PSL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/record.h"
#include "base/report.h"
#include "schema/schema.h"

/*
 * Reads `count` files as one schema and writes its records to `to`, unless `to` is NULL. Returns
 * false and writes nothing if Prisma's engine would reject the schema or if its provider is not
 * supported. Reports every error at its place, and warnings, which do not change the result.
 */
bool psl_convert(const struct source *files, size_t count, struct record_writer *to,
		 struct report *report);

struct sources {
	VECTOR_MEMBERS(struct source);
};

/*
 * Reads the files of a schema into `files`, in the report's arena: `path` itself if it is a file or
 * "-" (stdin), else all files below the folder whose names end in ".prisma", sorted by name.
 * Reports files that cannot be read or are not text, and returns false.
 */
bool psl_load(const char *path, struct sources *files, struct report *report);

/*
 * Reads a schema into a model in the report's arena: a Prisma schema as psl_load finds it, or a
 * file of schema text. Reports its faults, and returns false.
 */
bool psl_read(const char *path, struct schema *schema, struct report *report);

#endif
