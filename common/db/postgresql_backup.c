/*
 * Backs PostgreSQL up with pg_dump; restores with pg_restore, which writes SQL, and psql, which
 * runs it.
 */
#include "db/backup_dialect.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/process.h"
#include "db/postgresql_sql.h"

static const char get_programs[] = "install PostgreSQL's client programs "
				   "(Debian's package postgresql-client)";

/* Writes a backup to a descriptor. */
static bool dump(const struct db_url *url, int out, struct report *report)
{
	static const char *const argv[] = {"pg_dump", "--format=custom", "--no-password", NULL};
	struct names environment = {0};
	const struct command command = {argv, &environment, -1, out, get_programs};
	struct process dumper;

	db_url_environment(url, report->arena, &environment);
	if (!process_start(&dumper, &command, report))
		return false;
	if (process_finish(&dumper, report))
		return true;
	if (strstr(buffer_text(&dumper.said), "permission denied"))
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

/* Makes a pipe that child processes get only as their stdin or stdout. Returns 0 or an errno. */
static int make_pipe(int ends[2])
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
	int ends[2], reason = make_pipe(ends);

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

/* Starts pg_restore, which turns an archive into SQL. It needs no server. */
static bool start_reading(const char *path, int out, struct process *reader, struct report *report)
{
	const char *const argv[] = {"pg_restore", "--file=-", "--", path, NULL};
	const struct command command = {argv, NULL, -1, out, get_programs};

	return process_start(reader, &command, report);
}

bool pg_backup_check(const char *path, bool *whole, struct report *report)
{
	struct report findings = {.arena = report->arena};
	struct process reader;

	if (!start_reading(path, -1, &reader, report))
		return false;
	*whole = process_finish(&reader, &findings);
	if (!*whole)
		report_warning(report, nowhere, "'%s' is damaged: %s", path,
			       findings.messages.at[0].text);
	return true;
}

static bool write_text(int fd, const char *text)
{
	for (size_t left = strlen(text); left;) {
		ssize_t written = write(fd, text, left);
		if (written < 0)
			return false;
		text += written;
		left -= (size_t)written;
	}
	return true;
}

/*
 * Writes what clears the database, the archive's SQL, and COMMIT only if all of that was written.
 */
static bool feed(const char *path, int lock_timeout, int out, struct report *report)
{
	const char *clearing = arena_format(report->arena, pg_sql_clear_database, lock_timeout);
	struct process reader;

	return write_text(out, clearing) && start_reading(path, out, &reader, report) &&
	       process_finish(&reader, report) && write_text(out, "COMMIT;\n");
}

/* Returns the line in which psql reports a lock that it could not get, or NULL. */
static const char *find_busy(struct arena *arena, const char *said)
{
	static const char *const codes[] = {"(55P03)", "(40P01)"};

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		const char *code = strstr(said, codes[i]), *start = said, *next;
		while (code && (next = strstr(start, ":  ")) && next < code)
			start = next + 3;
		if (code)
			return arena_slice(arena, start, strcspn(start, "\n"));
	}
	return NULL;
}

/* Starts psql, which runs what is written to *in. The caller closes that. */
static bool start_psql(const struct db_url *url, struct process *psql, int *in,
		       struct report *report)
{
	static const char *const argv[] = {"psql",	    "--no-psqlrc", "--quiet",
					   "--no-password", "--file=-",	   NULL};
	struct names environment = {0};
	int script[2];

	int reason = make_pipe(script);
	if (reason)
		return report_error(report, nowhere, "cannot start psql: %s", strerror(reason));
	db_url_environment(url, report->arena, &environment);
	const struct command command = {argv, &environment, script[0], -1, get_programs};
	bool started = process_start(psql, &command, report);
	close(script[0]);
	if (!started)
		close(script[1]);
	*in = script[1];
	return started;
}

static bool report_psql(const struct process *psql, const char *message, struct report *report)
{
	report_error(report, nowhere, "%s", message);
	if (strstr(buffer_text(&psql->said), "must be owner"))
		report_hint(report, "a restore drops everything in the database, extensions too: "
				    "run it as the owner of all that, or as a superuser");
	return false;
}

/* Tries once. If a lock of others made it fail, reports nothing: *busy is the line about it. */
static bool restore(const struct db_url *url, const char *path, int lock_timeout, const char **busy,
		    struct report *report)
{
	struct report reading = {.arena = report->arena}, talking = {.arena = report->arena};
	struct process psql;
	int in = -1;

	if (!start_psql(url, &psql, &in, report))
		return false;
	bool fed = feed(path, lock_timeout, in, &reading);
	close(in);
	/* psql's error comes first: if it stops, its reader fails only because nobody reads. */
	if (!process_finish(&psql, &talking)) {
		*busy = find_busy(report->arena, buffer_text(&psql.said));
		if (*busy && !interrupt_seen())
			return false;
		return report_psql(&psql, talking.messages.at[0].text, report);
	}
	if (fed)
		return true;
	return report_error(report, nowhere, "cannot restore '%s': %s", path,
			    reading.messages.count ? reading.messages.at[0].text
						   : "psql ended early");
}

bool pg_backup_restore(const struct db_url *url, const char *path,
		       const struct db_patience *patience, struct report *report)
{
	for (int tries = 1;; tries++) {
		const char *busy = NULL;
		if (restore(url, path, patience->lock_timeout, &busy, report))
			return true;
		if (report->errors)
			return false;
		if (tries > patience->retries) {
			report_error(report, nowhere, "cannot restore '%s': %s", path, busy);
			return report_hint(report,
					   "tried %d time%s, nothing was changed; run it again "
					   "when the lock is free, or end its holder",
					   tries, tries == 1 ? "" : "s");
		}
		interrupt_wait(-1, false, 100 << (tries < 6 ? tries - 1 : 5));
	}
}
