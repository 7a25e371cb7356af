/*
 * Tries to restore a backup of PostgreSQL: pg_restore writes SQL and psql runs it, in one
 * transaction that also drops everything. In a database that nobody uses yet, each statement
 * commits by itself.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup/postgresql.h"
#include "backup/postgresql_look.h"
#include "backup/postgresql_restore_sql.h"
#include "backup/postgresql_settings.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "postgresql/clear.h"
#include "postgresql/postgresql.h"

/* Rows match the beginning of an SQLSTATE; the first match decides. */
static const struct {
	const char *state;
	enum pg_complaint complaint;
	const char *hint; /* or NULL */
} complaints[] = {
	{"55P03", PG_COMPLAINT_BUSY, NULL}, /* lock_not_available */
	{"40P01", PG_COMPLAINT_BUSY, NULL}, /* deadlock_detected */
	{"42501", PG_COMPLAINT_OTHER,
	 "a restore drops everything in the database except the objects of other users' "
	 "extensions: run it as the owner of everything it drops, or as a superuser"},
	{"53200", PG_COMPLAINT_LOCKS, /* out_of_memory */
	 "a restore replaces everything in one transaction: if its locks do not fit, increase "
	 "max_locks_per_transaction and restart the server"},
	{"22021", PG_COMPLAINT_OTHER, PG_WRONG_ENCODING}, /* character_not_in_repertoire */
	{"22P05", PG_COMPLAINT_OTHER, PG_WRONG_ENCODING}, /* untranslatable_character */
	{"42601", PG_COMPLAINT_OTHER,			  /* syntax_error */
	 "pg_dump may have been newer than this server: make backups with the client programs of "
	 "the server's version, and test them with mig-backup -C"},
	{"42", PG_COMPLAINT_PATH, NULL},    /* undefined_table, undefined_function, ... */
	{"3F000", PG_COMPLAINT_PATH, NULL}, /* invalid_schema_name */
	{"23514", PG_COMPLAINT_PATH, NULL}, /* check_violation */
	{"P0", PG_COMPLAINT_PATH, NULL},    /* raise_exception */
};

/*
 * Returns the SQLSTATE in psql's line "psql:<stdin>:7: ERROR:  42P01: relation ...", or NULL. Skips
 * our own notes.
 */
static const char *find_code(const char *said)
{
	const char *code = said;

	while ((code = pg_find_code(code)) &&
	       strncmp(code + 7, pg_sql_restore_note, sizeof pg_sql_restore_note - 1) == 0)
		;
	return code;
}

/* Takes the SQLSTATE, and lines about the server's source, out of the message. */
static void read_failure(const char *said, struct arena *arena, struct pg_failure *failure)
{
	struct buffer text = {.arena = arena};
	const char *code = find_code(said);

	*failure =
		(struct pg_failure){.text = said, .message = said, .complaint = PG_COMPLAINT_OTHER};
	if (!code)
		return;
	memcpy(failure->state, code, 5);
	const char *start = said;
	for (const char *end; (end = memchr(start, '\n', (size_t)(code - start)));)
		start = end + 1;
	buffer_add_slice(&text, start, (size_t)(code - start));
	failure->message = arena_slice(arena, code + 7, strcspn(code + 7, "\n"));
	for (const char *line = code + 7; *line; line += strcspn(line, "\n"), line += *line == '\n')
		if (strncmp(line, "LOCATION:", 9) != 0)
			buffer_add_slice(&text, line, strcspn(line, "\n") + 1);
	if (text.text[text.length - 1] == '\0')
		text.length--;
	while (text.length && text.text[text.length - 1] == '\n')
		text.text[--text.length] = '\0';
	failure->text = buffer_text(&text);
	for (size_t i = 0; i < sizeof complaints / sizeof *complaints; i++)
		if (strncmp(failure->state, complaints[i].state, strlen(complaints[i].state)) ==
		    0) {
			failure->complaint = complaints[i].complaint;
			failure->hint = complaints[i].hint;
			return;
		}
}

