-- Prints the structure of an SQLite database, one object per line, sorted by name. Omits the
-- order of table columns.
SELECT 'column', m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk,
  c.pk > 0 AND upper(m.sql) LIKE '%AUTOINCREMENT%'
FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
UNION ALL SELECT 'foreign key', m.name, k."from", k."table", k."to", k.on_update, k.on_delete, k.seq
FROM sqlite_master m, pragma_foreign_key_list(m.name) k WHERE m.type = 'table'
UNION ALL SELECT 'index', m.tbl_name, m.name, replace(m.sql, ' ASC', ''), NULL, NULL, NULL, NULL FROM sqlite_master m WHERE m.type = 'index' AND m.sql NOT NULL
ORDER BY 1, 2, 3, 4, 5;
