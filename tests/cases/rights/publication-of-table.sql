-- A publication that names a table would lose it.
\superuser
SET client_min_messages = error;
CREATE TABLE t (a int PRIMARY KEY);
ALTER TABLE t OWNER TO APP;
CREATE PUBLICATION part FOR TABLE t;
\owner
INSERT INTO t VALUES (1);
\changed
INSERT INTO t VALUES (2);
\backup
mig-backup: warning: 'x.backup' cannot be restored by its own user: APP is not a member of the role migtools, which owns publication part and 1 more
  hint: restore it as a superuser
\restore
mig-backup: cannot restore 'x.backup': APP is not a member of the role migtools, which owns publication part and 1 more
  hint: nothing was changed; create what is missing, or restore as a superuser
