/* Restores the properties of the database itself from an archive. */
#include "backup/postgresql_settings.h"

#include <string.h>
#include <unistd.h>

#include "backup/postgresql.h"
#include "backup/postgresql_restore_sql.h"

/* Returns the text after an SQL name, or NULL if there is no name. */
static const char *after_name(const char *at)
{
	if (*at != '"')
		return *at && *at != ' ' ? at + strcspn(at, " ") : NULL;
	for (at++; *at; at++)
		if (*at == '"' && *++at != '"')
			return at;
	return NULL;
}

/* The words before the database's name, and those that may follow it. */
static const struct {
	const char *beginning, *before, *after;
} forms[] = {
	{"ALTER DATABASE ", "", " SET "},	{"ALTER ROLE ", " IN DATABASE ", " SET "},
	{"COMMENT ON DATABASE ", "", " IS "},	{"GRANT ", " ON DATABASE ", " TO "},
	{"REVOKE ", " ON DATABASE ", " FROM "},
};

/* Returns where the database's name begins in a statement of this form, or NULL. */
static const char *find_name(const char *statement, size_t form)
{
	const char *at = statement + strlen(forms[form].beginning);

	if (strncmp(statement, forms[form].beginning, strlen(forms[form].beginning)) != 0)
		return NULL;
	if (!*forms[form].before)
		return at;
	/* A role's name may contain any words. */
	if (strcmp(forms[form].beginning, "ALTER ROLE ") == 0 && !(at = after_name(at)))
		return NULL;
	at = strstr(at, forms[form].before);
	return at ? at + strlen(forms[form].before) : NULL;
}

/* Adds a statement, changed to name the current database. */
static void add_statement(const char *statement, struct buffer *to)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		const char *name = find_name(statement, i);
		const char *end = name ? after_name(name) : NULL;
		if (!end || strncmp(end, forms[i].after, strlen(forms[i].after)) != 0)
			continue;
		struct buffer first = {.arena = to->arena}, rest = {.arena = to->arena},
			      body = {.arena = to->arena};
		buffer_add_quoted(&first,
				  arena_slice(to->arena, statement, (size_t)(name - statement)),
				  '\'');
		buffer_add_quoted(&rest, arena_slice(to->arena, end, strlen(end) - 1), '\'');
		buffer_format(&body, pg_sql_restore_setting, buffer_text(&first),
			      buffer_text(&rest));
		buffer_add(to, "DO ");
		buffer_add_quoted(to, buffer_text(&body), '\'');
		buffer_add(to, ";\n");
		return;
	}
}

/* A statement of the archive, read line by line. */
struct reading {
	struct buffer statement;
	struct buffer *to;
	const char *part; /* only statements with this part are taken */
};

/* True if a statement is complete: no string is open at the semicolon that ends it. */
static bool is_complete(const char *statement)
{
	size_t length = strlen(statement);
	bool quoted = false;

	for (const char *c = statement; *c; c++)
		quoted ^= *c == '\'';
	return !quoted && length && statement[length - 1] == ';';
}

static void take_line(const char *line, void *context)
{
	struct reading *reading = context;
	struct buffer *statement = &reading->statement;

	if (!statement->length && (!*line || strncmp(line, "--", 2) == 0))
		return;
	buffer_format(statement, "%s%s", statement->length ? "\n" : "", line);
	if (!is_complete(buffer_text(statement)))
		return;
	/* Use the encoding of the archive from here on. */
	if (strncmp(statement->text, pg_sql_set_encoding, sizeof pg_sql_set_encoding - 1) == 0)
		buffer_format(reading->to, "%s\n", statement->text);
	if (strstr(buffer_text(statement), reading->part))
		add_statement(buffer_text(statement), reading->to);
	statement->length = 0;
}

/* Keeps the entries of the list that belong to the database itself. */
static void take_entry(const char *line, void *context)
{
	if (strstr(line, " - DATABASE ") || strstr(line, " DATABASE - ") ||
	    strstr(line, " DATABASE PROPERTIES - "))
		buffer_format(context, "%s\n", line);
}

static bool read_settings(const char *path, int list, struct reading *reading,
			  struct report *report)
{
	const char *const argv[] = {
		"pg_restore", "--create", "--use-list=/dev/stdin", "--file=-", "--", path, NULL};

	return pg_read_lines(argv, list, take_line, reading, report);
}

/* Adds the statements that have a part. */
static bool add_settings(const char *path, const char *part, struct buffer *to,
			 struct report *report)
{
	const char *const argv[] = {"pg_restore", "--create", "--list", "--", path, NULL};
	struct buffer entries = {.arena = report->arena};
	struct reading reading = {{.arena = report->arena}, to, part};

	if (!pg_read_lines(argv, -1, take_entry, &entries, report))
		return false;
	int list = pg_write_list(buffer_text(&entries), entries.length, report);
	if (list < 0)
		return false;
	bool read = read_settings(path, list, &reading, report);
	close(list);
	return read;
}

bool pg_add_settings(const char *path, struct buffer *to, struct report *report)
{
	buffer_add(to, pg_sql_reset_settings);
	if (!add_settings(path, "", to, report))
		return false;
	buffer_add(to, pg_sql_tell_settings);
	return true;
}

bool pg_add_search_path(const char *path, struct buffer *to, struct report *report)
{
	return add_settings(path, " SET search_path ", to, report);
}
