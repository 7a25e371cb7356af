/*
 * A new migration in the folder.
 */
#ifndef MIGRATE_CREATE_H
#define MIGRATE_CREATE_H

#include "migrate/directions.h"
#include "schema/dialect.h"

/*
 * What a name becomes in a folder's name, as Prisma's command line makes it: "addUser role!" is
 * add_user_role. Letters with accents lose them; at most 200 bytes. "" where nothing is left.
 */
char *migration_slug(struct arena *arena, const char *name);

/*
 * The name for a migration made now, `<UTC yyyymmddhhmmss>_<slug>`. It sorts after every folder
 * that starts with such a time, even where clocks differ or two are made in a second.
 */
char *migration_name_now(struct arena *arena, const struct names *folders, const char *slug);

/*
 * The one of a directory's `names` that is a migration and runs last after a new one called `name`;
 * NULL where the new one runs last itself.
 */
const char *migration_runs_after(struct arena *arena, const char *directory,
				 const struct names *names, const char *name);

/*
 * What `provider =` of migration_lock.toml says: NULL where there is no such file or no such line.
 * False, with a message, where it cannot be read.
 */
bool migration_lock_provider(const char *directory, const char **provider, struct report *report);

/*
 * Writes <directory>/<name>/migration.sql, and down.sql where the script has a down part, and
 * migration_lock.toml where `provider` is given and the file is not there yet. migration.sql comes
 * last: a folder without it runs nowhere. After false, nothing of the new folder is left.
 */
bool migration_create(const char *directory, const char *name, const struct directions *directions,
		      const char *provider, struct report *report);

#endif
