-- Everything that the owner of a database may lack is told at once: what only a superuser has, what others own or have
-- passed on, and roles and extensions that are gone by the time of the restore.
\superuser
SET client_min_messages = error;
CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER ev ON ddl_command_end EXECUTE FUNCTION e();
CREATE TABLE o (a int);
CREATE TABLE p (a int);
ALTER TABLE o OWNER TO OTHER;
ALTER TABLE p OWNER TO OTHER;
GRANT SELECT ON o, p TO APP;
-- A publication that names a table would lose it.
CREATE TABLE named (a int PRIMARY KEY);
ALTER TABLE named OWNER TO APP;
CREATE PUBLICATION part FOR TABLE named;
-- Nobody but a superuser reads subscriptions: pg_dump leaves them out.
CREATE SUBSCRIPTION DATABASE_sub CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
CREATE EXTENSION pageinspect;
CREATE EXTENSION citext;
CREATE ROLE "GONE role";
CREATE ROLE "GONE";
CREATE TABLE g (a int);
ALTER TABLE g OWNER TO APP;
SET SESSION AUTHORIZATION APP;
GRANT SELECT ON g TO OTHER WITH GRANT OPTION;
SET SESSION AUTHORIZATION OTHER;
GRANT SELECT ON g TO GUEST;
\owner
CREATE TABLE t (a int, c citext);
GRANT SELECT ON t TO "GONE role";
CREATE POLICY p ON t FOR SELECT TO "GONE", GUEST USING (a > 1);
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO "GONE";
\changed
INSERT INTO t VALUES (1);
\superuser changed
DROP EXTENSION pageinspect;
DROP EXTENSION citext CASCADE;
DROP OWNED BY "GONE", "GONE role";
DROP ROLE "GONE role";
DROP ROLE "GONE";
\backup
mig-backup: warning: the user who made 'x.backup' cannot restore it: APP is not a member of the role migtools, which owns function public.e() and 3 more
mig-backup: warning: the user who made 'x.backup' cannot restore it: APP is not a member of the role OTHER, which owns table public.o and 1 more
mig-backup: warning: the user who made 'x.backup' cannot restore it: only a superuser can drop and restore subscriptions
mig-backup: warning: the user who made 'x.backup' cannot restore it: only a superuser can restore privileges granted by OTHER
  hint: restore it as a superuser
\restore
mig-backup: cannot restore 'x.backup': APP is not a member of the role migtools, which owns function public.e() and 3 more
mig-backup: cannot restore 'x.backup': APP is not a member of the role OTHER, which owns table public.o and 1 more
mig-backup: cannot restore 'x.backup': only a superuser can create the extension pageinspect
mig-backup: cannot restore 'x.backup': only a superuser can drop and restore subscriptions
mig-backup: cannot restore 'x.backup': only a superuser can restore privileges granted by OTHER
mig-backup: cannot restore 'x.backup': the role "GONE role", which has privileges, does not exist
mig-backup: cannot restore 'x.backup': the role GONE, which has privileges, does not exist
  hint: nothing was changed; create what is missing, or restore as a superuser
