CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
CREATE TABLE t (id int PRIMARY KEY, role "Role" NOT NULL, CONSTRAINT none CHECK (role <> 'ADMIN'::"Role" OR id > 0));
CREATE INDEX by_word ON t ((role = 'ADMIN'));
CREATE VIEW v AS SELECT role FROM t WHERE role <> 'USER';
CREATE POLICY mine ON t USING (role = 'ADMIN');
INSERT INTO t VALUES (1, 'ADMIN');
