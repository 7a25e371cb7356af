/*
 * The migrations folder: migrations/<name>/migration.sql, down.sql, and migration_lock.toml.
 */
#ifndef FOLDER_FOLDER_H
#define FOLDER_FOLDER_H

#include "base/report.h"
#include "sqltext/dialect.h"

/*
 * Returns the path of the folder: `given` (of the option -m) unless NULL, else $MIGRATIONS_DIR,
 * else the one of prisma/migrations and migrations that exists. If neither exists, it is
 * prisma/migrations beside a directory prisma, else migrations.
 */
const char *folder_path(const char *given);

/*
 * Stores the provider in migration_lock.toml, or NULL if there is no such file or no folder. False,
 * with a message, if the file cannot be read.
 */
bool folder_find_provider(const char *path, const char **provider, struct report *report);

/* False, with a message, if the folder does not exist. */
bool folder_check_exists(const char *path, struct report *report);

struct migration {
	const char *name;
	struct source sql; /* the bytes of migration.sql */
};

struct folder {
	const char *path;
	const struct sqltext_dialect *dialect; /* of its scripts */
	VECTOR(struct migration) migrations;   /* sorted by the bytes of their names */
};

/*
 * Reads the folder into the report's arena. Each directory in it is a migration. Errors: a
 * directory without migration.sql, and a folder for another database than `provider`.
 */
bool folder_read(const char *path, const char *provider, struct folder *folder,
		 struct report *report);

/* Returns the migration with that name, or NULL. */
const struct migration *folder_find(const struct folder *folder, const char *name);

/*
 * Reads a migration's down.sql. Checks that the name is a directory's name: a history may hold any
 * text. If there is no such file, `source->text` is NULL.
 */
bool folder_read_down(const struct folder *folder, const char *name, struct source *source,
		      struct report *report);

/*
 * Reports what a down.sql must not hold: see folder/check.h. Sets the text to NULL if it has only
 * comments.
 */
bool folder_check_down(const struct folder *folder, struct source *source, struct report *report);

#endif
