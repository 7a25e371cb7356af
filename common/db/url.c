/* Parses the text of a database URL. */
#include "db/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "db/url_parameters.h"
#include "db/url_parts.h"

/* Adds "host:port" or "[::1]:port" to libpq's two lists. */
static bool add_host(struct slice text, struct buffer *hosts, struct buffer *ports,
		     struct report *report)
{
	const char *start = text.start, *end = start + text.length, *host_end;

	if (text.length && *start == '[') {
		host_end = memchr(start, ']', text.length);
		if (!host_end)
			return report_error(
				report, nowhere,
				"missing ']' after an IPv6 address in the database URL");
		buffer_add_slice(hosts, start + 1, (size_t)(host_end++ - start - 1));
	} else {
		host_end = memchr(start, ':', text.length);
		host_end = host_end ? host_end : end;
		struct slice host = {start, (size_t)(host_end - start)};
		buffer_add(hosts, db_url_decode(report->arena, host));
	}
	if (host_end == end)
		return true;
	struct slice port = {host_end + 1, (size_t)(end - host_end - 1)};
	if (*host_end != ':' || strspn(port.start, "0123456789") < port.length)
		return report_error(report, nowhere, "invalid port '%.*s' in the database URL",
				    (int)port.length, port.start);
	buffer_add_slice(ports, port.start, port.length);
	return true;
}

/* Translates "a:1,[::1]:2" into libpq's "a,::1" and "1,2". */
static bool take_hosts(struct db_url *url, struct slice list, struct report *report)
{
	struct buffer hosts = {.arena = report->arena}, ports = {.arena = report->arena};

	for (const char *start = list.start, *end = start + list.length, *next; start <= end;
	     start = next + 1) {
		next = memchr(start, ',', (size_t)(end - start));
		next = next ? next : end;
		if (start > list.start) {
			buffer_add_char(&hosts, ',');
			buffer_add_char(&ports, ',');
		}
		if (!add_host((struct slice){start, (size_t)(next - start)}, &hosts, &ports,
			      report))
			return false;
	}
	if (hosts.length)
		db_url_set(url, report->arena, "host", buffer_text(&hosts));
	/* Not a list of commas. */
	if (strpbrk(buffer_text(&ports), "0123456789"))
		db_url_set(url, report->arena, "port", buffer_text(&ports));
	return true;
}

static void take_query(struct db_url *url, struct slice query, struct arena *arena)
{
	struct slice name, value;

	while (db_url_next_parameter(&query, &name, &value))
		db_url_take(url, arena, db_url_decode(arena, name), db_url_decode(arena, value));
}

static void take_part(struct db_url *url, const char *keyword, struct slice part,
		      struct arena *arena)
{
	db_url_set(url, arena, keyword, db_url_decode(arena, part));
}

static const char *show(const struct db_url *url, struct arena *arena)
{
	const char *user = db_url_value(url, "user"), *port = db_url_value(url, "port");
	const char *host = db_url_value(url, "host"), *database = db_url_value(url, "dbname");
	struct buffer shown = {.arena = arena};

	buffer_add(&shown, "postgresql://");
	if (user)
		buffer_format(&shown, "%s@", user);
	buffer_add(&shown, host ? host : "");
	if (port)
		buffer_format(&shown, ":%s", port);
	buffer_format(&shown, "/%s", database ? database : "");
	if (url->schema_given)
		buffer_format(&shown, "?schema=%s", url->schema);
	return buffer_text(&shown);
}

static bool refuse_password(struct report *report)
{
	report_error(report, nowhere, "invalid password in the database URL");
	return report_hint(report, "percent-encode it: / is %%2F, ? is %%3F, # is %%23, @ is %%40");
}

