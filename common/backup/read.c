/* Reads backups: finds their manifests, checks them, writes their records. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/dialect.h"
#include "backup/digest.h"
#include "backup/seal.h"
#include "base/interrupt.h"

/* Copies a pipe into a file, until its end or a signal. */
static bool copy_pipe(int from, const struct draft *to, struct report *report)
{
	static char part[64 * 1024];
	ssize_t got = -1;

	while (interrupt_wait(from, false, -1) && (got = read(from, part, sizeof part)) > 0)
		for (ssize_t sent = 0, now; sent < got; sent += now)
			if ((now = write(to->fd, part + sent, (size_t)(got - sent))) < 0)
				return backup_report_temporary(to->path, report);
	if (interrupt_seen())
		return report_error(report, nowhere, "interrupted");
	return got == 0 ||
	       report_error(report, nowhere, "cannot read the backup: %s", strerror(errno));
}

/* Copies stdin, or another pipe, into a file that only we know: it is read more than once. */
static bool receive(struct backup *backup, bool is_stdin, struct report *report)
{
	int from = is_stdin ? STDIN_FILENO : open(backup->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (from < 0)
		return report_error(report, nowhere, "cannot open '%s': %s", backup->name,
				    strerror(errno));
	bool received = backup_temporary(&backup->received, report);
	if (received) {
		backup->path = backup->received.path;
		received = copy_pipe(from, &backup->received, report);
	}
	if (!is_stdin)
		close(from);
	return received;
}

/* True for a name such as that of bash's <(gunzip <x.gz). */
static bool is_pipe(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISFIFO(status.st_mode);
}

/* Stores the manifest of a backup, if there is one. Its faults are warnings. */
static bool find_manifest(struct backup *backup, struct report *report)
{
	struct report reading = {.arena = report->arena};

	backup->whole = manifest_read(backup->path, &backup->manifest, &reading);
	if (!backup->whole) {
		report_warning(report, nowhere, "%s", reading.messages.at[0].text);
		report_hint(report, "the backup can be restored without it: move it away first");
	}
	return backup->whole;
}

static bool is_readable(const char *path, const char *name, struct report *report)
{
	return access(path, R_OK) == 0 ||
	       report_error(report, nowhere, "cannot open '%s': %s", name, strerror(errno));
}

/*
 * True if there is no manifest, or it is readable. A manifest without read permission is not
 * damaged.
 */
static bool manifest_is_readable(const struct backup *backup, struct report *report)
{
	const char *path = manifest_path(report->arena, backup->path);

	return access(path, F_OK) != 0 || is_readable(path, path, report);
}

bool backup_open(const char *argument, struct backup *backup, struct report *report)
{
	bool is_stdin = strcmp(argument, "-") == 0;

	*backup = (struct backup){.path = argument, .name = is_stdin ? "<stdin>" : argument};
	if ((is_stdin || is_pipe(argument)) && !receive(backup, is_stdin, report))
		return false;
	if (!is_readable(backup->path, backup->name, report) ||
	    !manifest_is_readable(backup, report))
		return false;
	bool known = backup_recognise(backup->path, &backup->kind);
	backup->whole = find_manifest(backup, report);
	/* The first bytes themselves may be damaged. */
	if (backup->manifest)
		backup->kind = backup->manifest->kind;
	return known || backup->manifest || !backup->whole ||
	       backup_refuse_file(backup->path, backup->name, report);
}

void backup_close(struct backup *backup)
{
	draft_remove(&backup->received);
}

/* Warns that a backup differs from its digest, and says why that may be. Always returns true. */
static bool tell_change(struct backup *backup, struct report *report)
{
	backup->whole = false;
	if (backup->kind == DB_SQLITE)
		report_hint(report, "if somebody changed it with sqlite3 on purpose, copy it with "
				    ".backup: the copy has no digest");
	return true;
}

/* Compares a backup with its seal, if it has one. */
static bool check_seal(struct backup *backup, struct report *report)
{
	struct seal seal;
	const char *digest;

	if (!seal_find(backup->path, &seal, report))
		return false;
	if (!seal.found)
		return true;
	if (seal.behind) {
		report_warning(report, nowhere, "'%s' is damaged: %lld bytes follow its last line",
			       backup->name, seal.behind);
		return tell_change(backup, report);
	}
	if (!digest_file(backup->path, seal.bytes, &digest, report))
		return false;
	backup->has_digest = strcmp(digest, seal.digest) == 0;
	if (backup->has_digest)
		return true;
	report_warning(report, nowhere,
		       "'%s' is damaged: its SHA-256 does not match the one in its last line",
		       backup->name);
	return tell_change(backup, report);
}

/* Compares a backup with its manifest, or its seal. Differences are warnings. */
static bool check_digest(struct backup *backup, struct report *report)
{
	const struct manifest *manifest = backup->manifest;
	const char *digest;
	struct stat status;

	backup->whole = true;
	if (!manifest)
		return check_seal(backup, report);
	if (stat(backup->path, &status) != 0)
		return report_error(report, nowhere, "cannot open '%s': %s", backup->path,
				    strerror(errno));
	if (status.st_size != manifest->bytes) {
		report_warning(report, nowhere,
			       "'%s' is damaged: it has %lld bytes instead of %lld", backup->name,
			       (long long)status.st_size, manifest->bytes);
		backup->whole = false;
		return true;
	}
	if (!digest_file(backup->path, manifest->bytes, &digest, report))
		return false;
	backup->has_digest = text_equal(digest, manifest->digest);
	if (backup->has_digest)
		return true;
	report_warning(report, nowhere,
		       "'%s' is damaged: its SHA-256 does not match the one in '%s'", backup->name,
		       manifest_path(report->arena, backup->path));
	return tell_change(backup, report);
}

static bool check(struct backup *backup, struct report *report)
{
	if (!backup->whole)
		return true;
	if (!check_digest(backup, report))
		return false;
	return !backup->whole || backup_kinds[backup->kind].check(backup, report);
}

bool backup_check(struct backup *backup, struct report *report)
{
	if (!check(backup, report))
		return false;
	if (backup->whole && !backup->has_digest)
		report_note(report, nowhere,
			    "'%s' has no digest: this check finds only damage that %s detects",
			    backup->name, backup_kinds[backup->kind].reader);
	return true;
}

bool backup_verify(struct backup *backup, struct report *report)
{
	return backup->whole && backup->manifest ? check_digest(backup, report)
						 : check(backup, report);
}

/* Returns the time in the manifest, else that of the file's last change. */
static db_time time_of(const struct backup *backup, const struct stat *status)
{
	return backup->manifest ? backup->manifest->taken : (db_time)status->st_mtime * 1000;
}

void backup_write(const struct backup *backup, struct record_writer *to)
{
	struct stat status = {0};

	stat(backup->path, &status);
	const char *made = db_time_text(to->text.arena, time_of(backup, &status));
	record_begin(to);
	record_field(to, "path", backup->name);
	record_raw(to, "database", backup_kinds[backup->kind].word);
	/* Drops the fraction of the second. */
	record_raw(to, "made_at",
		   arena_format(to->text.arena, "%.*sZ", (int)strcspn(made, "."), made));
	record_number(to, "bytes", "%lld", (long long)status.st_size);
	record_end(to);
}
