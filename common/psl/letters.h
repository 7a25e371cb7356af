/*
 * Which characters are letters.
 */
#ifndef PSL_LETTERS_H
#define PSL_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

/* For characters beyond ASCII. */
bool psl_is_letter(uint32_t c);

#endif
