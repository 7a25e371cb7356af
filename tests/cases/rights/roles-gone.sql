-- Roles are not in a backup: those that are gone are named before anything is touched.
\superuser
CREATE ROLE "GONE role";
CREATE ROLE "GONE";
\owner
CREATE TABLE t (a int);
GRANT SELECT ON t TO "GONE role";
CREATE POLICY p ON t FOR SELECT TO "GONE", GUEST USING (a > 1);
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO "GONE";
\superuser changed
DROP OWNED BY "GONE", "GONE role";
DROP ROLE "GONE role";
DROP ROLE "GONE";
\backup
\restore
mig-backup: cannot restore 'x.backup': the role "GONE role" does not exist, which has privileges
mig-backup: cannot restore 'x.backup': the role GONE does not exist, which has privileges
  hint: nothing was changed; create what is missing, or restore as a superuser
