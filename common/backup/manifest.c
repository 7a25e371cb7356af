/* Writes and reads the manifests of backups. */
#define _XOPEN_SOURCE 700 /* for realpath */
#include "backup/manifest.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/digest.h"
#include "base/file.h"
#include "base/record.h"

static const char format[] = "1";

const char *manifest_database(struct arena *arena, const struct url *url)
{
	char *path = url->kind == DB_SQLITE ? realpath(url->path, NULL) : NULL;
	const char *kept = path ? arena_string(arena, path) : url->shown;

	free(path);
	return kept;
}

/* Returns the part of a URL that names server, database and schema; public is the default. */
static struct slice identity(const char *shown)
{
	static const char usual[] = "?schema=public";
	const char *slashes = strstr(shown, "://"), *at = strrchr(shown, '@');
	struct slice named = slice_of(at ? at + 1 : slashes ? slashes + 3 : shown);
	size_t end = strlen(usual);

	if (slashes && named.length > end && strcmp(named.start + named.length - end, usual) == 0)
		named.length -= end;
	return named;
}

bool manifest_is_of(const struct manifest *manifest, const struct url *url, struct arena *arena)
{
	struct slice theirs = identity(manifest->database);
	struct slice ours = identity(manifest_database(arena, url));

	return theirs.length == ours.length && memcmp(theirs.start, ours.start, ours.length) == 0;
}

char *manifest_path(struct arena *arena, const char *backup)
{
	return arena_format(arena, "%s.manifest", backup);
}

/*
 * Writing
 */

static void begin(struct record_writer *to, const char *kind)
{
	record_begin(to);
	record_field(to, "kind", kind);
}

/* Writes the properties of an SQLite file that its backup lacks. */
static void write_settings(const struct manifest *manifest, struct record_writer *to)
{
	if (!manifest->journal)
		return;
	begin(to, "file");
	record_field(to, "journal", manifest->journal);
	record_number(to, "permissions", "%04o", (unsigned)manifest->permissions);
	record_number(to, "owner", "%ld", (long)manifest->owner);
	record_number(to, "group", "%ld", (long)manifest->group);
	record_end(to);
}

static void write_head(const struct manifest *manifest, struct record_writer *to)
{
	begin(to, "manifest");
	record_field(to, "format", format);
	record_end(to);
	begin(to, "taken");
	record_field(to, "at", db_time_text(to->text.arena, manifest->taken));
	record_end(to);
	begin(to, "database");
	record_field(to, "provider", manifest->kind == DB_SQLITE ? "sqlite" : "postgresql");
	record_field(to, "version", manifest->server);
	record_field(to, "name", manifest->database);
	record_field(to, "schema", manifest->schema);
	record_end(to);
	write_settings(manifest, to);
	begin(to, "backup");
	record_field(to, "name", manifest->file);
	record_number(to, "bytes", "%lld", manifest->bytes);
	record_field(to, "sha256", manifest->digest);
	record_end(to);
}

static void write_time(struct record_writer *to, const char *name, db_time time)
{
	record_field(to, name, time ? db_time_text(to->text.arena, time) : NULL);
}

static void write_history(const struct manifest *manifest, struct record_writer *to)
{
	struct history_row *row;

	begin(to, "history");
	record_field(to, "is",
		     !manifest->history_known	? "unreadable"
		     : manifest->history.exists ? "present"
						: "missing");
	record_end(to);
	vector_each(row, &manifest->history.rows) {
		begin(to, "migration");
		record_field(to, "name", row->name);
		record_field(to, "checksum", row->checksum);
		write_time(to, "started_at", row->started);
		write_time(to, "finished_at", row->finished);
		write_time(to, "rolled_back_at", row->rolled_back);
		record_end(to);
	}
}

static void write_tables(const struct manifest *manifest, struct record_writer *to)
{
	struct manifest_table *table;

	vector_each(table, &manifest->tables) {
		begin(to, "table");
		record_field(to, "name", table->name);
		if (table->rows < 0)
			record_field(to, "rows", NULL);
		else
			record_number(to, "rows", "%" PRId64, table->rows);
		record_end(to);
	}
}

bool manifest_write(const struct manifest *manifest, const char *path, mode_t mode,
		    struct report *report)
{
	struct record_writer to = {.text.arena = report->arena};

	write_head(manifest, &to);
	write_history(manifest, &to);
	write_tables(manifest, &to);
	const char *digest = digest_text(report->arena, to.text.text, to.text.length);
	begin(&to, "end");
	record_field(&to, "sha256", digest);
	record_end(&to);
	/* A draft with this name is ours alone. */
	unlink(path);
	return (file_write(path, to.text.text, to.text.length) && chmod(path, mode) == 0) ||
	       report_error(report, nowhere, "cannot write '%s': %s", path, strerror(errno));
}

