#include "db/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"

/*
 * The parameters that are understood: by libpq's name, with the variable that its programs read.
 * libpq refuses what it does not know, so that nothing else goes to it.
 */
static const struct keyword {
	const char *name, *variable;
} keywords[] = {
	{"host", "PGHOST"},
	{"hostaddr", "PGHOSTADDR"},
	{"port", "PGPORT"},
	{"dbname", "PGDATABASE"},
	{"user", "PGUSER"},
	{"password", "PGPASSWORD"},
	{"passfile", "PGPASSFILE"},
	{"service", "PGSERVICE"},
	{"options", "PGOPTIONS"},
	{"application_name", "PGAPPNAME"},
	{"connect_timeout", "PGCONNECT_TIMEOUT"},
	{"target_session_attrs", "PGTARGETSESSIONATTRS"},
	{"channel_binding", "PGCHANNELBINDING"},
	{"requirepeer", "PGREQUIREPEER"},
	{"sslmode", "PGSSLMODE"},
	{"sslcompression", "PGSSLCOMPRESSION"},
	{"sslcert", "PGSSLCERT"},
	{"sslkey", "PGSSLKEY"},
	{"sslpassword", NULL},
	{"sslrootcert", "PGSSLROOTCERT"},
	{"sslcrl", "PGSSLCRL"},
	{"sslcrldir", "PGSSLCRLDIR"},
	{"sslsni", "PGSSLSNI"},
	{"ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"},
	{"ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION"},
	{"gssencmode", "PGGSSENCMODE"},
	{"gsslib", "PGGSSLIB"},
	{"krbsrvname", "PGKRBSRVNAME"},
	{"keepalives", NULL},
	{"keepalives_idle", NULL},
	{"keepalives_interval", NULL},
	{"keepalives_count", NULL},
	{"tcp_user_timeout", NULL},
};
#define each_keyword(keyword)                                                                      \
	for (const struct keyword *keyword = keywords;                                             \
	     keyword < keywords + sizeof keywords / sizeof *keywords; keyword++)

/* The schemes that name a database; what follows is for the function that reads it. */
static bool parse_postgresql(const char *text, struct db_url *url, struct report *report);
static bool parse_sqlite(const char *text, struct db_url *url, struct report *report);

static const struct scheme {
	const char *prefix;
	bool (*parse)(const char *rest, struct db_url *url, struct report *report);
} schemes[] = {
	{"postgresql://", parse_postgresql},
	{"postgres://", parse_postgresql},
	{"file:", parse_sqlite},
	{"sqlite:", parse_sqlite},
};

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef0123456789ABCDEF";
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? (int)((found - digits) % 16) : -1;
}

/* %41 is A; a NUL cannot be meant, and what is no escape stands for itself. */
static const char *decode(struct arena *arena, const char *start, size_t length)
{
	char *text = arena_slice(arena, start, length), *to = text;

	for (size_t i = 0; i < length; i++) {
		int high = start[i] == '%' && i + 2 < length ? hex_digit(start[i + 1]) : -1;
		int low = high >= 0 ? hex_digit(start[i + 2]) : -1;
		if (low >= 0 && high + low > 0) {
			*to++ = (char)(high * 16 + low);
			i += 2;
		} else {
			*to++ = start[i];
		}
	}
	*to = '\0';
	return text;
}

static void set(struct db_url *url, struct arena *arena, const char *keyword, const char *value)
{
	for (size_t i = 0; i < url->keywords.count; i++)
		if (strcmp(url->keywords.at[i], keyword) == 0) {
			url->values.at[i] = value;
			return;
		}
	*vector_add(arena, &url->keywords) = keyword;
	*vector_add(arena, &url->values) = value;
}

const char *db_url_value(const struct db_url *url, const char *keyword)
{
	for (size_t i = 0; i < url->keywords.count; i++)
		if (strcmp(url->keywords.at[i], keyword) == 0)
			return url->values.at[i];
	return NULL;
}

static void take_out(struct db_url *url, const char *keyword)
{
	for (size_t i = 0; i < url->keywords.count; i++)
		if (strcmp(url->keywords.at[i], keyword) == 0) {
			url->keywords.at[i] = url->keywords.at[--url->keywords.count];
			url->values.at[i] = url->values.at[--url->values.count];
			return;
		}
}

