/*
 * Inside the room: the SQL that checks if a backup can be restored. See postgresql/sql.h for its
 * notation.
 */
#ifndef BACKUP_POSTGRESQL_LOOK_SQL_H
#define BACKUP_POSTGRESQL_LOOK_SQL_H

#include "postgresql/sql.h"

/* Around the bytes of a text in hexadecimal: a text that has another encoding than the session. */
static const char pg_sql_begin_text[] = "pg_catalog.convert_from(pg_catalog.decode('";
static const char pg_sql_end_text[] = "', 'hex'), '%s'::pg_catalog.name)";

/*
 * After pg_add_things, three parts, with a literal after the first and the second. The first
 * literal is the output of pg_restore --list, lines like "215; 1259 16390 TABLE public a owner".
 * The second lists names, one a line: after a space, roles that are granted something; after a tab,
 * roles that grant what they do not own; after @, tablespaces.
 *
 * A role with spaces in its name is found as the longest that fits.
 */
static const char pg_sql_look_lines[] =
	",\n"
	"me AS (SELECT rolname, rolsuper, rolcreatedb FROM pg_roles WHERE rolname = "
	"current_user),\n"
	"lines AS (\n"
	"    SELECT n, entry, substring(entry FROM '[^ ]*$') AS last\n"
	"      FROM unnest(string_to_array(";
static const char pg_sql_look_owners[] =
	", chr(10))) WITH ORDINALITY l (line, n),\n"
	"           LATERAL (\n"
	"           SELECT substring(line FROM '^[0-9]+; [0-9]+ [0-9]+ (.*)$')) e (entry)\n"
	"     WHERE entry !~ '^DATABASE|^[A-Z ]+ - DATABASE '),\n"
	"owners AS (\n"
	"    SELECT last, coalesce(r.rolname, s.rolname) AS owner\n"
	"      FROM (SELECT last, min(entry) AS entry FROM lines\n"
	"             WHERE last <> '' GROUP BY last) o\n"
	"      LEFT JOIN pg_roles r ON r.rolname = last\n"
	"      LEFT JOIN LATERAL (\n"
	"           SELECT rolname FROM pg_roles\n"
	"            WHERE r.rolname IS NULL\n"
	"              AND right(entry, length(rolname) + 1) = ' ' || rolname\n"
	"            ORDER BY length(rolname) DESC LIMIT 1) s ON true),\n"
	"entries AS (\n"
	"    SELECT n, entry, last, owner,\n"
	"           last = '' OR coalesce(pg_has_role(owner, CASE\n"
	"               WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER'\n"
	"               ELSE 'SET' END), false) AS ours\n"
	"      FROM lines LEFT JOIN owners USING (last)),\n"
	/* Finds entries to leave out, since their objects stay in the database. */
	"left_out AS (\n"
	"    SELECT n FROM entries, things, LATERAL (VALUES\n"
	"           (CASE word WHEN 'LANGUAGE' THEN 'PROCEDURAL ' ELSE '' END || word ||\n"
	"            CASE WHEN word IN ('CAST', 'TRANSFORM')\n"
	"                 THEN ' pg_catalog ' || word || ' ' || name\n"
	"                 ELSE ' - ' || (parse_ident(name))[1] END || ' '),\n"
	"           ('COMMENT - ' || word || ' ' || name || ' ')) b (beginning)\n"
	"     WHERE stays AND starts_with(entry, beginning) AND beginning <> 'SCHEMA - public '\n"
	"       AND NOT starts_with(beginning, 'COMMENT - SCHEMA ')\n"
	"    UNION\n"
	"    SELECT n FROM entries WHERE owner IS NOT NULL AND NOT ours AND entry ~\n"
	"           '^(ACL|DEFAULT ACL|COMMENT|SECURITY LABEL|USER MAPPING) |^SCHEMA - public '),\n"
	"restored AS (SELECT * FROM entries WHERE n NOT IN (SELECT n FROM left_out)),\n"
	"named AS (\n"
	"    SELECT n, last, owner, ours, entry, coalesce((\n"
	"           SELECT concat(lower(m[1]), ' ', nullif(m[2], '-') || '.', m[3])\n"
	"             FROM regexp_match(left(entry, -length(concat(' ', coalesce(owner, last)))),\n"
	"                  '^([A-Z]+(?: [A-Z]+)*?)(?: METADATA)? (\\S+) (.+)$') m), entry)\n"
	"           AS name,\n"
	"           entry ~ '^(TABLE|SEQUENCE|MATERIALIZED VIEW) (DATA|ATTACH|OWNED BY|SET) '\n"
	"           OR entry ~ '^(ACL|COMMENT|INDEX|CONSTRAINT|DEFAULT|BLOBS) ' AS minor\n"
	"      FROM restored),\n"
	"many AS (\n"
	"    SELECT last, owner, ours, concat((array_agg(name ORDER BY n))[1],\n"
	"           CASE WHEN count(*) > 1 THEN format(' and %s more', count(*) - 1) END)\n"
	"           AS names\n"
	"      FROM named WHERE NOT minor AND last <> '' GROUP BY last, owner, ours),\n"
	"marked AS (\n"
	"    SELECT left(line, 1) AS mark, substr(line, 2) AS name\n"
	"      FROM unnest(string_to_array(";
