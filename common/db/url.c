/* Parses the text of a database URL. */
#include "db/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "db/url_check.h"
#include "db/url_parameters.h"
#include "db/url_parts.h"

/* Adds "host:port" or "[::1]:port", which are checked, to libpq's two lists. */
static void add_host(struct slice text, struct buffer *hosts, struct buffer *ports)
{
	const char *start = text.start, *end = start + text.length, *host_end = end;

	if (text.length && *start == '[') {
		host_end = memchr(start++, ']', text.length);
		buffer_add_slice(hosts, start, (size_t)(host_end++ - start));
	} else if (text.length) {
		const char *colon = memchr(start, ':', text.length);
		host_end = colon ? colon : end;
		struct slice host = {start, (size_t)(host_end - start)};
		buffer_add(hosts, db_url_decode(hosts->arena, host));
	}
	if (host_end < end)
		buffer_add_slice(ports, host_end + 1, (size_t)(end - host_end - 1));
}

/* Translates "a:1,[::1]:2" into libpq's "a,::1" and "1,2". */
static void take_hosts(struct db_url *url, struct slice list, struct arena *arena)
{
	struct buffer hosts = {.arena = arena}, ports = {.arena = arena};

	for (const char *start = list.start, *end = start + list.length, *next; start <= end;
	     start = next + 1) {
		next = start < end ? memchr(start, ',', (size_t)(end - start)) : NULL;
		next = next ? next : end;
		if (start > list.start) {
			buffer_add_char(&hosts, ',');
			buffer_add_char(&ports, ',');
		}
		add_host((struct slice){start, (size_t)(next - start)}, &hosts, &ports);
	}
	if (hosts.length)
		db_url_set(url, arena, "host", buffer_text(&hosts));
	/* Not a list of commas. */
	if (strpbrk(buffer_text(&ports), "0123456789"))
		db_url_set(url, arena, "port", buffer_text(&ports));
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

static const char *show(const struct db_url *url, enum url_trust trust, struct arena *arena)
{
	const char *user = db_url_value(url, "user"), *port = db_url_value(url, "port");
	const char *host = db_url_value(url, "host"), *database = db_url_value(url, "dbname");
	struct buffer shown = {.arena = arena};

	buffer_add(&shown, "postgresql://");
	if (user)
		buffer_format(&shown, "%s@", user);
	buffer_add(&shown, host ? host : "");
	if (trust == URL_VAGUE)
		return buffer_text(&shown);
	if (port)
		buffer_format(&shown, ":%s", port);
	buffer_format(&shown, "/%s", database ? database : "");
	if (url->schema_given)
		buffer_format(&shown, "?schema=%s", url->schema);
	return buffer_text(&shown);
}

/* Reports what is wrong with a URL, without a word of it: any part of it may be the password. */
static bool refuse_parts(const char *fault, struct report *report)
{
	report_error(report, nowhere, "%s", fault);
	return report_hint(report,
			   "expected postgresql://user:password@host:5432/database; "
			   "percent-encode the password: / is %%2F, ? is %%3F, # is %%23, @ is "
			   "%%40, : is %%3A");
}

/* True if the URL, or in its place the environment, says where the server is. */
static bool names_server(const struct db_url *url)
{
	return db_url_value(url, "host") || db_url_value(url, "hostaddr") ||
	       db_url_value(url, "service") || getenv("PGHOST") || getenv("PGHOSTADDR") ||
	       getenv("PGSERVICE");
}

/* Returns what is wrong with the decoded values that messages name, or NULL. */
static const char *find_value_fault(const struct db_url *url, const struct url_parts *parts)
{
	const char *user = db_url_value(url, "user"), *port = db_url_value(url, "port");
	const char *host = db_url_value(url, "host"), *address = db_url_value(url, "hostaddr");

	if ((host && !db_url_plain_hosts(host)) || (address && !db_url_plain_hosts(address)))
		return "invalid host name in the database URL";
	/* "app:pass@/word" has forgotten its host. */
	if (parts->password.length && !names_server(url))
		return "missing host name in the database URL";
	if (port && !db_url_plain_ports(port))
		return "invalid port in the database URL";
	if (user && !db_url_plain_user(user))
		return "invalid user name in the database URL";
	return NULL;
}

static bool parse_postgresql(const char *text, struct db_url *url, struct report *report)
{
	struct arena *arena = report->arena;
	struct url_parts parts;
	enum url_trust trust;

	url->kind = DB_POSTGRESQL;
	url->schema = "public";
	db_url_split(text, &parts);
	const char *fault = db_url_fault(&parts, &trust);
	if (fault)
		return refuse_parts(fault, report);
	if (parts.user.length)
		take_part(url, "user", parts.user, arena);
	if (parts.password.start)
		take_part(url, "password", parts.password, arena);
	take_hosts(url, parts.hosts, arena);
	if (parts.database.length)
		take_part(url, "dbname", parts.database, arena);
	take_query(url, parts.query, arena);
	fault = find_value_fault(url, &parts);
	if (fault)
		return refuse_parts(fault, report);
	db_url_complete(url, report);
	url->shown = show(url, trust, arena);
	return true;
}

/* Prisma does not decode the path: a % in it is part of the file's name. */
static bool parse_sqlite(const char *text, struct db_url *url, struct report *report)
{
	size_t length = strcspn(text, "?");

	url->kind = DB_SQLITE;
	if (length == 0)
		return report_error(report, nowhere, "missing file name in the database URL");
	if (strstr(text, "://"))
		return report_error(report, nowhere, "two schemes in the database URL");
	/* user:password@host may follow. */
	if (strncmp(text, "//", 2) == 0 && text[2] != '/') {
		report_error(report, nowhere,
			     "invalid path in the database URL: it begins with //");
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
