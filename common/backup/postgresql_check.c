/* Looks for damage in PostgreSQL archives. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/postgresql.h"
#include "base/interrupt.h"
#include "base/map.h"
#include "base/progress.h"

/* The tables that an archive lists, those whose rows it has, and its origin. */
struct contents {
	struct map with_rows; /* the oids of tables with their rows in the archive */
	struct names tables;  /* the oids of all tables */
	size_t partitioned;
	bool history;	/* the history is among them */
	int dumped_by;	/* the major version of pg_dump */
	size_t missing; /* the number of tables without their rows, as in an archive of pg_dump -s */
};

/* Reads a line of the list of contents, "7; 1259 16386 TABLE public a owner". */
static void take_entry(const char *line, void *context)
{
	struct contents *contents = context;
	struct arena *arena = contents->with_rows.arena;
	const char *catalog = strstr(line, "; ");
	static const char dumped_by[] = ";     Dumped by pg_dump version: ";

	if (strncmp(line, dumped_by, sizeof dumped_by - 1) == 0)
		contents->dumped_by = atoi(line + sizeof dumped_by - 1);
	if (*line == ';' || !catalog)
		return;
	const char *oid = strchr(catalog + 2, ' ');
	size_t length = oid ? strcspn(oid + 1, " ") : 0;
	const char *kind = oid ? oid + 1 + length : "";
	bool rows = strncmp(kind, " TABLE DATA ", 12) == 0;
	bool table = strncmp(catalog, "; 1259 ", 7) == 0 && strncmp(kind, " TABLE ", 7) == 0;

	if (rows)
		map_add(&contents->with_rows, arena_slice(arena, oid + 1, length), contents);
	if (table && strstr(kind, " _prisma_migrations "))
		contents->history = true;
	if (table)
		*vector_add(arena, &contents->tables) = arena_slice(arena, oid + 1, length);
}

/* Counts tables without rows of their own, from a line of the archive's SQL. */
static void take_partitioned(const char *line, void *context)
{
	struct contents *contents = context;

	contents->partitioned += strncmp(line, "PARTITION BY ", 13) == 0;
}

/* Reads the lists of an archive that pg_restore can read. */
static bool read_contents(const char *path, struct contents *contents, struct report *report)
{
	const char *const list[] = {"pg_restore", "--list", "--", path, NULL};
	const char *const schema[] = {"pg_restore", "--schema-only", "--file=-", "--", path, NULL};
	const char **oid;

	if (!pg_read_lines(list, -1, take_entry, contents, report))
		return false;
	vector_each(oid, &contents->tables)
		contents->missing += !map_get(&contents->with_rows, *oid);
	if (contents->missing && !pg_read_lines(schema, -1, take_partitioned, contents, report))
		return false;
	size_t more = contents->missing, fewer = contents->partitioned;
	contents->missing -= fewer < more ? fewer : more;
	return true;
}

/* Reads and counts the output of pg_restore, until its end or a signal. */
static int64_t count_bytes(struct process *reader, int source)
{
	static char part[64 * 1024];
	struct progress progress;
	int64_t bytes = 0;

	progress_begin(&progress, "checking", 0);
	for (ssize_t got;
	     interrupt_wait(source, false, -1) && (got = read(source, part, sizeof part)) > 0;) {
		process_goes_on(reader);
		bytes += got;
		progress_show(&progress, bytes);
	}
	progress_end(&progress);
	return bytes;
}

static bool read_all(struct backup *backup, struct report *findings, struct report *report)
{
	const char *const argv[] = {"pg_restore", "--file=-", "--", backup->path, NULL};
	struct process reader;
	int source;

	if (!pg_start_reading(argv, -1, &reader, &source, report))
		return false;
	backup->sql_bytes = count_bytes(&reader, source);
	close(source);
	/* A program that could not be loaded, or was killed, says nothing about the file. */
	return pg_finish_reading(&reader, findings) ||
	       (!reader.judged && report_add(report, findings));
}

/*
 * True if an archive that can be read cannot be read without its last byte. Nothing reads bytes
 * after the end of an archive.
 */
static bool has_its_end(const struct backup *backup, struct report *report)
{
	struct report failing = {.arena = report->arena};
	struct pg_reading_back back;
	struct stat status = {0};

	if (stat(backup->path, &status) != 0 || status.st_size < 2 ||
	    !pg_begin_reading_back(&back, backup->path, status.st_size - 1, report))
		return true;
	bool ends = !pg_end_reading_back(&back, true, &failing);
	if (interrupt_seen())
		report_error(report, nowhere, "interrupted");
	return ends;
}

/*
 * True if the file ends like a table of contents: with the end of a list, and the place of a
 * table's rows or the word that there is none. pg_dump 16 and later open their standard output for
 * appending: if that is a file, they write a second table of contents to its end, instead of
 * completing the first.
 */
static bool ends_with_contents(const struct backup *backup, const struct contents *contents)
{
	static const unsigned char end_of_list[] = {1, 1, 0, 0, 0};
	unsigned char end[sizeof end_of_list + 1 + 8] = {0};
	int file = open(backup->path, O_RDONLY | O_CLOEXEC);

	if (file < 0)
		return false;
	bool read_end = lseek(file, -(off_t)sizeof end, SEEK_END) > 0 &&
			read(file, end, sizeof end) == (ssize_t)sizeof end;
	close(file);
	unsigned char has_place = end[sizeof end_of_list];
	return contents->dumped_by >= 16 && read_end &&
	       memcmp(end, end_of_list, sizeof end_of_list) == 0 && has_place >= 1 &&
	       has_place <= 3;
}

bool pg_backup_check(struct backup *backup, struct report *report)
{
	struct report findings = {.arena = report->arena};

	backup->whole = read_all(backup, &findings, report);
	if (report->errors)
		return false;
	if (!backup->whole) {
		report_warning(report, nowhere, "'%s' is damaged: %s", backup->name,
			       findings.messages.at[0].text);
		return true;
	}
	struct contents contents = {.with_rows.arena = report->arena};
	if (!read_contents(backup->path, &contents, report))
		return false;
	backup->has_history = contents.history;
	/* The last of these reads the whole archive again. */
	backup->whole = backup->has_digest || ends_with_contents(backup, &contents) ||
			has_its_end(backup, report);
	if (report->errors)
		return false;
	if (!backup->whole) {
		report_warning(report, nowhere,
			       "'%s' is damaged: the file continues after the archive",
			       backup->name);
		return true;
	}
	backup->whole = contents.missing == 0;
	if (!backup->whole)
		report_warning(report, nowhere,
			       "'%s' is incomplete: it lacks the rows of %zu table%s", backup->name,
			       contents.missing, contents.missing == 1 ? "" : "s");
	return true;
}

/* Ignores a line. */
static void take_none(const char *line, void *context)
{
	(void)line;
	(void)context;
}

/* Reads the list of contents of a complete archive. The rest was read while it was written. */
bool pg_backup_read_back(const struct url *url, const char *path, struct manifest *manifest,
			 struct report *report)
{
	const char *const list[] = {"pg_restore", "--list", "--", path, NULL};
	struct report reading = {.arena = report->arena};

	(void)manifest;
	return pg_read_lines(list, -1, take_none, NULL, &reading) ||
	       report_error(report, nowhere, "cannot read back the backup of %s: %s", url->shown,
			    reading.messages.at[0].text);
}
