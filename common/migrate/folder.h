/*
 * The migrations folder: migrations/<name>/migration.sql, down.sql, and migration_lock.toml.
 */
#ifndef MIGRATE_FOLDER_H
#define MIGRATE_FOLDER_H

#include "base/report.h"

/*
 * Where it is: what a program was told with -m (or NULL), else $MIGRATIONS_DIR, else
 * prisma/migrations or migrations, whichever is there. With neither it is to be prisma/migrations
 * beside a folder prisma, else migrations.
 */
const char *migrations_directory(const char *told);

struct migration {
	const char *name;
	struct source sql; /* migration.sql, as it is */
};

struct folder {
	const char *path;
	VECTOR(struct migration) migrations; /* by the bytes of their names */
};

/*
 * Reads it. Every directory in it is a migration; one without a migration.sql, and a folder that is
 * for another database than `provider`, are errors.
 */
bool folder_read(const char *path, const char *provider, struct folder *folder,
		 struct report *report);

/* What a path of a migration, as mig-new prints it, calls that: its last component. */
const char *migration_name(struct arena *arena, const char *told);

/* The migration of that name, or NULL. */
const struct migration *folder_find(const struct folder *folder, const char *name);

/* The text of down.sql; `source->text` is NULL where there is none or nothing but comments in
 * it. */
bool folder_read_down(const struct folder *folder, const char *name, struct source *source,
		      struct report *report);

#endif
