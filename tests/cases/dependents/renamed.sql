CREATE TABLE "T" (id int PRIMARY KEY, a int, b int, "C" text COLLATE "C", CONSTRAINT positive CHECK (a > 0 AND b > 0),
    sum int GENERATED ALWAYS AS (a + b) STORED);
CREATE TABLE u (id int PRIMARY KEY, t_id int, a int);
CREATE INDEX by_sum ON "T" ((a + b));
CREATE VIEW v AS SELECT id, a, b, coalesce(a, b) AS either FROM "T";
CREATE VIEW w AS SELECT "T".a, x.a AS other, x.b, "T"."C" FROM "T" JOIN "T" x USING (id) JOIN u ON u.t_id = x.a
    WHERE "T".b IN (SELECT b FROM "T" y WHERE y.a > 0) ORDER BY x.a;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER of_a AFTER UPDATE OF a ON "T" FOR EACH ROW WHEN (NEW.b > OLD.a) EXECUTE FUNCTION f();
CREATE POLICY mine ON "T" USING (a > b);
INSERT INTO "T" VALUES (1, 1, 2, 'x'), (2, 2, 3, 'y');
