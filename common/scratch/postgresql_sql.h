/*
 * Inside the room: the SQL of scratch databases. As in postgresql/sql.h, a text with a conversion
 * is a format; its names are already quoted.
 */
#ifndef SCRATCH_POSTGRESQL_SQL_H
#define SCRATCH_POSTGRESQL_SQL_H

#include "postgresql/sql.h"

/* The name of a scratch database: its number, in 8 hexadecimal digits. */
#define PG_SCRATCH_NAME "migtools_scratch_%08x"

/*
 * The lock that the maker of a scratch database holds while it lives, taken before the database
 * exists. Its number is the second half of the key.
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
 * Returns the statement that creates a database like another. The columns for the locale differ
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
	"         ' ICU_RULES ' || quote_literal(j ->> 'daticurules'),\n"
	"         (SELECT ' TABLESPACE ' || quote_ident(spcname)\n"
	"            FROM pg_catalog.pg_tablespace t\n"
	"           WHERE t.oid = d.dattablespace AND spcname <> 'pg_default'\n"
	"             AND pg_catalog.has_tablespace_privilege(t.oid, 'CREATE')))\n"
	"  FROM pg_catalog.pg_database d, LATERAL pg_catalog.to_jsonb(d) j\n"
	" WHERE d.datname = %s";
static const char pg_sql_this_database[] = "pg_catalog.current_database()";

/*
 * Each returns a statement that copies a property of the replaced database: its owner, and later
 * its connection limit.
 */
static const char pg_sql_find_owner[] = PG_SQL_SAFELY
	"SELECT pg_catalog.concat('ALTER DATABASE ', %s, ' OWNER TO ', datdba::regrole)\n"
	"  FROM pg_catalog.pg_database WHERE datname = %s";
static const char pg_sql_find_limit[] = PG_SQL_SAFELY
	"SELECT pg_catalog.concat('ALTER DATABASE ', %s, ' CONNECTION LIMIT ', datconnlimit)\n"
	"  FROM pg_catalog.pg_database WHERE datname = %s";

/*
 * Swaps two databases. While a rename waits for ended sessions to go, new connections wait for the
 * end of the transaction. The parameters: the old database as a literal; as a name, and its next
 * name; the new one, and the old name again.
 */
static const char pg_sql_swap[] =
	"BEGIN;\n"
	"SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity\n"
	" WHERE datname = %s AND backend_type = 'client backend';\n"
	"ALTER DATABASE %s RENAME TO %s;\n"
	"ALTER DATABASE %s RENAME TO %s;\n"
	"COMMIT";

/* Lists the users of a database. */
static const char pg_sql_find_users[] = PG_SQL_SAFELY
	"SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', nullif(application_name, ''),\n"
	"         'as ' || usename, '(process ' || pid || ')'), ', ')\n"
	"  FROM pg_catalog.pg_stat_activity WHERE datname = %s";

/* Returns true for a schema that we own; no row if it does not exist. */
static const char pg_sql_owns_schema[] =
	PG_SQL_SAFELY "SELECT pg_catalog.pg_has_role(nspowner, 'USAGE')\n"
		      "  FROM pg_catalog.pg_namespace WHERE nspname = %s";

/* Returns true if the user may create a schema in the database. */
static const char pg_sql_may_create[] = PG_SQL_SAFELY
	"SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')";

/*
 * Returns statements that move our other schemas out of the way, because a script may create them
 * too. A schema with an extension stays. Creates an empty `public`, as in a new database.
 */
static const char pg_sql_put_away[] = PG_SQL_SAFELY
	"SELECT pg_catalog.string_agg(pg_catalog.format(\n"
	"         'ALTER SCHEMA %%I RENAME TO migtools_scratch_away_%%s;\n', nspname, oid)\n"
	"         || CASE nspname WHEN 'public' THEN E'CREATE SCHEMA public;\n' ELSE '' END, ''\n"
	"         ORDER BY nspname COLLATE \"C\")\n"
	"  FROM pg_catalog.pg_namespace n\n"
	" WHERE nspname !~ '^pg_|^information_schema$|^migtools_scratch' AND nspname <> %s\n"
	"   AND pg_catalog.pg_has_role(nspowner, 'USAGE')\n"
	"   AND NOT EXISTS (SELECT FROM pg_catalog.pg_extension x WHERE x.extnamespace = n.oid)\n"
	"   AND NOT EXISTS (\n"
	"       SELECT FROM pg_catalog.pg_depend e\n"
	"        WHERE e.objid = n.oid AND e.classid = 'pg_catalog.pg_namespace'::regclass\n"
	"          AND e.deptype = 'e')";

