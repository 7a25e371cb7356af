-- The user owns all tables, and not the database.
\superuser
GRANT ALL ON SCHEMA public TO APP;
CREATE SCHEMA s AUTHORIZATION APP;
ALTER DATABASE DATABASE OWNER TO CURRENT_USER;
\owner
CREATE TABLE s.t (a int);
\changed
DROP TABLE s.t;
\backup
mig-backup: warning: the user who made 'x.backup' cannot restore it: APP may not create schemas and extensions in the database
  hint: restore it as a superuser
\restore
mig-backup: cannot restore 'x.backup': APP may not create schemas and extensions in the database
  hint: nothing was changed; create what is missing, or restore as a superuser
