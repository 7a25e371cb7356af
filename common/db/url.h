/*
 * Which database: its URL, understood.
 *
 *	postgresql://user:password@host:port/database?schema=app&sslmode=require   (or postgres:)
 *	file:path, sqlite:path                                              (a path as it stands)
 *
 * The parameters are Prisma's and libpq's; what is known is translated for libpq, and nothing is
 * passed through. migrations(5) lists them.
 */
#ifndef DB_URL_H
#define DB_URL_H

#include "base/report.h"

enum db_kind { DB_POSTGRESQL, DB_SQLITE };

struct db_url {
	enum db_kind kind;
	const char *shown; /* for messages: without the password and the parameters */

	const char *path; /* SQLite: the file */

	/* PostgreSQL: what libpq calls its parameters, one value each, both without NULLs. */
	struct names keywords, values;
	const char *schema; /* where tables live that SQL does not qualify; "public" unless told */
	bool schema_told;
};

/*
 * The URL that a program was given with -u (`told`, or NULL), else $DATABASE_URL, else that of the
 * file .env in the current folder. False, with a message, where there is none or it is no URL.
 *
 * A password in `told`, which is an argument that everybody on the machine can read, is
 * overwritten.
 */
bool db_url_find(char *told, struct db_url *url, struct report *report);

/* As db_url_find for the text of a URL. */
bool db_url_parse(const char *text, struct db_url *url, struct report *report);

/* The value of a libpq parameter, or NULL. */
const char *db_url_value(const struct db_url *url, const char *keyword);

/*
 * What pg_dump, pg_restore and psql need in their environment (PGHOST=..., PGPASSWORD=...) to reach
 * the same database; so that no password stands among their arguments.
 */
void db_url_environment(const struct db_url *url, struct arena *arena, struct names *environment);

/*
 * The value of a variable in the text of a .env file (dotenv's rules: `export`, quotes, escapes,
 * comments, ${OTHER} and ${OTHER:-default}), or NULL where it does not set it.
 */
const char *dotenv_value(struct arena *arena, const char *text, const char *name);

#endif
