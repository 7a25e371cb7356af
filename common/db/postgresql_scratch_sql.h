/*
 * Inside the room: the SQL of scratch databases. As in postgresql_sql.h, a text with a conversion is a
 * format; its names are quoted already.
 */
#ifndef DB_POSTGRESQL_SCRATCH_SQL_H
#define DB_POSTGRESQL_SCRATCH_SQL_H

#include "db/postgresql_sql.h"

/* A scratch database is called by its number, in 8 hexadecimal digits. */
#define PG_SCRATCH_NAME "migtools_scratch_%08x"

/*
 * Its maker holds this lock as long as it lives, from before the database exists. The number is the
 * second half of the key.
 */
static const char pg_sql_lock_scratch[] =
	"SELECT 1 WHERE pg_catalog.pg_try_advisory_lock(" PG_SQL_LOCK_KEY ", %d)";

/* Finds scratch databases whose makers are gone, that nobody uses, and that we may drop. */
static const char pg_sql_find_scratch[] = PG_SQL_SAFELY
	"SELECT pg_catalog.quote_ident(d.datname)\n"
	"  FROM pg_catalog.pg_database d\n"
	" WHERE d.datname ~ '^migtools_scratch_[0-9a-f]{8}$'\n"
	"   AND pg_catalog.pg_has_role(d.datdba, 'USAGE')\n"
	"   AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid)\n"
	"   AND NOT EXISTS (\n"
	"       SELECT FROM pg_catalog.pg_locks l\n"
	"        WHERE l.locktype = 'advisory' AND l.classid = " PG_SQL_LOCK_KEY "\n"
	"          AND l.objsubid = 2\n"
	"          AND l.objid::bigint\n"
	"              = ('x' || pg_catalog.right(d.datname::text, 8))::bit(32)::bigint)";

/*
 * Returns the statement that creates one as the current database was: the locale's columns differ
 * between versions.
 */
static const char pg_sql_create_scratch[] = PG_SQL_SAFELY
	"SELECT pg_catalog.concat(\n"
	"         'CREATE DATABASE ', %s, ' TEMPLATE template0',\n"
	"         ' ENCODING ' || quote_literal(pg_catalog.pg_encoding_to_char(d.encoding)),\n"
	"         ' LC_COLLATE ' || quote_literal(d.datcollate),\n"
	"         ' LC_CTYPE ' || quote_literal(d.datctype),\n"
	"         ' LOCALE_PROVIDER ' || CASE j ->> 'datlocprovider'\n"
	"                                  WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin'\n"
	"                                  WHEN 'c' THEN 'libc' END,\n"
	"         CASE j ->> 'datlocprovider' WHEN 'i' THEN ' ICU_LOCALE '\n"
	"                                     WHEN 'b' THEN ' BUILTIN_LOCALE ' END\n"
	"           || quote_literal(coalesce(j ->> 'datlocale', j ->> 'daticulocale')),\n"
	"         ' ICU_RULES ' || quote_literal(j ->> 'daticurules'))\n"
	"  FROM pg_catalog.pg_database d, LATERAL pg_catalog.to_jsonb(d) j\n"
	" WHERE d.datname = pg_catalog.current_database()";

static const char pg_sql_drop_database[] = "DROP DATABASE IF EXISTS %s";
static const char pg_sql_drop_database_by_force[] = "DROP DATABASE IF EXISTS %s WITH (FORCE)";

#endif
