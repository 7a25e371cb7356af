CREATE TABLE t (id int PRIMARY KEY, a int, b int,
    stays int GENERATED ALWAYS AS (a + 1) STORED,
    sum int GENERATED ALWAYS AS (a + b) STORED,
    of_b int GENERATED ALWAYS AS (b * 2) STORED,
    free int GENERATED ALWAYS AS (id * 3) STORED);
CREATE INDEX by_of_b ON t (of_b);
CREATE VIEW v AS SELECT of_b FROM t;
INSERT INTO t VALUES (1, 1, 2), (2, 2, 3);
