-- Others have default privileges here, and have granted what is the system's.
\superuser
ALTER DEFAULT PRIVILEGES FOR ROLE OTHER GRANT SELECT ON TABLES TO GUEST;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_waldir() TO GUEST;
\owner
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO GUEST;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO GUEST;
CREATE TABLE t (a int);
\changed
ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM GUEST;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM GUEST;
DROP TABLE t;
\backup
\restore
mig-backup: warning: left as it is, because it belongs to others: default privileges of OTHER, privileges on what belongs to the system