/*
 * Reading
 */

enum { MOST_FIELDS = 6 };

/* A line being read. */
struct line {
	struct arena *arena;
	size_t count;
	const char *fields[MOST_FIELDS]; /* NULL is an absent value */
};

static bool split(struct slice rest, struct line *line)
{
	struct slice part;

	line->count = 0;
	while (record_split(&rest, '\t', &part)) {
		if (line->count == MOST_FIELDS)
			return false;
		const char *text = record_unescape(line->arena, part);
		if (!text)
			return false;
		line->fields[line->count++] = slice_is(part, "-") ? NULL : text;
	}
	return line->count > 1 && line->fields[0];
}

static bool is_kind(const struct line *line, const char *kind, size_t count)
{
	return line->count == count && strcmp(line->fields[0], kind) == 0;
}

/* Returns 0 for an absent time, and for one beyond the years that a text can hold. */
static db_time read_time(const char *text)
{
	db_time time;

	return text && db_time_parse(text, &time) ? time : 0;
}

static bool read_database(const struct line *line, struct manifest *manifest)
{
	const char *provider = line->fields[1];

	if (!provider || !line->fields[2] || !line->fields[3])
		return false;
	manifest->kind = strcmp(provider, "sqlite") == 0 ? DB_SQLITE : DB_POSTGRESQL;
	manifest->server = line->fields[2];
	manifest->database = line->fields[3];
	manifest->schema = line->fields[4];
	return true;
}

static bool read_settings(const struct line *line, struct manifest *manifest)
{
	if (!line->fields[1] || !line->fields[2] || !line->fields[3] || !line->fields[4])
		return false;
	manifest->journal = line->fields[1];
	manifest->permissions = (mode_t)strtol(line->fields[2], NULL, 8);
	manifest->owner = (uid_t)strtol(line->fields[3], NULL, 10);
	manifest->group = (gid_t)strtol(line->fields[4], NULL, 10);
	return true;
}

static bool read_backup(const struct line *line, struct manifest *manifest)
{
	if (!line->fields[1] || !line->fields[2] || !line->fields[3])
		return false;
	manifest->file = line->fields[1];
	manifest->bytes = strtoll(line->fields[2], NULL, 10);
	manifest->digest = line->fields[3];
	return true;
}

static bool read_history(const struct line *line, struct manifest *manifest)
{
	manifest->history_known = !text_equal(line->fields[1], "unreadable");
	manifest->history.exists = text_equal(line->fields[1], "present");
	return line->fields[1];
}

static bool read_migration(const struct line *line, struct manifest *manifest)
{
	struct history_row *row = vector_add(line->arena, &manifest->history.rows);

	*row = (struct history_row){.name = line->fields[1],
				    .checksum = line->fields[2],
				    .started = read_time(line->fields[3]),
				    .finished = read_time(line->fields[4]),
				    .rolled_back = read_time(line->fields[5])};
	return row->name && row->checksum;
}

/* More rows than a table can have, and small enough for sums. */
static const int64_t too_many_rows = (int64_t)1 << 42;

static bool read_table(const struct line *line, struct manifest *manifest)
{
	struct manifest_table *table = vector_add(line->arena, &manifest->tables);

	table->name = line->fields[1];
	table->rows = line->fields[2] ? strtoll(line->fields[2], NULL, 10) : -1;
	return table->name && table->rows < too_many_rows;
}

static bool read_taken(const struct line *line, struct manifest *manifest)
{
	manifest->taken = read_time(line->fields[1]);
	return manifest->taken > 0;
}

static bool check_format(const struct line *line, struct manifest *manifest)
{
	(void)manifest;
	return text_equal(line->fields[1], format);
}

static const struct {
	const char *kind;
	size_t count; /* the number of its fields, including the kind */
	bool (*read)(const struct line *line, struct manifest *manifest);
} kinds[] = {
	{"manifest", 2, check_format},	  {"taken", 2, read_taken},
	{"database", 5, read_database},	  {"file", 5, read_settings},
	{"backup", 4, read_backup},	  {"history", 2, read_history},
	{"migration", 6, read_migration}, {"table", 3, read_table},
};

/* Reads a line other than the last. */
static bool read_line(const struct line *line, struct manifest *manifest)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (is_kind(line, kinds[i].kind, kinds[i].count))
			return kinds[i].read(line, manifest);
	return false;
}

/* True if all required lines were read. */
static bool is_complete(const struct manifest *manifest)
{
	return manifest->taken && manifest->database && manifest->digest;
}

