# The history is read back: a row that was not written is not committed, and an unreadable history is an error.

load helpers/common

migration() {
	mkdir -p "migrations/$1"
	cat >"migrations/$1/migration.sql"
}

# begin: makes a database with 1_a applied and 2_b, with its down.sql, pending.
begin() {
	url=$(new_database)
	rm -rf migrations
	migration 1_a <<<'CREATE TABLE a (i int);'
	mig-apply -q -u "$url"
	migration 2_b <<<'CREATE TABLE b (i int);'
	echo 'DROP TABLE b;' >migrations/2_b/down.sql
}

# is_refused WORDS: 2_b is neither applied nor recorded, and the message has the words.
is_refused() {
	run -2 --separate-stderr mig-apply -u "$url"
	has "$stderr" "$1"
	same "|0" "$(sql "$url" "SELECT to_regclass('b'), count(*) FROM _prisma_migrations WHERE migration_name = '2_b'")"
}

kept_out='the history did not keep the row as it was written'

@test "no migration commits if something keeps its row out of the history, or changes the row" {
	begin
	sql "$url" "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
	sql "$url" "CREATE FUNCTION remove() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM _prisma_migrations WHERE id = NEW.id; RETURN NULL; END'"
	sql "$url" "CREATE FUNCTION rename() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.migration_name := ''x''; RETURN NEW; END'"
	for trigger in "TRIGGER t BEFORE INSERT ON _prisma_migrations FOR EACH ROW EXECUTE FUNCTION swallow()" \
		"TRIGGER t AFTER INSERT ON _prisma_migrations FOR EACH ROW EXECUTE FUNCTION remove()" \
		"TRIGGER t BEFORE INSERT ON _prisma_migrations FOR EACH ROW EXECUTE FUNCTION rename()" \
		"CONSTRAINT TRIGGER t AFTER INSERT ON _prisma_migrations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION remove()"; do
		sql "$url" "CREATE $trigger"
		is_refused "$kept_out"
		sql "$url" "DROP TRIGGER t ON _prisma_migrations"
	done
	sql "$url" "CREATE RULE r AS ON INSERT TO _prisma_migrations DO INSTEAD NOTHING"
	is_refused 'refusing to write to _prisma_migrations: it has rules'
	sql "$url" "DROP RULE r ON _prisma_migrations"
	mig-apply -q -u "$url"
	sql "$url" "CREATE TRIGGER t BEFORE UPDATE ON _prisma_migrations FOR EACH ROW EXECUTE FUNCTION swallow()"
	run -2 --separate-stderr mig-rollback -u "$url"
	has "$stderr" "$kept_out"
	same "b|1" "$(sql "$url" "SELECT to_regclass('b'), count(finished_at) FROM _prisma_migrations WHERE migration_name = '2_b'")"
}

@test "a trigger that only watches the history does no harm" {
	begin
	sql "$url" "CREATE TABLE audit (name text); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.audit VALUES (NEW.migration_name); RETURN NEW; END'; CREATE TRIGGER t AFTER INSERT OR UPDATE ON _prisma_migrations FOR EACH ROW EXECUTE FUNCTION note()"
	mig-apply -q -u "$url"
	mig-rollback -q -u "$url"
	same 2 "$(sql "$url" "SELECT count(*) FROM audit")"
}

@test "writing the history runs no code except the user's own and a superuser's" {
	begin
	sql "$url" "CREATE ROLE other_$$ LOGIN; GRANT CREATE ON SCHEMA public TO other_$$; ALTER TABLE _prisma_migrations OWNER TO other_$$"
	for sql in "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON _prisma_migrations FOR EACH ROW EXECUTE FUNCTION f()" \
		"CREATE FUNCTION g(text) RETURNS boolean LANGUAGE sql AS 'SELECT true'; ALTER TABLE _prisma_migrations ADD CHECK (g(id))" \
		"CREATE FUNCTION g(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT \$1'; CREATE INDEX ON _prisma_migrations (g(id))" \
		"CREATE FUNCTION g() RETURNS text LANGUAGE sql AS 'SELECT 1::text'; ALTER TABLE _prisma_migrations ADD COLUMN x text DEFAULT g()"; do
		psql -qX "$url" -c "SET ROLE other_$$" -c "$sql"
		is_refused "would run code of the role other_$$"
		run -1 mig-status -u "$url"
		sql "$url" "DROP FUNCTION IF EXISTS f() CASCADE; DROP FUNCTION IF EXISTS g() CASCADE; DROP FUNCTION IF EXISTS g(text) CASCADE; ALTER TABLE _prisma_migrations DROP COLUMN IF EXISTS x" 2>/dev/null
	done
	mig-apply -q -u "$url"
	sql "$url" "DROP OWNED BY other_$$; DROP ROLE other_$$"
}

