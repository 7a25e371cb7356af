/* Backups: their files, names and kinds. The dialects copy and restore. */
#include "db/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/record.h"
#include "db/backup_dialect.h"
#include "db/db.h"

/* How a backup of each kind begins, and its functions. */
static const struct kind_row {
	const char *magic;
	size_t magic_length;
	const char *name, *word; /* for people, and in records */
	bool (*copy)(const struct db_url *url, const char *path, struct report *report);
	bool (*check)(const char *path, bool *whole, struct report *report);
	bool (*restore)(const struct db_url *url, const char *path,
			const struct db_patience *patience, struct report *report);
	/* or NULL: then a file is written first */
	bool (*stream)(const struct db_url *url, int out, struct report *report);
} kinds[] = {
	[DB_POSTGRESQL] = {"PGDMP", 5, "PostgreSQL", "postgresql", pg_backup_copy, pg_backup_check,
			   pg_backup_restore, pg_backup_stream},
	[DB_SQLITE] = {"SQLite format 3", 16, "SQLite", "sqlite", sqlite_backup_copy,
		       sqlite_backup_check, sqlite_backup_restore, NULL},
};

/* Others can never read a backup. */
enum { PERMISSIONS = 0600 };

static bool create_draft(const char *draft)
{
	int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, PERMISSIONS);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Copies into the draft, checks it, and gives it the name. Removes the draft in any case. */
static bool fill(const struct db_url *url, const char *draft, const char *path,
		 struct report *report)
{
	bool whole;
	bool made = kinds[url->kind].copy(url, draft, report) &&
		    kinds[url->kind].check(draft, &whole, report);

	if (made && !whole)
		made = report_error(report, nowhere, "the backup of %s cannot be read back",
				    url->shown);
	made = made && file_publish(draft, path, report);
	unlink(draft);
	return made;
}

bool db_backup(const struct db_url *url, const char *path, struct report *report)
{
	const char *draft;

	if (access(path, F_OK) == 0) {
		report_error(report, nowhere, "'%s' already exists", path);
		return report_hint(
			report,
			"a backup never overwrites a file: give another name, or use -d DIR");
	}
	int fd = file_create_draft(path, PERMISSIONS, &draft, report);
	if (fd < 0)
		return false;
	close(fd);
	return fill(url, draft, path, report);
}

static const char suffix[] = ".backup";

static const char *backup_name(const struct db_url *url, time_t time, size_t number,
			       struct arena *arena)
{
	const char *dbname = url->kind == DB_SQLITE ? url->path : db_url_value(url, "dbname");
	const char *slash = dbname ? strrchr(dbname, '/') : NULL;
	char *name = arena_string(arena, slash ? slash + 1 : dbname ? dbname : "database");
	char digits[32];
	struct tm moment;

	gmtime_r(&time, &moment);
	strftime(digits, sizeof digits, "%Y%m%d%H%M%S", &moment);
	char *dot = strrchr(name, '.');
	if (url->kind == DB_SQLITE && dot && dot != name)
		*dot = '\0';
	for (char *c = name; *c; c++)
		if (*c == '/' || (unsigned char)*c <= ' ')
			*c = '_';
	if (number > 1)
		return arena_format(arena, "%s_%s_%zu%s", digits, name, number, suffix);
	return arena_format(arena, "%s_%s%s", digits, name, suffix);
}

bool db_backup_in(const struct db_url *url, const char *directory, const char **path,
		  struct report *report)
{
	time_t now = time(NULL);

	if (!directory_make(directory, report))
		return false;
	/* Creating the draft reserves the name, unless the backup already exists. */
	for (size_t number = 1;; number++) {
		*path = path_join(report->arena, directory,
				  backup_name(url, now, number, report->arena));
		char *draft = arena_format(report->arena, "%s.draft", *path);
		if (create_draft(draft)) {
			if (access(*path, F_OK) != 0)
				return fill(url, draft, *path, report);
			unlink(draft);
		} else if (errno != EEXIST) {
			return report_error(report, nowhere, "cannot create '%s': %s", *path,
					    strerror(errno));
		}
	}
}

static bool send_file(const char *path, int out, struct report *report)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char part[8192];
	ssize_t got = -1;

	while (fd >= 0 && (got = read(fd, part, sizeof part)) > 0)
		for (ssize_t sent = 0, now; sent < got; sent += now)
			if ((now = write(out, part + sent, (size_t)(got - sent))) < 0) {
				int reason = errno;
				close(fd);
				return report_error(report, nowhere, "cannot write the backup: %s",
						    strerror(reason));
			}
	int reason = errno;
	if (fd >= 0)
		close(fd);
	return got == 0 ||
	       report_error(report, nowhere, "cannot read '%s': %s", path, strerror(reason));
}

bool db_backup_stream(const struct db_url *url, int out, struct report *report)
{
	if (kinds[url->kind].stream)
		return kinds[url->kind].stream(url, out, report);
	char *path = draft_name(report->arena,
				path_join(report->arena, temporary_directory(), "migtools"));
	bool made = db_backup(url, path, report), sent = made && send_file(path, out, report);

	if (made)
		unlink(path);
	return sent;
}

bool db_is_backup_name(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && strcmp(dot, suffix) == 0;
}

bool db_backup_kind(const char *path, enum db_kind *kind)
{
	char start[16] = {0};
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	size_t got = fread(start, 1, sizeof start, file);
	fclose(file);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (got >= kinds[i].magic_length &&
		    memcmp(start, kinds[i].magic, kinds[i].magic_length) == 0) {
			*kind = (enum db_kind)i;
			return true;
		}
	return false;
}

bool db_backup_check(const char *path, enum db_kind *kind, bool *whole, struct report *report)
{
	if (access(path, R_OK) != 0)
		return report_error(report, nowhere, "cannot open '%s': %s", path, strerror(errno));
	if (!db_backup_kind(path, kind))
		return report_error(
			report, nowhere,
			"'%s' is not an SQLite or PostgreSQL backup (pg_dump's custom format)",
			path);
	return kinds[*kind].check(path, whole, report);
}

void db_backup_write(const char *path, enum db_kind kind, struct record_writer *to)
{
	struct stat status = {0};
	struct tm moment;
	char made[32];

	stat(path, &status);
	gmtime_r(&status.st_mtime, &moment);
	strftime(made, sizeof made, "%Y-%m-%dT%H:%M:%SZ", &moment);
	record_begin(to);
	record_field(to, "path", path);
	record_raw(to, "database", kinds[kind].word);
	record_raw(to, "made_at", made);
	record_number(to, "bytes", "%lld", (long long)status.st_size);
	record_end(to);
}

bool db_backup_restore(const struct db_url *url, const char *path,
		       const struct db_patience *patience, bool *created, struct report *report)
{
	enum db_kind kind;
	struct db *db;
	bool whole;

	if (!db_backup_check(path, &kind, &whole, report))
		return false;
	if (kind != url->kind)
		return report_error(report, nowhere, "'%s' is a backup of %s, but %s is %s", path,
				    kinds[kind].name, url->shown, kinds[url->kind].name);
	if (!whole)
		return report_error(report, nowhere, "'%s' is damaged: %s is unchanged", path,
				    url->shown);
	/* The lock keeps migrations out meanwhile. */
	if (!db_open(&db, url, DB_REPLACE, patience, report))
		return false;
	*created = db_was_created(db);
	bool restored = db_lock(db, patience->lock_wait) &&
			kinds[kind].restore(url, path, patience, report);
	db_close(db);
	return restored;
}
