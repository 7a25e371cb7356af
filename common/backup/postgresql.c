/* Backs up PostgreSQL with pg_dump. */
#include "backup/postgresql.h"
#include "backup/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/progress.h"
#include "postgresql/postgresql.h"
#include "postgresql/sql.h"

/* Reports things that pg_dump reads and the URL's user may not. The text comes from the server. */
static void report_unreadable(struct db *db, struct report *report)
{
	const char *found = NULL;

	pg_query_value(pg_of(db), pg_sql_find_unreadable, PG_READ, &found);
	if (found)
		report_hint(report, "a backup reads everything: run it as the owner of all tables, "
				    "or as a member of pg_read_all_data");
}

/* Adds a hint to an error, from answers of the server. Always returns false. */
static bool advise(const struct url *url, struct report *report)
{
	struct report unheard = {.arena = report->arena};
	struct db_patience patience = db_patience_for(url);

	if (interrupt_seen())
		return false;
	struct db *db = db_postgresql.open(url, DB_READ_EXISTING, &patience, &unheard);
	if (!db)
		return report_hint(report, "the server is no longer reachable; no backup was made: "
					   "try again when it is back");
	db->report = &unheard;
	pg_hint_lockers(db, report);
	report_unreadable(db, report);
	db_postgresql.close(db);
	return false;
}

/*
 * Where pg_dump writes: a file, by its path, or a pipe. On a descriptor of a file pg_dump 16 and
 * later append, and write the table of contents twice.
 */
struct dump_target {
	const char *path; /* or NULL */
	int pipe;	  /* or -1 */
};

/* Starts to write a backup: of a snapshot, or of the present state if that is NULL. */
static bool start_dump(const struct url *url, const char *snapshot, struct dump_target target,
		       struct process *dumper, struct report *report)
{
	const char *argv[] = {"pg_dump", "--format=custom", "--no-password", NULL, NULL, NULL,
			      NULL};
	const char **option = argv + 3;
	struct names environment = {0};
	const struct command command = {argv, &environment, -1, target.pipe, pg_get_programs};

	*option++ = arena_format(report->arena, "--lock-wait-timeout=%d",
				 db_patience_for(url).lock_timeout);
	if (snapshot)
		*option++ = arena_format(report->arena, "--snapshot=%s", snapshot);
	if (target.path)
		*option++ = arena_format(report->arena, "--file=%s", target.path);
	url_environment(url, report->arena, &environment);
	return process_start(dumper, &command, report);
}

static bool finish_dump(const struct url *url, struct process *dumper, struct report *report)
{
	if (process_finish(dumper, report))
		return true;
	if (strstr(buffer_text(&dumper->said), "server version mismatch"))
		return report_hint(report, "pg_dump is older than the server: install the client "
					   "programs of the server's version and put them on PATH");
	return advise(url, report);
}

/* The archive that pg_dump is writing. Its final size is unknown. */
struct writing {
	struct process *dumper;
	struct progress progress;
	int out;
};

static void show_written(void *context)
{
	struct writing *writing = context;
	struct stat status;

	if (writing->progress.visible && fstat(writing->out, &status) == 0)
		progress_show(&writing->progress, status.st_size);
}

static bool is_dumping(void *context)
{
	struct writing *writing = context;

	show_written(writing);
	return process_goes_on(writing->dumper);
}

/* Dumps into a file, open at `out`, and meanwhile reads the contents of the snapshot. */
static bool dump_snapshot(struct pg_snapshot *snapshot, const char *path, int out,
			  struct manifest *manifest, struct report *report)
{
	const struct url *url = snapshot->db->url;
	struct report reading = {.arena = report->arena};
	struct process dumper;
	struct writing writing = {.dumper = &dumper, .out = out};

	const struct dump_target target = {.path = path, .pipe = -1};
	if (!start_dump(url, snapshot->id, target, &dumper, report))
		return false;
	progress_begin(&writing.progress, "backing up", 0);
	dumper.tick = show_written;
	dumper.context = &writing;
	snapshot->db->report = &reading;
	bool described = pg_read_contents(snapshot, manifest, is_dumping, &writing);
	snapshot->db->report = report;
	/* If pg_dump failed, all other failures follow from that. */
	bool dumped = finish_dump(url, &dumper, report);
	progress_end(&writing.progress);
	if (!dumped)
		return false;
	return described ? true : report_add(report, &reading);
}

/* Begins the snapshot, and keeps others from altering the tables. */
static bool prepare(const struct url *url, struct pg_snapshot *snapshot, struct manifest *manifest,
		    struct report *report)
{
	return pg_snapshot_begin(url, snapshot, report) && pg_list_tables(snapshot, manifest) &&
	       pg_lock_tables(snapshot, manifest);
}

/* Dumps into a file, and reads it back while it grows. */
static bool dump_and_read_back(struct pg_snapshot *snapshot, const char *path, int out,
			       struct manifest *manifest, struct report *report)
{
	struct report reading = {.arena = report->arena};
	struct pg_reading_back back;

	if (!pg_begin_reading_back(&back, path, 0, report))
		return false;
	bool dumped = dump_snapshot(snapshot, path, out, manifest, report);
	bool read = pg_end_reading_back(&back, dumped, &reading);
	if (!dumped || read)
		return dumped;
	return report_error(report, nowhere, "cannot read back the backup of %s: %s",
			    snapshot->db->url->shown, reading.messages.at[0].text);
}

bool pg_backup_copy(const struct url *url, const char *path, struct manifest *manifest,
		    struct report *report)
{
	struct pg_snapshot snapshot;
	int out = open(path, O_WRONLY | O_CLOEXEC);

	if (out < 0)
		return report_error(report, nowhere, "cannot write '%s': %s", path,
				    strerror(errno));
	bool copied = prepare(url, &snapshot, manifest, report) &&
		      dump_and_read_back(&snapshot, path, out, manifest, report);
	pg_snapshot_end(&snapshot);
	close(out);
	return copied;
}

/* Passes on what pg_dump writes to a pipe. If that fails, so does pg_dump, for no other reason. */
static bool pass_dump(const struct url *url, int pipe[2], struct sealing *sealing,
		      struct report *report)
{
	struct report dumping = {.arena = report->arena};
	struct process dumper;
	const struct dump_target target = {.pipe = pipe[1]};
	bool started = start_dump(url, NULL, target, &dumper, report);

	close(pipe[1]);
	bool passed = started && sealing_pass(sealing, pipe[0], &dumper, report);
	close(pipe[0]);
	if (!started)
		return false;
	bool dumped = finish_dump(url, &dumper, &dumping);
	return passed && (dumped || report_add(report, &dumping));
}

/*
 * Goes through a pipe: pg_dump seeks in files, and so may not notice that a small dump could not be
 * written, and exits with 0.
 */
bool pg_backup_stream(const struct url *url, int out, struct report *report)
{
	struct pg_snapshot probe;
	/* pg_dump itself would wait forever for a silent server. */
	bool answers = pg_snapshot_begin(url, &probe, report);
	pg_snapshot_end(&probe);
	if (!answers)
		return false;
	struct sealing sealing;
	int ends[2], reason = process_pipe(ends);
	if (reason)
		return report_error(report, nowhere, "cannot start %s: %s", "pg_dump",
				    strerror(reason));
	/* The size is unknown and may be large. */
	sealing_begin(&sealing, out, LLONG_MAX);
	return sealing_end(&sealing, pass_dump(url, ends, &sealing, report), report);
}