static bool read_lines(const struct source *source, struct manifest *manifest, struct arena *arena)
{
	struct slice rest = {source->text, source->length}, text;
	struct line line = {.arena = arena};

	while (record_split(&rest, '\n', &text)) {
		if (!split(text, &line))
			return false;
		if (is_kind(&line, "end", 2))
			return rest.start && !rest.length && is_complete(manifest) &&
			       text_equal(line.fields[1],
					  digest_text(arena, source->text,
						      (size_t)(text.start - source->text)));
		if (!read_line(&line, manifest))
			return false;
	}
	return false;
}

/* True if a manifest begins with a format other than ours. */
static bool is_newer(const struct source *source, struct arena *arena)
{
	struct slice rest = {source->text, source->length}, text;
	struct line line = {.arena = arena};

	return record_split(&rest, '\n', &text) && split(text, &line) &&
	       is_kind(&line, kinds[0].kind, kinds[0].count) && !check_format(&line, NULL);
}

bool manifest_read(const char *backup, const struct manifest **manifest, struct report *report)
{
	const char *path = manifest_path(report->arena, backup);
	struct manifest *read = arena_alloc(report->arena, sizeof *read);
	struct source source;

	*manifest = NULL;
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return true;
	if (!file_read(path, &source, report))
		return false;
	if (read_lines(&source, read, report->arena)) {
		*manifest = read;
		return true;
	}
	if (is_newer(&source, report->arena))
		return report_error(report, nowhere,
				    "'%s' was written by a newer version of migtools", path);
	return report_error(report, nowhere, "'%s' is damaged", path);
}

const struct manifest_table *manifest_find_table(const struct manifest *manifest, const char *name)
{
	const struct manifest_table *table;

	vector_each(table, &manifest->tables)
		if (strcmp(table->name, name) == 0)
			return table;
	return NULL;
}

/* Compares each table of the manifest. Adds a warning for each difference. */
static void compare_tables(const struct manifest *manifest, const struct manifest *restored,
			   const char *name, struct report *report)
{
	const struct manifest_table *table;

	vector_each(table, &manifest->tables) {
		const struct manifest_table *other = manifest_find_table(restored, table->name);
		if (!other)
			report_warning(report, nowhere, "'%s' does not restore the table %s", name,
				       table->name);
		else if (table->rows >= 0 && other->rows != table->rows)
			report_warning(report, nowhere,
				       "'%s' restores %s with %" PRId64 " rows instead of %" PRId64,
				       name, table->name, other->rows, table->rows);
	}
}

static bool same_row(const struct history_row *a, const struct history_row *b)
{
	return strcmp(a->name, b->name) == 0 && strcmp(a->checksum, b->checksum) == 0 &&
	       a->started == b->started && a->finished == b->finished &&
	       a->rolled_back == b->rolled_back;
}

static bool same_history(const struct manifest *a, const struct manifest *b)
{
	if (a->history.exists != b->history.exists ||
	    a->history.rows.count != b->history.rows.count)
		return false;
	for (size_t i = 0; i < a->history.rows.count; i++)
		if (!same_row(&a->history.rows.at[i], &b->history.rows.at[i]))
			return false;
	return true;
}

bool manifest_compare(const struct manifest *manifest, const struct manifest *restored,
		      const char *name, struct report *report)
{
	size_t before = report->messages.count;

	compare_tables(manifest, restored, name, report);
	if (restored->tables.count > manifest->tables.count)
		report_warning(report, nowhere,
			       "'%s' restores %u tables, but its manifest lists %u", name,
			       restored->tables.count, manifest->tables.count);
	if (manifest->history_known && !same_history(manifest, restored))
		report_warning(report, nowhere,
			       "'%s' restores a history that differs from its manifest", name);
	return report->messages.count == before;
}

int64_t manifest_rows(const struct manifest *manifest)
{
	const struct manifest_table *table;
	int64_t rows = 0;

	vector_each(table, &manifest->tables)
		rows += table->rows > 0 ? table->rows : 0;
	return rows;
}

const char *manifest_summary(struct arena *arena, const struct manifest *manifest)
{
	size_t tables = manifest->tables.count, migrations = manifest->history.rows.count;
	int64_t rows = manifest_rows(manifest);

	return arena_format(arena, "%zu table%s with %" PRId64 " row%s, %zu migration%s", tables,
			    tables == 1 ? "" : "s", rows, rows == 1 ? "" : "s", migrations,
			    migrations == 1 ? "" : "s");
}

bool manifest_has_applied(const struct manifest *manifest, const char *name)
{
	struct history_row *row;

	vector_each(row, &manifest->history.rows)
		if (strcmp(row->name, name) == 0 && history_row_is_applied(row))
			return true;
	return false;
}

bool manifest_has_row(const struct manifest *manifest, const struct history_row *row)
{
	const struct history_row *other;

	vector_each(other, &manifest->history.rows)
		if (strcmp(other->name, row->name) == 0 && other->started == row->started)
			return true;
	return false;
}
