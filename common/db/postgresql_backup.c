/* Backs PostgreSQL up with pg_dump, and reads its archives with pg_restore. */
#include "db/postgresql_backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"

#include "base/interrupt.h"
#include "db/postgresql.h"
#include "db/postgresql_sql.h"
#include "db/postgresql_watch_sql.h"

const char pg_get_programs[] = "install PostgreSQL's client programs "
			       "(Debian's package postgresql-client)";

/* True if the URL's user may not read something that pg_dump reads. Its words are the server's. */
static bool lacks_privilege(const struct db_url *url, struct arena *arena)
{
	struct report unheard = {.arena = arena};
	struct db *db = db_postgresql.open(url, DB_READ_EXISTING, &db_default_patience, &unheard);
	const char *found = NULL;

	if (!db)
		return false;
	pg_query_value(pg_of(db), pg_sql_find_unreadable, PG_READ, &found);
	db_postgresql.close(db);
	return found;
}

/* Says who has locked a table against readers, if somebody has. */
static void report_lockers(const struct db_url *url, struct report *report)
{
	struct report unheard = {.arena = report->arena};
	struct db *db = db_postgresql.open(url, DB_READ_EXISTING, &db_default_patience, &unheard);
	const char *holders = NULL;

	if (!db)
		return;
	pg_query_value(pg_of(db), pg_sql_lockers, PG_READ, &holders);
	db_postgresql.close(db);
	if (holders)
		report_hint(report, "a table is locked by %s: wait, or end that session", holders);
}

/* Writes a backup to a descriptor. */
static bool dump(const struct db_url *url, int out, struct report *report)
{
	static const char *const argv[] = {"pg_dump", "--format=custom", "--no-password",
					   "--lock-wait-timeout=5s", NULL};
	struct names environment = {0};
	const struct command command = {argv, &environment, -1, out, pg_get_programs};
	struct process dumper;

	db_url_environment(url, report->arena, &environment);
	if (!process_start(&dumper, &command, report))
		return false;
	if (process_finish(&dumper, report))
		return true;
	if (interrupt_seen())
		return false;
	report_lockers(url, report);
	if (lacks_privilege(url, report->arena))
		report_hint(report, "a backup reads everything: run it as the owner of all tables, "
				    "or as a member of pg_read_all_data");
	if (strstr(buffer_text(&dumper.said), "server version mismatch"))
		report_hint(report,
			    "pg_dump must not be older than the server: install the "
			    "client programs of the server's version, and put them on PATH");
	return false;
}

bool pg_backup_copy(const struct db_url *url, const char *path, struct report *report)
{
	int out = open(path, O_WRONLY | O_CLOEXEC);

	if (out < 0)
		return report_error(report, nowhere, "cannot write '%s': %s", path,
				    strerror(errno));
	bool copied = dump(url, out, report);
	close(out);
	return copied;
}

int pg_make_pipe(int ends[2])
{
	if (pipe(ends) != 0)
		return errno;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	return 0;
}

/*
 * pg_dump does not notice if a small dump cannot be written to a file, as it seeks in between:
 * its exit status is 0 though nothing was written. A pipe has no such gap, and cat notices.
 */
bool pg_backup_stream(const struct db_url *url, int out, struct report *report)
{
	static const char *const argv[] = {"cat", NULL};
	struct report dumping = {.arena = report->arena};
	struct process writer;
	int ends[2], reason = pg_make_pipe(ends);

	if (reason)
		return report_error(report, nowhere, "cannot start %s: %s", argv[0],
				    strerror(reason));
	const struct command command = {argv, NULL, ends[0], out, NULL};
	bool started = process_start(&writer, &command, report);
	close(ends[0]);
	bool dumped = started && dump(url, ends[1], &dumping);
	close(ends[1]);
	/* If the writer fails, pg_dump does so only because nobody reads. */
	if (!started || !process_finish(&writer, report))
		return false;
	return dumped || report_add(report, &dumping);
}

bool pg_start_reading(const char *const *argv, struct process *reader, int *source,
		      struct report *report)
{
	int ends[2], reason = pg_make_pipe(ends);

	if (reason)
		return report_error(report, nowhere, "cannot start %s: %s", argv[0],
				    strerror(reason));
	const struct command command = {argv, NULL, -1, ends[1], pg_get_programs};
	bool started = process_start(reader, &command, report);
	close(ends[1]);
	if (!started)
		close(ends[0]);
	*source = ends[0];
	return started;
}

bool pg_read_lines(const char *const *argv, void (*take)(const char *line, void *context),
		   void *context, struct report *report)
{
	struct process reader;
	int source;
	char *line = NULL;
	size_t room = 0;

	if (!pg_start_reading(argv, &reader, &source, report))
		return false;
	FILE *lines = fdopen(source, "r");
	for (ssize_t length; lines && (length = getline(&line, &room, lines)) > 0;) {
		line[strcspn(line, "\n")] = '\0';
		take(line, context);
	}
	free(line);
	fclose(lines);
	return process_finish(&reader, report);
}

/* The tables that an archive lists, and those of them whose rows it has. */
struct contents {
	struct map with_rows; /* the oids of tables whose rows are there */
	struct names tables;  /* the oids of all tables */
	size_t partitioned;
};

/* Takes a line of the list of contents, "7; 1259 16386 TABLE public a owner". */
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
	if (table)
		*vector_add(arena, &contents->tables) = arena_slice(arena, oid + 1, length);
}

/* Counts tables that have no rows of their own, from a line of the archive's SQL. */
static void take_partitioned(const char *line, void *context)
{
	struct contents *contents = context;

	contents->partitioned += strncmp(line, "PARTITION BY ", 13) == 0;
}

/* Counts the tables whose rows the archive lacks, as one of pg_dump -s does. */
static bool count_empty(const char *path, size_t *missing, struct report *report)
{
	const char *const list[] = {"pg_restore", "--list", "--", path, NULL};
	const char *const schema[] = {"pg_restore", "--schema-only", "--file=-", "--", path, NULL};
	struct contents contents = {.with_rows.arena = report->arena};
	const char **oid;

	*missing = 0;
	if (!pg_read_lines(list, take_entry, &contents, report))
		return false;
	vector_each(oid, &contents.tables)
		*missing += !map_get(&contents.with_rows, *oid);
	if (*missing && !pg_read_lines(schema, take_partitioned, &contents, report))
		return false;
	*missing -= *missing < contents.partitioned ? *missing : contents.partitioned;
	return true;
}

static bool read_all(const char *path, struct report *findings, struct report *report)
{
	const char *const argv[] = {"pg_restore", "--file=-", "--", path, NULL};
	struct process reader;
	const struct command command = {argv, NULL, -1, -1, pg_get_programs};

	if (!process_start(&reader, &command, report))
		return false;
	/* A program that could not be loaded, or was killed, says nothing of the file. */
	return process_finish(&reader, findings) ||
	       (!reader.judged && report_add(report, findings));
}

bool pg_backup_check(const char *path, bool *whole, struct report *report)
{
	struct report findings = {.arena = report->arena};

	*whole = read_all(path, &findings, report);
	if (report->errors)
		return false;
	if (!*whole) {
		report_warning(report, nowhere, "'%s' is damaged: %s", path,
			       findings.messages.at[0].text);
		return true;
	}
	size_t missing;
	if (!count_empty(path, &missing, report))
		return false;
	*whole = missing == 0;
	if (!*whole)
		report_warning(report, nowhere,
			       "'%s' is not whole: it lacks the rows of %zu table%s", path, missing,
			       missing == 1 ? "" : "s");
	return true;
}