static const char pg_sql_look_needs[] =
	", chr(10))) line WHERE line <> ''),\n"
	"grantees AS (\n"
	"    SELECT name AS role, mark = chr(9) AS granted FROM marked WHERE mark <> '@'),\n"
	"extensions_made AS (\n"
	"    SELECT n, name, bool_or(to_jsonb(v) ->> 'trusted' = 'true') AS trusted,\n"
	"           count(v.name) > 0 AS available\n"
	"      FROM restored,\n"
	"           LATERAL (SELECT substring(entry FROM '^EXTENSION - (.*) $')) e (name)\n"
	"      LEFT JOIN pg_available_extension_versions v USING (name)\n"
	"     WHERE e.name IS NOT NULL GROUP BY n, name)\n";

/*
 * The answer: the numbers of lines to leave out; 0 for things missing, -1 for things that stay, -2
 * for locks, -3 for reasons why no new database can replace this one, -4 for its name.
 */
static const char pg_sql_look_answer[] =
	"SELECT n, NULL::text FROM left_out\n"
	"UNION ALL\n"
	"SELECT -1, string_agg(name, ', ' ORDER BY step, name) FROM (\n"
	"       SELECT step, concat(lower(word), ' ', name)\n"
	"         FROM things WHERE stays AND word <> 'SCHEMA' AND name <> 'plpgsql'\n"
	"        UNION\n"
	"       SELECT 20, 'default privileges of ' || owner FROM entries JOIN left_out USING (n)\n"
	"        WHERE entry LIKE 'DEFAULT ACL %'\n"
	"        UNION\n"
	"       SELECT 21, 'privileges on system objects'\n"
	"         FROM entries JOIN left_out USING (n)\n"
	"        WHERE entry ~ '^ACL (pg_catalog|information_schema) ') s (step, name)\n"
	"UNION ALL\n"
	"SELECT 0, format('the role %I, which owns %s, does not exist', last, names)\n"
	"  FROM many WHERE owner IS NULL\n"
	"UNION ALL\n"
	"SELECT 0, format('the role %I, which has privileges, does not exist', role)\n"
	"  FROM grantees WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role)\n"
	"   AND role NOT IN (SELECT last FROM many)\n"
	"UNION ALL\n"
	"SELECT 0, CASE WHEN spcname IS NULL THEN format('the tablespace %I does not exist', "
	"name)\n"
	"          ELSE format('%I may not create anything in the tablespace %I', rolname, name) "
	"END\n"
	"  FROM me, marked LEFT JOIN pg_tablespace ON spcname = name\n"
	" WHERE mark = '@'\n"
	"   AND (spcname IS NULL OR NOT has_tablespace_privilege(spcname, 'CREATE'))\n"
	"UNION ALL\n"
	"SELECT 0, format('only a superuser can restore privileges granted by %I', role)\n"
	"  FROM grantees, me WHERE granted AND NOT rolsuper\n"
	"UNION ALL\n"
	"SELECT 0, format('%I is not a member of the role %I, which owns %s',\n"
	"                 rolname, owner, names)\n"
	"  FROM many, me WHERE owner IS NOT NULL AND NOT ours\n"
	/*
	 * Privileges come last in an archive, so a table's new owner must be able to create one
	 * before.
	 */
	"UNION ALL\n"
	"SELECT 0, format('only a superuser can give %s to the role %I, which may not '\n"
	"                 'create anything in the schema public of a new database', min(name), "
	"owner)\n"
	"  FROM named, me, schemas s JOIN pg_namespace USING (oid)\n"
	" WHERE ours AND NOT rolsuper AND owner <> rolname AND NOT minor\n"
	"   AND name LIKE '% public.%'\n"
	"   AND s.nspname = 'public' AND current_setting('server_version_num')::int >= 150000\n"
	"   AND NOT pg_has_role(owner, nspowner, 'USAGE')\n"
	"   AND NOT (theirs AND has_schema_privilege(owner, s.oid, 'CREATE')) GROUP BY owner\n"
	"UNION ALL\n"
	"SELECT 0, 'only a superuser can create the ' || name\n"
	"  FROM named, me WHERE ours AND NOT rolsuper AND entry ~\n"
	"       '^(EVENT TRIGGER|ACCESS METHOD|FOREIGN DATA WRAPPER|OPERATOR (CLASS|FAMILY)|'\n"
	"       'TEXT SEARCH (PARSER|TEMPLATE)) '\n"
	"UNION ALL\n"
	"SELECT 0, format('the extension %I is not installed on the server', name)\n"
	"  FROM extensions_made WHERE NOT available\n"
	"UNION ALL\n"
	"SELECT 0, format('only a superuser can create the extension %I', name)\n"
	"  FROM extensions_made, me WHERE available AND NOT rolsuper AND trusted IS NOT TRUE\n"
	"UNION ALL\n"
	"SELECT 0, format('%I may not create schemas and extensions in the database', rolname)\n"
	"  FROM me WHERE NOT has_database_privilege(current_database(), 'CREATE') AND EXISTS (\n"
	"       SELECT FROM restored WHERE entry ~ '^(SCHEMA|EXTENSION) - (?!public )')\n"
	"UNION ALL\n"
	"SELECT 0, 'only a superuser can drop and restore subscriptions'\n"
	"  FROM me WHERE NOT rolsuper AND EXISTS (\n"
	"       SELECT FROM pg_subscription s JOIN pg_database d ON d.oid = subdbid\n"
	"        WHERE datname = current_database())\n";

