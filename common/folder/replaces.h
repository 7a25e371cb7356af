/*
 * Replaced migrations: mig-squash moves them to NAME/replaces/OLD, where neither mig-apply nor
 * Prisma runs them.
 */
#ifndef FOLDER_REPLACES_H
#define FOLDER_REPLACES_H

#include "base/report.h"

/* Returns the path of the directory that holds the migrations replaced by `name`. */
char *folder_replaces(struct arena *arena, const char *directory, const char *name);

/* Lists the migrations that `name` replaces, in order of their names. Most replace none. */
bool folder_list_replaced(const char *directory, const char *name, struct names *names,
			  struct report *report);

/*
 * Copies migrations of a folder into the directory of a draft. False, with a message, if that
 * fails.
 */
bool folder_copy_replaced(const char *directory, const char *draft, const struct names *names,
			  struct report *report);

/*
 * Removes from the folder each migration that `name` replaces and holds a copy of. Other files in
 * its directory stay.
 */
void folder_remove_replaced(struct arena *arena, const char *directory, const char *name);

/* Removes the copies in a draft. */
void folder_drop_copies(struct arena *arena, const char *draft);

#endif
