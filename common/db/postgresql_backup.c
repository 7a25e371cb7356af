/* Backs PostgreSQL up with pg_dump. */
#include "db/postgresql_backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* Adds to the error of pg_dump what to do about it. Always false. */
static bool advise(const struct db_url *url, const char *said, struct report *report)
{
	if (interrupt_seen())
		return false;
	report_lockers(url, report);
	if (lacks_privilege(url, report->arena))
		report_hint(report, "a backup reads everything: run it as the owner of all tables, "
				    "or as a member of pg_read_all_data");
	if (strstr(said, "server version mismatch"))
		report_hint(report,
			    "pg_dump must not be older than the server: install the "
			    "client programs of the server's version, and put them on PATH");
	return false;
}

/* Starts to write a backup to a descriptor: of a snapshot, or of now if that is NULL. */
static bool start_dump(const struct db_url *url, const char *snapshot, int out,
		       struct process *dumper, struct report *report)
{
	const char *argv[] = {
		"pg_dump", "--format=custom", "--no-password", "--lock-wait-timeout=5s", NULL,
		NULL};
	struct names environment = {0};
	const struct command command = {argv, &environment, -1, out, pg_get_programs};

	if (snapshot)
		argv[4] = arena_format(report->arena, "--snapshot=%s", snapshot);
	db_url_environment(url, report->arena, &environment);
	return process_start(dumper, &command, report);
}

static bool finish_dump(const struct db_url *url, struct process *dumper, struct report *report)
{
	return process_finish(dumper, report) || advise(url, buffer_text(&dumper->said), report);
}

static bool is_dumping(void *context)
{
	return process_goes_on(context);
}

/* Dumps, and meanwhile reads what the snapshot has. */
static bool dump_snapshot(struct pg_snapshot *snapshot, int out, struct manifest *manifest,
			  struct report *report)
{
	const struct db_url *url = snapshot->db->url;
	struct report reading = {.arena = report->arena};
	struct process dumper;

	if (!start_dump(url, snapshot->id, out, &dumper, report))
		return false;
	snapshot->db->report = &reading;
	bool described = pg_read_contents(snapshot, manifest, is_dumping, &dumper);
	snapshot->db->report = report;
	/* If pg_dump has failed, that is the cause of all. */
	if (!finish_dump(url, &dumper, report))
		return false;
	return described ? true : report_add(report, &reading);
}

/* Begins the snapshot, in which the tables stay what they are. */
static bool prepare(const struct db_url *url, struct pg_snapshot *snapshot,
		    struct manifest *manifest, struct report *report)
{
	bool locked = true;

	if (!pg_snapshot_begin(url, snapshot, report) || !pg_list_tables(snapshot, manifest))
		return false;
	if (pg_lock_tables(snapshot, manifest, &locked))
		return true;
	if (!locked && !interrupt_seen())
		report_lockers(url, report);
	return false;
}

bool pg_backup_copy(const struct db_url *url, const char *path, struct manifest *manifest,
		    struct report *report)
{
	struct pg_snapshot snapshot;
	int out = open(path, O_WRONLY | O_CLOEXEC);

	if (out < 0)
		return report_error(report, nowhere, "cannot write '%s': %s", path,
				    strerror(errno));
	bool copied = prepare(url, &snapshot, manifest, report) &&
		      dump_snapshot(&snapshot, out, manifest, report);
	pg_snapshot_end(&snapshot);
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
	struct process dumper;
	bool dumped = started && start_dump(url, NULL, ends[1], &dumper, &dumping) &&
		      finish_dump(url, &dumper, &dumping);
	close(ends[1]);
	/* If the writer fails, pg_dump does so only because nobody reads. */
	if (!started || !process_finish(&writer, report))
		return false;
	return dumped || report_add(report, &dumping);
}
