/*
 * The words of the Prisma schema language, for writers of schemas.
 */
#ifndef PSL_WORDS_H
#define PSL_WORDS_H

#include <stdbool.h>

/* True if the text is a name: of a model, a field, an enum or a value. */
bool psl_is_name(const char *text);

/* True for a word that cannot be the name of a model or an enum, because clients reserve it. */
bool psl_is_reserved(const char *name);

/* Each returns the word for a name of the database ("SpGist" for "spgist"), or NULL. */
const char *psl_index_type_word(const char *method);
const char *psl_operator_class_word(const char *sql);

#endif