/* The rest of the query, for the two ways to restore. */
static const char pg_sql_look_ways[] =
	"UNION ALL\n"
	/*
	 * Counts locks: dropping a table also locks its indexes, its toast table and the toast
	 * table's index. The server reserves lock memory for each backend, and some more
	 * (https://www.postgresql.org/docs/current/runtime-config-locks.html).
	 */
	"SELECT -2, format('a restore replaces everything in one transaction, which takes '\n"
	"                  'about %s locks, but the server has room for about %s: set '\n"
	"                  'max_locks_per_transaction to %s and restart the server',\n"
	"                  taken, locks * holders + spare, 1 + (taken - spare) / holders) FROM (\n"
	"       SELECT (SELECT count(*) FROM pg_class WHERE oid >= 16384)\n"
	"              + (SELECT count(*) FROM pg_type WHERE oid >= 16384)\n"
	"              + (SELECT count(*) FROM pg_constraint WHERE oid >= 16384)\n"
	"              + (SELECT count(*) FROM pg_proc WHERE oid >= 16384)\n"
	"              + (SELECT sum(CASE WHEN entry LIKE 'TABLE DATA %' THEN 0\n"
	"                                 WHEN entry LIKE 'TABLE %' THEN 5 ELSE 1 END)\n"
	"                   FROM restored\n"
	"                  WHERE entry ~ '^(TABLE|INDEX|CONSTRAINT|SEQUENCE|VIEW) '),\n"
	"              current_setting('max_locks_per_transaction')::int AS locks, (\n"
	"              SELECT 1 + sum(setting::int) FROM pg_settings\n"
	"               WHERE name IN ('max_connections', 'max_prepared_transactions',\n"
	"                              'autovacuum_max_workers', 'max_worker_processes',\n"
	"                              'max_wal_senders')) AS holders, 400 AS spare)\n"
	"       l (taken, locks, holders, spare)\n"
	" WHERE taken > locks * holders + spare\n"
	"UNION ALL\n"
	"SELECT -4, current_database()\n"
	"UNION ALL\n"
	"SELECT -3, reason FROM pg_database d, me, LATERAL (VALUES\n"
	"       (NOT rolsuper AND NOT rolcreatedb,\n"
	"        format('%I may not create databases', rolname)),\n"
	"       (NOT pg_has_role(datdba, 'USAGE'),\n"
	"        format('%I does not own the database', rolname)),\n"
	"       (NOT has_tablespace_privilege(dattablespace, 'CREATE') AND NOT EXISTS (\n"
	"        SELECT FROM pg_tablespace t WHERE t.oid = dattablespace\n"
	"           AND spcname = 'pg_default'),\n"
	"        format('%I may not create anything in its tablespace', rolname)),\n"
	"       (datistemplate, 'it is a template'),\n"
	"       (EXISTS (SELECT FROM pg_subscription WHERE subdbid = d.oid),\n"
	"        'it has subscriptions'),\n"
	"       (EXISTS (SELECT FROM pg_replication_slots WHERE database = datname),\n"
	"        'it has replication slots'),\n"
	"       (EXISTS (SELECT FROM pg_prepared_xacts WHERE database = datname),\n"
	"        'it has prepared transactions')) r (holds, reason)\n"
	" WHERE datname = current_database() AND holds\n"
	"ORDER BY 1, 2";

