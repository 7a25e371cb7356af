/*
 * Writes the SQL of changes. Each dialect is a file.
 *
 * A script consists of steps, separated by empty lines. Each has a heading, `-- CreateTable`, and
 * statements that end with ";\n". Apart from comments, a script equals that of Prisma's engine byte
 * for byte, except where that would fail or make another schema; schema-diff(1) lists these cases.
 */
#ifndef SQL_SQL_H
#define SQL_SQL_H

#include "base/buffer.h"
#include "diff/change.h"

/* Adds the script of all changes, or nothing if there are none. */
void sql_script(const struct diff *diff, struct buffer *to);

/* Each adds the line that begins one part of a migration, as mig-new(1) reads it. */
void sql_up_heading(const struct diff *up, struct buffer *to);
void sql_down_heading(struct buffer *to);

#endif
