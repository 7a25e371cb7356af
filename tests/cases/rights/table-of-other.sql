-- A table belongs to a role of which the owner of the database is not a member.
\superuser
CREATE TABLE o (a int);
CREATE TABLE p (a int);
ALTER TABLE o OWNER TO OTHER;
ALTER TABLE p OWNER TO OTHER;
GRANT SELECT ON o, p TO APP;
\owner
CREATE TABLE t (a int);
\changed
INSERT INTO t VALUES (1);
\backup
mig-backup: warning: 'x.backup' cannot be restored by its own user: APP is not a member of the role OTHER, which owns table public.o and 1 more
  hint: restore it as a superuser
\restore
mig-backup: cannot restore 'x.backup': APP is not a member of the role OTHER, which owns table public.o and 1 more
  hint: nothing was changed; create what is missing, or restore as a superuser
