/*
 * Database URLs: found, parsed, and translated for libpq and its programs.
 *
 *	postgresql://user:password@host:port/database?schema=app&sslmode=require   (or postgres:)
 *	file:path, sqlite:path                                              (a path as it stands)
 *
 * The parameters are Prisma's and libpq's. Those that are known are translated for libpq, the
 * others are ignored: libpq refuses what it does not know. migrations(5) lists them.
 */
#ifndef URL_URL_H
#define URL_URL_H

#include "base/report.h"

/* The databases that a URL can name. */
enum db_kind { DB_POSTGRESQL, DB_SQLITE };

/* A connection parameter of libpq. */
struct db_parameter {
	const char *keyword, *value;
};

struct url {
	enum db_kind kind;
	const char *shown; /* for messages: without the password and the parameters */
	const char *text;  /* as it was given, for the environment of a command of the user's */
	bool vague;	   /* a password may have cut it: messages quote nothing that it leads to */

	/*
	 * Milliseconds for what others hold, and for answers; for a table of PostgreSQL, 0 is no
	 * limit there. Not given, each program has its own.
	 */
	int wait, table_wait;
	bool wait_given;

	const char *path; /* SQLite: the file */

	/* PostgreSQL: each keyword once */
	VECTOR(struct db_parameter) parameters;
	const char *schema; /* where unqualified tables live; "public" unless given */
	bool schema_given;
};

/*
 * Finds the database: the URL of the option -u (`option`, or NULL), else $DATABASE_URL, else
 * DATABASE_URL in the file .env of the current folder. False, with a message, if there is none or
 * it cannot be parsed.
 *
 * Overwrites a server's URL in `option`: everybody on the machine can read the arguments of a
 * process.
 */
bool url_find(char *option, struct url *url, struct report *report);

/* The same, but it is no error if there is none: *found says so. */
bool url_find_any(char *option, struct url *url, bool *found, struct report *report);

/*
 * Stores the value of a variable, from the environment or from .env here; NULL if it is in neither.
 * Returns false, with a message, if .env cannot be read or the value is cut.
 */
bool url_variable(const char *name, const char **text, struct report *report);

/* The option of each program that opens a database. */
#define OPTION_URL                                                                                 \
	{                                                                                          \
		'u', "url", "url", "the database (default: $DATABASE_URL, or that of .env)"        \
	}

/*
 * Parses the text of a URL. What `url` points to lives in the report's arena. Removes from our
 * environment the variables of libpq that would lead to another server than the URL's.
 */
bool url_parse(const char *text, struct url *url, struct report *report);

/*
 * True if the database is on this machine: a file, or a server at a socket or a loopback address.
 */
bool url_is_local(const struct url *url);

/* Returns the value of a libpq parameter, or NULL. */
const char *url_value(const struct url *url, const char *keyword);

/*
 * Returns the names of the variables of libpq that fill in what the URL leaves open, "PGUSER,
 * PGSSLMODE"; NULL if there are none.
 */
const char *url_variables(const struct url *url, struct arena *arena);

/*
 * Adds the variables (PGHOST=..., PGPASSWORD=...) with which pg_dump, pg_restore and psql reach the
 * same database, so that no password stands among their arguments.
 */
void url_environment(const struct url *url, struct arena *arena, struct names *environment);

/*
 * Returns the value of a variable in the text of a .env file, or NULL. The rules are dotenv's:
 * `export`, quotes, escapes, comments, ${OTHER} and ${OTHER:-default}. `*cut` is true if the value
 * seems to
 * go on: behind its closing quote, or behind a # with an @ after it.
 */
const char *url_dotenv_value(struct arena *arena, const char *text, const char *name, bool *cut);

/* Returns "postgresql" or "sqlite", as in migration_lock.toml. */
const char *url_provider(const struct url *url);

#endif
