-- A superuser has put a table into a schema that the owner of the database may not drop.
\superuser
ALTER SCHEMA public OWNER TO CURRENT_USER;
GRANT ALL ON SCHEMA public TO PUBLIC;
\owner
CREATE TABLE t (a int);
\superuser changed
CREATE TABLE later (a int);
\backup
\restore
mig-backup: psql failed: psql:<stdin>:...: ERROR:  must be owner of table later
    CONTEXT:  SQL statement "DROP TABLE IF EXISTS public.later CASCADE"
    PL/pgSQL function inline_code_block line ...
  hint: a restore drops everything in the database except the objects of other users' extensions: run it as the owner of everything it drops, or as a superuser
