-- An extension that only a superuser can make is gone.
\superuser
CREATE EXTENSION pageinspect;
CREATE EXTENSION citext;
\owner
CREATE TABLE t (a citext);
\superuser changed
DROP EXTENSION pageinspect;
DROP EXTENSION citext CASCADE;
\backup
\restore
mig-backup: cannot restore 'x.backup': only a superuser can create the extension pageinspect
  hint: nothing was changed; create what is missing, or restore as a superuser
