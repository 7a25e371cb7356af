/* Recognizes the marks of directions. */
#include "folder/marks.h"

#include <string.h>
#include <strings.h>

static const char blanks[] = " \t\r";

/*
 * The text after the dashes and blanks, in any case, and the words that may follow it. `options`:
 * more words may come after that. `strict`: any other word there is an error.
 */
static const struct {
	const char *program, *text, *up, *down;
	bool options, strict;
} rows[] = {
	{"dbmate and schema-diff", "migrate:", "up", "down", true, true},
	{"goose", "+goose ", "up", "down", false, false},
	{"sql-migrate", "+migrate ", "up", "down", true, false},
	{"micrate", "+micrate ", "up", "down", false, false},
	{"rambler", "rambler ", "up", "down", false, false},
	{"node-pg-migrate", "", "Up Migration", "Down Migration", false, false},
	{"aerich", "", "upgrade --", "downgrade --", false, false},
	{"shmig", "==== ", "UP ====", "DOWN ====", false, false},
	{"Play", "!", "Ups", "Downs", false, false},
	{"tern", "", NULL, "-- create above / drop below ----", false, false},
	{"MyBatis", "", NULL, "//@UNDO", false, false},
};

static const char changelog[] = "liquibase formatted sql";

/* Takes a word, in any case, off the start of the text. False if the text begins otherwise. */
static bool take_word(struct slice *text, const char *word)
{
	size_t length = word ? strlen(word) : 0;

	if (!word || text->length < length || strncasecmp(text->start, word, length) != 0 ||
	    (text->length > length && !strchr(blanks, text->start[length])))
		return false;
	*text = slice_trim((struct slice){text->start + length, text->length - length}, blanks);
	return true;
}

bool folder_read_mark(struct slice comment, struct mark *mark)
{
	struct slice line = slice_trim_end(comment, blanks);
	struct slice text = slice_trim((struct slice){line.start + 2, line.length - 2}, blanks);

	*mark = (struct mark){.line = line, .kind = MARK_CHANGELOG, .program = "Liquibase"};
	if (take_word(&text, changelog))
		return true;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t length = strlen(rows[i].text);
		if (text.length < length || strncasecmp(text.start, rows[i].text, length) != 0)
			continue;
		struct slice rest = {text.start + length, text.length - length};
		rest = slice_trim(rest, blanks);
		mark->program = rows[i].program;
		mark->alone = !rows[i].up;
		mark->kind = take_word(&rest, rows[i].up)     ? MARK_UP
			     : take_word(&rest, rows[i].down) ? MARK_DOWN
							      : MARK_UNKNOWN;
		mark->options = rest;
		if (mark->kind == MARK_UNKNOWN ? rows[i].strict : rows[i].options || !rest.length)
			return true;
	}
	return false;
}
