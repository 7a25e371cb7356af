-- A superuser has made extensions; one is trusted, of the other the owner has tables and a server.
\superuser
CREATE EXTENSION citext;
CREATE EXTENSION postgres_fdw;
GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO APP;
\owner
CREATE TABLE t (a citext PRIMARY KEY);
INSERT INTO t VALUES ('X');
CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere');
CREATE USER MAPPING FOR APP SERVER s OPTIONS (user 'x');
CREATE FOREIGN TABLE f (a int) SERVER s;
CREATE FUNCTION g(citext) RETURNS citext LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TYPE mood AS ENUM ('sad');
CREATE SEQUENCE q;
CREATE VIEW v AS SELECT g(a) FROM t;
GRANT CREATE ON SCHEMA public TO GUEST;
\changed
DROP TABLE t CASCADE;
DROP SERVER s CASCADE;
ALTER TYPE mood ADD VALUE 'happy';
CREATE TYPE later AS (a int);
CREATE DOMAIN even AS int CHECK (VALUE % 2 = 0);
CREATE COLLATION c (provider = icu, locale = 'de');
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
CREATE TEXT SEARCH CONFIGURATION conf (COPY = simple);
CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple);
CREATE CONVERSION con FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE AGGREGATE agg (int) (SFUNC = int4pl, STYPE = int);
CREATE PROCEDURE pr() LANGUAGE plpgsql AS 'BEGIN END';
CREATE TABLE later_t (i int GENERATED ALWAYS AS IDENTITY, s serial);
CREATE MATERIALIZED VIEW mv AS SELECT 1;
CREATE SCHEMA third;
REVOKE CREATE ON SCHEMA public FROM GUEST;
GRANT USAGE ON SCHEMA public TO OTHER;
\backup
\restore
mig-backup: warning: left as it is, because it belongs to others: extension citext, extension postgres_fdw
