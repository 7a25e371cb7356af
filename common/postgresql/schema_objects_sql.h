/*
 * Inside the room: the SQL that lists everything in PostgreSQL's catalogs that the model of a
 * schema lacks: rows of kind, namespace, owner, name and definition. Definitions have qualified
 * names, because the search_path is empty.
 */
#ifndef POSTGRESQL_SCHEMA_OBJECTS_SQL_H
#define POSTGRESQL_SCHEMA_OBJECTS_SQL_H

/* Empties the search_path of the transaction; restores it if the transaction goes on. */
static const char pg_sql_clear_path[] =
	"SELECT pg_catalog.set_config('migtools.path', pg_catalog.current_setting('search_path'),"
	" true), pg_catalog.set_config('search_path', '', true)";
static const char pg_sql_restore_path[] = "SELECT pg_catalog.set_config("
					  "'search_path', "
					  "pg_catalog.current_setting('migtools.path'), true)";

/*
 * The names of the schemas, as literals, go between these two. `e` are the members of extensions;
 * `r` the tables and views of the schema, each with its name as definitions show it; `f` its
 * functions, with their arguments.
 */
static const char pg_sql_objects_of[] = "WITH s AS (\n"
					"  SELECT n.oid, n.nspname FROM pg_catalog.pg_namespace n\n"
					"   WHERE n.nspname IN (";
static const char pg_sql_objects_in[] =
	")), e AS MATERIALIZED (\n"
	"  SELECT d.classid, d.objid FROM pg_catalog.pg_depend d\n"
	"   WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.deptype = 'e'\n"
	"), r AS MATERIALIZED (\n"
	"  SELECT c.oid, s.nspname, c.relname, c.relkind, c.relispartition, c.relowner, c.relacl,\n"
	"         c.reloptions, c.relpersistence, c.reltablespace, c.relam, c.reloftype,\n"
	"         c.relrowsecurity, c.relforcerowsecurity, c.relpartbound,\n"
	"         pg_catalog.format('%I.%I', s.nspname, c.relname) AS path\n"
	"    FROM pg_catalog.pg_class c JOIN s ON s.oid = c.relnamespace\n"
	"   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname <> '_prisma_migrations'\n"
	"     AND NOT EXISTS (SELECT FROM e\n"
	"           WHERE e.objid = c.oid AND e.classid = 'pg_catalog.pg_class'::regclass)\n"
	"), f AS MATERIALIZED (\n"
	"  SELECT p.oid, s.nspname, p.prokind, p.proowner, p.proacl,\n"
	"         p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')'\n"
	"           AS name,\n"
	"         pg_catalog.format('%I.%I(%s)', s.nspname, p.proname,\n"
	"           pg_catalog.pg_get_function_identity_arguments(p.oid)) AS path\n"
	"    FROM pg_catalog.pg_proc p JOIN s ON s.oid = p.pronamespace\n"
	"   WHERE NOT EXISTS (SELECT FROM e\n"
	"           WHERE e.objid = p.oid AND e.classid = 'pg_catalog.pg_proc'::regclass)\n"
	"     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d\n"
	"           WHERE d.objid = p.oid AND d.classid = 'pg_catalog.pg_proc'::regclass\n"
	"             AND d.deptype = 'i')\n"
	")\n";

/* A part of the query, for servers from one version on. */
struct pg_sql_part {
	int from;
	const char *sql;
};

