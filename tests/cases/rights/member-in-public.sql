-- A role owns a table in public, where it may create one by a privilege of which pg_restore hears last.
\since
15
\superuser
GRANT OTHER TO APP;
GRANT CREATE ON SCHEMA public TO PUBLIC;
CREATE TABLE o (a int);
ALTER TABLE o OWNER TO OTHER;
\owner
CREATE TABLE t (a int);
\changed
INSERT INTO t VALUES (1);
\backup
mig-backup: warning: the user who made 'x.backup' cannot restore it: only a superuser can give table public.o to the role OTHER, which may not create anything in the schema public of a new database
  hint: restore it as a superuser
\restore
mig-backup: cannot restore 'x.backup': only a superuser can give table public.o to the role OTHER, which may not create anything in the schema public of a new database
  hint: nothing was changed; create what is missing, or restore as a superuser
