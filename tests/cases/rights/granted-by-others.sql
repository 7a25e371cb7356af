-- A role has passed a privilege on: only a superuser can do that in its name.
\superuser
CREATE TABLE t (a int);
ALTER TABLE t OWNER TO APP;
SET SESSION AUTHORIZATION APP;
GRANT SELECT ON t TO OTHER WITH GRANT OPTION;
SET SESSION AUTHORIZATION OTHER;
GRANT SELECT ON t TO GUEST;
\changed
INSERT INTO t VALUES (2);
\backup
mig-backup: warning: 'x.backup' cannot be restored by its own user: only a superuser can restore what OTHER has granted
  hint: restore it as a superuser
\restore
mig-backup: cannot restore 'x.backup': only a superuser can restore what OTHER has granted
  hint: nothing was changed; create what is missing, or restore as a superuser
