/*
 * Text from databases, files and the command line, made safe to show: it must not control the
 * reader's terminal.
 */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include <stdio.h>

/*
 * Writes text, with \xNN for each byte of a control character (U+0000 to U+001F, U+007F to U+009F)
 * and for each byte that is not UTF-8. Newlines and tabs are written as they are.
 */
void visible_write(const char *text, size_t length, FILE *file);

/*
 * Returns the columns that visible_write uses for the next step of `text` (a tab counts as one),
 * and stores the length (bytes) of that step. `left` bytes, at least one, can be read.
 */
size_t visible_width(const char *text, size_t left, size_t *length);

#endif
