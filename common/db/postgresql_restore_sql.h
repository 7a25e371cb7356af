/*
 * Inside the room: the SQL that psql runs before and behind an archive when a backup is restored.
 * See postgresql_sql.h for how it is written.
 */
#ifndef DB_POSTGRESQL_RESTORE_SQL_H
#define DB_POSTGRESQL_RESTORE_SQL_H

#include "db/postgresql_watch_sql.h"

/*
 * Makes the session that of a restore, whatever the role and the database set: no limit of time,
 * rows are written and seen by all. psql tells SQLSTATEs.
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
	"               ('search_path', '')) v (name, value)\n"
	"  JOIN pg_catalog.pg_settings s ON pg_catalog.lower(s.name) = v.name\n"
	" WHERE s.setting <> v.value;\n"
	"BEGIN READ WRITE;\n"
	"SET LOCAL lock_timeout = %d;\n"
	"SELECT count(*) = 0 AS without FROM pg_language WHERE lanname = 'plpgsql' \\gset\n"
	"\\if :without\n"
	"CREATE EXTENSION plpgsql;\n"
	"\\endif\n";

/* Begins the transaction in which mig-reset drops everything, with names that mean the catalog's. */
static const char pg_sql_begin_clear[] =
	"BEGIN READ WRITE;\n"
	"SELECT pg_catalog.set_config('statement_timeout', '0', true), set_config('search_path', "
	"'', true),\n"
	"       set_config('client_min_messages', 'error', true);\n";
static const char pg_sql_end_clear[] = "COMMIT";
static const char pg_sql_undo_clear[] = "ROLLBACK";

/* Keeps the owner of public, for who may not give it the usual one. */
static const char pg_sql_keep_owner[] =
	"SELECT pg_catalog.set_config('migtools.public_owner', nspowner::regrole::text, true)\n"
	"  FROM pg_namespace WHERE nspname = 'public';\n";

/*
 * Drops everything in the database, also what stands in no schema; the archive's SQL follows in the
 * same transaction. A subscription is dropped without a word to its publisher. The oids of what
 * initdb makes are below 16384.
 *
 * Needs a lock on everything in the database. If it does not get one in time, the message names the
 * holders.
 */
static const char pg_sql_drop_everything[] =
	"DO $clear$\n"
	"DECLARE\n"
	"    command text;\n"
	"    holders text;\n"
	"BEGIN\n"
	"    FOR command IN SELECT c.command FROM (\n"
	"        SELECT 1, format('DROP EVENT TRIGGER IF EXISTS %I CASCADE', evtname)\n"
	"          FROM pg_event_trigger\n"
	"        UNION ALL\n"
	"        SELECT 2 + n, format(step, subname)\n"
	"          FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid,\n"
	"               (VALUES (0, 'ALTER SUBSCRIPTION %I DISABLE'),\n"
	"                       (1, 'ALTER SUBSCRIPTION %I SET (slot_name = NONE)'),\n"
	"                       (2, 'DROP SUBSCRIPTION %I')) steps (n, step)\n"
	"         WHERE datname = current_database()\n"
	"        UNION ALL\n"
	"        SELECT 5, format('DROP PUBLICATION IF EXISTS %I CASCADE', pubname)\n"
	"          FROM pg_publication\n"
	"        UNION ALL\n"
	"        SELECT 6, format('DROP EXTENSION IF EXISTS %I CASCADE', extname)\n"
	"          FROM pg_extension WHERE extname <> 'plpgsql'\n"
	"        UNION ALL\n"
	"        SELECT 7, format('DROP CAST IF EXISTS (%s AS %s) CASCADE',\n"
	"                         castsource::regtype, casttarget::regtype)\n"
	"          FROM pg_cast c WHERE oid >= 16384 AND NOT EXISTS (\n"
	"               SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass\n"
	"                AND d.objid = c.oid AND deptype IN ('e', 'i'))\n"
	"        UNION ALL\n"
	"        SELECT 8, format('DROP TRANSFORM IF EXISTS FOR %s LANGUAGE %I CASCADE',\n"
	"                         trftype::regtype, lanname)\n"
	"          FROM pg_transform t JOIN pg_language l ON l.oid = trflang\n"
	"         WHERE NOT EXISTS (\n"
	"               SELECT FROM pg_depend d WHERE d.classid = 'pg_transform'::regclass\n"
	"                AND d.objid = t.oid AND deptype = 'e')\n"
	"        UNION ALL\n"
	"        SELECT 9, format('DROP SCHEMA IF EXISTS %I CASCADE', nspname)\n"
	"          FROM pg_namespace\n"
	"         WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'\n"
	"        UNION ALL\n"
	"        SELECT 10, format('DROP FOREIGN DATA WRAPPER IF EXISTS %I CASCADE', fdwname)\n"
	"          FROM pg_foreign_data_wrapper\n"
	"        UNION ALL\n"
	"        SELECT 11, format('DROP ACCESS METHOD IF EXISTS %I CASCADE', amname)\n"
	"          FROM pg_am WHERE oid >= 16384\n"
	"        UNION ALL\n"
	"        SELECT 12, format('DROP LANGUAGE IF EXISTS %I CASCADE', lanname)\n"
	"          FROM pg_language l WHERE oid >= 16384 AND NOT EXISTS (\n"
	"               SELECT FROM pg_depend d WHERE d.classid = 'pg_language'::regclass\n"
	"                AND d.objid = l.oid AND deptype = 'e')\n"
	"    ) c (step, command) ORDER BY step\n"
	"    LOOP\n"
	"        EXECUTE command;\n"
	"    END LOOP;\n"
	"    PERFORM lo_unlink(oid) FROM pg_largeobject_metadata;\n"
	"EXCEPTION WHEN lock_not_available OR deadlock_detected THEN\n"
	"    SELECT string_agg(who, ', and by ') INTO holders FROM (\n"
	"        SELECT " PG_SQL_HOLDER " AS who\n"
	"          FROM pg_stat_activity a\n"
	"         WHERE a.pid <> pg_backend_pid() AND a.pid IN (\n"
	"            SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database\n"
	"             WHERE l.granted AND d.datname = current_database()\n"
	"               AND (l.locktype = 'object' OR l.relation >= 16384))\n"
	"         ORDER BY a.xact_start LIMIT 3) h;\n"
	"    RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE =\n"
	"        format('%s (%s)', SQLERRM, SQLSTATE)\n"
	"        || coalesce('; the lock is held by ' || holders, '');\n"
	"END\n"
	"$clear$;\n";

