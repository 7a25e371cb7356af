-- Prints the structure of a PostgreSQL database, one object per line, sorted by name. Omits the order of enum
-- values and table columns, and the names of sequences. A time without a precision is printed with 6. NOT NULL is
-- printed with the column: PostgreSQL 18 has constraints for it, which keep the column's old name.
SELECT 'column', n.nspname, c.relname, a.attname, regexp_replace(format_type(a.atttypid, a.atttypmod), '^(time.*)\(6\)', '\1'), a.attnotnull,
  regexp_replace(regexp_replace(coalesce(pg_get_expr(d.adbin, d.adrelid), ''), 'nextval.*', 'nextval'), '::[a-z ]+(\[\])?$', ''), pg_get_serial_sequence(quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname) IS NOT NULL
FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace LEFT JOIN pg_attrdef d ON adrelid = c.oid AND adnum = attnum
WHERE n.nspname !~ '^(pg_|information_schema|ext$)' AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT 'constraint', n.nspname, c.relname, conname, pg_get_constraintdef(k.oid), null, null, null
FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE contype <> 'n' AND n.nspname !~ '^(pg_|information_schema|ext$)'
UNION ALL SELECT 'index', schemaname, tablename, indexname, indexdef, null, null, null FROM pg_indexes WHERE schemaname !~ '^(pg_|information_schema|ext$)'
UNION ALL SELECT 'enum', n.nspname, t.typname, enumlabel, null, null, null, null FROM pg_enum JOIN pg_type t ON t.oid = enumtypid JOIN pg_namespace n ON n.oid = typnamespace
ORDER BY 1, 2, 3, 4;
