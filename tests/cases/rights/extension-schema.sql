-- Extensions stand in a schema of the superuser, as on some clouds.
\superuser
CREATE SCHEMA extensions;
CREATE EXTENSION pgcrypto SCHEMA extensions;
CREATE EXTENSION pg_stat_statements SCHEMA extensions;
GRANT USAGE ON SCHEMA extensions TO PUBLIC;
GRANT SELECT ON extensions.pg_stat_statements TO GUEST;
COMMENT ON EXTENSION pgcrypto IS 'ours';
\owner
CREATE TABLE t (id uuid DEFAULT extensions.gen_random_uuid());
\changed
DROP TABLE t;
\backup
\restore
mig-backup: warning: left as it is, because it belongs to others: extension pg_stat_statements, extension pgcrypto