/*
 * Creates the schema public as a new database has it, because pg_dump writes only what differs from
 * that. Who may not give it that owner gives it the one that it had.
 */
static const char pg_sql_create_public[] =
	"DO $clear$\n"
	"BEGIN\n"
	"    CREATE SCHEMA public;\n"
	"    BEGIN\n"
	"        EXECUTE format('ALTER SCHEMA public OWNER TO %s',\n"
	"            CASE WHEN current_setting('server_version_num')::int < 150000\n"
	"                 THEN 10::regrole::text ELSE 'pg_database_owner' END);\n"
	"    EXCEPTION WHEN insufficient_privilege THEN\n"
	"        EXECUTE format('ALTER SCHEMA public OWNER TO %s', coalesce(\n"
	"            nullif(current_setting('migtools.public_owner', true), ''), "
	"'CURRENT_USER'));\n"
	"    END;\n"
	"    GRANT USAGE ON SCHEMA public TO PUBLIC;\n"
	"    IF current_setting('server_version_num')::int < 150000 THEN\n"
	"        GRANT CREATE ON SCHEMA public TO PUBLIC;\n"
	"    END IF;\n"
	"    COMMENT ON SCHEMA public IS 'standard public schema';\n"
	"END\n"
	"$clear$;\n";

/* Makes the default privileges that belong to no schema those of a new database. */
static const char pg_sql_reset_default_privileges[] =
	"DO $clear$\n"
	"DECLARE\n"
	"    command text;\n"
	"BEGIN\n"
	"    FOR command IN SELECT c.command FROM (\n"
	"        SELECT 1, format('ALTER DEFAULT PRIVILEGES FOR ROLE %s REVOKE ALL ON %s FROM "
	"%s',\n"
	"                         defaclrole::regrole, word, g.grantee)\n"
	"          FROM pg_default_acl a\n"
	"          JOIN (VALUES ('r', 'TABLES'), ('S', 'SEQUENCES'), ('f', 'FUNCTIONS'),\n"
	"                       ('T', 'TYPES'), ('n', 'SCHEMAS')) w (kind, word)\n"
	"               ON w.kind = defaclobjtype::text,\n"
	"               LATERAL (\n"
	"            SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text "
	"END\n"
	"              FROM aclexplode(defaclacl)) g (grantee)\n"
	"        UNION ALL\n"
	"        SELECT 2, format('ALTER DEFAULT PRIVILEGES FOR ROLE %s GRANT %s TO %s',\n"
	"                         defaclrole::regrole, rights,\n"
	"                         coalesce(grantee, defaclrole::regrole::text))\n"
	"          FROM pg_default_acl a\n"
	"          JOIN (VALUES ('r', 'ALL ON TABLES', NULL), ('S', 'ALL ON SEQUENCES', NULL),\n"
	"                       ('f', 'ALL ON FUNCTIONS', NULL), ('T', 'ALL ON TYPES', NULL),\n"
	"                       ('n', 'ALL ON SCHEMAS', NULL),\n"
	"                       ('f', 'EXECUTE ON FUNCTIONS', 'PUBLIC'),\n"
	"                       ('T', 'USAGE ON TYPES', 'PUBLIC')) w (kind, rights, grantee)\n"
	"               ON w.kind = defaclobjtype::text\n"
	"    ) c (step, command) ORDER BY step\n"
	"    LOOP\n"
	"        EXECUTE command;\n"
	"    END LOOP;\n"
	"END\n"
	"$clear$;\n";