/* clang-format off */
static const struct pg_sql_part pg_sql_objects[] = {
	/* Checks and exclusions, and keys that the model cannot hold completely. */
	{0,
	"SELECT CASE k.contype WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclusion' ELSE 'constraint' END,\n"
	"       r.nspname::text, r.relname::text, k.conname::text,\n"
	"       pg_catalog.pg_get_constraintdef(k.oid)\n"
	"  FROM pg_catalog.pg_constraint k JOIN r ON r.oid = k.conrelid\n"
	"  LEFT JOIN r q ON q.oid = k.confrelid AND NOT q.relispartition\n"
	" WHERE k.conislocal AND k.conparentid = 0 AND (k.contype IN ('c', 'x')\n"
	"    OR k.contype IN ('p', 'u', 'f') AND (k.condeferrable OR NOT k.convalidated\n"
	"       OR k.confmatchtype = 'f'\n"
	"       OR (k.confrelid <> 0 AND q.oid IS NULL)"},
	{150000, " OR k.confdelsetcols IS NOT NULL"},
	{180000, " OR k.conperiod OR NOT k.conenforced"},
	{0, "))\n"},

	/* Indexes that the model cannot hold completely, and those that only a partition has. */
	{0, "UNION ALL\n"
	"SELECT 'index', r.nspname, r.relname, x.relname, pg_catalog.pg_get_indexdef(i.indexrelid)\n"
	"  FROM pg_catalog.pg_index i JOIN r ON r.oid = i.indrelid\n"
	"  JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid\n"
	"  JOIN pg_catalog.pg_am m ON m.oid = x.relam\n"
	" WHERE NOT x.relispartition AND i.indislive\n"
	"   AND (r.relkind = 'm' OR r.relispartition OR i.indexprs IS NOT NULL OR i.indnatts <> i.indnkeyatts OR NOT i.indisvalid\n"
	"     OR x.reloptions IS NOT NULL OR x.reltablespace <> 0\n"
	"     OR m.amname NOT IN ('btree', 'hash', 'gin', 'gist', 'spgist', 'brin')\n"
	"     OR 1 = ANY (i.indoption::int2[]) OR 2 = ANY (i.indoption::int2[])\n"
	"     OR (i.indisunique AND EXISTS (SELECT FROM pg_catalog.pg_opclass o\n"
	"          WHERE o.oid = ANY (i.indclass::oid[]) AND NOT o.opcdefault))\n"
	"     OR EXISTS (SELECT FROM pg_catalog.generate_series(0, i.indnkeyatts - 1) k\n"
	"          JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum = i.indkey[k]\n"
	"         WHERE i.indcollation[k] <> a.attcollation AND i.indcollation[k] <> 0)"},
	{150000, " OR i.indnullsnotdistinct"},
	{0, ")\n"
	"   AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k\n"
	"         WHERE k.conindid = i.indexrelid AND k.contype = 'x')\n"},

	{0, "UNION ALL\n"
	"SELECT 'trigger', r.nspname, r.relname, g.tgname, pg_catalog.pg_get_triggerdef(g.oid) ||\n"
	"       CASE g.tgenabled WHEN 'O' THEN '' ELSE pg_catalog.format(\n"
	"         '; ALTER TABLE %s %s TRIGGER %I', r.path, CASE g.tgenabled WHEN 'D' THEN 'DISABLE'\n"
	"         WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, g.tgname) END\n"
	"  FROM pg_catalog.pg_trigger g JOIN r ON r.oid = g.tgrelid\n"
	" WHERE NOT g.tgisinternal\n"
	"   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d\n"
	"         WHERE d.objid = g.oid AND d.classid = 'pg_catalog.pg_trigger'::regclass\n"
	"           AND d.refclassid = d.classid)\n"},

	{0, "UNION ALL\n"
	"SELECT 'rule', r.nspname, r.relname, w.rulename, pg_catalog.pg_get_ruledef(w.oid)\n"
	"  FROM pg_catalog.pg_rewrite w JOIN r ON r.oid = w.ev_class\n"
	" WHERE w.rulename <> '_RETURN'\n"},

	{0, "UNION ALL\n"
	"SELECT 'statistics', r.nspname, r.relname, x.stxname, pg_catalog.pg_get_statisticsobjdef(x.oid)\n"
	"  FROM pg_catalog.pg_statistic_ext x JOIN r ON r.oid = x.stxrelid\n"},

	{0, "UNION ALL\n"
	"SELECT 'policy', r.nspname, r.relname, p.polname, pg_catalog.format(\n"
	"         'CREATE POLICY %I ON %s%s FOR %s TO %s', p.polname, r.path,\n"
	"         CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END,\n"
	"         CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'\n"
	"           WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,\n"
	"         (SELECT string_agg(CASE o WHEN 0 THEN 'PUBLIC' ELSE\n"
	"             pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(o)) END, ', ')\n"
	"            FROM pg_catalog.unnest(p.polroles) o))\n"
	"       || coalesce(' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')', '')\n"
	"       || coalesce(' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)\n"
	"                   || ')', '')\n"
	"  FROM pg_catalog.pg_policy p JOIN r ON r.oid = p.polrelid\n"},

	{0, "UNION ALL\n"
	"SELECT 'row-security', r.nspname, r.relname, NULL,\n"
	"       CASE WHEN r.relrowsecurity THEN 'ENABLE ROW LEVEL SECURITY' ELSE '' END\n"
	"       || CASE WHEN r.relrowsecurity AND r.relforcerowsecurity THEN ', ' ELSE '' END\n"
	"       || CASE WHEN r.relforcerowsecurity THEN 'FORCE ROW LEVEL SECURITY' ELSE '' END\n"
	"  FROM r WHERE r.relrowsecurity OR r.relforcerowsecurity\n"},

	{0, "UNION ALL\n"
	"SELECT 'partition-key', r.nspname, r.relname, NULL,\n"
	"       'PARTITION BY ' || pg_catalog.pg_get_partkeydef(r.oid)\n"
	"  FROM r WHERE r.relkind = 'p'\n"},

	{0, "UNION ALL\n"
	"SELECT CASE WHEN r.relispartition THEN 'partition' ELSE 'inheritance' END, r.nspname,\n"
	"       CASE WHEN r.relispartition THEN p.relname ELSE r.relname END,\n"
	"       CASE WHEN r.relispartition THEN r.relname ELSE p.relname END,\n"
	"       CASE WHEN r.relispartition THEN pg_catalog.pg_get_expr(r.relpartbound, r.oid)\n"
	"       ELSE pg_catalog.format('INHERITS (%I.%I)', n.nspname, p.relname) END\n"
	"  FROM pg_catalog.pg_inherits i JOIN r ON r.oid = i.inhrelid\n"
	"  JOIN pg_catalog.pg_class p ON p.oid = i.inhparent\n"
	"  JOIN pg_catalog.pg_namespace n ON n.oid = p.relnamespace\n"},

	/* The options before and after the columns of a table. */
	{0, "UNION ALL\n"
	"SELECT 'option', r.nspname, r.relname, NULL, o.text\n"
	"  FROM r\n"
	"  LEFT JOIN pg_catalog.pg_tablespace t ON t.oid = r.reltablespace\n"
	"  LEFT JOIN pg_catalog.pg_am m ON m.oid = r.relam\n"
	" CROSS JOIN LATERAL (SELECT pg_catalog.concat_ws(' ',\n"
	"         CASE WHEN r.relpersistence = 'u' THEN 'UNLOGGED' END,\n"
	"         CASE WHEN r.reloftype <> 0 THEN\n"
	"           'OF ' || pg_catalog.format_type(r.reloftype, NULL) END,\n"
	"         CASE WHEN m.amname <> 'heap' THEN 'USING ' || pg_catalog.quote_ident(m.amname) END,\n"
	"         'WITH (' || pg_catalog.array_to_string(r.reloptions, ', ') || ')',\n"
	"         'TABLESPACE ' || pg_catalog.quote_ident(t.spcname))) o (text)\n"
	" WHERE r.relkind IN ('r', 'p') AND o.text <> ''\n"},

	/*
	 * A row for each property of a column. Few columns have any, so the filter reads only
	 * columns at hand. A set attoptions proves nothing: servers keep data of their own in it.
	 */
	{0, "UNION ALL\n"
	"SELECT v.kind, r.nspname, r.relname, a.attname, v.definition\n"
	"  FROM pg_catalog.pg_attribute a JOIN r ON r.oid = a.attrelid\n"
	"  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid\n"
	"  LEFT JOIN pg_catalog.pg_attrdef d ON a.attgenerated <> '' AND d.adrelid = a.attrelid\n"
	"       AND d.adnum = a.attnum\n"
	"  LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation\n"
	"       AND a.attcollation <> t.typcollation\n"
	"  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace\n"
	" CROSS JOIN LATERAL (VALUES\n"
	"   ('generated', 'GENERATED ALWAYS AS (' || pg_catalog.pg_get_expr(d.adbin, d.adrelid) || ') '\n"
	"      || CASE a.attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END),\n"
	"   ('identity', CASE a.attidentity WHEN 'a' THEN 'GENERATED ALWAYS AS IDENTITY'\n"
	"      WHEN 'd' THEN 'GENERATED BY DEFAULT AS IDENTITY' END),\n"
	"   ('domain', CASE t.typtype WHEN 'd' THEN pg_catalog.format_type(t.oid, NULL) END),\n"
	"   ('collation', 'COLLATE ' || pg_catalog.quote_ident(n.nspname) || '.'\n"
	"      || pg_catalog.quote_ident(l.collname)),\n"
	"   ('option', nullif(pg_catalog.concat_ws(' ',\n"
	"      CASE WHEN a.attstorage <> t.typstorage THEN 'SET STORAGE ' || CASE a.attstorage\n"
	"        WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN'\n"
	"        ELSE 'EXTENDED' END END,\n"
	"      CASE WHEN a.attstattarget >= 0 THEN 'SET STATISTICS ' || a.attstattarget END,\n"
	"      'SET (' || (SELECT string_agg(o, ', ') FROM pg_catalog.unnest(a.attoptions) o\n"
	"                   WHERE o LIKE 'n_distinct%') || ')'), ''))\n"
	" ) v (kind, definition)\n"
	" WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind IN ('r', 'p')\n"
	"   AND NOT r.relispartition AND v.definition IS NOT NULL\n"
	"   AND (a.attgenerated <> '' OR a.attidentity <> '' OR a.attcollation <> t.typcollation\n"
	"     OR a.attstorage <> t.typstorage OR a.attstattarget >= 0 OR t.typtype = 'd'\n"
	"     OR a.attoptions::text LIKE '%n_distinct%')\n"
	"   AND (v.kind <> 'collation' OR l.oid IS NOT NULL)\n"},

	{0, "UNION ALL\n"
	"SELECT CASE r.relkind WHEN 'v' THEN 'view' ELSE 'materialized-view' END, r.nspname, NULL, r.relname,\n"
	"       pg_catalog.format('CREATE %s %s%s AS%s', CASE r.relkind WHEN 'v' THEN 'VIEW'\n"
	"         ELSE 'MATERIALIZED VIEW' END, r.path,\n"
	"         coalesce(' WITH (' || pg_catalog.array_to_string(r.reloptions, ', ') || ')', ''),\n"
	"         E'\\n' || pg_catalog.pg_get_viewdef(r.oid))\n"
	"  FROM r WHERE r.relkind IN ('v', 'm')\n"},

	{0, "UNION ALL\n"
	"SELECT 'foreign-table', r.nspname, NULL, r.relname, pg_catalog.format(\n"
	"         'CREATE FOREIGN TABLE %s (%s) SERVER %I%s', r.path,\n"
	"         (SELECT string_agg(pg_catalog.quote_ident(a.attname) || ' '\n"
	"                   || pg_catalog.format_type(a.atttypid, a.atttypmod)\n"
	"                   || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ', '\n"
	"                   ORDER BY a.attnum)\n"
	"            FROM pg_catalog.pg_attribute a\n"
	"           WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped),\n"
	"         v.srvname, (SELECT ' OPTIONS (' || string_agg(pg_catalog.format('%I %L',\n"
	"             o.option_name, o.option_value), ', ') || ')'\n"
	"            FROM pg_catalog.pg_options_to_table(t.ftoptions) o))\n"
	"  FROM r JOIN pg_catalog.pg_foreign_table t ON t.ftrelid = r.oid\n"
	"  JOIN pg_catalog.pg_foreign_server v ON v.oid = t.ftserver\n"},

	{0, "UNION ALL\n"
	"SELECT CASE f.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure'\n"
	"         ELSE 'function' END, f.nspname, NULL, f.name,\n"
	"       CASE f.prokind WHEN 'a' THEN pg_catalog.concat(\n"
	"         'CREATE AGGREGATE ', f.path, ' (SFUNC = ', a.aggtransfn, ', STYPE = ',\n"
	"         pg_catalog.format_type(a.aggtranstype, NULL),\n"
	"         ', FINALFUNC = ' || nullif(a.aggfinalfn::oid, 0)::regproc,\n"
	"         ', COMBINEFUNC = ' || nullif(a.aggcombinefn::oid, 0)::regproc,\n"
	"         ', INITCOND = ' || pg_catalog.quote_literal(a.agginitval), ')')\n"
	"       ELSE pg_catalog.pg_get_functiondef(f.oid) END\n"
	"  FROM f LEFT JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = f.oid\n"},

	/* Sequences of no column, and those of a column that do not count 1, 2, 3. */
	{0, "UNION ALL\n"
	"SELECT 'sequence', s.nspname, o.relname, c.relname, pg_catalog.format(\n"
	"         'CREATE SEQUENCE %I.%I AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s'\n"
	"         ' CACHE %s%s', s.nspname, c.relname, pg_catalog.format_type(q.seqtypid, NULL),\n"
	"         q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache,\n"
	"         CASE WHEN q.seqcycle THEN ' CYCLE' END)\n"
	"  FROM pg_catalog.pg_sequence q JOIN pg_catalog.pg_class c ON c.oid = q.seqrelid\n"
	"  JOIN s ON s.oid = c.relnamespace\n"
	"  LEFT JOIN pg_catalog.pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i')\n"
	"       AND d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = d.classid\n"
	"       AND d.refobjsubid > 0\n"
	"  LEFT JOIN r o ON o.oid = d.refobjid\n"
	" WHERE (d.objid IS NULL OR (q.seqincrement, q.seqmin, q.seqstart, q.seqcache, q.seqcycle)\n"
	"         <> (1, 1, 1, 1, false) OR q.seqmax <> CASE pg_catalog.format_type(q.seqtypid, NULL)\n"
	"         WHEN 'smallint' THEN 32767 WHEN 'integer' THEN 2147483647\n"
	"         ELSE 9223372036854775807 END)\n"
	"   AND NOT EXISTS (SELECT FROM e\n"
	"         WHERE e.objid = c.oid AND e.classid = 'pg_catalog.pg_class'::regclass)\n"},

	/* Collations. The names of their columns differ between versions. */
	{0, "UNION ALL\n"
	"SELECT 'collation', s.nspname, NULL, l.collname, pg_catalog.concat(\n"
	"         pg_catalog.format('CREATE COLLATION %I.%I (PROVIDER = ', s.nspname, l.collname),\n"
	"         CASE l.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,\n"
	"         CASE l.collprovider WHEN 'c' THEN pg_catalog.format(', LC_COLLATE = %L, LC_CTYPE = %L',\n"
	"           l.collcollate, l.collctype) ELSE pg_catalog.format(', LOCALE = %L',\n"
	"           coalesce(j.row->>'colllocale', j.row->>'colliculocale', l.collcollate)) END,\n"
	"         ', RULES = ' || pg_catalog.quote_literal(j.row->>'collicurules'),\n"
	"         CASE WHEN NOT l.collisdeterministic THEN ', DETERMINISTIC = false' END, ')')\n"
	"  FROM pg_catalog.pg_collation l JOIN s ON s.oid = l.collnamespace\n"
	" CROSS JOIN LATERAL pg_catalog.to_jsonb(l) j (row)\n"
	" WHERE NOT EXISTS (SELECT FROM e\n"
	"         WHERE e.objid = l.oid AND e.classid = 'pg_catalog.pg_collation'::regclass)\n"},

	/* Domains, and types other than enums and the types of tables. */
	{0, "UNION ALL\n"
	"SELECT CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END, s.nspname, NULL, t.typname,\n"
	"       CASE t.typtype\n"
	"       WHEN 'd' THEN pg_catalog.concat('CREATE DOMAIN ', pg_catalog.format_type(t.oid, NULL),\n"
	"         ' AS ', pg_catalog.format_type(t.typbasetype, t.typtypmod),\n"
	"         ' COLLATE ' || pg_catalog.quote_ident(m.nspname) || '.'\n"
	"           || pg_catalog.quote_ident(l.collname),\n"
	"         ' DEFAULT ' || t.typdefault, CASE WHEN t.typnotnull THEN ' NOT NULL' END,\n"
	"         (SELECT string_agg(pg_catalog.format(' CONSTRAINT %I %s', k.conname,\n"
	"              pg_catalog.pg_get_constraintdef(k.oid)), '' ORDER BY k.conname)\n"
	"            FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'))\n"
	"       WHEN 'r' THEN pg_catalog.format('CREATE TYPE %s AS RANGE (SUBTYPE = %s)',\n"
	"         pg_catalog.format_type(t.oid, NULL), pg_catalog.format_type(g.rngsubtype, NULL))\n"
	"       ELSE pg_catalog.format('CREATE TYPE %s AS (%s)', pg_catalog.format_type(t.oid, NULL),\n"
	"         (SELECT string_agg(pg_catalog.quote_ident(a.attname) || ' '\n"
	"              || pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)\n"
	"            FROM pg_catalog.pg_attribute a\n"
	"           WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)) END\n"
	"  FROM pg_catalog.pg_type t JOIN s ON s.oid = t.typnamespace\n"
	"  LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid\n"
	"  LEFT JOIN pg_catalog.pg_range g ON g.rngtypid = t.oid\n"
	"  LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype\n"
	"  LEFT JOIN pg_catalog.pg_collation l ON l.oid = t.typcollation\n"
	"       AND t.typcollation <> b.typcollation\n"
	"  LEFT JOIN pg_catalog.pg_namespace m ON m.oid = l.collnamespace\n"
	" WHERE (t.typtype IN ('d', 'r') OR (t.typtype = 'c' AND c.relkind = 'c'))\n"
	"   AND NOT EXISTS (SELECT FROM e\n"
	"         WHERE e.objid = t.oid AND e.classid = 'pg_catalog.pg_type'::regclass)\n"},

	/*
	 * Event triggers belong to the database; those that call a function of this schema count as
	 * its own.
	 */
	{0, "UNION ALL\n"
	"SELECT 'event-trigger', f.nspname, NULL, v.evtname, pg_catalog.format(\n"
	"         'CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s', v.evtname, v.evtevent,\n"
	"         ' WHEN TAG IN (' || (SELECT string_agg(pg_catalog.quote_literal(g), ', ')\n"
	"            FROM pg_catalog.unnest(v.evttags) g) || ')', f.path)\n"
	"  FROM pg_catalog.pg_event_trigger v JOIN f ON f.oid = v.evtfoid\n"},

	/* Comments of objects below 16384 are the server's own, and there are many. */
	{0, "UNION ALL\n"
	"SELECT 'comment', o.nspname, c.owner, c.name, pg_catalog.format('COMMENT ON %s %s IS %L',\n"
	"         CASE WHEN i.type LIKE '% column' THEN 'COLUMN'\n"
	"           WHEN i.type LIKE '% constraint' THEN 'CONSTRAINT'\n"
	"           ELSE pg_catalog.upper(i.type) END, i.identity, d.description)\n"
	"  FROM pg_catalog.pg_description d\n"
	"  JOIN (SELECT r.nspname, r.oid, 'pg_catalog.pg_class'::regclass, r.relname, NULL FROM r\n"
	"        UNION ALL\n"
	"        SELECT r.nspname, i.indexrelid, 'pg_catalog.pg_class'::regclass, r.relname, 'index ' || x.relname\n"
	"          FROM pg_catalog.pg_index i JOIN r ON r.oid = i.indrelid\n"
	"          JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid\n"
	"        UNION ALL\n"
	"        SELECT r.nspname, k.oid, 'pg_catalog.pg_constraint'::regclass, r.relname,\n"
	"               'constraint ' || k.conname\n"
	"          FROM pg_catalog.pg_constraint k JOIN r ON r.oid = k.conrelid\n"
	"        UNION ALL\n"
	"        SELECT r.nspname, g.oid, 'pg_catalog.pg_trigger'::regclass, r.relname, 'trigger ' || g.tgname\n"
	"          FROM pg_catalog.pg_trigger g JOIN r ON r.oid = g.tgrelid\n"
	"        UNION ALL\n"
	"        SELECT r.nspname, p.oid, 'pg_catalog.pg_policy'::regclass, r.relname, 'policy ' || p.polname\n"
	"          FROM pg_catalog.pg_policy p JOIN r ON r.oid = p.polrelid\n"
	"        UNION ALL\n"
	"        SELECT f.nspname, f.oid, 'pg_catalog.pg_proc'::regclass, NULL, 'function ' || f.name FROM f\n"
	"        UNION ALL\n"
	"        SELECT s.nspname, t.oid, 'pg_catalog.pg_type'::regclass, NULL, 'type ' || t.typname\n"
	"          FROM pg_catalog.pg_type t JOIN s ON s.oid = t.typnamespace\n"
	"         WHERE NOT EXISTS (SELECT FROM e\n"
	"                 WHERE e.objid = t.oid AND e.classid = 'pg_catalog.pg_type'::regclass)\n"
	"       ) o (nspname, oid, class, owner, name) ON d.objoid = o.oid AND d.classoid = o.class\n"
	"       AND d.objoid >= 16384\n"
	"  LEFT JOIN pg_catalog.pg_attribute a ON d.objsubid > 0\n"
	"       AND d.classoid = 'pg_catalog.pg_class'::regclass\n"
	"       AND a.attrelid = d.objoid AND a.attnum = d.objsubid\n"
	" CROSS JOIN LATERAL (VALUES (o.owner, coalesce(a.attname, o.name))) c (owner, name)\n"
	" CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) i\n"},

	/* The rights of others than the owner, and the rights on functions that PUBLIC lost. */
	{0, "UNION ALL\n"
	"SELECT 'grant', g.nspname, g.owner, coalesce(g.name || ' ', '') || g.grantee,\n"
	"       pg_catalog.format('GRANT %s ON %s TO %s%s', g.privileges, g.path, g.grantee,\n"
	"         CASE WHEN g.grantable THEN ' WITH GRANT OPTION' END)\n"
	"  FROM (SELECT o.nspname, o.owner, o.name, o.path, l.is_grantable,\n"
	"               CASE l.grantee WHEN 0 THEN 'PUBLIC'\n"
	"               ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(l.grantee)) END,\n"
	"               string_agg(l.privilege_type || CASE WHEN o.columns <> '' THEN o.columns ELSE '' END,\n"
	"                          ', ' ORDER BY l.privilege_type)\n"
	"          FROM (SELECT r.nspname, r.relname, NULL, 'TABLE ' || r.path, '', r.relowner, r.relacl\n"
	"                  FROM r WHERE r.relacl IS NOT NULL\n"
	"                UNION ALL\n"
	"                SELECT r.nspname, r.relname, a.attname, 'TABLE ' || r.path,\n"
	"                       pg_catalog.format(' (%I)', a.attname), r.relowner, a.attacl\n"
	"                  FROM pg_catalog.pg_attribute a JOIN r ON r.oid = a.attrelid\n"
	"                 WHERE a.attacl IS NOT NULL AND NOT a.attisdropped\n"
	"                UNION ALL\n"
	"                SELECT s.nspname, NULL, 'sequence ' || c.relname,\n"
	"                       pg_catalog.format('SEQUENCE %I.%I', s.nspname, c.relname), '',\n"
	"                       c.relowner, c.relacl\n"
	"                  FROM pg_catalog.pg_class c JOIN s ON s.oid = c.relnamespace\n"
	"                 WHERE c.relkind = 'S' AND c.relacl IS NOT NULL\n"
	"                UNION ALL\n"
	"                SELECT f.nspname, NULL, 'function ' || f.name, 'ROUTINE ' || f.path, '', f.proowner,\n"
	"                       f.proacl FROM f WHERE f.proacl IS NOT NULL\n"
	"               ) o (nspname, owner, name, path, columns, role, acl)\n"
	"         CROSS JOIN LATERAL pg_catalog.aclexplode(o.acl) l\n"
	"         WHERE l.grantee <> o.role\n"
	"         GROUP BY 1, 2, 3, 4, 5, 6) g (nspname, owner, name, path, grantable, grantee, privileges)\n"
	" WHERE g.grantee <> 'PUBLIC' OR g.path NOT LIKE 'ROUTINE %'\n"},
	{0, "UNION ALL\n"
	"SELECT 'grant', f.nspname, NULL, 'function ' || f.name || ' PUBLIC',\n"
	"       'REVOKE EXECUTE ON ROUTINE ' || f.path || ' FROM PUBLIC'\n"
	"  FROM f WHERE f.proacl IS NOT NULL AND NOT EXISTS (\n"
	"       SELECT FROM pg_catalog.aclexplode(f.proacl) l WHERE l.grantee = 0)\n"},

	{0, "UNION ALL\n"
	"SELECT 'default-privilege', g.nspname, NULL, pg_catalog.concat_ws(' ', g.role, g.type, g.grantee),\n"
	"       pg_catalog.format('ALTER DEFAULT PRIVILEGES FOR ROLE %s IN SCHEMA %I GRANT %s ON %s TO %s',\n"
	"         g.role, g.nspname, g.privileges, g.type, g.grantee)\n"
	"  FROM (SELECT pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(d.defaclrole)), s.nspname,\n"
	"               CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES'\n"
	"                 WHEN 'f' THEN 'FUNCTIONS' ELSE 'TYPES' END,\n"
	"               CASE l.grantee WHEN 0 THEN 'PUBLIC'\n"
	"               ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(l.grantee)) END,\n"
	"               string_agg(l.privilege_type, ', ' ORDER BY l.privilege_type)\n"
	"          FROM pg_catalog.pg_default_acl d JOIN s ON s.oid = d.defaclnamespace\n"
	"         CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) l\n"
	"         GROUP BY 1, 2, 3, 4) g (role, nspname, type, grantee, privileges)\n"},
};
/* clang-format on */

#endif
