/*
 * Inside the room: the SQL that drops everything in a database, and makes it like a new one. See
 * sql.h for its notation.
 */
#ifndef POSTGRESQL_CLEAR_SQL_H
#define POSTGRESQL_CLEAR_SQL_H

#include "postgresql/watch_sql.h"

/* Begins the transaction in which mig-reset drops everything. Names resolve in the catalog only. */
static const char pg_sql_begin_clear[] =
	"BEGIN READ WRITE;\n"
	"SELECT pg_catalog.set_config('statement_timeout', '0', true), set_config('search_path', "
	"'', true),\n"
	"       set_config('client_min_messages', 'error', true);\n";
static const char pg_sql_end_clear[] = "COMMIT";
static const char pg_sql_undo_clear[] = "ROLLBACK";

/* Remembers the owner of public, for a user who may not give it the usual owner. */
static const char pg_sql_keep_owner[] =
	"SELECT pg_catalog.set_config('migtools.public_owner', nspowner::regrole::text, true)\n"
	"  FROM pg_namespace WHERE nspname = 'public';\n";

/*
 * Lists the users' schemas and everything outside a schema. Things of others that the user may not
 * drop have `stays` set: an extension that a superuser made, all extensions that it needs, and each
 * schema with a member of one of these. A superuser may drop everything. Objects made by initdb
 * have oids below 16384.
 */
static const char pg_sql_staying[] =
	"WITH extensions AS (\n"
	"    SELECT oid, extname, extnamespace, NOT pg_has_role(extowner, 'USAGE') AS theirs\n"
	"      FROM pg_extension),\n"
	"staying AS (\n"
	"    SELECT oid, extnamespace FROM extensions e WHERE theirs OR EXISTS (\n"
	"           SELECT FROM pg_depend d JOIN extensions k ON k.oid = d.objid\n"
	"            WHERE d.classid = 'pg_extension'::regclass AND d.refclassid = d.classid\n"
	"              AND d.refobjid = e.oid AND k.theirs)),\n"
	"members AS (\n"
	"    SELECT classid, objid FROM pg_depend JOIN staying s ON s.oid = refobjid\n"
	"     WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'),\n"
	"functions AS (\n"
	"    SELECT objid FROM members WHERE classid = 'pg_proc'::regclass\n"
	"    UNION ALL SELECT oid FROM pg_proc WHERE oid < 16384\n"
	"    UNION ALL SELECT 0::oid),\n"
	"schemas AS (\n"
	"    SELECT oid, nspname, NOT pg_has_role(nspowner, 'USAGE') AS theirs,\n"
	"           EXISTS (SELECT FROM members\n"
	"                    WHERE classid = 'pg_namespace'::regclass AND objid = n.oid)\n"
	"           OR EXISTS (SELECT FROM staying WHERE extnamespace = n.oid)\n"
	"           OR EXISTS (SELECT FROM pg_depend d JOIN members m\n"
	"                          ON m.classid = d.classid AND m.objid = d.objid\n"
	"                       WHERE d.refclassid = 'pg_namespace'::regclass\n"
	"                         AND d.refobjid = n.oid)\n"
	"           AS holds\n"
	"      FROM pg_namespace n\n"
	"     WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'),\n";