/* An empty schema of the same name, for a transaction that is rolled back. */
static const char pg_sql_new_schema[] = "CREATE SCHEMA %s";
static const char pg_sql_replace_schema[] =
	"ALTER SCHEMA %s RENAME TO migtools_scratch_away;\nCREATE SCHEMA %s";

static const char pg_sql_drop_database[] = "DROP DATABASE IF EXISTS %s";
static const char pg_sql_drop_database_by_force[] = "DROP DATABASE IF EXISTS %s WITH (FORCE)";

/*
 * Drops all roles of a private server but the one that it began with, once its only other database
 * is gone.
 */
static const char pg_sql_drop_roles[] = PG_SQL_SAFELY
	"DO $$ DECLARE roles text; BEGIN\n"
	"  SELECT pg_catalog.string_agg(quote_ident(rolname), ', ') INTO roles\n"
	"    FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' AND rolname <> CURRENT_USER;\n"
	"  IF roles IS NOT NULL THEN\n"
	"    EXECUTE 'DROP OWNED BY ' || roles;\n"
	"    EXECUTE 'DROP ROLE ' || roles;\n"
	"  END IF;\n"
	"  ALTER ROLE ALL RESET ALL;\n"
	"  ALTER ROLE CURRENT_USER RESET ALL;\n"
	"END $$";

/* A database of the user */

/*
 * The mark of a database in use. Its comment lists the schemas and extensions that were there
 * before.
 */
static const char pg_sql_find_mark[] =
	PG_SQL_SAFELY "SELECT coalesce(pg_catalog.obj_description(oid, 'pg_namespace'), '')\n"
		      "  FROM pg_catalog.pg_namespace WHERE nspname = 'migtools_scratch'";
static const char pg_sql_mark_shadow[] = PG_SQL_SAFELY
	"DO $$ DECLARE there text; BEGIN\n"
	"  SELECT pg_catalog.to_json(ARRAY(\n"
	"    SELECT pg_catalog.concat('s', nspname) FROM pg_catalog.pg_namespace UNION ALL\n"
	"    SELECT pg_catalog.concat('e', extname) FROM pg_catalog.pg_extension))::text INTO "
	"there;\n"
	"  CREATE SCHEMA migtools_scratch;\n"
	"  EXECUTE pg_catalog.format('COMMENT ON SCHEMA migtools_scratch IS %L', there);\n"
	"END $$";

/*
 * The schemas of users, and the objects in them that belong to no extension: k, the words for DROP,
 * and the name.
 */
#define PG_SQL_OBJECTS                                                                             \
	"SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'\n"           \
	"                      WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE'\n"           \
	"                      ELSE 'TABLE' END AS k, c.oid::regclass::text AS name,\n"            \
	"       c.oid, 'pg_class'::regclass AS class, c.relnamespace AS n\n"                       \
	"  FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')\n"         \
	"UNION ALL\n"                                                                              \
	"SELECT 'ROUTINE', p.oid::regprocedure::text, p.oid, 'pg_proc'::regclass, "                \
	"p.pronamespace\n"                                                                         \
	"  FROM pg_catalog.pg_proc p\n"                                                            \
	"UNION ALL\n"                                                                              \
	"SELECT CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.oid::regtype::text, "     \
	"t.oid,\n"                                                                                 \
	"       'pg_type'::regclass, t.typnamespace\n"                                             \
	"  FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_class r ON r.oid = t.typrelid\n"      \
	" WHERE t.typtype IN ('e', 'd', 'r') OR r.relkind = 'c'\n"                                 \
	"UNION ALL\n"                                                                              \
	"SELECT 'COLLATION', pg_catalog.format('%I.%I', s.nspname, x.collname), x.oid,\n"          \
	"       'pg_catalog.pg_collation'::regclass, s.oid\n"                                      \
	"  FROM pg_catalog.pg_collation x JOIN pg_catalog.pg_namespace s ON s.oid = "              \
	"x.collnamespace\n"                                                                        \
	"UNION ALL\n"                                                                              \
	"SELECT 'OPERATOR', x.oid::pg_catalog.regoperator::text, x.oid, "                          \
	"'pg_catalog.pg_operator'::regclass, "                                                     \
	"x.oprnamespace\n"                                                                         \
	"  FROM pg_catalog.pg_operator x\n"                                                        \
	"UNION ALL\n"                                                                              \
	"SELECT 'OPERATOR FAMILY', pg_catalog.format('%I.%I USING %I', s.nspname, x.opfname, "     \
	"a.amname), "                                                                              \
	"x.oid,\n"                                                                                 \
	"       'pg_catalog.pg_opfamily'::regclass, s.oid\n"                                       \
	"  FROM pg_catalog.pg_opfamily x JOIN pg_catalog.pg_namespace s ON s.oid = "               \
	"x.opfnamespace\n"                                                                         \
	"  JOIN pg_catalog.pg_am a ON a.oid = x.opfmethod\n"                                       \
	"UNION ALL\n"                                                                              \
	"SELECT 'CONVERSION', pg_catalog.format('%I.%I', s.nspname, x.conname), x.oid,\n"          \
	"       'pg_catalog.pg_conversion'::regclass, s.oid\n"                                     \
	"  FROM pg_catalog.pg_conversion x JOIN pg_catalog.pg_namespace s ON s.oid = "             \
	"x.connamespace\n"                                                                         \
	"UNION ALL\n"                                                                              \
	"SELECT 'TEXT SEARCH CONFIGURATION', x.oid::pg_catalog.regconfig::text, x.oid,\n"          \
	"       'pg_catalog.pg_ts_config'::regclass, x.cfgnamespace\n"                             \
	"  FROM pg_catalog.pg_ts_config x\n"                                                       \
	"UNION ALL\n"                                                                              \
	"SELECT 'TEXT SEARCH DICTIONARY', x.oid::pg_catalog.regdictionary::text, x.oid,\n"         \
	"       'pg_catalog.pg_ts_dict'::regclass, x.dictnamespace\n"                              \
	"  FROM pg_catalog.pg_ts_dict x\n"
