/* Translates Prisma's and libpq's connection parameters for libpq. */
#include "url/parameters.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "url/parts.h"

/*
 * The parameters to pass to libpq, which refuses unknown ones, and the environment variables from
 * which its programs read them.
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

static struct db_parameter *find(const struct url *url, const char *keyword)
{
	struct db_parameter *parameter;

	vector_each(parameter, &url->parameters)
		if (strcmp(parameter->keyword, keyword) == 0)
			return parameter;
	return NULL;
}

const char *url_value(const struct url *url, const char *keyword)
{
	const struct db_parameter *parameter = find(url, keyword);

	return parameter ? parameter->value : NULL;
}

void url_set(struct url *url, struct arena *arena, const char *keyword, const char *value)
{
	struct db_parameter *parameter = find(url, keyword);

	if (!parameter)
		parameter = vector_add(arena, &url->parameters);
	*parameter = (struct db_parameter){keyword, value};
}

static void remove_parameter(struct url *url, const char *keyword)
{
	struct db_parameter *parameter = find(url, keyword);

	if (parameter)
		*parameter = url->parameters.at[--url->parameters.count];
}

void url_take(struct url *url, struct arena *arena, const char *name, const char *value)
{
	if (strcmp(name, "schema") == 0) {
		url->schema = *value ? value : url->schema;
		url->schema_given = true;
	}
	/* These keep Prisma's names until url_complete. */
	if (strcmp(name, "sslaccept") == 0 || strcmp(name, "sslidentity") == 0)
		url_set(url, arena, name, value);
	if (strcmp(name, "ssl") == 0 && strcmp(value, "true") == 0)
		url_set(url, arena, "sslmode", "require");
	each_keyword(keyword)
		if (strcmp(name, keyword->name) == 0)
			url_set(url, arena, keyword->name, value);
}

static const char *const prismas[] = {"schema",
				      "ssl",
				      "sslaccept",
				      "sslidentity",
				      "connection_limit",
				      "pool_timeout",
				      "pgbouncer",
				      "socket_timeout",
				      "statement_cache_size",
				      "max_idle_connection_lifetime"};

bool url_knows(struct slice name)
{
	for (size_t i = 0; i < sizeof prismas / sizeof *prismas; i++)
		if (slice_is(name, prismas[i]))
			return true;
	each_keyword(keyword)
		if (slice_is(name, keyword->name))
			return true;
	return false;
}

/* Names of other drivers for the namespace. To ignore them would be to migrate another one. */
static const char *const foreign[] = {"currentSchema", "search_path"};

/* Returns the parameter that an unknown one probably means, or NULL. */
static const char *find_meant(struct slice name)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (slice_is_slip(name, foreign[i]))
			return "schema";
	for (size_t i = 0; i < sizeof prismas / sizeof *prismas; i++)
		if (slice_is_slip(name, prismas[i]))
			return prismas[i];
	each_keyword(keyword)
		if (slice_is_slip(name, keyword->name))
			return keyword->name;
	return NULL;
}

bool url_check_names(struct slice query, bool vague, struct report *report)
{
	struct slice name, value;
	bool good = true;

	while (url_next_parameter(&query, &name, &value)) {
		const char *meant = url_knows(name) ? NULL : find_meant(name);
		if (!meant)
			continue;
		if (vague)
			report_error(report, nowhere, "unknown parameter in the database URL");
		else
			report_error(report, nowhere,
				     "unknown parameter '%.*s' in the database URL",
				     (int)name.length, name.start);
		good = report_hint(report, "did you mean %s?", meant);
	}
	return good;
}

#define SWITCH "0, 1"
#define TRUTH "true, false"
#define TLS_VERSIONS "TLSv1, TLSv1.1, TLSv1.2, TLSv1.3"

/* The parameters that take only a few values, Prisma's and libpq's. */
static const struct {
	const char *name, *values; /* separated by ", " */
} choices[] = {
	{"sslmode", "disable, allow, prefer, require, verify-ca, verify-full"},
	{"sslaccept", "strict, accept_invalid_certs"},
	{"ssl", TRUTH},
	{"pgbouncer", TRUTH},
	{"channel_binding", "disable, prefer, require"},
	{"gssencmode", "disable, prefer, require"},
	{"target_session_attrs", "any, read-write, read-only, primary, standby, prefer-standby"},
	{"ssl_min_protocol_version", TLS_VERSIONS},
	{"ssl_max_protocol_version", TLS_VERSIONS},
	{"sslcompression", SWITCH},
	{"sslsni", SWITCH},
	{"keepalives", SWITCH},
};

