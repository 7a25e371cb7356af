/*
 * Inside the room: the lines by which programs mark the two directions of a script.
 */
#ifndef FOLDER_MARKS_H
#define FOLDER_MARKS_H

#include "base/text.h"

enum mark_kind {
	MARK_UP,
	MARK_DOWN,
	MARK_UNKNOWN,  /* a mark of ours with an unknown word */
	MARK_CHANGELOG /* at the top of a file that only another program can read */
};

struct mark {
	enum mark_kind kind;
	const char *program; /* the program that writes it */
	struct slice line, options;
	bool alone; /* the program marks no other direction: everything before is up */
};

/* Takes apart a line comment that is a mark. False if it is not one. */
bool folder_read_mark(struct slice comment, struct mark *mark);

#endif
