/*
 * Suggestions for the name of a migration that does not exist.
 */
#ifndef FOLDER_SUGGEST_H
#define FOLDER_SUGGEST_H

#include "folder/folder.h"

/*
 * Adds a hint to the error that the migration `given` does not exist: the name among `names` that
 * ends in it, or that is a slip away from it, if there is exactly one. Always returns false.
 */
bool folder_suggest_name(const struct names *names, const char *given, struct report *report);

/* Reports that the folder has no migration of this name, with a hint. Always returns false. */
bool folder_refuse_name(const struct folder *folder, const char *given, struct report *report);

#endif