/* "a:1,[::1]:2" to libpq's two lists, "a,::1" and "1,2". */
static bool parse_hosts(struct db_url *url, const char *start, size_t length, struct report *report)
{
	struct buffer hosts = {.arena = report->arena}, ports = {.arena = report->arena};
	bool any_port = false;

	for (const char *end = start + length, *next; start <= end; start = next + 1) {
		next = memchr(start, ',', (size_t)(end - start));
		if (!next)
			next = end;
		const char *host_end = start;
		if (*start == '[') {
			host_end = memchr(start, ']', (size_t)(next - start));
			if (!host_end)
				return report_error(report, nowhere,
						    "in the database URL an IPv6 address misses "
						    "its ']'");
			buffer_add_slice(&hosts, start + 1, (size_t)(host_end++ - start - 1));
		} else {
			while (host_end < next && *host_end != ':')
				host_end++;
			buffer_add(&hosts,
				   decode(report->arena, start, (size_t)(host_end - start)));
		}
		if (host_end < next) {
			const char *port = host_end + 1;
			size_t digits = strspn(port, "0123456789");
			if (*host_end != ':' || port + digits != next)
				return report_error(report, nowhere,
						    "the database URL has no valid port number: "
						    "'%.*s'",
						    (int)(next - port), port);
			buffer_add_slice(&ports, port, digits);
			any_port |= digits > 0;
		}
		if (next < end) {
			buffer_add_char(&hosts, ',');
			buffer_add_char(&ports, ',');
		}
	}
	if (hosts.length)
		set(url, report->arena, "host", buffer_text(&hosts));
	if (any_port)
		set(url, report->arena, "port", buffer_text(&ports));
	return true;
}

/* Calls back for each name=value of a query string, decoded. */
static void each_parameter(const char *query, struct arena *arena, struct db_url *url,
			   void (*take)(struct db_url *, struct arena *, const char *,
					const char *))
{
	while (*query) {
		size_t length = strcspn(query, "&"), name = strcspn(query, "=&");
		if (name < length)
			take(url, arena, decode(arena, query, name),
			     decode(arena, query + name + 1, length - name - 1));
		query += length + (query[length] == '&');
	}
}

/* Prisma's parameters that say something of its own pool and cache are accepted and mean
 * nothing. */
static void take_postgresql(struct db_url *url, struct arena *arena, const char *name,
			    const char *value)
{
	if (strcmp(name, "schema") == 0) {
		url->schema = *value ? value : url->schema;
		url->schema_told = true;
	}
	/* Kept under Prisma's name until all are known. */
	if (strcmp(name, "sslaccept") == 0 || strcmp(name, "sslidentity") == 0)
		set(url, arena, arena_string(arena, name), value);
	if (strcmp(name, "ssl") == 0 && strcmp(value, "true") == 0)
		set(url, arena, "sslmode", "require");
	each_keyword(keyword)
		if (strcmp(name, keyword->name) == 0)
			set(url, arena, keyword->name, value);
}

static const char *const tls_modes[] = {"disable", "allow",	"prefer",
					"require", "verify-ca", "verify-full"};

/* As Prisma has it, a word that is none of them is the default. */
static const char *tls_mode(const char *told)
{
	for (size_t i = 0; told && i < sizeof tls_modes / sizeof *tls_modes; i++)
		if (strcmp(told, tls_modes[i]) == 0)
			return told;
	return "prefer";
}

/* Where a certificate is to be checked and the URL names no authority: those the system trusts. */
static const char system_authorities[] = "/etc/ssl/certs/ca-certificates.crt";

/*
 * Prisma's words for TLS in libpq's. Its sslcert is the server's authority (libpq: sslrootcert),
 * unless a sslkey beside it shows that libpq's own meaning, the client's certificate, is meant.
 * Its sslmode goes no further than "require"; whether the certificate is checked, and against the
 * name of the host, is what sslaccept says, and the default is no.
 */
