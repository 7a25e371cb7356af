/*
 * The names of migrations: <UTC yyyymmddhhmmss>_<slug>. They run in the order of their bytes.
 */
#ifndef FOLDER_NAME_H
#define FOLDER_NAME_H

#include "base/arena.h"

/*
 * Returns the slug for a name, as Prisma's command line makes it: "addUser role!" is add_user_role.
 * Letters lose their accents; at most 200 bytes. "" if nothing is left.
 */
char *folder_slug(struct arena *arena, const char *name);

/*
 * Returns the name for a migration that is created now. It sorts after all `folders` that begin
 * with a time, even if clocks differ or two are created in one second.
 */
char *folder_name_now(struct arena *arena, const struct names *folders, const char *slug);

/*
 * Returns the last of a directory's `names`, if it is a migration that runs after one called
 * `name`; else NULL.
 */
const char *folder_runs_after(struct arena *arena, const char *directory, const struct names *names,
			      const char *name);

/* True for the name of an entry in a directory: it leads nowhere else. */
bool folder_is_name(const char *name);

/*
 * True for the name of an entry of the folder that is no migration: one that begins with a dot, as
 * mig-new's drafts and the links of Kubernetes' volumes do (..data), or lost+found.
 */
bool folder_is_hidden(const char *name);

/* Returns the name of a migration that is given by its path: the last component. */
const char *folder_migration_name(struct arena *arena, const char *path);

#endif
