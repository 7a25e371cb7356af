/*
 * The migrations folder: migrations/<name>/migration.sql, down.sql, and migration_lock.toml.
 */
#ifndef FOLDER_FOLDER_H
#define FOLDER_FOLDER_H

#include "base/report.h"
#include "sqltext/dialect.h"

/*
 * Returns the path of the folder: `given` (of the option -m) unless NULL, else $MIGRATIONS_DIR,
 * else prisma/migrations or migrations, whichever exists. If neither does, it is
 * prisma/migrations beside a folder prisma, else migrations.
 */
const char *folder_path(const char *given);

/*
 * Stores the provider of the folder's scripts as migration_lock.toml has it; NULL if there is no
 * such file, or no folder. False, with a message, if the file cannot be read.
 */
bool folder_find_provider(const char *path, const char **provider, struct report *report);

/* Reports that there is no folder. False if there is none. */
bool folder_check_exists(const char *path, struct report *report);

struct migration {
	const char *name;
	struct source sql; /* the bytes of migration.sql */
};

struct folder {
	const char *path;
	const struct sqltext_dialect *dialect; /* of its scripts */
	VECTOR(struct migration) migrations;   /* by the bytes of their names */
};

/*
 * Reads the folder into the report's arena. Each directory in it is a migration. Errors: a
 * directory without migration.sql, and a folder that is for another database than `provider`.
 */
bool folder_read(const char *path, const char *provider, struct folder *folder,
		 struct report *report);

/* Returns the migration of that name, or NULL. */
const struct migration *folder_find(const struct folder *folder, const char *name);

/*
 * Reads down.sql of a migration, whose name must be a directory's: a history may have any. If there
 * is no such file, `source->text` is NULL.
 */
bool folder_read_down(const struct folder *folder, const char *name, struct source *source,
		      struct report *report);

/*
 * Reports what can be no down.sql, see folder/check.h. Makes the text NULL if there is nothing in
 * it but comments.
 */
bool folder_check_down(const struct folder *folder, struct source *source, struct report *report);

#endif