static void translate_tls(struct db_url *url, struct report *report)
{
	const char *accept = db_url_value(url, "sslaccept");
	const char *mode = tls_mode(db_url_value(url, "sslmode"));
	const char *authority = db_url_value(url, "sslrootcert");
	bool strict = accept && strcmp(accept, "accept_invalid_certs") != 0;

	if (db_url_value(url, "sslidentity")) {
		report_warning(report, nowhere,
			       "the parameter sslidentity (a PKCS #12 file) of the database URL is "
			       "not used");
		report_hint(report, "write the certificate and the key into files of their own, "
				    "'openssl pkcs12' does, and name them with sslcert and sslkey");
		take_out(url, "sslpassword");
	}
	if (!db_url_value(url, "sslkey") && db_url_value(url, "sslcert")) {
		if (!authority)
			authority = strict ? db_url_value(url, "sslcert") : NULL;
		take_out(url, "sslcert");
	}
	if (db_url_value(url, "sslmode"))
		set(url, report->arena, "sslmode", mode);
	if (strict && strcmp(mode, "disable") != 0) {
		set(url, report->arena, "sslmode", "verify-full");
		if (!authority && access(system_authorities, R_OK) == 0)
			authority = system_authorities;
	}
	if (authority)
		set(url, report->arena, "sslrootcert", authority);
	take_out(url, "sslaccept");
	take_out(url, "sslidentity");
}

/*
 * What is not left to libpq: Prisma's time to connect, and that a server that is silently gone is
 * noticed within a minute, and not after hours.
 */
static const struct {
	const char *keyword, *value;
} defaults[] = {
	{"connect_timeout", "5"},
	{"keepalives_idle", "30"},
	{"keepalives_interval", "10"},
	{"keepalives_count", "3"},
};

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
	if (url->schema_told)
		buffer_format(&shown, "?schema=%s", url->schema);
	return buffer_text(&shown);
}

/*
 * The end of user, password and host. A / or ? or # in a password that is not encoded would end
 * them too early; it shows by an @ behind, where there is none but in the value of a parameter:
 * then this is the length up to that, and *misread says so.
 */
static size_t authority_length(const char *text, bool *misread)
{
	size_t length = strcspn(text, "/?#"), last = strcspn(text, "=");

	while (last > length && text[last] != '@')
		last--;
	*misread = last > length;
	return last > length ? last : length;
}

static bool parse_postgresql(const char *text, struct db_url *url, struct report *report)
{
	bool misread;
	size_t authority = authority_length(text, &misread), user = authority;

	if (misread) {
		report_error(report, nowhere,
			     "the database URL has a password that cannot be read");
		return report_hint(
			report, "in a URL a / in a password is written %%2F, a ? is %%3F, a # is "
				"%%23, and an @ is %%40");
	}
	url->kind = DB_POSTGRESQL;
	url->schema = "public";
	/* A password may hold an @ that nobody encoded: the last one counts. */
	while (user > 0 && text[user] != '@')
		user--;
	if (text[user] == '@') {
		size_t name = 0;
		while (name < user && text[name] != ':')
			name++;
		if (name > 0)
			set(url, report->arena, "user", decode(report->arena, text, name));
		if (name < user)
			set(url, report->arena, "password",
			    decode(report->arena, text + name + 1, user - name - 1));
		user++;
	}
	if (!parse_hosts(url, text + user, authority - user, report))
		return false;
	text += authority;
	if (*text == '/') {
		size_t length = strcspn(++text, "?#");
		if (length)
			set(url, report->arena, "dbname", decode(report->arena, text, length));
		text += length;
	}
	if (*text == '?') {
		size_t length = strcspn(++text, "#");
		each_parameter(arena_slice(report->arena, text, length), report->arena, url,
			       take_postgresql);
	}
	if (!db_url_value(url, "dbname") && !db_url_value(url, "service") && !getenv("PGDATABASE"))
		set(url, report->arena, "dbname", "postgres");
	for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
		if (!db_url_value(url, defaults[i].keyword))
			set(url, report->arena, defaults[i].keyword, defaults[i].value);
	translate_tls(url, report);
	url->shown = show(url, report->arena);
	return true;
}

/* A path is not decoded: file names with a % in them are as they stand, as Prisma has it. */
static bool parse_sqlite(const char *text, struct db_url *url, struct report *report)
{
	size_t length = strcspn(text, "?");

	url->kind = DB_SQLITE;
	if (length == 0)
		return report_error(report, nowhere, "the database URL names no file");
	if (strncmp(text, "//", 2) == 0 && text[2] != '/') {
		report_error(report, nowhere, "the database URL names the file '%.*s' at the root",
			     (int)length, text);
		return report_hint(report, "file:app.db starts from the current folder, "
					   "file:/data/app.db from the root");
	}
	url->path = arena_slice(report->arena, text, length);
	url->shown = url->path;
	return true;
}