/* In an archive, this precedes privileges that a role has passed on. */
static const char pg_sql_act_as[] = "SET SESSION AUTHORIZATION ";

/* In an archive, sets the tablespace for the following statements. */
static const char pg_sql_set_tablespace[] = "SET default_tablespace = ";

/* In the text of a function: a table after a word, and a call; both without a schema. */
#define PG_SQL_NAME "([[:alpha:]_][[:alnum:]_]*)"
#define PG_SQL_PARENTHESIS "\\s*[(]"
#define PG_SQL_CALL "(?:^|[^[:alnum:]_.\"$])" PG_SQL_NAME PG_SQL_PARENTHESIS
#define PG_SQL_FROM "\\m(?:from|join|into|update|only)\\s+" PG_SQL_NAME "(?![[:alnum:]_]|\\s*[.(])"

/*
 * Looks at each function that a restore calls, with the search_path of the session, and returns
 * what is wrong with the first that does not find what it names. The validator tells this of a
 * function in SQL. One in another language looks at names when it runs, which a backup must not
 * do with code of others; so we read its text for names of tables and functions without a schema.
 */
static const char pg_sql_find_lost[] =
	"DO $look$\n"
	"DECLARE\n"
	"    f record;\n"
	"    lost pg_catalog.text := '';\n"
	"BEGIN\n"
	"    FOR f IN WITH RECURSIVE called (oid) AS (\n"
	"        SELECT p.oid FROM pg_catalog.pg_proc p\n"
	"        JOIN pg_catalog.pg_depend d\n"
	"          ON d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass\n"
	"         AND d.refobjid = p.oid\n"
	"        LEFT JOIN pg_catalog.pg_attrdef a\n"
	"          ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND a.oid = "
	"d.objid\n"
	"        LEFT JOIN pg_catalog.pg_attribute g ON g.attrelid = a.adrelid\n"
	"          AND g.attnum = a.adnum AND g.attgenerated <> ''\n"
	"        LEFT JOIN pg_catalog.pg_rewrite r\n"
	"          ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = "
	"d.objid\n"
	"        LEFT JOIN pg_catalog.pg_class m ON m.oid = r.ev_class AND m.relkind = 'm'\n"
	"        WHERE p.oid >= 16384 AND (g.attrelid IS NOT NULL OR m.oid IS NOT NULL\n"
	"              OR d.classid IN ('pg_catalog.pg_constraint'::pg_catalog.regclass,\n"
	"                               'pg_catalog.pg_class'::pg_catalog.regclass))\n"
	/* Adds those that the text of a function names, which has no dependencies. */
	"        UNION\n"
	"        SELECT p.oid FROM called JOIN pg_catalog.pg_proc q USING (oid),\n"
	"               pg_catalog.regexp_matches(q.prosrc, $re$" PG_SQL_NAME PG_SQL_PARENTHESIS
	"$re$, 'g') w\n"
	"          JOIN pg_catalog.pg_proc p ON p.proname = pg_catalog.lower(w[1])\n"
	"         WHERE p.oid >= 16384 AND NOT EXISTS (\n"
	"               SELECT FROM pg_catalog.unnest(q.proconfig) c\n"
	"                WHERE c LIKE 'search_path=%'))\n"
	"        SELECT p.oid, p.prosrc, l.lanname FROM called\n"
	"          JOIN pg_catalog.pg_proc p USING (oid)\n"
	"          JOIN pg_catalog.pg_language l ON l.oid = p.prolang\n"
	"         WHERE l.lanname NOT IN ('internal', 'c') AND NOT EXISTS (\n"
	"               SELECT FROM pg_catalog.unnest(p.proconfig) c\n"
	"                WHERE c LIKE 'search_path=%') ORDER BY 1\n"
	"    LOOP\n"
	"        BEGIN\n"
	"            IF f.lanname = 'sql' THEN\n"
	"                PERFORM pg_catalog.fmgr_sql_validator(f.oid);\n"
	"            ELSE\n"
	"                SELECT pg_catalog.format('%s: it names %I without its schema',\n"
	"                       f.oid::pg_catalog.regprocedure, n.name) INTO lost FROM (\n"
	"                       SELECT pg_catalog.lower(w[1]), true FROM\n"
	"                       pg_catalog.regexp_matches(f.prosrc, $re$" PG_SQL_FROM
	"$re$, 'gi') w\n"
	"                       UNION\n"
	"                       SELECT pg_catalog.lower(w[1]), false FROM\n"
	"                       pg_catalog.regexp_matches(f.prosrc, $re$" PG_SQL_CALL
	"$re$, 'g') w\n"
	"                       ) n (name, is_table), LATERAL (\n"
	"                       SELECT pg_catalog.pg_table_is_visible(oid) FROM "
	"pg_catalog.pg_class\n"
	"                        WHERE n.is_table AND relname = n.name\n"
	"                          AND relkind IN ('r', 'p', 'v', 'm', 'f')\n"
	"                       UNION ALL\n"
	"                       SELECT pg_catalog.pg_function_is_visible(oid) FROM "
	"pg_catalog.pg_proc\n"
	"                        WHERE NOT n.is_table AND proname = n.name) v (visible)\n"
	"                 GROUP BY n.name HAVING NOT pg_catalog.bool_or(v.visible)\n"
	"                 ORDER BY n.name LIMIT 1;\n"
	"            END IF;\n"
	"        EXCEPTION WHEN insufficient_privilege THEN NULL;\n"
	"        WHEN OTHERS THEN\n"
	"            lost := pg_catalog.concat(f.oid::pg_catalog.regprocedure, ': ', SQLERRM);\n"
	"        END;\n"
	"        EXIT WHEN lost <> '';\n"
	"    END LOOP;\n"
	"    PERFORM pg_catalog.set_config('migtools.lost', lost, true);\n"
	"END\n"
	"$look$;\n"
	"SELECT nullif(pg_catalog.current_setting('migtools.lost', true), '')";

#endif
