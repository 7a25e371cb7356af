/*
 * Names of migrations: <UTC yyyymmddhhmmss>_<slug>. Migrations run in the order of the bytes of
 * their names.
 */
#ifndef FOLDER_NAME_H
#define FOLDER_NAME_H

#include "base/arena.h"

/*
 * Returns the slug for a name, as Prisma's command line makes it: "addUser role!" becomes
 * add_user_role. Accents are dropped, and at most 200 bytes remain; "" if nothing does.
 */
char *folder_slug(struct arena *arena, const char *name);

/*
 * Returns a name for a migration created now. It sorts after all `folders` that begin with a time,
 * even if clocks differ or two migrations are created in one second.
 */
char *folder_name_now(struct arena *arena, const struct names *folders, const char *slug);

/*
 * Returns the last of a directory's `names` if it is a migration that runs after `name`, else NULL.
 */
const char *folder_runs_after(struct arena *arena, const char *directory, const struct names *names,
			      const char *name);

/* True for a name of a directory entry: it cannot lead elsewhere. */
bool folder_is_name(const char *name);

/*
 * True for an entry of the folder that is not a migration: it begins with a dot, like mig-new's
 * drafts and the links in Kubernetes volumes (..data), or is lost+found.
 */
bool folder_is_hidden(const char *name);

/* Returns the name of a migration given by its path: the last component. */
const char *folder_migration_name(struct arena *arena, const char *path);

#endif
