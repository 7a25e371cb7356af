/*
 * Inside the room: parses text into a tree like Prisma's engine: a line that cannot be parsed is
 * reported, and parsing continues with the next line. The lines of an unclosed block are such
 * lines.
 */
#ifndef PSL_PARSE_H
#define PSL_PARSE_H

#include "psl/declarations.h"
#include "psl/scan.h"

/*
 * expression.c: each returns false if the text at the cursor is something else, and then leaves the
 * cursor anywhere. An attribute is pushed onto the stack of the workspace.
 */
bool psl_parse_expression(struct cursor *cursor, struct expression *expression);
bool psl_parse_attribute(struct cursor *cursor, bool of_block);

/*
 * Adds the declarations of a file to `declarations`, in the report's arena. `first` is the offset
 * of the file in the schema. Reports syntax errors, and keeps everything that it can parse.
 */
void psl_parse_file(const struct source *source, uint32_t first, struct declarations *declarations,
		    struct report *report);

#endif
