/* Backups: their files, names and kinds. The dialects copy and restore. */
#include "db/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/record.h"
#include "db/backup_dialect.h"
#include "db/digest.h"
#include "db/postgresql_scratch.h"

/* How a backup of each kind begins, and its functions. */
static const struct kind_row {
	const char *magic;
	size_t magic_length;
	const char *name, *word; /* for people, and in records */
	bool (*copy)(const struct db_url *url, const char *path, struct manifest *manifest,
		     struct report *report);
	bool (*check)(struct db_backup *backup, struct report *report);
	bool (*restore)(const struct db_url *url, const struct db_restore *restore,
			struct report *report);
	bool (*describe)(const struct db_url *url, struct manifest *manifest,
			 struct report *report);
	bool (*has_history)(const struct db_url *url, struct report *report);
	/* or NULL: then a file is written first */
	bool (*stream)(const struct db_url *url, int out, struct report *report);
} kinds[] = {
	[DB_POSTGRESQL] = {"PGDMP", 5, "PostgreSQL", "postgresql", pg_backup_copy, pg_backup_check,
			   pg_backup_restore, pg_describe, pg_has_history, pg_backup_stream},
	[DB_SQLITE] = {"SQLite format 3", 16, "SQLite", "sqlite", sqlite_backup_copy,
		       sqlite_backup_check, sqlite_backup_restore, sqlite_describe,
		       sqlite_has_history, NULL},
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

/*
 * Lets one process at a time give names in a directory, until the descriptor is closed. Where that
 * cannot be, as on some network file systems, nothing but a race is lost.
 */
static int lock_directory_of(const char *path, struct arena *arena)
{
	const char *slash = strrchr(path, '/');
	int fd = open(slash ? arena_slice(arena, path, (size_t)(slash - path + 1)) : ".",
		      O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		flock(fd, LOCK_EX);
	return fd;
}

/*
 * Gives the manifest its name, and then the backup: a backup that has its name has its manifest. A
 * manifest without a backup is of no use, and is replaced.
 */
static bool publish(const char *draft, const char *path, struct report *report)
{
	const char *from = manifest_path(report->arena, draft);
	const char *to = manifest_path(report->arena, path);
	int lock = lock_directory_of(path, report->arena);
	bool published;

	if (access(path, F_OK) == 0)
		published = report_error(report, nowhere, "'%s' already exists", path);
	else if (rename(from, to) != 0)
		published =
			report_error(report, nowhere, "cannot write '%s': %s", to, strerror(errno));
	else if (!(published = file_publish(draft, path, report)))
		unlink(to);
	if (lock >= 0)
		close(lock);
	return published;
}

/* Copies into the draft, and reads that back. */
static bool copy(const struct db_url *url, const char *draft, struct manifest *manifest,
		 struct report *report)
{
	struct db_backup backup = {.path = draft, .name = draft};

	if (!kinds[url->kind].copy(url, draft, manifest, report) ||
	    !kinds[url->kind].check(&backup, report))
		return false;
	return backup.whole ||
	       report_error(report, nowhere, "the backup of %s cannot be read back", url->shown);
}

/* Writes the draft, and the manifest beside it. */
static bool write_drafts(const struct db_url *url, const char *draft, const char *path,
			 struct report *report)
{
	const char *slash = strrchr(path, '/');
	struct manifest manifest = {.kind = url->kind,
				    .database = manifest_database(report->arena, url),
				    .schema = url->kind == DB_SQLITE ? NULL : url->schema,
				    .file = slash ? slash + 1 : path};

	return copy(url, draft, &manifest, report) &&
	       db_digest_file(draft, &manifest.digest, &manifest.bytes, report) &&
	       manifest_write(&manifest, manifest_path(report->arena, draft), PERMISSIONS, report);
}

/* Makes the backup in the draft, and gives it the name. Removes the draft in any case. */
static bool fill(const struct db_url *url, const char *draft, const char *path,
		 struct report *report)
{
	bool made = write_drafts(url, draft, path, report) && publish(draft, path, report);

	unlink(draft);
	unlink(manifest_path(report->arena, draft));
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

/* Copies all of one file to another. */
static bool file_copy(int in, int out, struct report *report)
{
	static char part[64 * 1024];
	ssize_t got;

	while (!interrupt_seen() && (got = read(in, part, sizeof part)) > 0)
		for (ssize_t sent = 0, now; sent < got; sent += now)
			if ((now = write(out, part + sent, (size_t)(got - sent))) < 0)
				return report_error(report, nowhere, "cannot write the backup: %s",
						    strerror(errno));
	if (interrupt_seen())
		return report_error(report, nowhere, "interrupted");
	return got == 0 ||
	       report_error(report, nowhere, "cannot read the backup: %s", strerror(errno));
}

static bool send_file(const char *path, int out, struct report *report)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return report_error(report, nowhere, "cannot open '%s': %s", path, strerror(errno));
	bool sent = file_copy(fd, out, report);
	close(fd);
	return sent;
}

bool db_backup_stream(const struct db_url *url, int out, struct report *report)
{
	struct manifest unused = {0};
	const char *draft;

	if (kinds[url->kind].stream)
		return kinds[url->kind].stream(url, out, report);
	int fd = file_create_draft(path_join(report->arena, temporary_directory(), "migtools"),
				   PERMISSIONS, &draft, report);
	if (fd < 0)
		return false;
	close(fd);
	bool sent = copy(url, draft, &unused, report) && send_file(draft, out, report);
	unlink(draft);
	return sent;
}

bool db_is_backup_name(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && strcmp(dot, suffix) == 0;
}

/* Finds the kind of a backup by its first bytes. False, without a message, if the file is none. */
static bool find_kind(const char *path, enum db_kind *kind)
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

/* Copies stdin into a file, of which only we know. */
static bool receive(struct db_backup *backup, struct report *report)
{
	const char *draft;
	int fd = file_create_draft(path_join(report->arena, temporary_directory(), "migtools"),
				   PERMISSIONS, &draft, report);

	if (fd < 0)
		return false;
	backup->path = draft;
	bool received = file_copy(STDIN_FILENO, fd, report);
	close(fd);
	return received;
}

/* Stores the manifest of a backup, if there is one. What is wrong with it is a warning. */
static bool find_manifest(struct db_backup *backup, struct report *report)
{
	struct report reading = {.arena = report->arena};

	backup->whole = manifest_read(backup->path, &backup->manifest, &reading);
	if (!backup->whole) {
		report_warning(report, nowhere, "%s", reading.messages.at[0].text);
		report_hint(report,
			    "without it the backup can still be restored: move it away first");
	}
	return backup->whole;
}

static bool is_readable(const char *path, const char *name, struct report *report)
{
	return access(path, R_OK) == 0 ||
	       report_error(report, nowhere, "cannot open '%s': %s", name, strerror(errno));
}

/* True if there is no manifest, or it may be read: one that may not is not damaged. */
static bool manifest_is_readable(const struct db_backup *backup, struct report *report)
{
	const char *path = manifest_path(report->arena, backup->path);

	return access(path, F_OK) != 0 || is_readable(path, path, report);
}

bool db_backup_open(const char *argument, struct db_backup *backup, struct report *report)
{
	bool is_stdin = strcmp(argument, "-") == 0;

	*backup = (struct db_backup){.path = argument, .name = is_stdin ? "<stdin>" : argument};
	if (is_stdin && !receive(backup, report))
		return false;
	if (!is_readable(backup->path, backup->name, report) ||
	    !manifest_is_readable(backup, report))
		return false;
	bool known = find_kind(backup->path, &backup->kind);
	backup->whole = find_manifest(backup, report);
	/* Its first bytes may be what is damaged. */
	if (backup->manifest)
		backup->kind = backup->manifest->kind;
	return known || backup->manifest || !backup->whole ||
	       report_error(report, nowhere,
			    "'%s' is not an SQLite or PostgreSQL backup (pg_dump's custom format)",
			    backup->name);
}

void db_backup_close(struct db_backup *backup)
{
	if (backup->path != backup->name && strcmp(backup->path, "-") != 0)
		unlink(backup->path);
}

/* Compares a backup with its manifest. What differs is a warning. */
static bool check_manifest(struct db_backup *backup, struct report *report)
{
	const struct manifest *manifest = backup->manifest;
	const char *digest;
	struct stat status;
	long long size;

	backup->whole = true;
	if (!manifest)
		return true;
	if (stat(backup->path, &status) != 0)
		return report_error(report, nowhere, "cannot open '%s': %s", backup->path,
				    strerror(errno));
	if (status.st_size != manifest->bytes) {
		report_warning(report, nowhere,
			       "'%s' is damaged: it has %lld bytes, and should have %lld",
			       backup->name, (long long)status.st_size, manifest->bytes);
		backup->whole = false;
		return true;
	}
	if (!db_digest_file(backup->path, &digest, &size, report))
		return false;
	backup->whole = text_equal(digest, manifest->digest);
	if (!backup->whole)
		report_warning(report, nowhere,
			       "'%s' is damaged: its SHA-256 is not the one in '%s'", backup->name,
			       manifest_path(report->arena, backup->path));
	return true;
}

bool db_backup_check(struct db_backup *backup, struct report *report)
{
	if (!backup->whole)
		return true;
	if (!check_manifest(backup, report))
		return false;
	return !backup->whole || kinds[backup->kind].check(backup, report);
}

/* Returns the time of the manifest, else that of the file's last change. */
static db_time time_of(const struct db_backup *backup, const struct stat *status)
{
	return backup->manifest ? backup->manifest->taken : (db_time)status->st_mtime * 1000;
}

void db_backup_write(const struct db_backup *backup, struct record_writer *to)
{
	struct stat status = {0};

	stat(backup->path, &status);
	const char *made = db_time_text(to->text.arena, time_of(backup, &status));
	record_begin(to);
	record_field(to, "path", backup->name);
	record_raw(to, "database", kinds[backup->kind].word);
	/* Without the fraction. */
	record_raw(to, "made_at",
		   arena_format(to->text.arena, "%.*sZ", (int)strcspn(made, "."), made));
	record_number(to, "bytes", "%lld", (long long)status.st_size);
	record_end(to);
}

bool db_backup_suits(const struct db_backup *backup, const struct db_url *url,
		     struct report *report)
{
	if (backup->kind != url->kind)
		return report_error(report, nowhere, "'%s' is a backup of %s, but %s is %s",
				    backup->name, kinds[backup->kind].name, url->shown,
				    kinds[url->kind].name);
	return backup->whole || report_error(report, nowhere, "'%s' is damaged: %s is unchanged",
					     backup->name, url->shown);
}

/*
 * A backup without a history may be a dump of some tables. Refuses it for a database that has a
 * history, unless a manifest says that it is all there was, or the user wants it.
 */
static bool allow_missing_history(const struct db_url *url, const struct db_restore *restore,
				  struct report *report)
{
	const struct db_backup *backup = restore->backup;

	if (backup->manifest || backup->has_history || !kinds[url->kind].has_history(url, report))
		return !report->errors;
	if (restore->forced) {
		report_warning(report, nowhere,
			       "'%s' has no table _prisma_migrations: it was a backup of "
			       "another database, or of some of the tables only",
			       backup->name);
		return true;
	}
	report_error(report, nowhere, "'%s' has no table _prisma_migrations, and %s has it",
		     backup->name, url->shown);
	return report_hint(report, "it seems to be a backup of some of the tables only; "
				   "mig-backup -f -r restores it nevertheless");
}

bool db_backup_restore(const struct db_url *url, struct db_restore *restore, struct report *report)
{
	struct db *db;

	if (!db_backup_suits(restore->backup, url, report) ||
	    !allow_missing_history(url, restore, report))
		return false;
	/* The lock keeps migrations out meanwhile. */
	if (!db_open(&db, url, DB_REPLACE, &restore->patience, report))
		return false;
	restore->created = db_was_created(db);
	bool restored = db_lock(db, restore->patience.lock_wait) &&
			kinds[url->kind].restore(url, restore, report);
	db_close(db);
	return restored;
}

/* Makes a scratch database: a temporary file for SQLite. */
struct scratch {
	struct db_url url;
	struct pg_scratch *server;
	const char *file;
};

/* Makes a database on the server. Where only a schema can be had, nothing may be restored. */
static bool make_on_server(const struct db_url *near, struct scratch *scratch,
			   struct report *report)
{
	const char *text;

	if (!pg_scratch_make(&scratch->server, near, &db_default_patience, &scratch->url, &text,
			     report))
		return false;
	if (!pg_scratch_opening(scratch->server))
		return true;
	pg_scratch_remove(scratch->server);
	report_error(report, nowhere, "the user of %s may create no database", near->shown);
	return report_hint(report, "a backup is proven in a scratch database: a superuser can "
				   "ALTER ROLE ... CREATEDB, or give the URL of another server");
}

static bool make_scratch(const struct db_backup *backup, const struct db_url *near,
			 struct scratch *scratch, struct report *report)
{
	*scratch = (struct scratch){0};
	if (backup->kind == DB_POSTGRESQL)
		return make_on_server(near, scratch, report);
	int fd = file_create_draft(path_join(report->arena, temporary_directory(), "migtools"),
				   PERMISSIONS, &scratch->file, report);
	if (fd < 0)
		return false;
	close(fd);
	scratch->url = (struct db_url){
		.kind = DB_SQLITE, .path = scratch->file, .shown = "a scratch database"};
	return true;
}

static bool remove_scratch(struct scratch *scratch)
{
	if (scratch->file)
		unlink(scratch->file);
	return !scratch->server || pg_scratch_remove(scratch->server);
}

bool db_backup_prove(struct db_backup *backup, const struct db_url *url, struct manifest *contents,
		     struct report *report)
{
	struct db_restore restore = {
		.backup = backup, .patience = db_default_patience, .scratch = true};
	struct scratch scratch;

	*contents = (struct manifest){.kind = backup->kind};
	if (!make_scratch(backup, url, &scratch, report))
		return false;
	if (backup->manifest && backup->manifest->schema)
		scratch.url.schema = backup->manifest->schema;
	bool proven = kinds[backup->kind].restore(&scratch.url, &restore, report) &&
		      kinds[backup->kind].describe(&scratch.url, contents, report);
	if (!remove_scratch(&scratch) || !proven)
		return false;
	backup->whole = !backup->manifest ||
			manifest_compare(backup->manifest, contents, backup->name, report);
	return true;
}
