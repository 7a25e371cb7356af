/* Parses the text of a database URL. */
#include "url/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "url/check.h"
#include "url/parameters.h"
#include "url/parts.h"

/* Translates the hosts into libpq's two lists: "a,::1" and "1,2". */
static void take_hosts(struct url *url, const struct url_parts *parts, struct arena *arena)
{
	struct buffer hosts = {.arena = arena}, ports = {.arena = arena};
	const struct url_host *host;
	bool has_port = false;

	vector_each(host, &parts->hosts) {
		if (host > parts->hosts.at) {
			buffer_add_char(&hosts, ',');
			buffer_add_char(&ports, ',');
		}
		buffer_add(&hosts, url_decode(arena, host->name));
		buffer_add_slice(&ports, host->port.start, host->port.length);
		has_port = has_port || host->port.length;
	}
	if (hosts.length)
		url_set(url, arena, "host", buffer_text(&hosts));
	if (has_port)
		url_set(url, arena, "port", buffer_text(&ports));
}

static void take_query(struct url *url, struct slice query, struct arena *arena)
{
	struct slice name, value;

	while (url_next_parameter(&query, &name, &value))
		if (value.start)
			url_take(url, arena, url_decode(arena, name), url_decode(arena, value));
}

static void take_part(struct url *url, const char *keyword, struct slice part, struct arena *arena)
{
	url_set(url, arena, keyword, url_decode(arena, part));
}

/* Adds "one:5432,[::1]:5433". */
static void show_hosts(const char *hosts, const char *ports, struct buffer *shown)
{
	bool more;

	do {
		more = strchr(hosts, ',');
		struct slice host = url_next_item(&hosts), port = url_next_item(&ports);
		bool in_brackets =
			*host.start != '/' && host.length && memchr(host.start, ':', host.length);
		buffer_format(shown, in_brackets ? "[%.*s]" : "%.*s", (int)host.length, host.start);
		if (port.length)
			buffer_format(shown, ":%.*s", (int)port.length, port.start);
		if (more)
			buffer_add_char(shown, ',');
	} while (more);
}

static const char *show(const struct url *url, struct arena *arena)
{
	const char *user = url_value(url, "user"), *port = url_value(url, "port");
	const char *host = url_value(url, "host"), *database = url_value(url, "dbname");
	struct buffer shown = {.arena = arena};

	buffer_add(&shown, "postgresql://");
	if (user)
		buffer_format(&shown, "%s@", user);
	show_hosts(host ? host : "", port ? port : "", &shown);
	buffer_format(&shown, "/%s", database ? database : "");
	if (url->schema_given)
		buffer_format(&shown, "?schema=%s", url->schema);
	return buffer_text(&shown);
}

/* Shows the text before the first : or @ only. */
static const char *show_vaguely(const struct url_parts *parts, struct arena *arena)
{
	struct slice first = parts->user.start ? parts->user : parts->hosts.at->name;

	if (url_has_odd_user(parts))
		return "postgresql://...";
	return arena_format(arena, "postgresql://%s%s...", url_decode(arena, first),
			    parts->user.length ? "@" : "");
}

/* Reports the fault of a URL, and quotes nothing of it: any part may be the password. */
static bool refuse_parts(const char *fault, struct report *report)
{
	report_error(report, nowhere, "%s", fault);
	return report_hint(report,
			   "expected postgresql://user:password@host:5432/database; "
			   "percent-encode the password: / is %%2F, ? is %%3F, # is %%23, @ is "
			   "%%40, : is %%3A");
}

static bool names_server(const struct url *url)
{
	return url_value(url, "host") || url_value(url, "hostaddr") || url_value(url, "service");
}

/* Returns the fault of decoded values that messages show, or NULL. */
static const char *find_value_fault(const struct url *url)
{
	const char *user = url_value(url, "user"), *port = url_value(url, "port");
	const char *host = url_value(url, "host"), *address = url_value(url, "hostaddr");
	size_t bad;

	if ((host && !url_plain_hosts(host)) || (address && !url_plain_hosts(address)))
		return "invalid host name in the database URL";
	if (port && !url_plain_ports(port))
		return "invalid port in the database URL";
	if (user && !url_plain_user(user))
		return "invalid user name in the database URL";
	if (!utf8_valid(url->schema, strlen(url->schema), &bad))
		return "the schema in the database URL is not UTF-8";
	return NULL;
}

