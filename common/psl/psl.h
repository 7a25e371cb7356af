/*
 * The Prisma schema language: reads .prisma files, checks them like Prisma's engine, and writes
 * schema text.
 *
 * The work is done in phases, each in one file or a few. As in Prisma's engine, checks are skipped
 * if an earlier phase found errors.
 *
 *	scan, expression, parse		text to tree (tree.h): lines and blocks
 *	names				duplicate, reserved and invalid names
 *	config				datasource and generators
 *	types				the types of fields
 *	attributes, default, key, ...	the attributes of fields, models and enums, one by one
 *	relations			pairs of relation fields
 *	constraint			default names of constraints, and duplicates
 *	check, check_*			all parts fit together, and the database supports them
 *	lower, lower_*			the tables, enums and so on to create, as schema text
 */
#ifndef PSL_PSL_H
#define PSL_PSL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/record.h"
#include "base/report.h"
#include "schema/schema.h"

/*
 * Reads `count` files as one schema, and writes its records to `to`, unless that is NULL. Returns
 * false and writes nothing if Prisma's engine would reject the schema, or its provider is not
 * supported. Reports every error at its place, and warnings, which do not change the result.
 */
bool psl_convert(const struct source *files, size_t count, struct record_writer *to,
		 struct report *report);

struct sources {
	VECTOR_MEMBERS(struct source);
};

/*
 * Reads the files of a schema into `files`, in the report's arena: `path` itself if it is a file or
 * "-" (stdin); else all files below this directory whose names end with ".prisma", sorted by name.
 * Reports files that are unreadable or not text, and returns false.
 */
bool psl_load(const char *path, struct sources *files, struct report *report);

/* Returns the files of a schema as one text, whose lines end in \n. */
const char *psl_join(struct arena *arena, const struct sources *files);

/*
 * Adds the text of a schema whose lines end in \n, but like its files: with the byte order mark and
 * the line ends of the first one, and no line break at the end if the last one has none.
 */
void psl_add_like(struct buffer *to, const char *text, const struct sources *files);

/*
 * Each reads a schema into a model in the report's arena: a Prisma schema, given by its files or
 * found like in psl_load, or a file of schema text. Reports its faults, and returns false.
 */
bool psl_read_files(const struct sources *files, struct schema *schema, struct report *report);
bool psl_read(const char *path, struct schema *schema, struct report *report);

#endif
