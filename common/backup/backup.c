/* Makes backups: their files and names. */
#include "backup/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "backup/dialect.h"
#include "backup/digest.h"
#include "backup/seal.h"
#include "base/file.h"

/*
 * Lets only one process at a time name files in a directory, until the descriptor is closed. Where
 * locks do not work, as on some network file systems, only a race is lost.
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
 * Names the manifest, and then the backup: a backup with its name has a manifest. A manifest
 * without a backup is useless, and is replaced.
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

/* Copies the database into the draft. */
static bool copy(const struct url *url, const char *draft, struct manifest *manifest,
		 struct report *report)
{
	manifest->kind = url->kind;
	manifest->database = manifest_database(report->arena, url);
	manifest->schema = url->kind == DB_SQLITE ? NULL : url->schema;
	return backup_kinds[url->kind].copy(url, draft, manifest, report);
}

/*
 * Writes the draft with its seal, and the manifest beside it. A thread computes the digest while
 * the draft is still in the page cache.
 */
static bool write_drafts(const struct url *url, const char *draft, const char *path,
			 struct report *report)
{
	const char *slash = strrchr(path, '/');
	struct manifest manifest = {.file = slash ? slash + 1 : path};

	if (!copy(url, draft, &manifest, report))
		return false;
	struct digest_work *digest = digest_begin(draft, report->arena);
	bool whole = backup_kinds[url->kind].read_back(url, draft, &manifest, report);
	struct sealed sealed;
	if (!digest_end(digest, &sealed, report) || !whole ||
	    !seal_append(draft, sealed.seal, report) || !file_sync(draft, report))
		return false;
	manifest.digest = sealed.digest;
	manifest.bytes = sealed.bytes;
	return manifest_write(&manifest, manifest_path(report->arena, draft), BACKUP_PERMISSIONS,
			      report);
}

/*
 * Warns of rights that the user lacks to restore the backup. If they cannot be determined, that is
 * no failure.
 */
static void warn_of_needs(const struct url *url, const char *path, struct report *report)
{
	struct report looking = {.arena = report->arena};

	if (!backup_kinds[url->kind].look)
		return;
	if (backup_kinds[url->kind].look(url, path, &looking))
		report_add(report, &looking);
	else
		report_warning(report, nowhere, "cannot tell if '%s' can be restored: %s", path,
			       looking.messages.at[0].text);
}

/* Makes the backup in the draft, and names it. Removes the draft in any case. */
static bool fill(const struct url *url, struct draft *draft, const char *path,
		 struct report *report)
{
	bool made =
		write_drafts(url, draft->path, path, report) && publish(draft->path, path, report);

	unlink(manifest_path(report->arena, draft->path));
	draft_remove(draft);
	if (made)
		warn_of_needs(url, path, report);
	return made;
}

bool backup_make(const struct url *url, const char *path, struct report *report)
{
	struct draft draft;

	if (access(path, F_OK) == 0) {
		report_error(report, nowhere, "'%s' already exists", path);
		return report_hint(
			report,
			"a backup never overwrites a file: choose another name, or use -d DIR");
	}
	return draft_create(&draft, path, BACKUP_PERMISSIONS, report) &&
	       fill(url, &draft, path, report);
}

static const char suffix[] = ".backup", draft_suffix[] = ".backup.draft";

static const char *backup_name(const struct url *url, time_t time, size_t number,
			       struct arena *arena)
{
	const char *dbname = url->kind == DB_SQLITE ? url->path : url_value(url, "dbname");
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

bool backup_in(const struct url *url, const char *directory, const char **path,
	       struct report *report)
{
	time_t now = time(NULL);
	struct draft draft;

	if (!directory_make(directory, report))
		return false;
	draft_remove_dead(directory, draft_suffix, report->arena);
	/* Creating the draft reserves the name, unless the backup already exists. */
	for (size_t number = 1;; number++) {
		*path = path_join(report->arena, directory,
				  backup_name(url, now, number, report->arena));
		if (draft_create_as(&draft, arena_format(report->arena, "%s.draft", *path),
				    BACKUP_PERMISSIONS)) {
			if (access(*path, F_OK) != 0)
				return fill(url, &draft, *path, report);
			draft_remove(&draft);
		} else if (errno != EEXIST) {
			return report_error(report, nowhere, "cannot create '%s': %s", *path,
					    strerror(errno));
		}
	}
}

static bool send_file(const char *path, int out, struct report *report)
{
	struct sealing sealing;
	struct stat status = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return report_error(report, nowhere, "cannot open '%s': %s", path, strerror(errno));
	fstat(fd, &status);
	sealing_begin(&sealing, out, status.st_size);
	bool sent = sealing_pass(&sealing, fd, NULL, report);
	close(fd);
	return sealing_end(&sealing, sent, report);
}

bool backup_stream(const struct url *url, int out, struct report *report)
{
	struct manifest unused = {0};
	struct draft draft;

	if (backup_kinds[url->kind].stream)
		return backup_kinds[url->kind].stream(url, out, report);
	if (!backup_temporary(&draft, report))
		return false;
	bool sent = copy(url, draft.path, &unused, report) &&
		    backup_kinds[url->kind].read_back(url, draft.path, &unused, report) &&
		    send_file(draft.path, out, report);
	draft_remove(&draft);
	return sent;
}

bool backup_is_file(const char *path)
{
	const char *dot = strrchr(path, '.');
	struct stat status;

	return dot && strcmp(dot, suffix) == 0 && stat(path, &status) == 0 &&
	       S_ISREG(status.st_mode);
}
