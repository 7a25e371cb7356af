-- What belongs to others stays. A superuser has made extensions; of one the owner has tables and a server, and two
-- stand in a schema of the superuser, as on some clouds. Others have default privileges here, and have granted what is
-- the system's. A publication of all tables loses nothing when its tables are made again.
\superuser
SET client_min_messages = error;
CREATE SCHEMA extensions;
CREATE EXTENSION pgcrypto SCHEMA extensions;
CREATE EXTENSION pg_stat_statements SCHEMA extensions;
GRANT USAGE ON SCHEMA extensions TO PUBLIC;
GRANT SELECT ON extensions.pg_stat_statements TO GUEST;
COMMENT ON EXTENSION pgcrypto IS 'ours';
ALTER DEFAULT PRIVILEGES FOR ROLE OTHER GRANT SELECT ON TABLES TO GUEST;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_waldir() TO GUEST;
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE EXTENSION citext;
CREATE EXTENSION postgres_fdw;
GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO APP;
\owner
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO GUEST;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO GUEST;
CREATE TABLE u (id uuid DEFAULT extensions.gen_random_uuid());
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
ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM GUEST;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM GUEST;
DROP TABLE u;
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
mig-backup: warning: left unchanged, because it belongs to others: publication everything, extension citext, extension pg_stat_statements, extension pgcrypto, extension postgres_fdw, default privileges of OTHER, privileges on system objects
