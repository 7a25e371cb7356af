/* Reads the migrations of a folder, and recognizes other kinds of folders. */
#include "folder/entries.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/file.h"
#include "folder/lock_file.h"
#include "folder/name.h"

/* Entries found that are not migrations. */
struct found {
	size_t entries; /* made by somebody, not by a file system */
	size_t missing; /* directories without migration.sql, and without a sign of what they are */
	/* A file NAME.sql: the first that looks like a migration, else the first; or NULL. */
	const char *loose;
};

/* Files in a directory without migration.sql, and what to do with them. */
static const struct {
	const char *file, *hint;
} others[] = {
	{"_journal.json", "this directory belongs to Drizzle: move each NAME.sql to "
			  "NAME/migration.sql, and move this directory away"},
	{"up.sql", "rename its up.sql to migration.sql"},
};

/* Reports why an entry of the folder, a directory or a link, has no readable migration.sql. */
static bool report_missing(const char *directory, const char *file, int reason, struct found *found,
			   struct report *report)
{
	if (reason != ENOENT && access(file, F_OK) == 0)
		return report_error(report, nowhere, "cannot open '%s': %s", file,
				    strerror(reason));
	if (reason != ENOENT)
		return report_error(report, nowhere, "cannot open directory '%s': %s", directory,
				    strerror(reason));
	report_error(report, nowhere, "missing '%s'", file);
	if (access(folder_lock_file(report->arena, directory), F_OK) == 0)
		return report_hint(report, "did you mean -m %s?", directory);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (access(path_join(report->arena, directory, others[i].file), F_OK) == 0)
			return report_hint(report, "%s", others[i].hint);
	found->missing++;
	return report_hint(report, "restore it, or delete the directory");
}

/*
 * True if a file beside the migrations has the name of one: 0001_a.sql, or Flyway's V1__a.sql,
 * U1__a.sql, B1__a.sql, R__a.sql.
 */
static bool looks_like_migration(const char *name)
{
	const char *number = name + (*name && strchr("VUB", *name));

	return (*number >= '0' && *number <= '9') || strncmp(name, "R__", 3) == 0;
}

/* Counts a file, except the lock file and files that editors leave. */
static void add_file(struct found *found, const char *name)
{
	size_t length = strlen(name);
	bool is_script = length > 4 && strcasecmp(name + length - 4, ".sql") == 0;

	if (is_script &&
	    (!found->loose || (looks_like_migration(name) && !looks_like_migration(found->loose))))
		found->loose = name;
}

/*
 * Reads one entry of the folder, whose descriptor is `directory`. Three system calls are enough:
 * there may be a thousand entries.
 */
static bool read_entry(struct folder *folder, int directory, const char *name, struct found *found,
		       struct report *report)
{
	const char *file = path_join(report->arena, name, "migration.sql");
	const char *path = path_join(report->arena, folder->path, file);

	/* A person made .gitkeep; a file system made lost+found. */
	bool hidden = folder_is_hidden(name);
	found->entries += !hidden || (name[0] == '.' && name[1] != '.');
	if (hidden)
		return true;
	int fd = openat(directory, file, O_RDONLY | O_CLOEXEC);
	int reason = errno;
	if (fd < 0 && reason == ENOTDIR) {
		add_file(found, name);
		return true;
	}
	if (fd < 0)
		return report_missing(path_join(report->arena, folder->path, name), path, reason,
				      found, report);
	struct migration *migration = vector_add(report->arena, &folder->migrations);
	migration->name = name;
	return file_read_open(fd, path, &migration->sql, report);
}

static const char loose_hint[] = "a migration is a directory: move each NAME.sql to "
				 "NAME/migration.sql, and its rollback script to NAME/down.sql";

/* Reports a folder of flat files, an empty folder, and one without migrations. */
static bool check_found(const struct folder *folder, const struct found *found,
			struct report *report)
{
	size_t count = folder->migrations.count;

	if (found->loose && count && looks_like_migration(found->loose)) {
		report_warning(report, nowhere, "'%s' in '%s' is not a migration", found->loose,
			       folder->path);
		return !report_hint(report, "%s", loose_hint);
	}
	if (count)
		return true;
	if (found->loose) {
		report_error(report, nowhere, "no migration in '%s', only files such as '%s'",
			     folder->path, found->loose);
		return report_hint(report, "%s", loose_hint);
	}
	if (found->entries) {
		report_warning(report, nowhere, "no migration in '%s'", folder->path);
		return true;
	}
	report_error(report, nowhere, "no migration in '%s': it is empty", folder->path);
	return report_hint(report, "choose another folder with -m or MIGRATIONS_DIR, or check that "
				   "it is mounted; mig-new creates the first migration");
}

/* Reads the entries. Messages go to a report of their own. */
static bool read_entries(struct folder *folder, int directory, const struct names *names,
			 struct found *found, struct report *report)
{
	const char **name;
	bool good = true;

	vector_each(name, names)
		good &= read_entry(folder, directory, *name, found, report);
	return good;
}

/* Says once what many directories have in common: none is a migration. */
static bool report_other_folder(const struct folder *folder, const struct found *found,
				struct report *report)
{
	report_error(report, nowhere,
		     "'%s' is not a migrations folder: none of its %zu directories has a "
		     "migration.sql",
		     folder->path, found->missing);
	return report_hint(report, "choose another folder with -m or MIGRATIONS_DIR");
}

bool folder_read_entries(struct folder *folder, struct report *report)
{
	enum { MANY = 2 };
	struct names names = {0};
	struct found found = {0};
	struct report each = {.arena = report->arena};

	if (!directory_list(folder->path, &names, report))
		return false;
	int directory = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0)
		return report_error(report, nowhere, "cannot open directory '%s': %s", folder->path,
				    strerror(errno));
	bool good = read_entries(folder, directory, &names, &found, &each);
	close(directory);
	if (!folder->migrations.count && found.missing >= MANY && found.missing == each.errors)
		return report_other_folder(folder, &found, report);
	report_add(report, &each);
	return good && check_found(folder, &found, report);
}
