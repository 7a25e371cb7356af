-- Tries casts. sweep-postgresql fills the tables pair and value first.
CREATE TYPE trial AS (before text, value text, back text, again text, rewritten boolean, fails text, error text);

-- Makes a table of a pair's old type with a value, changes it up, down and up again, and undoes all of it. Texts
-- are what the column held; `fails` is the script that an error ended.
CREATE FUNCTION try(pair pair, literal text) RETURNS trial LANGUAGE plpgsql AS $$
DECLARE
	done trial;
	node oid;
	held text := format('SELECT c::text FROM %I', pair.name);
BEGIN
	done.fails := 'before';
	EXECUTE format('CREATE TABLE %1$I (c %2$s); INSERT INTO %1$I VALUES (%3$s)', pair.name, pair.old_type, literal);
	EXECUTE held INTO done.before;
	node := pg_relation_filenode(pair.name::regclass);
	done.fails := 'up';
	EXECUTE pair.up;
	done.rewritten := node <> pg_relation_filenode(pair.name::regclass);
	EXECUTE held INTO done.value;
	done.fails := 'down';
	EXECUTE pair.down;
	EXECUTE held INTO done.back;
	EXECUTE pair.up;
	EXECUTE held INTO done.again;
	done.fails := NULL;
	RAISE EXCEPTION 'undone';
EXCEPTION WHEN OTHERS THEN
	IF done.fails IS NOT NULL THEN done.error := SQLERRM; END IF;
	RETURN done;
END $$;

-- True if the server has a cast for a value of a column that schema-diff drops and recreates.
CREATE FUNCTION casts(pair pair, literal text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT CAST(CAST(%s AS %s) AS %s)', literal, pair.old_type, pair.new_type);
	RETURN literal <> 'NULL' AND literal NOT LIKE 'ARRAY[]%';
EXCEPTION WHEN OTHERS THEN
	RETURN false;
END $$;

CREATE TABLE result (name text, literal text, trial trial, castable boolean);

-- Each trial with the fate of its value. A text that spells a value comes back as the server spells it.
CREATE VIEW shown AS
	SELECT pair.*, literal, castable, (trial).*,
		CASE WHEN (trial).fails = 'up' THEN 'fails'
			WHEN (trial).fails IS NULL AND (trial).back IS NOT DISTINCT FROM (trial).before
				AND (trial).again IS NOT DISTINCT FROM (trial).value THEN 'kept'
			WHEN risk = 'may-fail' AND old_type ~ '^(text|varchar|char|citext|json|xml)' THEN 'kept'
			ELSE 'changed' END AS fate
	FROM result JOIN pair USING (name);

-- The pairs whose words are not true. Nobody knows what a type keeps that Prisma does not know; money depends on
-- the locale; a short text may have no room for what is lost; any length may be too short for some text;
-- and of decimals only NaN is no JSON.
CREATE VIEW wrong AS
	SELECT fault, name, risk, back_risk, old_type, new_type, trials FROM (
		SELECT name, risk, back_risk, old_type, new_type, string_agg(format('%s -> %s -> %s %s: %s', literal, value, back, again, error), E'\n\t') AS trials,
			CASE WHEN kind IS NULL THEN 'is not in the list'
				WHEN bool_or(castable) THEN 'can be cast'
				WHEN kind = 'recreate-column' THEN NULL
				WHEN bool_or(fails = 'before') THEN 'has a wrong value in this test'
				WHEN bool_or(fate = 'changed') AND risk <> 'loses-data' THEN 'changes a value'
				WHEN bool_or(fate = 'fails') AND risk NOT IN ('may-fail', 'loses-data') THEN 'fails'
				WHEN bool_or(rewritten) AND risk IN ('safe', 'locks') THEN 'rewrites the table'
				WHEN NOT bool_or(rewritten) AND risk = 'rewrites' THEN 'does not rewrite the table'
				WHEN old_type ~ '^(macaddr|interval|int4range|money)' OR new_type ~ '^(macaddr|interval|int4range|money)' THEN NULL
				WHEN bool_and(fate <> 'changed') AND risk = 'loses-data' AND old_type !~ '^(var)?char' AND new_type !~ 'char($|\[|\(1\))' THEN 'loses nothing'
				WHEN bool_and(fate <> 'fails') AND risk = 'may-fail' AND new_type !~ '^(varchar|char)'
					AND NOT (old_type ~ '^decimal' AND new_type ~ 'json') THEN 'never fails' END AS fault
		FROM shown GROUP BY name, risk, back_risk, kind, old_type, new_type) AS judged
	WHERE fault IS NOT NULL;
