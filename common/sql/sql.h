/*
 * The SQL that makes changes: one file a dialect, each of which fills one table of functions.
 *
 * A script consists of steps; each has a heading, `-- CreateTable`, and statements that end with
 * ";\n". Between steps is an empty line. Apart from comments it is, byte for byte, what Prisma's
 * engine writes; where that would fail or go astray it is what works (schema-diff(1) lists it).
 */
#ifndef SQL_SQL_H
#define SQL_SQL_H

#include "base/buffer.h"
#include "diff/change.h"

/* Adds the script of all changes; nothing where there is none. */
void sql_script(const struct diff *diff, struct buffer *to);

#endif
