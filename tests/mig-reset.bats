load helpers/common
load helpers/cases

@test "the cases of mig-reset print what they show: SQLite" {
	sqlite_cases mig-reset
}

# bats test_tags=pg
@test "the cases of mig-reset print what they show: PostgreSQL" {
	postgresql_cases mig-reset
}

situation() {
	mkdir -p prisma/migrations/1_a
	echo 'CREATE TABLE a (id INTEGER);' >prisma/migrations/1_a/migration.sql
}

@test "a reset needs -f or a yes on the terminal" {
	situation
	export DATABASE_URL=file:app.db
	sqlite3 app.db 'CREATE TABLE mine (id INTEGER)'
	run -2 --separate-stderr setsid -w mig-reset
	has "$stderr" 'cannot ask before dropping everything in app.db: no terminal' 'hint: use -f to reset without asking'
	run -2 script -qec mig-reset /dev/null <<<n
	has "$output" 'Drop everything in app.db? [y/N] ' 'mig-reset: nothing was changed'
	same mine "$(sqlite3 app.db 'SELECT name FROM sqlite_schema')"
	run -0 script -qec mig-reset /dev/null <<<y
	same 0 "$(sqlite3 app.db "SELECT count(*) FROM sqlite_schema WHERE name = 'mine'")"
}

@test "Ctrl-C at the question is no, at once" {
	situation
	export DATABASE_URL=file:app.db
	sqlite3 app.db 'CREATE TABLE mine (id INTEGER)'
	run -2 timeout 20 script -qefc 'exec mig-reset' log < <(until grep -q Drop log; do sleep 0.1; done 2>/dev/null; printf '\003'; sleep 1)
	has "$output" 'nothing was changed'
	same mine "$(sqlite3 app.db 'SELECT name FROM sqlite_schema')"
}

@test "a server on another host is refused without -ff, however it is named" {
	situation
	for url in postgresql://u:geheim@db.example.org/x 'postgresql://u:geheim@localhost,10.0.0.1/x' \
		'postgresql://u:geheim@localhost/x?hostaddr=10.0.0.1' 'postgresql://u:geheim@/x?host=db'; do
		run -2 --separate-stderr mig-reset -f -u "$url"
		has "$stderr" 'is not on this machine' 'hint: to drop everything in it anyway, use -ff'
		[[ $stderr != *geheim* ]]
	done
	PGHOST=db.example.org run -2 --separate-stderr mig-reset -f -u 'postgresql:///x'
	has "$stderr" 'is not on this machine'
	run -2 --separate-stderr mig-reset -w 1 -f -f -u 'postgresql://127.0.0.1:1/x'
	has "$stderr" 'cannot connect'
}

@test "a damaged file of SQLite is emptied, too" {
	situation
	export DATABASE_URL=file:app.db
	sqlite3 app.db 'CREATE TABLE mine (id INTEGER); CREATE INDEX i ON mine (id)'
	printf 'damage' | dd of=app.db bs=1 seek=4100 conv=notrunc 2>/dev/null
	run -0 mig-reset -f -q
	same ok "$(sqlite3 app.db 'PRAGMA integrity_check')"
}

# bats test_tags=pg
@test "everything in a database of PostgreSQL is dropped, or nothing" {
	situation
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	sql "$DATABASE_URL" "CREATE SCHEMA other; CREATE TABLE other.b (id int); CREATE EXTENSION citext;
		CREATE TYPE mood AS ENUM ('a'); CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1;
		ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC; SELECT lo_create(4711)"
	run -0 mig-reset -f
	same '0|0|0|0|0' "$(sql "$DATABASE_URL" "SELECT (SELECT count(*) FROM pg_namespace WHERE nspname = 'other'),
		(SELECT count(*) FROM pg_extension WHERE extname = 'citext'), (SELECT count(*) FROM pg_default_acl),
		(SELECT count(*) FROM pg_largeobject_metadata), (SELECT count(*) FROM pg_proc WHERE proname = 'f')")"
	# A user who does not own everything.
	role=r_${DATABASE_URL##*/}
	sql "$DATABASE_URL" "CREATE ROLE $role LOGIN; GRANT CREATE ON SCHEMA public TO $role"
	run -2 --separate-stderr mig-reset -f -u "${DATABASE_URL/:\/\/*@/:\/\/$role@}"
	has "$stderr" 'cannot drop everything in' "the URL's user must own everything in it, including extensions, or be a superuser"
	same 1 "$(sql "$DATABASE_URL" 'SELECT count(*) FROM _prisma_migrations')"
	sql "$DATABASE_URL" "DROP OWNED BY $role; DROP ROLE $role"
}

# bats test_tags=pg
@test "the URL's schema exists after a reset" {
	situation
	url=$(new_database)
	mig-reset -q -f -u "$url?schema=app"
	mig-reset -q -f -u "$url?schema=app"
	same 'app.a' "$(sql "$url" "SELECT oid::regclass FROM pg_class WHERE relname = 'a'")"
}
