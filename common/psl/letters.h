/*
 * Inside the room: the letters of Unicode.
 */
#ifndef PSL_LETTERS_H
#define PSL_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

/* True if a character beyond ASCII is a letter. */
bool psl_is_letter(uint32_t c);

#endif