static bool parse_postgresql(const char *text, struct db_url *url, struct report *report)
{
	struct arena *arena = report->arena;
	struct url_parts parts;

	url->kind = DB_POSTGRESQL;
	url->schema = "public";
	db_url_split(text, &parts);
	if (parts.unencoded_password)
		return refuse_password(report);
	if (parts.user.length)
		take_part(url, "user", parts.user, arena);
	if (parts.password.start)
		take_part(url, "password", parts.password, arena);
	if (!take_hosts(url, parts.hosts, report))
		return false;
	if (parts.database.length)
		take_part(url, "dbname", parts.database, arena);
	take_query(url, parts.query, arena);
	if (!db_url_value(url, "dbname") && !db_url_value(url, "service") && !getenv("PGDATABASE"))
		db_url_set(url, arena, "dbname", "postgres");
	db_url_complete(url, report);
	url->shown = show(url, arena);
	return true;
}

/* Prisma does not decode the path: a % in it is part of the file's name. */
static bool parse_sqlite(const char *text, struct db_url *url, struct report *report)
{
	size_t length = strcspn(text, "?");

	url->kind = DB_SQLITE;
	if (length == 0)
		return report_error(report, nowhere, "missing file name in the database URL");
	if (strncmp(text, "//", 2) == 0 && text[2] != '/') {
		report_error(report, nowhere, "the database URL means '%.*s' in the root directory",
			     (int)length, text);
		return report_hint(report, "file:app.db is relative to the current folder, "
					   "file:/data/app.db is absolute");
	}
	url->path = arena_slice(report->arena, text, length);
	url->shown = url->path;
	return true;
}

/* Schemes that people try, and what to give instead. */
static const struct {
	const char *scheme, *hint;
} unsupported_schemes[] = {
	{"mysql", "migtools supports PostgreSQL, CockroachDB and SQLite"},
	{"mariadb", "migtools supports PostgreSQL, CockroachDB and SQLite"},
	{"sqlserver", "migtools supports PostgreSQL, CockroachDB and SQLite"},
	{"mongodb", "migtools supports PostgreSQL, CockroachDB and SQLite"},
	{"cockroachdb", "use postgresql://... for CockroachDB"},
	{"prisma", "that is a proxy, not a database: use the URL of the database itself (Prisma's "
		   "directUrl)"},
	{"prisma+postgres", "that is a proxy, not a database: use the URL of the database itself "
			    "(Prisma's directUrl)"},
};

/* Prints no more of the text than its scheme: it may be a password in the wrong variable. */
static bool refuse(const char *text, struct report *report)
{
	size_t scheme = strspn(text, "abcdefghijklmnopqrstuvwxyz+");
	const char *hint = "postgresql://user:password@host:5432/database, or file:path/to/file.db";

	if (!scheme || strncmp(text + scheme, "://", 3) != 0) {
		report_error(report, nowhere, "invalid database URL");
		if (*text == '"' || *text == '\'')
			hint = "remove the quote at its beginning";
		return report_hint(report, "%s", hint);
	}
	report_error(report, nowhere, "unknown scheme '%.*s' in the database URL", (int)scheme,
		     text);
	for (size_t i = 0; i < sizeof unsupported_schemes / sizeof *unsupported_schemes; i++)
		if (strlen(unsupported_schemes[i].scheme) == scheme &&
		    strncmp(text, unsupported_schemes[i].scheme, scheme) == 0)
			hint = unsupported_schemes[i].hint;
	return report_hint(report, "%s", hint);
}

/* Removes blanks around the URL: a file from which a secret is read ends with a newline. */
static const char *trimmed(struct arena *arena, const char *text)
{
	size_t length;

	text += strspn(text, " \t\r\n");
	length = strlen(text);
	while (length && strchr(" \t\r\n", text[length - 1]))
		length--;
	return arena_slice(arena, text, length);
}

static const struct scheme {
	const char *prefix;
	/* takes what follows the prefix */
	bool (*parse)(const char *text, struct db_url *url, struct report *report);
} schemes[] = {
	{"postgresql://", parse_postgresql},
	{"postgres://", parse_postgresql},
	{"file:", parse_sqlite},
	{"sqlite:", parse_sqlite},
};

bool db_url_parse(const char *text, struct db_url *url, struct report *report)
{
	*url = (struct db_url){0};
	text = trimmed(report->arena, text);
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t length = strlen(schemes[i].prefix);
		if (strncasecmp(text, schemes[i].prefix, length) == 0)
			return schemes[i].parse(text + length, url, report);
	}
	return refuse(text, report);
}
