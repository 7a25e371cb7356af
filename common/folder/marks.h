/*
 * Inside the room: the lines with which programs mark the two directions of a script.
 */
#ifndef FOLDER_MARKS_H
#define FOLDER_MARKS_H

#include "base/text.h"

enum mark_kind {
	MARK_UP,
	MARK_DOWN,
	MARK_UNKNOWN,  /* one of ours with another word */
	MARK_CHANGELOG /* at the top of a file that only another program can read */
};

struct mark {
	enum mark_kind kind;
	const char *program; /* whose it is */
	struct slice line, options;
	bool alone; /* the program marks no other direction: all that stands before is up */
};

/* Takes apart a line comment that is a mark. False if it is none. */
bool folder_read_mark(struct slice comment, struct mark *mark);

#endif