static void take_parts(struct url *url, const struct url_parts *parts, struct arena *arena)
{
	if (parts->user.length)
		take_part(url, "user", parts->user, arena);
	if (parts->password.start)
		take_part(url, "password", parts->password, arena);
	take_hosts(url, parts, arena);
	if (parts->database.length)
		take_part(url, "dbname", parts->database, arena);
	take_query(url, parts->query, arena);
}

static bool parse_postgresql(const char *text, struct url *url, struct report *report)
{
	struct arena *arena = report->arena;
	struct url_parts parts;

	url->kind = DB_POSTGRESQL;
	url->schema = "public";
	url_split(arena, text, &parts);
	const char *fault = url_fault(&parts);
	if (!fault) {
		take_parts(url, &parts, arena);
		fault = find_value_fault(url);
	}
	if (fault)
		return refuse_parts(fault, report);
	url->vague = url_is_vague(&parts, names_server(url));
	if (!url_check_names(parts.query, url->vague, report) ||
	    !url_check_values(parts.query, report))
		return false;
	url_complete(url, report);
	url->shown = url->vague ? show_vaguely(&parts, arena) : show(url, arena);
	return true;
}

/*
 * Returns the path of an existing file. Prisma takes a path literally: a % is part of the name.
 * Some of its drivers decode it, so if there is no such file, the decoded name is tried.
 */
static const char *find_path(struct slice text, struct arena *arena)
{
	const char *plain = arena_slice(arena, text.start, text.length);
	const char *decoded = url_decode(arena, text);

	return access(plain, F_OK) != 0 && access(decoded, F_OK) == 0 ? decoded : plain;
}

static bool parse_sqlite(const char *text, struct url *url, struct report *report)
{
	size_t length = strcspn(text, "?");

	url->kind = DB_SQLITE;
	if (length == 0)
		return report_error(report, nowhere, "missing file name in the database URL");
	if (strstr(text, "://"))
		return report_error(report, nowhere, "two schemes in the database URL");
	/* These may begin user:password@host. */
	if (strncmp(text, "//", 2) == 0 && text[2] != '/') {
		report_error(report, nowhere,
			     "invalid path in the database URL: it begins with //");
		return report_hint(report, "file:app.db is relative to the current directory, "
					   "file:/data/app.db is absolute");
	}
	url->path = find_path((struct slice){text, length}, report->arena);
	url->shown = url->path;
	return true;
}

/* Schemes that people try, and what to use instead. */
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

/* Refuses the URL. Shows only its scheme: the text may be a password in the wrong variable. */
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

/* Removes blanks around the URL: a file that holds a secret ends with a newline. */
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
	/* takes the text after the prefix */
	bool (*parse)(const char *text, struct url *url, struct report *report);
} schemes[] = {
	{"postgresql://", parse_postgresql},
	{"postgres://", parse_postgresql},
	{"file:", parse_sqlite},
	{"sqlite:", parse_sqlite},
};

bool url_parse(const char *text, struct url *url, struct report *report)
{
	*url = (struct url){0};
	text = trimmed(report->arena, text);
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t length = strlen(schemes[i].prefix);
		if (strncasecmp(text, schemes[i].prefix, length) != 0)
			continue;
		bool parsed = schemes[i].parse(text + length, url, report);
		url->text = text;
		return parsed;
	}
	return refuse(text, report);
}

/* True for a host name or address on this machine. */
static bool is_local_host(const char *host)
{
	return !*host || *host == '/' || *host == '@' || strcmp(host, "localhost") == 0 ||
	       strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}

/* True if all hosts of a list are local. If the URL has none, the variable counts. */
static bool are_local(struct arena *arena, const char *hosts, const char *variable)
{
	hosts = hosts ? hosts : getenv(variable);
	hosts = hosts ? hosts : "";
	for (const char *end; (end = strchr(hosts, ',')); hosts = end + 1)
		if (!is_local_host(arena_slice(arena, hosts, (size_t)(end - hosts))))
			return false;
	return is_local_host(hosts);
}

bool url_is_local(const struct url *url)
{
	struct arena arena = {0};
	bool local = url->kind == DB_SQLITE ||
		     (!url_value(url, "service") && !getenv("PGSERVICE") &&
		      are_local(&arena, url_value(url, "host"), "PGHOST") &&
		      are_local(&arena, url_value(url, "hostaddr"), "PGHOSTADDR"));

	arena_free(&arena);
	return local;
}

const char *url_provider(const struct url *url)
{
	static const char *const providers[] = {"postgresql", "sqlite"};

	return providers[url->kind];
}
