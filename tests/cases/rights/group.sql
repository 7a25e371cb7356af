-- A group owns the database and everything in it; the user is one of its members.
\superuser
GRANT OTHER TO APP;
ALTER DATABASE DATABASE OWNER TO OTHER;
ALTER ROLE APP SET role TO OTHER;
\owner
CREATE TABLE t (a int);
CREATE SCHEMA s;
\changed
DROP TABLE t;
DROP SCHEMA s;
\backup
\restore
