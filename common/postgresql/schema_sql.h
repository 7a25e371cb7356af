/*
 * Inside the room: the SQL that reads a schema from PostgreSQL's catalogs. As in sql.h, a text with
 * a conversion is a format; its names are already quoted.
 */
#ifndef POSTGRESQL_SCHEMA_SQL_H
#define POSTGRESQL_SCHEMA_SQL_H

/*
 * One snapshot of the catalogs for all queries. The server plans them as written: for a small
 * schema, the search for a better join order takes longer than the queries, and so does JIT
 * compilation for a large one. The rows of thousands of tables are sorted in memory.
 */
static const char pg_sql_begin_snapshot[] =
	"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
	"SET LOCAL join_collapse_limit = 1; SET LOCAL jit = off; SET LOCAL work_mem = '32MB'";

/* Prepares a query that runs again and again, under its number. */
static const char pg_sql_prepare[] = "PREPARE migtools_%u AS %s";
static const char pg_sql_run_prepared[] = "EXECUTE migtools_%u";
static const char pg_sql_forget_prepared[] = "DEALLOCATE ALL";

/*
 * The tables of the schemas to read, whose names are a list of literals: `c` of pg_class.
 * Partitions belong to their parent, and members of an extension to the extension.
 */
#define PG_SQL_TABLES                                                                              \
	"  FROM pg_catalog.pg_class c\n"                                                           \
	"  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace\n"                             \
	"%s"                                                                                       \
	" WHERE n.nspname IN (%s) AND c.relkind IN ('r', 'p') AND NOT c.relispartition\n"          \
	"   AND c.relname <> '_prisma_migrations'\n"                                               \
	"   AND NOT EXISTS (\n"                                                                    \
	"       SELECT FROM pg_catalog.pg_depend e\n"                                              \
	"        WHERE e.objid = c.oid AND e.classid = 'pg_catalog.pg_class'::regclass\n"          \
	"          AND e.deptype = 'e')\n"

/* The namespaces of a list that exist; and those that users made, except one. */
static const char pg_sql_list_namespaces[] = "SELECT nspname, NULL\n"
					     "  FROM pg_catalog.pg_namespace\n"
					     " WHERE nspname IN (%s)\n"
					     " ORDER BY nspname COLLATE \"C\"";

static const char pg_sql_list_other_namespaces[] =
	"SELECT n.nspname, NULL\n"
	"  FROM pg_catalog.pg_namespace n\n"
	" WHERE n.nspname !~ '^pg_|^information_schema$|^migtools_scratch' AND n.nspname <> %s\n"
	"   AND NOT EXISTS (\n"
	"       SELECT FROM pg_catalog.pg_depend e\n"
	"        WHERE e.objid = n.oid AND e.classid = 'pg_catalog.pg_namespace'::regclass\n"
	"          AND e.deptype = 'e')\n"
	"   AND (n.nspname <> 'public' OR EXISTS (\n"
	"       SELECT FROM pg_catalog.pg_class c\n"
	"        WHERE c.relnamespace = n.oid\n"
	"          AND NOT EXISTS (\n"
	"              SELECT FROM pg_catalog.pg_depend e\n"
	"               WHERE e.objid = c.oid AND e.classid = 'pg_catalog.pg_class'::regclass\n"
	"                 AND e.deptype = 'e')))\n"
	" ORDER BY n.nspname COLLATE \"C\"";

/* Lists what a pull leaves out of a namespace: the history, and objects of extensions. */
static const char pg_sql_list_left_out[] =
	"WITH n AS (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = %s)\n"
	"SELECT pg_catalog.concat(CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN\n"
	"         'materialized view ' WHEN 'S' THEN 'sequence ' WHEN 'f' THEN 'foreign table '\n"
	"         WHEN 'c' THEN 'type ' ELSE 'table ' END, c.relname,\n"
	"         coalesce(' of the extension ' || x.extname, ', the history')), NULL\n"
	"  FROM pg_catalog.pg_class c\n"
	"  JOIN n ON n.oid = c.relnamespace\n"
	"  LEFT JOIN (pg_catalog.pg_depend e JOIN pg_catalog.pg_extension x ON x.oid = "
	"e.refobjid)\n"
	"    ON e.objid = c.oid AND e.classid = 'pg_catalog.pg_class'::regclass\n"
	"   AND e.deptype = 'e'\n"
	" WHERE c.relkind NOT IN ('i', 'I', 't')\n"
	"   AND (x.oid IS NOT NULL OR c.relname = '_prisma_migrations')\n"
	"UNION ALL\n"
	"SELECT pg_catalog.concat('the rest of the extension ', x.extname), NULL\n"
	"  FROM pg_catalog.pg_extension x\n"
	"  JOIN n ON n.oid = x.extnamespace\n"
	" ORDER BY 1";

static const char pg_sql_list_tables[] =
	"SELECT n.nspname, c.relname\n" PG_SQL_TABLES
	" ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\"";

static const char pg_sql_list_enums[] =
	"SELECT n.nspname, t.typname, v.enumlabel\n"
	"  FROM pg_catalog.pg_type t\n"
	"  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace\n"
	"  LEFT JOIN pg_catalog.pg_enum v ON v.enumtypid = t.oid\n"
	" WHERE n.nspname IN (%s) AND t.typtype = 'e'\n"
	"   AND NOT EXISTS (\n"
	"       SELECT FROM pg_catalog.pg_depend e\n"
	"        WHERE e.objid = t.oid AND e.classid = 'pg_catalog.pg_type'::regclass\n"
	"          AND e.deptype = 'e')\n"
	" ORDER BY n.nspname COLLATE \"C\", t.typname COLLATE \"C\", v.enumsortorder";

