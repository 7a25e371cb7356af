-- The schema public belongs to the superuser, as in each database that was made before PostgreSQL 15.
\superuser
ALTER SCHEMA public OWNER TO CURRENT_USER;
GRANT ALL ON SCHEMA public TO PUBLIC;
\owner
CREATE TABLE t (id serial PRIMARY KEY);
INSERT INTO t DEFAULT VALUES;
CREATE VIEW v AS SELECT * FROM t;
CREATE FUNCTION f(t) RETURNS int LANGUAGE sql AS 'SELECT 1';
\changed
DROP TABLE t CASCADE;
CREATE TABLE p (i int) PARTITION BY RANGE (i);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (2);
CREATE TYPE mood AS ENUM ('sad');
\backup
\restore
