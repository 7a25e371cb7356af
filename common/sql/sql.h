/*
 * Writes the SQL of changes, for each dialect in a file of its own.
 *
 * A script consists of steps, with empty lines between them. Each has a heading, `-- CreateTable`,
 * and statements that end with ";\n". Apart from comments a script is byte for byte what Prisma's
 * engine writes, unless that would fail or produce another schema; schema-diff(1) lists these
 * cases.
 */
#ifndef SQL_SQL_H
#define SQL_SQL_H

#include "base/buffer.h"
#include "diff/change.h"

/* Adds the script of all changes; nothing if there are none. */
void sql_script(const struct diff *diff, struct buffer *to);

#endif