/* What is no database of ours, and what to do about it. */
static const struct {
	const char *scheme, *hint;
} strangers[] = {
	{"mysql", "migtools does PostgreSQL, CockroachDB and SQLite"},
	{"mariadb", "migtools does PostgreSQL, CockroachDB and SQLite"},
	{"sqlserver", "migtools does PostgreSQL, CockroachDB and SQLite"},
	{"mongodb", "migtools does PostgreSQL, CockroachDB and SQLite"},
	{"cockroachdb", "CockroachDB is spoken to as PostgreSQL is: postgresql://..."},
	{"prisma",
	 "that is a service before a database: give the URL of the database itself, which Prisma "
	 "calls directUrl"},
	{"prisma+postgres",
	 "that is a service before a database: give the URL of the database itself, which Prisma "
	 "calls directUrl"},
};

/* The text may be a password that landed in the wrong variable: no more of it than its scheme. */
static bool refuse(const char *text, struct report *report)
{
	size_t scheme = strspn(text, "abcdefghijklmnopqrstuvwxyz+");
	const char *hint = "postgresql://user:password@host:5432/database, or file:path/to/file.db";

	if (!scheme || strncmp(text + scheme, "://", 3) != 0) {
		report_error(report, nowhere, "the database URL is not a URL");
		if (*text == '"' || *text == '\'')
			hint = "it begins with a quote, which is to be left out";
		return report_hint(report, "%s", hint);
	}
	report_error(report, nowhere, "the database URL has an unknown scheme '%.*s'", (int)scheme,
		     text);
	for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
		if (strlen(strangers[i].scheme) == scheme &&
		    strncmp(text, strangers[i].scheme, scheme) == 0)
			hint = strangers[i].hint;
	return report_hint(report, "%s", hint);
}

/* Without the blanks around it: a file that a secret is read from ends with a newline. */
static const char *trimmed(struct arena *arena, const char *text)
{
	size_t length;

	text += strspn(text, " \t\r\n");
	length = strlen(text);
	while (length && strchr(" \t\r\n", text[length - 1]))
		length--;
	return arena_slice(arena, text, length);
}

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

static void overwrite(char *start, size_t length)
{
	memset(start, '*', length);
}

/* What stands between user and host, and in the parameters that hold one. */
static void hide_password(char *text)
{
	static const char *const secrets[] = {"password=", "sslpassword="};
	char *start = strstr(text, "://");

	if (!start)
		return;
	start += 3;
	bool misread;
	size_t authority = authority_length(start, &misread);
	size_t user = strcspn(start, ":@"), host = authority;
	while (host > user && start[host] != '@')
		host--;
	if (start[user] == ':' && start[host] == '@')
		overwrite(start + user + 1, host - user - 1);
	for (char *parameter = strpbrk(start + authority, "?&"); parameter;
	     parameter = strpbrk(parameter, "&")) {
		parameter++;
		for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
			size_t length = strlen(secrets[i]);
			if (strncmp(parameter, secrets[i], length) == 0)
				overwrite(parameter + length, strcspn(parameter + length, "&#"));
		}
	}
}

bool db_url_find(char *told, struct db_url *url, struct report *report)
{
	const char *text = told ? arena_string(report->arena, told) : getenv("DATABASE_URL");

	if (told)
		hide_password(told);
	if (!text && access(".env", F_OK) == 0) {
		struct source file;
		if (!file_read(".env", &file, report))
			return false;
		text = dotenv_value(report->arena, file.text, "DATABASE_URL");
	}
	if (text && *text)
		return db_url_parse(text, url, report);
	report_error(report, nowhere, text ? "the database URL is empty" : "no database is named");
	return report_hint(report,
			   "set DATABASE_URL (the environment, or .env here%s), or give -u URL",
			   access("prisma/.env", F_OK) == 0 ? "; prisma/.env is not read" : "");
}

void db_url_environment(const struct db_url *url, struct arena *arena, struct names *environment)
{
	each_keyword(keyword) {
		const char *value = db_url_value(url, keyword->name);
		if (value && keyword->variable)
			*vector_add(arena, environment) =
				arena_format(arena, "%s=%s", keyword->variable, value);
	}
}
