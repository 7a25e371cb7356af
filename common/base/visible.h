/*
 * Text from databases, files and the command line, on its way to people: it must not steer their
 * terminal.
 */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include <stdio.h>

/*
 * Writes text with \xNN for each byte of a control character (U+0000 to U+001F, U+007F to U+009F)
 * and for each byte that is not UTF-8. Newlines and tabs are written as they are.
 */
void visible_write(const char *text, size_t length, FILE *file);

/*
 * Returns how many columns visible_write takes for what stands at `text` (a tab counts as one), and
 * stores its length (bytes). `left` bytes (at least one) can be read.
 */
size_t visible_width(const char *text, size_t left, size_t *length);

#endif
