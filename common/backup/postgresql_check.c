/* Looks for damage in PostgreSQL archives. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/postgresql.h"
#include "base/interrupt.h"
#include "base/map.h"
#include "base/progress.h"

/* The tables that an archive lists, and those whose rows it has. */
struct contents {
	struct map with_rows; /* the oids of tables with their rows in the archive */
	struct names tables;  /* the oids of all tables */
	size_t partitioned;
	bool history; /* the history is among them */
};

/* Reads a line of the list of contents, "7; 1259 16386 TABLE public a owner". */
static void take_entry(const char *line, void *context)
{
	struct contents *contents = context;
	struct arena *arena = contents->with_rows.arena;
	const char *catalog = strstr(line, "; ");

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

/* Counts the tables whose rows are missing in the archive, as in one of pg_dump -s. */
static bool count_empty(const char *path, size_t *missing, bool *history, struct report *report)
{
	const char *const list[] = {"pg_restore", "--list", "--", path, NULL};
	const char *const schema[] = {"pg_restore", "--schema-only", "--file=-", "--", path, NULL};
	struct contents contents = {.with_rows.arena = report->arena};
	const char **oid;

	*missing = 0;
	if (!pg_read_lines(list, -1, take_entry, &contents, report))
		return false;
	*history = contents.history;
	vector_each(oid, &contents.tables)
		*missing += !map_get(&contents.with_rows, *oid);
	if (*missing && !pg_read_lines(schema, -1, take_partitioned, &contents, report))
		return false;
	*missing -= *missing < contents.partitioned ? *missing : contents.partitioned;
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

bool pg_backup_check(struct backup *backup, struct report *report)
{
	const char *path = backup->path;
	struct report findings = {.arena = report->arena};

	backup->whole = read_all(backup, &findings, report);
	if (report->errors)
		return false;
	if (!backup->whole) {
		report_warning(report, nowhere, "'%s' is damaged: %s", backup->name,
			       findings.messages.at[0].text);
		return true;
	}
	backup->whole = backup->has_digest || has_its_end(backup, report);
	if (report->errors)
		return false;
	if (!backup->whole) {
		report_warning(report, nowhere,
			       "'%s' is damaged: the file continues after the archive",
			       backup->name);
		return true;
	}
	size_t missing;
	if (!count_empty(path, &missing, &backup->has_history, report))
		return false;
	backup->whole = missing == 0;
	if (!backup->whole)
		report_warning(report, nowhere,
			       "'%s' is incomplete: it lacks the rows of %zu table%s", backup->name,
			       missing, missing == 1 ? "" : "s");
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
