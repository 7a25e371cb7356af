/*
 * The Prisma schema language: from a .prisma schema, checked as Prisma's engine checks it, to schema
 * text.
 *
 * The work goes through phases, a file each or a few; as in Prisma's engine the checks do not run
 * where anything before them found errors:
 *
 *	scan, expression, parse		text to tree (tree.h): lines and blocks
 *	names				duplicate, reserved and misspelt names
 *	config				datasource and generators
 *	types				what the type of a field is
 *	attributes, default, key, ...	what attributes say, each for itself
 *	constraint			what keys are called, and which names are there twice
 *	relations			which relation fields belong together
 *	rules, check_*			whether it all fits together and the database can do it
 *	lower, lower_*			the tables, enums, ... that it stands for, and their text
 */
#ifndef PSL_PSL_H
#define PSL_PSL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/record.h"

/*
 * Reads `count` files as one schema and writes its records to `to`; NULL is nowhere. False, and
 * nothing is written, where Prisma's engine would refuse the schema, or where its provider is none of
 * ours: every fault is reported at its place. Warnings are reported too, and change nothing.
 */
bool psl_convert(const struct source *files, size_t count, struct record_writer *to,
		 struct report *report);

/*
 * The files of a schema, in the order in which they are read: `path` itself where it is a file or
 * "-" (stdin), else all of the folder's and its subfolders' files whose names end in ".prisma".
 * False, with a message, where one cannot be read or is not text.
 */
struct sources {
	VECTOR_MEMBERS(struct source);
};

bool psl_load(const char *path, struct sources *files, struct report *report);

#endif