bool pg_report_failure(const struct pg_failure *failure, struct report *report)
{
	report_error(report, nowhere, "psql failed: %s", failure->text);
	if (failure->hint)
		return report_hint(report, "%s", failure->hint);
	if (failure->complaint == PG_COMPLAINT_PATH && strncmp(failure->state, "42", 2) == 0)
		return report_hint(report, "a function may find its tables by search_path: ALTER "
					   "ROLE ... SET search_path for this user, and try again");
	/* psql's own error, not the server's. */
	if (!*failure->state)
		report_hint(report, "a restore is all or nothing, and the server rolls back what "
				    "was begun: try again when it is back");
	return false;
}

/* Adds everything that precedes the archive's SQL. */
static bool add_beginning(const struct pg_restoring *restoring, struct buffer *to,
			  struct report *report)
{
	buffer_format(to, pg_sql_prepare_restore, restoring->patience->lock_timeout);
	pg_add_clearing(to);
	if (restoring->replaces)
		buffer_format(to, pg_sql_remember_settings, restoring->replaces);
	if (!(restoring->scratch ? pg_add_search_path : pg_add_settings)(restoring->backup->path,
									 to, report))
		return false;
	if (restoring->piecewise)
		buffer_add(to, pg_sql_go_on_piecewise);
	return true;
}

/*
 * Adds a setting, a line as pg_sql_set begins one: name = value; unless the server does not have it.
 * The archive may be of a newer one, or of a newer pg_dump. psql takes no \if here: pg_dump restricts
 * it.
 */
static void add_setting(const char *line, struct buffer *to)
{
	const char *name = line + sizeof pg_sql_set - 1, *value = strstr(name, " = ");

	if (!value) {
		buffer_add(to, line);
		return;
	}
	value += strlen(" = ");
	const char *quote = *value == '\'' ? "" : "'";
	buffer_format(to, pg_sql_set_if_known, quote, (int)strcspn(value, ";"), value, quote,
		      (int)strcspn(name, " "), name);
}

/*
 * Adds one of the lines that set up the archive's session, with our changes: our lock_timeout and
 * client_min_messages stay, search_path may be another, bytes are verified, and the schema public
 * is as that pg_dump expects it.
 */
static void edit_line(const struct pg_restoring *restoring, const char *line, size_t length,
		      struct buffer *to)
{
	static const char dumped_by[] = "-- Dumped by pg_dump version ";

	if (strstr(line, "lock_timeout") || strstr(line, "client_min_messages") ||
	    strncmp(line, "BEGIN;", 6) == 0)
		return;
	if (strstr(line, "set_config('search_path'") && restoring->users_path)
		pg_add_users_path(restoring->url, to);
	else if (strstr(line, pg_sql_any_bytes))
		buffer_add(to, pg_sql_verify_bytes);
	else if (strncmp(line, dumped_by, sizeof dumped_by - 1) == 0 &&
		 atoi(line + sizeof dumped_by - 1) >= 15)
		buffer_add(to, pg_sql_make_public_new);
	else if (strncmp(line, pg_sql_set, sizeof pg_sql_set - 1) == 0)
		add_setting(line, to);
	else
		buffer_add_slice(to, line, length);
}

/* Reads and edits the first lines of the archive. The last of them sets row_security. */
static void edit_settings(const struct pg_restoring *restoring, int source, struct buffer *to)
{
	char line[4096];
	size_t length = 0;
	bool last = false;

	while (!last && read(source, line + length, 1) == 1) {
		if (line[length++] != '\n' && length < sizeof line - 1)
			continue;
		line[length] = '\0';
		last = strstr(line, "row_security") || length == sizeof line - 1;
		edit_line(restoring, line, length, to);
		length = 0;
	}
	buffer_add_slice(to, line, length);
}

/*
 * Shows on a terminal how much has been passed to psql: bytes, out of those counted by a check, or
 * rows of the manifest, which are lines.
 */
struct watch {
	struct process *reader;
	struct progress progress;
};

static void show_passed(void *context)
{
	struct watch *watch = context;

	int64_t rows = watch->reader->lines, total = watch->progress.total;

	progress_show(&watch->progress, !watch->progress.unit ? watch->reader->passed
					: rows < total	      ? rows
							      : total);
}

