/*
 * Database URLs: finds and parses them, and translates them for libpq and its programs.
 *
 *	postgresql://user:password@host:port/database?schema=app&sslmode=require   (or postgres:)
 *	file:path, sqlite:path                                              (the path is literal)
 *
 * The parameters are Prisma's and libpq's; migrations(5) lists them. Known ones are translated for
 * libpq. Unknown ones are ignored, because libpq would refuse them; but one that looks misspelled is
 * an error.
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
	const char *text;  /* as given, for the environment of a user's command */
	bool vague;	   /* a password may have cut it: messages quote nothing from it */

	/*
	 * Milliseconds to wait for locks and answers, and on PostgreSQL for the lock of a table (0:
	 * no limit). If not given, each program has its own defaults.
	 */
	int wait, table_wait;
	bool wait_given;
	bool for_server; /* wait for a server that cannot be reached yet, too */

	const char *path; /* SQLite: the file */

	/* PostgreSQL; each keyword once */
	VECTOR(struct db_parameter) parameters;
	const char *schema; /* the namespace of unqualified tables, "public" by default */
	bool schema_given;
	bool names_none; /* the URL names no database: it is "postgres", as with Prisma */
};

/*
 * Finds the database's URL: the option -u (`option`, or NULL), else $DATABASE_URL, else
 * DATABASE_URL in the file .env of the current directory. False, with a message, if there is none
 * or it cannot be parsed.
 *
 * Overwrites the URL of a server in `option`: everybody on the machine can read the arguments of a
 * process.
 */
bool url_find(char *option, struct url *url, struct report *report);

/* Like url_find, but a missing URL is not an error; *found says if there is one. */
bool url_find_any(char *option, struct url *url, bool *found, struct report *report);

/*
 * Stores the value of a variable from the environment, else from .env; NULL if it is in neither.
 * Returns false, with a message, if .env cannot be read or the value is cut short.
 */
bool url_variable(const char *name, const char **text, struct report *report);

/* The option of each program that opens a database. */
#define OPTION_URL                                                                                 \
	{                                                                                          \
		'u', "url", "url", "the database (default: $DATABASE_URL, or the one in .env)"     \
	}

/*
 * Parses the text of a URL. Everything in `url` lives in the report's arena. Removes from our
 * environment the variables of libpq that would lead to another server.
 */
bool url_parse(const char *text, struct url *url, struct report *report);

/*
 * True if the database is on this machine: a file, or a server on a socket or a loopback address.
 */
bool url_is_local(const struct url *url);

/* Returns the value of a libpq parameter, or NULL. */
const char *url_value(const struct url *url, const char *keyword);

/*
 * Returns the names of libpq's variables that fill gaps in the URL, "PGUSER, PGSSLMODE", or NULL.
 */
const char *url_variables(const struct url *url, struct arena *arena);

/*
 * Adds variables (PGHOST=..., PGPASSWORD=...) with which pg_dump, pg_restore and psql reach the
 * same database, so that their arguments hold no password.
 */
void url_environment(const struct url *url, struct arena *arena, struct names *environment);

/*
 * Returns the value of a variable in the text of a .env file, or NULL. The rules are dotenv's:
 * `export`, quotes, escapes, comments, ${OTHER} and ${OTHER:-default}. `*cut` is true if the value
 * seems to go on, after its closing quote or after a # that an @ follows.
 */
const char *url_dotenv_value(struct arena *arena, const char *text, const char *name, bool *cut);

/* Returns "postgresql" or "sqlite", the words of migration_lock.toml. */
const char *url_provider(const struct url *url);

#endif
