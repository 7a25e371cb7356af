-- The owner is a member of the role that owns a table, and which has a schema of its own.
\superuser
GRANT OTHER TO APP;
CREATE SCHEMA o AUTHORIZATION OTHER;
CREATE TABLE o.t (a int);
ALTER TABLE o.t OWNER TO OTHER;
\owner
CREATE TABLE t (a int);
\changed
INSERT INTO t VALUES (1);
DROP TABLE o.t;
\backup
\restore
