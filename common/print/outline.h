/*
 * Inside the room: the lines of a Prisma schema with their comments and blank lines, for an edit
 * that leaves the rest of the text alone.
 */
#ifndef PRINT_OUTLINE_H
#define PRINT_OUTLINE_H

#include "base/map.h"
#include "base/text.h"

/* A field, a value, a property, or an attribute of the block. */
struct outline_item {
	const char *key;      /* tells it from others of its block: a name, or "@@index[a,b]" */
	struct slice lead;    /* the blank lines and comments before it */
	struct slice text;    /* may have several lines */
	struct slice comment; /* at the end of its line; may be empty */
};

struct outline_block {
	const char *key;     /* "model User" */
	const char *keyword; /* "model" */
	struct slice lead;   /* the blank lines and comments before it */
	struct slice text;   /* all of it, with the line break at its end */
	struct slice head;   /* its first line */
	struct slice tail;   /* the comments before its closing brace */
	struct slice end;    /* from that brace on, with the line break */
	VECTOR(struct outline_item) items;
};

struct outline {
	VECTOR(struct outline_block) blocks;
	struct map by_key;
	struct slice tail; /* what follows the last block */
};

/*
 * Finds the blocks and items of a valid schema whose lines end in \n. The slices point into `text`.
 */
void outline_read(struct arena *arena, const char *text, struct outline *outline);

/* Returns the block or the item with that key, or NULL. */
const struct outline_block *outline_block(const struct outline *outline, const char *key);
const struct outline_item *outline_item(const struct outline_block *block, const char *key);

/*
 * Takes the next part of a line off `*rest`: up to a blank outside of strings and brackets. Returns
 * false if nothing is left.
 */
bool outline_part(struct slice *rest, struct slice *part);

/* True for an attribute of the block. */
bool outline_is_attribute(const struct outline_item *item);

#endif
