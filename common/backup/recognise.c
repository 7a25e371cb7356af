/* Recognises backups, and files mistaken for them, by their first bytes. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "backup/dialect.h"

enum { LONGEST_START = 32 };

/* Files that are not backups, and how to get one. */
static const struct {
	const char *magic;
	size_t length;
	const char *hint;
} others[] = {
	{"\x1f\x8b", 2,
	 "it is compressed: decompress it with gunzip, and pass the output on stdin"},
	{"\x28\xb5\x2f\xfd", 4,
	 "it is compressed: decompress it with zstd -d, and pass the output on stdin"},
	{"\xfd"
	 "7zXZ",
	 5, "it is compressed: decompress it with unxz, and pass the output on stdin"},
	{"BZh", 3, "it is compressed: decompress it with bunzip2, and pass the output on stdin"},
	{"age-encryption.org", 18,
	 "it is encrypted: decrypt it with age -d, and pass the output on stdin"},
	{"Salted__", 8, "it is encrypted: decrypt it with openssl, and pass the output on stdin"},
	{"manifest\t", 9, "it is a manifest: the backup has the same name without .manifest"},
	{"--\n-- PostgreSQL", 16,
	 "it is an SQL script from pg_dump: run it with psql in an empty database"},
};

/* Reads the first bytes of a file. Returns their number, or 0 if it cannot be read. */
static size_t read_start(const char *path, char start[LONGEST_START])
{
	FILE *file = fopen(path, "rb");

	if (!file)
		return 0;
	size_t got = fread(start, 1, LONGEST_START, file);
	fclose(file);
	return got;
}

/* True if the file has these first bytes. */
static bool has_magic(const char *start, size_t got, const char *magic, size_t length)
{
	return got >= length && memcmp(start, magic, length) == 0;
}

bool backup_recognise(const char *path, enum db_kind *kind)
{
	char start[LONGEST_START];
	size_t got = read_start(path, start);

	for (size_t i = 0; i < BACKUP_KINDS; i++)
		if (has_magic(start, got, backup_kinds[i].magic, backup_kinds[i].magic_length)) {
			*kind = (enum db_kind)i;
			return true;
		}
	return false;
}

bool backup_refuse_file(const char *path, const char *name, struct report *report)
{
	char start[LONGEST_START];
	size_t got = read_start(path, start);
	struct stat status = {0};

	report_error(report, nowhere,
		     "'%s' is not an SQLite or PostgreSQL backup (pg_dump's custom format)", name);
	if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
		return report_hint(report, "it is a directory: name one of the files in it");
	if (got == 0)
		return report_hint(report, "it is empty");
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (has_magic(start, got, others[i].magic, others[i].length))
			return report_hint(report, "%s", others[i].hint);
	return false;
}
