/*
 * From text to tree.
 *
 * The language is read as Prisma's engine reads it: whatever is not understood costs its line, and
 * reading goes on with the next one. Where a block is never closed, its lines are such lines.
 */
#ifndef PSL_PARSE_H
#define PSL_PARSE_H

#include "psl/declarations.h"
#include "psl/scan.h"

/*
 * expression.c: these say false, and leave the cursor anywhere, where there is no such thing. An
 * attribute is pushed on the stack of the workspace.
 */
bool psl_parse_expression(struct cursor *cursor, struct expression *expression);
bool psl_parse_attribute(struct cursor *cursor, const char *sign);

/*
 * Adds all that a file declares; `first` is what its first byte counts as. What is wrong in it is
 * reported; the rest is there nevertheless.
 */
void psl_parse_file(const struct source *source, uint32_t first, struct declarations *declarations,
		    struct report *report);

#endif
