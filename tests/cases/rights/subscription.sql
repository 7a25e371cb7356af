-- Nobody but a superuser reads subscriptions: pg_dump leaves them out.
\superuser
SET client_min_messages = error;
CREATE SUBSCRIPTION DATABASE_sub CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
\owner
CREATE TABLE t (a int);
\changed
INSERT INTO t VALUES (2);
\backup
mig-backup: warning: 'x.backup' cannot be restored by its own user: only a superuser can drop and restore subscriptions
  hint: restore it as a superuser
\restore
mig-backup: cannot restore 'x.backup': only a superuser can drop and restore subscriptions
  hint: nothing was changed; create what is missing, or restore as a superuser