/* Continues pg_sql_staying: lists these things, each with the step that drops it. */
static const char pg_sql_things[] =
	"things (step, word, name, stays) AS (\n"
	"    SELECT 1, 'EVENT TRIGGER', quote_ident(evtname),\n"
	"           NOT pg_has_role(evtowner, 'USAGE')\n"
	"           AND evtfoid IN (SELECT objid FROM functions) FROM pg_event_trigger\n"
	"    UNION ALL\n"
	"    SELECT 5, 'PUBLICATION', quote_ident(pubname), NOT pg_has_role(pubowner, 'USAGE')\n"
	"           AND puballtables FROM pg_publication\n"
	"    UNION ALL\n"
	"    SELECT 6, 'EXTENSION', quote_ident(extname), oid IN (SELECT oid FROM staying)\n"
	"      FROM extensions WHERE extname <> 'plpgsql' OR theirs\n"
	"    UNION ALL\n"
	"    SELECT 7, 'CAST', format('(%s AS %s)', castsource::regtype, casttarget::regtype),\n"
	"           NOT pg_has_role(s.typowner, 'USAGE') AND NOT pg_has_role(t.typowner, 'USAGE')\n"
	"           AND castfunc IN (SELECT objid FROM functions)\n"
	"      FROM pg_cast c JOIN pg_type s ON s.oid = castsource\n"
	"           JOIN pg_type t ON t.oid = casttarget\n"
	"     WHERE c.oid >= 16384 AND NOT EXISTS (\n"
	"           SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass\n"
	"            AND d.objid = c.oid AND deptype IN ('e', 'i'))\n"
	"    UNION ALL\n"
	"    SELECT 8, 'TRANSFORM', format('FOR %s LANGUAGE %I', trftype::regtype, lanname),\n"
	"           NOT pg_has_role(typowner, 'USAGE')\n"
	"           AND trffromsql IN (SELECT objid FROM functions)\n"
	"           AND trftosql IN (SELECT objid FROM functions)\n"
	"      FROM pg_transform f JOIN pg_language l ON l.oid = trflang\n"
	"           JOIN pg_type t ON t.oid = trftype\n"
	"     WHERE NOT EXISTS (\n"
	"           SELECT FROM pg_depend d WHERE d.classid = 'pg_transform'::regclass\n"
	"            AND d.objid = f.oid AND deptype = 'e')\n"
	"    UNION ALL\n"
	"    SELECT 11, 'SCHEMA', quote_ident(nspname), theirs OR holds FROM schemas\n"
	"    UNION ALL\n"
	"    SELECT 12, 'SERVER', quote_ident(srvname), NOT pg_has_role(srvowner, 'USAGE')\n"
	"      FROM pg_foreign_server\n"
	"    UNION ALL\n"
	"    SELECT 13, 'FOREIGN DATA WRAPPER', quote_ident(fdwname),\n"
	"           NOT pg_has_role(fdwowner, 'USAGE')\n"
	"           AND fdwhandler IN (SELECT objid FROM functions)\n"
	"           AND fdwvalidator IN (SELECT objid FROM functions)\n"
	"      FROM pg_foreign_data_wrapper f WHERE NOT EXISTS (\n"
	"           SELECT FROM pg_depend d WHERE d.classid = 'pg_foreign_data_wrapper'::regclass\n"
	"            AND d.objid = f.oid AND deptype = 'e')\n"
	"    UNION ALL\n"
	"    SELECT 14, 'ACCESS METHOD', quote_ident(amname), NOT rolsuper\n"
	"      FROM pg_am a, pg_roles WHERE a.oid >= 16384 AND rolname = current_user\n"
	"    UNION ALL\n"
	"    SELECT 15, 'LANGUAGE', quote_ident(lanname), NOT pg_has_role(lanowner, 'USAGE')\n"
	"           AND lanplcallfoid IN (SELECT objid FROM functions)\n"
	"      FROM pg_language l WHERE oid >= 16384 AND NOT EXISTS (\n"
	"           SELECT FROM pg_depend d WHERE d.classid = 'pg_language'::regclass\n"
	"            AND d.objid = l.oid AND deptype = 'e'))\n";

/* Lists the contents of the users' schemas, in an order in which they can be dropped. */
#define PG_SQL_CONTENTS                                                                            \
	"SELECT relkind = 'S' AS later, 'pg_class'::regclass AS class, oid, relnamespace AS n\n"   \
	"  FROM pg_class WHERE relkind IN ('r', 'p', 'f', 'v', 'm', 'S')\n"                        \
	"UNION ALL SELECT true, 'pg_type'::regclass, t.oid, typnamespace\n"                        \
	"  FROM pg_type t LEFT JOIN pg_class c ON c.oid = typrelid\n"                              \
	" WHERE typtype IN ('e', 'd', 'r') OR relkind = 'c'\n"                                     \
	"UNION ALL SELECT true, 'pg_proc'::regclass, oid, pronamespace FROM pg_proc\n"             \
	"UNION ALL SELECT true, 'pg_collation'::regclass, oid, collnamespace FROM pg_collation\n"  \
	"UNION ALL SELECT true, 'pg_conversion'::regclass, oid, connamespace FROM pg_conversion\n" \
	"UNION ALL SELECT true, 'pg_operator'::regclass, oid, oprnamespace FROM pg_operator\n"     \
	"UNION ALL SELECT true, 'pg_opclass'::regclass, oid, opcnamespace FROM pg_opclass\n"       \
	"UNION ALL SELECT true, 'pg_opfamily'::regclass, oid, opfnamespace FROM pg_opfamily\n"     \
	"UNION ALL SELECT true, 'pg_ts_config'::regclass, oid, cfgnamespace FROM pg_ts_config\n"   \
	"UNION ALL SELECT true, 'pg_ts_dict'::regclass, oid, dictnamespace FROM pg_ts_dict\n"

/*
 * Drops everything in the database, inside schemas and outside, except what stays; the archive's
 * SQL follows in the same transaction. Dropping a subscription does not tell its publisher.
 *
 * Needs a lock on everything in the database. If it cannot get one in time, the message names the
 * holders.
 */
static const char pg_sql_begin_drop[] = "DO $clear$\n"
					"DECLARE\n"
					"    command pg_catalog.text;\n"
					"    holders pg_catalog.text;\n"
					"BEGIN\n"
					"    FOR command IN\n";
