CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE, b int, c int UNIQUE DEFERRABLE, d int UNIQUE, e int, UNIQUE (a, b));
CREATE UNIQUE INDEX t_e_key ON t (e);
CREATE TABLE u (id int PRIMARY KEY, d int REFERENCES t (d));
INSERT INTO t VALUES (1, 1, 1, 1, 1, 1), (2, 2, 2, 2, 2, 2);
INSERT INTO u VALUES (1, 2);
