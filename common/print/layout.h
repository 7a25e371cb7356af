/*
 * Inside the room: blocks of a Prisma schema in the layout of Prisma's formatter: the lines of a
 * block form columns, padded to the widest cell.
 *
 *	struct layout layout = {.arena = arena};
 *	layout_line(&layout, doc, "email", "String?", "@unique");
 *	layout_write(&layout, to);
 */
#ifndef PRINT_LAYOUT_H
#define PRINT_LAYOUT_H

#include "base/buffer.h"

enum { LAYOUT_CELLS = 3 };

struct layout_row {
	const char *doc;    /* or NULL */
	const char *before; /* lines before it, as they are; or NULL */
	const char *cells[LAYOUT_CELLS];
	const char *comment; /* at the end of the line; or NULL */
};

struct layout {
	struct arena *arena;
	VECTOR(struct layout_row) rows;
};

/*
 * Adds a line of up to three cells. NULL or empty cells at its end are left out. Returns the row,
 * which is valid until the next one is added.
 */
struct layout_row *layout_line(struct layout *layout, const char *doc, const char *first,
			       const char *second, const char *third);

/* Writes the lines, indented, and empties the layout. */
void layout_write(struct layout *layout, struct buffer *to);

/* Writes a documentation comment, line by line, each after `indent`. NULL writes nothing. */
void layout_write_doc(const char *doc, const char *indent, struct buffer *to);

#endif
