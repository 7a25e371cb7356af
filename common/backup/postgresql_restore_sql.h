/*
 * Inside the room: the SQL that psql runs before and after an archive to restore a backup. See
 * postgresql/sql.h for its notation.
 */
#ifndef BACKUP_POSTGRESQL_RESTORE_SQL_H
#define BACKUP_POSTGRESQL_RESTORE_SQL_H

#include "postgresql/sql.h"

/*
 * Prepares the session for a restore, whatever the role and the database set: no timeouts, and all
 * rows are written and visible. psql shows SQLSTATEs.
 */
static const char pg_sql_prepare_restore[] =
	"\\set ON_ERROR_STOP on\n"
	"\\set VERBOSITY verbose\n"
	"SET statement_timeout = 0;\n"
	"SET client_min_messages = error;\n"
	"SELECT pg_catalog.set_config(s.name, v.value, false)\n"
	"  FROM (VALUES ('idle_in_transaction_session_timeout', '0'),\n"
	"               ('transaction_timeout', '0'), ('idle_session_timeout', '0'),\n"
	"               ('session_replication_role', 'origin'), ('transform_null_equals', 'off'),\n"
	"               ('datestyle', 'ISO, MDY'), ('intervalstyle', 'postgres'),\n"
	"               ('standard_conforming_strings', 'on'),\n"
	"               ('search_path', '')) v (name, value)\n"
	"  JOIN pg_catalog.pg_settings s ON pg_catalog.lower(s.name) = v.name\n"
	" WHERE s.setting <> v.value;\n"
	"BEGIN READ WRITE;\n"
	"SET LOCAL lock_timeout = %d;\n"
	"SELECT count(*) = 0 AS without FROM pg_language WHERE lanname = 'plpgsql' \\gset\n"
	"\\if :without\n"
	"CREATE EXTENSION plpgsql;\n"
	"\\endif\n";

/* Remembers the settings of the database to be replaced, for pg_sql_tell_settings. */
static const char pg_sql_remember_settings[] =
	"SELECT set_config('migtools.settings_0', setconfig::text, true)\n"
	"  FROM pg_db_role_setting s JOIN pg_database d ON d.oid = setdatabase\n"
	" WHERE datname = %s AND setrole = 0;\n";

/* From here on each statement commits by itself. Only the final state must reach the disk. */
static const char pg_sql_go_on_piecewise[] = "COMMIT;\n"
					     "SET synchronous_commit = off;\n";

/*
 * Takes from PUBLIC what the schema public of a new database gives it before version 15 only:
 * pg_dump of 15 and later writes the differences from the new privileges, whatever the server.
 */
static const char pg_sql_make_public_new[] =
	"DO $clear$ BEGIN\n"
	"    IF current_setting('server_version_num')::int < 150000 AND (\n"
	"       SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'public') "
	"THEN\n"
	"        REVOKE CREATE ON SCHEMA public FROM PUBLIC;\n"
	"    END IF;\n"
	"END $clear$;\n";

/* Begins a message that a restore passes on to the user. */
static const char pg_sql_restore_note[] = "migtools: ";

/*
 * Resets the settings of the database, its comment and its privileges. Those that the user may not
 * change stay.
 */
static const char pg_sql_reset_settings[] =
	"SET LOCAL client_min_messages = warning;\n"
	"DO $clear$\n"
	"DECLARE\n"
	"    row record;\n"
	"BEGIN\n"
	"    FOR row IN\n"
	"        SELECT format(CASE setrole WHEN 0 THEN 'ALTER DATABASE %1$I RESET ALL'\n"
	"                      ELSE 'ALTER ROLE %2$s IN DATABASE %1$I RESET ALL' END,\n"
	"                      current_database(), nullif(setrole, 0)::regrole) AS command,\n"
	"               set_config('migtools.settings_' || setrole, setconfig::text, true)\n"
	"          FROM pg_db_role_setting s JOIN pg_database d ON d.oid = setdatabase\n"
	"         WHERE datname = current_database()\n"
	"        UNION ALL\n"
	"        SELECT format('REVOKE ALL ON DATABASE %I FROM %s CASCADE', datname,\n"
	"                      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END), "
	"NULL\n"
	"          FROM pg_database, aclexplode(datacl)\n"
	"         WHERE datname = current_database() AND pg_has_role(datdba, 'USAGE')\n"
	"        UNION ALL\n"
	"        SELECT format(command, datname, datdba::regrole), NULL\n"
	"          FROM pg_database, (VALUES ('GRANT ALL ON DATABASE %I TO %s'),\n"
	"                       ('GRANT CONNECT, TEMPORARY ON DATABASE %I TO PUBLIC')) c "
	"(command)\n"
	"         WHERE datname = current_database() AND datacl IS NOT NULL\n"
	"           AND pg_has_role(datdba, 'USAGE')\n"
	"        UNION ALL\n"
	"        SELECT format('COMMENT ON DATABASE %I IS NULL', datname), NULL FROM pg_database\n"
	"         WHERE datname = current_database() AND shobj_description(oid, 'pg_database') <> "
	"''\n"
	"    LOOP\n"
	"        BEGIN\n"
	"            EXECUTE row.command;\n"
	"        EXCEPTION WHEN insufficient_privilege THEN NULL;\n"
	"        END;\n"
	"    END LOOP;\n"
	"END\n"
	"$clear$;\n";

