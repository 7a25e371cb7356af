-- a; comment with it's quote
/* nested /* comments; */ with "quotes; */
CREATE TABLE texts (id SERIAL, t TEXT);
INSERT INTO texts (t) VALUES ('a;b'), ('a'';b'), (E'it\'s;'), (E'it'
	'\'s; too'), ('--; no comment'), ($$/*; no comment$$), (U&'U&;');
CREATE FUNCTION f(a INT) RETURNS INT LANGUAGE plpgsql AS $body$
BEGIN
	-- $$; $
	RETURN a + 1; /* $body */
END;
$body$;
CREATE FUNCTION g(a INT) RETURNS INT LANGUAGE sql
BEGIN ATOMIC
	SELECT CASE WHEN a > 1 THEN 2 ELSE 3 END;
	SELECT f(a);
END;
CREATE TABLE "odd;name" ("a""b;" INT, "c-- d" INT);
CREATE RULE r AS ON DELETE TO texts DO ALSO (SELECT 1; SELECT 2);
CREATE INDEX CONCURRENTLY "texts;t" ON texts USING btree (t);
INSERT INTO texts (t) VALUES (g(5)::text)