#define PG_SQL_USERS_OBJECTS                                                                       \
	"SELECT o.k, o.name FROM (" PG_SQL_OBJECTS ") o\n"                                         \
	"  JOIN pg_catalog.pg_namespace s ON s.oid = o.n\n"                                        \
	" WHERE s.nspname !~ '^pg_|^information_schema$|^migtools_scratch$'\n"                     \
	"   AND NOT EXISTS (\n"                                                                    \
	"       SELECT FROM pg_catalog.pg_depend e\n"                                              \
	"        WHERE e.objid = o.oid AND e.classid = o.class AND e.deptype = 'e')\n"

static const char pg_sql_find_object[] =
	PG_SQL_SAFELY "SELECT pg_catalog.concat(pg_catalog.lower(k), ' ', name)\n"
		      "  FROM (" PG_SQL_USERS_OBJECTS "UNION ALL\n"
		      "SELECT 'LARGE OBJECT', oid::text FROM pg_catalog.pg_largeobject_metadata"
		      ") u ORDER BY k = 'TABLE' DESC, name LIMIT 1";

/* Drops everything that was not there before, and the mark last. */
static const char pg_sql_clear[] = PG_SQL_SAFELY
	"DO $$ DECLARE there jsonb; item record; BEGIN\n"
	"  SET LOCAL client_min_messages TO warning;\n"
	"  SELECT coalesce(pg_catalog.obj_description(oid, 'pg_namespace'), '[]') INTO there\n"
	"    FROM pg_catalog.pg_namespace WHERE nspname = 'migtools_scratch';\n"
	"  FOR item IN SELECT pg_catalog.format('EVENT TRIGGER %I', evtname) AS what\n"
	"             FROM pg_catalog.pg_event_trigger WHERE pg_has_role(evtowner, 'USAGE')\n"
	"           UNION ALL SELECT pg_catalog.format('PUBLICATION %I', pubname)\n"
	"             FROM pg_catalog.pg_publication\n"
	"           UNION ALL SELECT pg_catalog.format('EXTENSION IF EXISTS %I CASCADE', extname)\n"
	"             FROM pg_catalog.pg_extension WHERE NOT there ? concat('e', extname)\n"
	"           UNION ALL SELECT pg_catalog.format('SERVER IF EXISTS %I CASCADE', srvname)\n"
	"             FROM pg_catalog.pg_foreign_server WHERE pg_has_role(srvowner, 'USAGE')\n"
	"           UNION ALL SELECT pg_catalog.format('SCHEMA %I CASCADE', nspname)\n"
	"             FROM pg_catalog.pg_namespace\n"
	"            WHERE nspname !~ '^pg_|^information_schema$|^migtools_scratch$'\n"
	"              AND NOT there ? pg_catalog.concat('s', nspname)\n"
	"  LOOP EXECUTE 'DROP ' || item.what; END LOOP;\n"
	"  LOOP\n"
	"    SELECT k, name INTO item FROM (" PG_SQL_USERS_OBJECTS ") u LIMIT 1;\n"
	"    EXIT WHEN NOT FOUND;\n"
	"    EXECUTE pg_catalog.concat('DROP ', item.k, ' ', item.name, ' CASCADE');\n"
	"  END LOOP;\n"
	"  PERFORM pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata\n"
	"    WHERE pg_has_role(lomowner, 'USAGE');\n"
	"  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'public')\n"
	"     AND there ? 'spublic' THEN CREATE SCHEMA public; END IF;\n"
	"  DROP SCHEMA migtools_scratch CASCADE;\n"
	"END $$";

#endif