/*
 * The body that makes a setting again: two literals, the text before the database's name and the
 * text after it.
 */
static const char pg_sql_restore_setting[] =
	"BEGIN\n"
	"    EXECUTE %s || quote_ident(current_database()) || %s;\n"
	"EXCEPTION WHEN insufficient_privilege OR undefined_object THEN\n"
	"    RAISE WARNING 'migtools: a setting is not restored: %%', SQLERRM;\n"
	"END\n";

/* Reports the settings of the database that were reset and not made again. */
static const char pg_sql_tell_settings[] =
	"DO $clear$\n"
	"DECLARE\n"
	"    was text;\n"
	"BEGIN\n"
	"    FOR was IN\n"
	"        SELECT w FROM unnest(nullif(current_setting('migtools.settings_0', true), '')\n"
	"                             ::text[]) w\n"
	"        EXCEPT ALL\n"
	"        SELECT n FROM pg_db_role_setting s JOIN pg_database d ON d.oid = setdatabase,\n"
	"               unnest(setconfig) n\n"
	"         WHERE datname = current_database() AND setrole = 0\n"
	"    LOOP\n"
	"        RAISE WARNING 'migtools: the setting % of the database is gone: the '\n"
	"                      'backup does not have it', was;\n"
	"    END LOOP;\n"
	"END\n"
	"$clear$;\n"
	"SET LOCAL client_min_messages = error;\n";

/* Begins each statement of an archive's head that sets something; the second, its encoding. */
static const char pg_sql_set[] = "SET ";
static const char pg_sql_set_encoding[] = "SET client_encoding = ";

/*
 * An archive of this encoding has any bytes, and COPY would store them unseen in a database of
 * another encoding: so they are said to be in that.
 */
static const char pg_sql_any_bytes[] = "SQL_ASCII";
static const char pg_sql_verify_bytes[] =
	"SELECT pg_catalog.set_config('client_encoding',\n"
	"                             pg_catalog.current_setting('server_encoding'), false);\n";

/* Sets something that not every server has. */
static const char pg_sql_set_if_known[] = "SELECT pg_catalog.set_config(name, %s%.*s%s, false)\n"
					  "  FROM pg_catalog.pg_settings WHERE name = '%.*s';\n";

/* The search_path of an archive. */
static const char pg_sql_no_search_path[] = "SET search_path TO '';\n";

/*
 * The search_path of the database's users, for functions that depend on it: the URL's schema, if it
 * has one, and the setting in the database of the user, of all, or of its owner; else the owner's
 * or the user's own.
 */
static const char pg_sql_users_search_path[] =
	"RESET search_path;\n"
	"SELECT pg_catalog.set_config('search_path', %s || coalesce((\n"
	"       SELECT pg_catalog.substr(c, 13)\n"
	"         FROM pg_catalog.pg_database d\n"
	"         JOIN pg_catalog.pg_db_role_setting s ON s.setdatabase IN (d.oid, 0)\n"
	"         LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole,\n"
	"              pg_catalog.unnest(s.setconfig) c\n"
	"        WHERE d.datname = pg_catalog.current_database()\n"
	"          AND (s.setdatabase, s.setrole) IN ((d.oid, r.oid), (d.oid, 0), (0, d.datdba))\n"
	"          AND (s.setrole IN (0, d.datdba) OR r.rolname = session_user)\n"
	"          AND c LIKE 'search_path=%%'\n"
	"        ORDER BY s.setdatabase = 0, coalesce(r.rolname = session_user, false) DESC,\n"
	"                 s.setrole = 0 DESC LIMIT 1),\n"
	"       pg_catalog.current_setting('search_path')), false);\n";

#endif