static const char pg_sql_list_extensions[] =
	"SELECT n.nspname, e.extname, e.extversion\n"
	"  FROM pg_catalog.pg_extension e\n"
	"  JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace\n"
	" WHERE e.extname <> 'plpgsql'\n"
	" ORDER BY e.extname COLLATE \"C\"";

/*
 * Columns, with their type `t`: for an array its element type, for a domain its base type. Only the
 * expression of a generated column may refer to others; searching every default for references
 * takes longer than everything else.
 */
static const char pg_sql_join_columns[] =
	"  JOIN pg_catalog.pg_attribute a\n"
	"    ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped\n"
	"  JOIN pg_catalog.pg_type o ON o.oid = a.atttypid\n"
	"  LEFT JOIN pg_catalog.pg_type b ON b.oid = o.typbasetype\n"
	"  JOIN pg_catalog.pg_type u ON u.oid = coalesce(b.oid, o.oid)\n"
	"  LEFT JOIN pg_catalog.pg_type i ON i.oid = u.typelem AND u.typcategory = 'A'\n"
	"  JOIN pg_catalog.pg_type t ON t.oid = coalesce(i.oid, u.oid)\n"
	"  JOIN pg_catalog.pg_namespace m ON m.oid = t.typnamespace\n"
	"  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum\n";
static const char pg_sql_list_columns[] =
	"SELECT n.nspname, c.relname, a.attname, t.typname, t.typtype, m.nspname,\n"
	"       i.oid IS NOT NULL, CASE WHEN b.oid IS NULL THEN a.atttypmod ELSE o.typtypmod END,\n"
	"       a.attnotnull, a.attidentity <> '',\n"
	"       pg_catalog.pg_get_expr(\n"
	"         d.adbin, CASE WHEN a.attgenerated = '' THEN 0 ELSE d.adrelid END),\n"
	"       pg_catalog.format_type(t.oid, a.atttypmod)\n" PG_SQL_TABLES
	" ORDER BY c.oid, a.attnum";

/*
 * Keys and indexes, one row for each column; none with expressions, and no exclusions. The model
 * has no operator classes for unique indexes. The default class of a built-in type is listed
 * too if an extension made it (btree_gin): without its name the language takes no such index.
 */
static const char pg_sql_join_indexes[] =
	"  JOIN pg_catalog.pg_index i\n"
	"    ON i.indrelid = c.oid AND i.indexprs IS NULL AND i.indislive\n"
	"   AND NOT i.indisexclusion\n"
	"  JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid\n"
	"  JOIN pg_catalog.pg_am m ON m.oid = x.relam\n"
	" CROSS JOIN LATERAL pg_catalog.generate_series(0, i.indnkeyatts - 1) k\n"
	"  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[k]\n"
	"  JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[k]\n"
	"  LEFT JOIN pg_catalog.pg_constraint q\n"
	"    ON q.conrelid = c.oid AND q.conindid = i.indexrelid AND q.contype = 'u'\n";
static const char pg_sql_list_indexes[] =
	"SELECT n.nspname, c.relname, x.relname, i.indisunique, i.indisprimary, m.amname,\n"
	"       pg_catalog.pg_get_expr(i.indpred, i.indrelid), a.attname,\n"
	"       i.indoption[k] & 1 = 1,\n"
	"       CASE WHEN NOT i.indisunique AND\n"
	"                 (NOT o.opcdefault OR (o.oid >= 16384 AND o.opcintype < 16384))\n"
	"            THEN o.opcname END,\n"
	"       q.oid IS NOT NULL\n" PG_SQL_TABLES " ORDER BY c.oid, x.relname COLLATE \"C\", k";

/*
 * Foreign keys, one row for each column. None that refers to a period: the key that it needs is an
 * exclusion, too, which the model does not have.
 */
static const char pg_sql_join_foreign_keys[] =
	"  JOIN pg_catalog.pg_constraint f\n"
	"    ON f.conrelid = c.oid AND f.contype = 'f' AND f.conparentid = 0\n"
	"   AND NOT EXISTS (SELECT FROM pg_catalog.pg_index e\n"
	"                    WHERE e.indexrelid = f.conindid AND e.indisexclusion)\n"
	"  JOIN pg_catalog.pg_class p ON p.oid = f.confrelid\n"
	"  JOIN pg_catalog.pg_namespace q ON q.oid = p.relnamespace\n"
	" CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(f.conkey),\n"
	"                               pg_catalog.unnest(f.confkey))\n"
	"       WITH ORDINALITY k(attnum, target, place)\n"
	"  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum\n"
	"  JOIN pg_catalog.pg_attribute r ON r.attrelid = p.oid AND r.attnum = k.target\n";
static const char pg_sql_list_foreign_keys[] =
	"SELECT n.nspname, c.relname, f.conname, q.nspname, p.relname, a.attname, r.attname,\n"
	"       f.confupdtype, f.confdeltype\n" PG_SQL_TABLES
	" ORDER BY c.oid, f.conname COLLATE \"C\", k.place";

#endif
