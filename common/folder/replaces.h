/*
 * Migrations that another one replaces: mig-squash moves them to NAME/replaces/OLD, where neither
 * mig-apply nor Prisma runs them.
 */
#ifndef FOLDER_REPLACES_H
#define FOLDER_REPLACES_H

#include "base/report.h"

/* Returns the path of the directory that holds them. */
char *folder_replaces(struct arena *arena, const char *directory, const char *name);

/* Lists what the migration `name` replaces, in the order of the names; nothing for most. */
bool folder_list_replaced(const char *directory, const char *name, struct names *names,
			  struct report *report);

/*
 * Copies migrations of a folder into the directory of a draft. False, with a message, if it cannot.
 */
bool folder_copy_replaced(const char *directory, const char *draft, const struct names *names,
			  struct report *report);

/* Removes from the folder what `name` replaces and has a copy of. What else is in them stays. */
void folder_remove_replaced(struct arena *arena, const char *directory, const char *name);

/* Removes the copies of a draft. */
void folder_drop_copies(struct arena *arena, const char *draft);

#endif