static const char pg_sql_drop_everything[] =
	"    SELECT c.command FROM (\n"
	"        SELECT step, format('DROP %s IF EXISTS %s CASCADE', word, name)\n"
	"          FROM things WHERE NOT stays\n"
	"        UNION ALL\n"
	"        SELECT 2 + n, format(step, subname)\n"
	"          FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid,\n"
	"               (VALUES (0, 'ALTER SUBSCRIPTION %I DISABLE'),\n"
	"                       (1, 'ALTER SUBSCRIPTION %I SET (slot_name = NONE)'),\n"
	"                       (2, 'DROP SUBSCRIPTION %I')) steps (n, step)\n"
	"         WHERE datname = current_database()\n"
	"        UNION ALL\n"
	"        SELECT 9 + later::int, format('DROP %s IF EXISTS %s CASCADE', upper(i.type), "
	"i.identity)\n"
	"          FROM (" PG_SQL_CONTENTS ") o JOIN schemas n ON n.oid = o.n,\n"
	"               LATERAL pg_identify_object(o.class, o.oid, 0) i\n"
	"         WHERE (theirs OR holds) AND NOT EXISTS (\n"
	"               SELECT FROM pg_depend d\n"
	"                WHERE d.classid = o.class AND d.objid = o.oid AND deptype = 'e')\n"
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
 * Makes the schema public like that of a new database, because pg_dump writes only the differences.
 * Resets a remaining schema of ours to what CREATE SCHEMA makes. A user who may not give public its
 * usual owner gives it the previous one.
 */
static const char pg_sql_create_public[] =
	"DO $clear$\n"
	"DECLARE\n"
	"    command pg_catalog.text;\n"
	"BEGIN\n"
	"    IF to_regnamespace('public') IS NULL THEN\n"
	"        CREATE SCHEMA public;\n"
	"    END IF;\n"
	"    FOR command IN\n"
	"        SELECT DISTINCT format('REVOKE ALL ON SCHEMA %I FROM %s CASCADE', nspname,\n"
	"               CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)\n"
	"          FROM pg_namespace, aclexplode(nspacl)\n"
	"         WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'\n"
	"           AND pg_has_role(nspowner, 'USAGE')\n"
	"        UNION ALL\n"
	"        SELECT format('GRANT ALL ON SCHEMA %I TO %s', nspname, nspowner::regrole)\n"
	"          FROM pg_namespace\n"
	"         WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'\n"
	"           AND nspacl IS NOT NULL AND pg_has_role(nspowner, 'USAGE')\n"
	"    LOOP\n"
	"        EXECUTE command;\n"
	"    END LOOP;\n"
	"    IF NOT (SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace\n"
	"             WHERE nspname = 'public') THEN\n"
	"        RETURN;\n"
	"    END IF;\n"
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

/*
 * Resets default privileges, global ones and those of schemas that stay, to those of a new
 * database.
 */
static const char pg_sql_reset_default_privileges[] =
	"DO $clear$\n"
	"DECLARE\n"
	"    command pg_catalog.text;\n"
	"BEGIN\n"
	"    FOR command IN SELECT c.command FROM (\n"
	"        SELECT 1, format('ALTER DEFAULT PRIVILEGES FOR ROLE %s%s REVOKE ALL ON %s FROM "
	"%s',\n"
	"                         defaclrole::regrole,\n"
	"                         ' IN SCHEMA ' || nullif(defaclnamespace, 0)::regnamespace,\n"
	"                         word, g.grantee)\n"
	"          FROM pg_default_acl a\n"
	"          JOIN (VALUES ('r', 'TABLES'), ('S', 'SEQUENCES'), ('f', 'FUNCTIONS'),\n"
	"                       ('T', 'TYPES'), ('n', 'SCHEMAS')) w (kind, word)\n"
	"               ON w.kind = defaclobjtype::text,\n"
	"               LATERAL (\n"
	"            SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text "
	"END\n"
	"              FROM aclexplode(defaclacl)) g (grantee)\n"
	"         WHERE pg_has_role(defaclrole, 'USAGE')\n"
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
	"         WHERE defaclnamespace = 0 AND pg_has_role(defaclrole, 'USAGE')\n"
	"    ) c (step, command) ORDER BY step\n"
	"    LOOP\n"
	"        EXECUTE command;\n"
	"    END LOOP;\n"
	"END\n"
	"$clear$;\n";

/* On things made by initdb, revokes what was granted and grants again what was revoked. */
static const char pg_sql_reset_privileges[] =
	"DO $clear$\n"
	"DECLARE\n"
	"    command pg_catalog.text;\n"
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
	"         WHERE grantee <> owner AND pg_has_role(owner, 'USAGE') AND NOT EXISTS (\n"
	"               SELECT FROM aclexplode(initial) b\n"
	"                WHERE b.grantee = a.grantee AND b.privilege_type = a.privilege_type)\n"
	"        UNION ALL\n"
	"        SELECT format('GRANT %s ON %s TO %s', privilege_type, thing,\n"
	"                      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)\n"
	"          FROM things, aclexplode(initial) b\n"
	"         WHERE pg_has_role(owner, 'USAGE') AND NOT EXISTS (\n"
	"               SELECT FROM aclexplode(acl) a\n"
	"                WHERE b.grantee = a.grantee AND b.privilege_type = a.privilege_type)\n"
	"    LOOP\n"
	"        EXECUTE command;\n"
	"    END LOOP;\n"
	"END\n"
	"$clear$;\n";

#endif
