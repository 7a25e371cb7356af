CREATE TABLE t (id int PRIMARY KEY, a int, b int, d text COLLATE "C", e int[],
    CONSTRAINT positive CHECK (a > 0), CONSTRAINT sorted CHECK (a < b), CONSTRAINT own CHECK (b > 0),
    EXCLUDE USING btree (a WITH =) WHERE (b > 0));
CREATE INDEX by_both ON t ((a + b));
CREATE INDEX by_lower ON t (lower(d));
CREATE INDEX "some" ON t (b) WHERE a > 0;
CREATE UNIQUE INDEX included ON t (b) INCLUDE (a);
CREATE STATISTICS st ON a, b FROM t;
COMMENT ON COLUMN t.a IS 'it''s a';
COMMENT ON CONSTRAINT positive ON t IS 'greater than 0';
COMMENT ON CONSTRAINT own ON t IS 'b';
GRANT SELECT (a, b) ON t TO PUBLIC;
INSERT INTO t VALUES (1, 1, 2, 'x'), (2, 2, 3, 'y');