/* True if the value is in the list. */
static bool is_listed(const char *values, const char *value)
{
	size_t length = strlen(value);

	for (const char *at = values; at; at = (at = strchr(at, ' ')) ? at + 1 : NULL)
		if (strncmp(at, value, length) == 0 && strchr(",", at[length]))
			return true;
	return false;
}

static bool check_value(const char *name, const char *value, struct report *report)
{
	for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
		if (strcmp(choices[i].name, name) != 0 || is_listed(choices[i].values, value))
			continue;
		report_error(report, nowhere, "invalid value of the URL parameter %s", name);
		return report_hint(report, "expected one of: %s", choices[i].values);
	}
	return true;
}

bool url_check_values(struct slice query, struct report *report)
{
	struct arena *arena = report->arena;
	struct slice name, value;
	bool good = true;

	while (url_next_parameter(&query, &name, &value))
		if (value.start)
			good &= check_value(url_decode(arena, name), url_decode(arena, value),
					    report);
	return good;
}

/*
 * Returns the system's trusted authorities, for a URL that demands a check but names none; or NULL.
 * The files are those of Debian and Alpine, of Red Hat, and of the BSDs.
 */
static const char *system_authorities(void)
{
	static const char *const paths[] = {"/etc/ssl/certs/ca-certificates.crt",
					    "/etc/pki/tls/certs/ca-bundle.crt",
					    "/etc/ssl/cert.pem"};

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		if (access(paths[i], R_OK) == 0)
			return paths[i];
	return NULL;
}

static bool has_root(const char *home, struct arena *arena)
{
	return home && access(arena_format(arena, "%s/.postgresql/root.crt", home), R_OK) == 0;
}

/*
 * True if the user has named authorities where libpq finds them, before version 16 and since; or
 * may have, in the file of services.
 */
static bool has_default_authority(const struct url *url, struct arena *arena)
{
	const struct passwd *user = getpwuid(geteuid());

	return url_value(url, "service") || getenv("PGSERVICE") || getenv("PGSSLROOTCERT") ||
	       has_root(getenv("HOME"), arena) || (user && has_root(user->pw_dir, arena));
}

/*
 * Finds the authorities for libpq's own modes, as libpq 16 does for sslrootcert=system: earlier
 * versions know neither that word nor the system's authorities. All of these are trusted only
 * where the host's name is checked, too.
 */
static void find_authorities(struct url *url, struct arena *arena)
{
	const char *named = url_value(url, "sslrootcert"), *mode = url_value(url, "sslmode");
	bool system = named && strcmp(named, "system") == 0;
	bool full = mode && strcmp(mode, "verify-full") == 0;
	bool encrypts = !mode || strcmp(mode, "disable") != 0;
	bool wanted = system ? encrypts : full && !named && !has_default_authority(url, arena);
	const char *authorities = wanted ? system_authorities() : NULL;

	if (!authorities)
		return;
	url_set(url, arena, "sslmode", "verify-full");
	url_set(url, arena, "sslrootcert", authorities);
}

/* Removes Prisma's sslcert, and returns its value. Warns of a file that a check could not use. */
static const char *take_authority(struct url *url, struct report *report)
{
	const char *path = url_value(url, "sslcert");

	if (!path || url_value(url, "sslkey"))
		return NULL;
	remove_parameter(url, "sslcert");
	if (access(path, R_OK) != 0) {
		report_warning(report, nowhere, "cannot read the sslcert of the URL");
		report_hint(report, "give its path from the current directory; the server's "
				    "certificate is checked only with sslaccept=strict");
	}
	return path;
}

/*
 * Translates Prisma's TLS parameters. Prisma's sslcert is the server's authority (sslrootcert in
 * libpq); with an sslkey it is the client's certificate, as in libpq. Prisma's sslmode goes no
 * further than "require". The value sslaccept=strict checks the certificate and the host name; the
 * default checks neither.
 */