/* Takes back what was granted, and gives back what was revoked, on things that initdb makes. */
static const char pg_sql_reset_privileges[] =
	"DO $clear$\n"
	"DECLARE\n"
	"    command text;\n"
	"BEGIN\n"
	"    FOR command IN\n"
	"        WITH things (thing, acl, initial, owner) AS (\n"
	"            SELECT (CASE prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END)\n"
	"                   || o.oid::regprocedure, proacl,\n"
	"                   coalesce(initprivs, acldefault('f', proowner)), proowner\n"
	"              FROM pg_proc o LEFT JOIN pg_init_privs i\n"
	"                   ON i.objoid = o.oid AND i.classoid = 'pg_proc'::regclass\n"
	"             WHERE o.oid < 16384 AND proacl IS NOT NULL\n"
	"            UNION ALL\n"
	"            SELECT 'TABLE ' || o.oid::regclass, relacl,\n"
	"                   coalesce(initprivs, acldefault('r', relowner)), relowner\n"
	"              FROM pg_class o LEFT JOIN pg_init_privs i\n"
	"                   ON i.objoid = o.oid AND i.classoid = 'pg_class'::regclass\n"
	"                   AND i.objsubid = 0\n"
	"             WHERE o.oid < 16384 AND relacl IS NOT NULL\n"
	"            UNION ALL\n"
	"            SELECT format('LANGUAGE %I', lanname), lanacl,\n"
	"                   coalesce(initprivs, acldefault('l', lanowner)), lanowner\n"
	"              FROM pg_language o LEFT JOIN pg_init_privs i\n"
	"                   ON i.objoid = o.oid AND i.classoid = 'pg_language'::regclass\n"
	"             WHERE o.oid < 16384 AND lanacl IS NOT NULL)\n"
	"        SELECT format('REVOKE %s ON %s FROM %s CASCADE', privilege_type, thing,\n"
	"                      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)\n"
	"          FROM things, aclexplode(acl) a\n"
	"         WHERE grantee <> owner AND NOT EXISTS (\n"
	"               SELECT FROM aclexplode(initial) b\n"
	"                WHERE b.grantee = a.grantee AND b.privilege_type = a.privilege_type)\n"
	"        UNION ALL\n"
	"        SELECT format('GRANT %s ON %s TO %s', privilege_type, thing,\n"
	"                      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)\n"
	"          FROM things, aclexplode(initial) b\n"
	"         WHERE NOT EXISTS (\n"
	"               SELECT FROM aclexplode(acl) a\n"
	"                WHERE b.grantee = a.grantee AND b.privilege_type = a.privilege_type)\n"
	"    LOOP\n"
	"        EXECUTE command;\n"
	"    END LOOP;\n"
	"END\n"
	"$clear$;\n";

/* Starts a message that a restore passes on to people. */
static const char pg_sql_restore_note[] = "migtools: ";

/*
 * Resets the settings that belong to the database, if there are any. Without the right to do so
 * they stay.
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
	"    LOOP\n"
	"        BEGIN\n"
	"            EXECUTE row.command;\n"
	"        EXCEPTION WHEN insufficient_privilege THEN NULL;\n"
	"        END;\n"
	"    END LOOP;\n"
	"END\n"
	"$clear$;\n";

/* Sets one again: '... DATABASE ', and what stands behind the database's name in the archive. */
static const char pg_sql_restore_setting[] =
	"DO $migtools$\n"
	"BEGIN\n"
	"    EXECUTE $setting$%s$setting$ || quote_ident(current_database()) || "
	"$setting$%s$setting$;\n"
	"EXCEPTION WHEN insufficient_privilege OR undefined_object THEN\n"
	"    RAISE WARNING 'migtools: a setting is not restored: %%', SQLERRM;\n"
	"END\n"
	"$migtools$;\n";

/* Says which settings of the database were reset and not set again. */
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

/*
 * The search_path of those who use the database, for the functions that lean on it: the schema of
 * the URL, if it has one, and what the database or the role sets.
 */
static const char pg_sql_users_search_path[] =
	"RESET search_path;\n"
	"SELECT pg_catalog.set_config('search_path', %s || coalesce((\n"
	"       SELECT pg_catalog.substr(c, 13)\n"
	"         FROM pg_catalog.pg_db_role_setting s\n"
	"         JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase,\n"
	"              pg_catalog.unnest(s.setconfig) c\n"
	"        WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0\n"
	"          AND c LIKE 'search_path=%%' LIMIT 1),\n"
	"       pg_catalog.current_setting('search_path')), false);\n";

#endif