static void begin_watch(struct watch *watch, const struct backup *backup)
{
	int64_t bytes = backup->sql_bytes;
	int64_t rows = bytes || !backup->manifest ? 0 : manifest_rows(backup->manifest);

	progress_begin(&watch->progress, "restoring", rows ? rows : bytes);
	watch->progress.unit = rows ? "rows" : NULL;
	watch->reader->tick = show_passed;
	watch->reader->context = watch;
}

/*
 * Feeds psql: the SQL that clears the database, and the archive's. --single-transaction ends that
 * with a COMMIT, and avoids others around large objects. pg_restore stops at its first error, and
 * then writes no COMMIT.
 */
static bool feed(const struct pg_restoring *restoring, struct process *psql, int in,
		 struct report *report)
{
	/* A scratch database with a subscription could not be dropped. */
	const char *const argv[] = {"pg_restore",
				    restoring->piecewise ? "--file=-" : "--single-transaction",
				    restoring->list >= 0 ? "--use-list=/dev/stdin" : "--file=-",
				    restoring->scratch ? "--no-subscriptions" : "--file=-",
				    "--file=-",
				    "--",
				    restoring->backup->path,
				    NULL};
	struct buffer first = {.arena = report->arena};
	struct process reader;
	int source = -1;

	if (!add_beginning(restoring, &first, report) ||
	    (restoring->list >= 0 && lseek(restoring->list, 0, SEEK_SET) < 0) ||
	    !pg_start_reading(argv, restoring->list, &reader, &source, report))
		return false;
	edit_settings(restoring, source, &first);
	struct watch watch = {.reader = &reader};
	begin_watch(&watch, restoring->backup);
	bool passed = process_pass(&reader, source, psql, in, buffer_text(&first));
	close(source);
	progress_end(&watch.progress);
	reader.tick = NULL;
	return process_finish(&reader, report) && passed;
}

/* Starts psql, which runs everything written to *in. The caller closes that. */
static bool start_psql(const struct url *url, struct process *psql, int *in, struct report *report)
{
	static const char *const argv[] = {"psql",	    "--no-psqlrc", "--quiet",
					   "--no-password", "--file=-",	   NULL};
	struct names environment = {0};
	int script[2], reason = process_pipe(script);

	if (reason)
		return report_error(report, nowhere, "cannot start psql: %s", strerror(reason));
	url_environment(url, report->arena, &environment);
	const struct command command = {argv, &environment, script[0], -1, pg_get_programs};
	bool started = process_start(psql, &command, report);
	close(script[0]);
	if (!started)
		close(script[1]);
	*in = script[1];
	return started;
}

/* Passes on the notices of our own SQL after a complete restore. */
static void report_notes(const char *said, struct report *report)
{
	for (const char *note; (note = strstr(said, pg_sql_restore_note)); said = note) {
		note += sizeof pg_sql_restore_note - 1;
		report_warning(report, nowhere, "%s",
			       arena_slice(report->arena, note, strcspn(note, "\n")));
	}
}

static void show_time(void *context)
{
	progress_show(context, 0);
}

bool pg_try_restore(const struct pg_restoring *restoring, struct pg_failure *failure,
		    struct report *report)
{
	struct report reading = {.arena = report->arena}, talking = {.arena = report->arena};
	struct process psql;
	int in = -1;

	if (!start_psql(restoring->url, &psql, &in, report))
		return false;
	bool fed = feed(restoring, &psql, in, &reading);
	close(in);
	struct progress progress;
	progress_begin(&progress, "restoring: building indexes and keys", 0);
	psql.tick = show_time;
	psql.context = &progress;
	/* psql's error comes first: when psql stops, pg_restore fails only because nobody reads. */
	bool done = process_finish(&psql, &talking);
	progress_end(&progress);
	if (!done) {
		if (interrupt_seen() || !psql.said.length)
			return report_error(report, nowhere, "%s", talking.messages.at[0].text);
		read_failure(buffer_text(&psql.said), report->arena, failure);
		return failure->complaint == PG_COMPLAINT_OTHER ? pg_report_failure(failure, report)
								: false;
	}
	if (fed) {
		report_notes(buffer_text(&psql.said), report);
		return true;
	}
	return report_error(report, nowhere, "cannot restore '%s': %s", restoring->backup->name,
			    reading.messages.count ? reading.messages.at[0].text
						   : "psql ended early");
}
