-- Only a superuser has event triggers.
\superuser
CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER ev ON ddl_command_end EXECUTE FUNCTION e();
\owner
CREATE TABLE t (a int);
\changed
INSERT INTO t VALUES (1);
\backup
mig-backup: warning: 'x.backup' cannot be restored by its own user: APP is not a member of the role migtools, which owns function public.e() and 1 more
  hint: restore it as a superuser
\restore
mig-backup: cannot restore 'x.backup': APP is not a member of the role migtools, which owns function public.e() and 1 more
  hint: nothing was changed; create what is missing, or restore as a superuser
