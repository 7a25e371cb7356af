-- A publication of all tables is a superuser's, and loses nothing when its tables are made again.
\superuser
SET client_min_messages = error;
CREATE PUBLICATION everything FOR ALL TABLES;
\owner
CREATE TABLE t (a int PRIMARY KEY);
\changed
DROP TABLE t;
\backup
\restore
mig-backup: warning: left as it is, because it belongs to others: publication everything