@test "hidden rows of the history do not count as missing" {
	begin
	sql "$url" "CREATE ROLE lowly_$$ LOGIN; GRANT CREATE ON SCHEMA public TO lowly_$$; GRANT SELECT, INSERT, UPDATE ON _prisma_migrations TO lowly_$$; ALTER TABLE _prisma_migrations ENABLE ROW LEVEL SECURITY"
	lowly=${url/migtools@/lowly_$$@}
	for policy in "" "CREATE POLICY p ON _prisma_migrations FOR INSERT WITH CHECK (true)" \
		"CREATE POLICY q ON _prisma_migrations FOR SELECT USING (migration_name <> '1_a')" \
		"CREATE POLICY r ON _prisma_migrations AS RESTRICTIVE FOR SELECT USING (true)"; do
		[ -z "$policy" ] || sql "$url" "$policy"
		for program in mig-status mig-apply mig-rollback 'mig-resolve -a 2_b'; do
			run -2 --separate-stderr $program -u "$lowly"
			has "$stderr" 'row level security hides rows of _prisma_migrations from this user'
		done
	done
	sql "$url" "DROP POLICY r ON _prisma_migrations; CREATE POLICY s ON _prisma_migrations FOR SELECT USING (true)"
	mig-apply -q -u "$lowly"
	run -2 --separate-stderr mig-rollback -u "$lowly"
	has "$stderr" "$kept_out"
	sql "$url" "DROP OWNED BY lowly_$$; DROP ROLE lowly_$$"
}

@test "a history table that is not Prisma's is an error that names its fault" {
	for change in "ALTER TABLE _prisma_migrations DROP COLUMN started_at|column started_at is missing" \
		"ALTER TABLE _prisma_migrations ALTER started_at DROP DEFAULT, ALTER started_at TYPE text|column started_at has type text" \
		"ALTER TABLE _prisma_migrations ALTER applied_steps_count DROP DEFAULT, ALTER applied_steps_count TYPE text, DROP COLUMN logs|column logs is missing, column applied_steps_count has type text" \
		"ALTER TABLE _prisma_migrations ALTER migration_name DROP NOT NULL; UPDATE _prisma_migrations SET migration_name = NULL|row 1 of _prisma_migrations has no migration_name" \
		"ALTER TABLE _prisma_migrations RENAME TO x; CREATE VIEW _prisma_migrations AS SELECT * FROM x|a view" \
		"DROP TABLE _prisma_migrations; CREATE TABLE _prisma_migrations (id text) PARTITION BY LIST (id)|it has partitions"; do
		begin
		sql "$url" "${change%|*}"
		for program in mig-status 'mig-apply -n' mig-apply mig-rollback 'mig-resolve -a 2_b'; do
			run -2 --separate-stderr $program -u "$url"
			has "$stderr" "${change#*|}"
		done
	done
}

@test "a history with a long log can be read" {
	begin
	sql "$url" "UPDATE _prisma_migrations SET logs = repeat('é', 20000000)"
	mig-apply -q -u "$url"
	run -0 mig-status -u "$url"
}

@test "a failure is recorded in a database of any encoding" {
	for encoding in LATIN1 SQL_ASCII; do
		psql -qX "$TEST_PG_URL" -c "DROP DATABASE IF EXISTS e_$$" -c "CREATE DATABASE e_$$ ENCODING $encoding LOCALE 'C' TEMPLATE template0"
		url=${TEST_PG_URL%/*}/e_$$
		migration 1_a <<<"CREATE TABLE a (i int); COMMIT; DO \$\$BEGIN RAISE EXCEPTION 'no € or é'; END\$\$;"
		run -1 mig-apply -u "$url"
		migration 1_a <<<"CREATE TABLE a (i int); COMMIT; SELECT 1 AS \"€é\" FROM nowhere;"
		mig-resolve -q -f -r 1_a -u "$url"
		sql "$url" "DROP TABLE IF EXISTS a"
		run -1 mig-apply -u "$url"
		same 2 "$(sql "$url" "SELECT count(*) FROM _prisma_migrations WHERE logs LIKE 'error%'")"
		psql -qX "$TEST_PG_URL" -c "DROP DATABASE e_$$"
	done
}

@test "the migration applied last stays last, even if a clock was ahead" {
	begin
	sql "$url" "UPDATE _prisma_migrations SET started_at = now() + interval '10 minutes', finished_at = now() + interval '10 minutes'"
	mig-apply -q -u "$url"
	migration 0_late <<<'CREATE TABLE late (i int);'
	echo 'DROP TABLE late;' >migrations/0_late/down.sql
	mig-apply -q -s none -u "$url"
	same "1_a 2_b 0_late" "$(sql "$url" "SELECT string_agg(migration_name, ' ' ORDER BY started_at) FROM _prisma_migrations")"
	same 0 "$(sql "$url" "SELECT count(*) FROM _prisma_migrations WHERE finished_at < started_at")"
	mig-rollback -q -u "$url"
	same "b|" "$(sql "$url" "SELECT to_regclass('b'), to_regclass('late')")"
}
