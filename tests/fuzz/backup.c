/* A backup as a program finds it: its manifest, and its own bytes. */
#include "fuzz.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "backup/backup.h"
#include "folder/checksum.h"

/* Writes a manifest, and returns its text. */
static const char *written(const struct manifest *manifest, const char *path, struct report *report)
{
	struct source text;

	must(manifest_write(manifest, path, 0600, report));
	must(file_read(path, &text, report));
	return text.text;
}

/* What was read is written so that it is read again, and written as the same bytes. */
static void check_again(const struct manifest *first, const char *path, struct report *report)
{
	const char *file = manifest_path(report->arena, path);
	const char *text = written(first, file, report);
	const struct manifest *second;

	must(manifest_read(path, &second, report) && second);
	must(strcmp(text, written(second, file, report)) == 0);
	manifest_compare(first, second, path, report);
	manifest_summary(report->arena, first);
}

void fuzz_manifest(const struct source *input, struct report *report)
{
	const char *path = fuzz_path(report->arena, "backup");
	const struct manifest *manifest;
	const char *text = arena_format(report->arena, "%send\t%s\n", input->text,
					folder_checksum(report->arena, input));

	/* The last line has the digest of all others, which nobody guesses. */
	fuzz_write(manifest_path(report->arena, path), text, strlen(text));
	if (manifest_read(path, &manifest, report) && manifest)
		check_again(manifest, path, report);
}

void fuzz_backup(const struct source *input, struct report *report)
{
	const char *path = fuzz_path(report->arena, "backup");
	struct record_writer to = {.text.arena = report->arena};
	struct backup backup;

	unlink(manifest_path(report->arena, path));
	fuzz_write(path, input->text, input->length);
	if (!backup_open(path, &backup, report))
		return;
	backup_write(&backup, &to);
	/* pg_restore, a program of others, reads the rest of the other kind. */
	if (backup.kind == DB_SQLITE)
		backup_check(&backup, report);
	backup_close(&backup);
}
