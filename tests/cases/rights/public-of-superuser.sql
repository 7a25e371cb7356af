-- The schema public belongs to the superuser, as in each database that was made before PostgreSQL 15. The
-- owner of the database is a member of a role that owns a table, and has a schema of its own.
\superuser
GRANT OTHER TO APP;
CREATE SCHEMA o AUTHORIZATION OTHER;
CREATE TABLE o.t (a int);
ALTER TABLE o.t OWNER TO OTHER;
ALTER SCHEMA public OWNER TO CURRENT_USER;
GRANT ALL ON SCHEMA public TO PUBLIC;
\owner
CREATE TABLE t (id serial PRIMARY KEY);
INSERT INTO t DEFAULT VALUES;
CREATE VIEW v AS SELECT * FROM t;
CREATE FUNCTION f(t) RETURNS int LANGUAGE sql AS 'SELECT 1';
\changed
DROP TABLE o.t;
DROP TABLE t CASCADE;
CREATE TABLE p (i int) PARTITION BY RANGE (i);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2);
CREATE TYPE mood AS ENUM ('sad');
\backup
\restore