static void translate_tls(struct url *url, struct report *report)
{
	const char *accept = url_value(url, "sslaccept");
	const char *given = url_value(url, "sslmode"), *mode = given ? given : "prefer";
	const char *authority = url_value(url, "sslrootcert");
	const char *server_cert = take_authority(url, report);
	bool strict = accept && strcmp(accept, "accept_invalid_certs") != 0;

	if (url_value(url, "sslidentity")) {
		report_warning(report, nowhere,
			       "ignoring unsupported URL parameter sslidentity (a PKCS #12 file)");
		report_hint(report, "use 'openssl pkcs12' to split it into a certificate and a "
				    "key, and name them with sslcert and sslkey");
		remove_parameter(url, "sslpassword");
	}
	if (strict && !authority && server_cert)
		url_set(url, report->arena, "sslrootcert", server_cert);
	if (strict && strcmp(mode, "disable") != 0)
		url_set(url, report->arena, "sslmode", "verify-full");
	find_authorities(url, report->arena);
	remove_parameter(url, "sslaccept");
	remove_parameter(url, "sslidentity");
}

/*
 * Our defaults: Prisma's connection timeout, and keepalives that detect a lost server within a
 * minute. The kernel's defaults take hours.
 */
static const struct {
	const char *keyword, *value;
} defaults[] = {
	{"connect_timeout", "5"},
	{"keepalives_idle", "30"},
	{"keepalives_interval", "10"},
	{"keepalives_count", "3"},
};

/*
 * Variables that are never used: they change the contents of a dump or the dates of a migration, or
 * colour messages.
 */
static const char *const unused_variables[] = {"PGCLIENTENCODING", "PGDATESTYLE", "PGTZ", "PGGEQO",
					       "PG_COLOR"};

/*
 * Removes variables from our environment, and so from that of pg_dump and psql. A parameter
 * overrides its variable; but an address or a service from the environment adds to the URL's host,
 * and leads to another server.
 */
static void ignore_variables(const struct url *url)
{
	for (size_t i = 0; i < sizeof unused_variables / sizeof *unused_variables; i++)
		unsetenv(unused_variables[i]);
	if (url_value(url, "host") || url_value(url, "hostaddr") || url_value(url, "service")) {
		unsetenv("PGHOSTADDR");
		unsetenv("PGSERVICE");
	}
}

/*
 * Warns of PGOPTIONS: a role there replaces the URL's user, and session_replication_role disables
 * triggers.
 */
static void warn_of_role(const struct url *url, struct report *report)
{
	const char *options = url_value(url, "options") ? NULL : getenv("PGOPTIONS");

	if (!options || !strstr(options, "role="))
		return;
	report_warning(report, nowhere, "PGOPTIONS in the environment sets a role");
	report_hint(report,
		    "unset it, or move it into the URL, as in ?options=-c%%20role%%3Downer");
}

const char *url_variables(const struct url *url, struct arena *arena)
{
	struct buffer names = {.arena = arena};

	each_keyword(keyword) {
		const char *value = keyword->variable ? getenv(keyword->variable) : NULL;
		if (value && *value && !url_value(url, keyword->name))
			buffer_format(&names, "%s%s", names.length ? ", " : "", keyword->variable);
	}
	return names.length ? buffer_text(&names) : NULL;
}

/*
 * Chooses the database of a URL that names none, as Prisma did up to version 6. libpq, and Prisma
 * since, take the user's name; so the choice is said, unless the URL was not understood anyway.
 */
static void choose_database(struct url *url, struct report *report)
{
	if (url_value(url, "dbname") || url_value(url, "service") || getenv("PGDATABASE") ||
	    getenv("PGSERVICE"))
		return;
	url_set(url, report->arena, "dbname", "postgres");
	url->names_none = true;
	if (url->vague)
		return;
	report_warning(report, nowhere,
		       "the database URL names no database: using the database postgres");
	report_hint(report, "add it to the URL: postgresql://user@host:5432/database");
}

void url_complete(struct url *url, struct report *report)
{
	ignore_variables(url);
	warn_of_role(url, report);
	choose_database(url, report);
	for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
		if (!url_value(url, defaults[i].keyword))
			url_set(url, report->arena, defaults[i].keyword, defaults[i].value);
	translate_tls(url, report);
}

void url_environment(const struct url *url, struct arena *arena, struct names *environment)
{
	each_keyword(keyword) {
		const char *value = url_value(url, keyword->name);
		if (value && keyword->variable)
			*vector_add(arena, environment) =
				arena_format(arena, "%s=%s", keyword->variable, value);
	}
}
