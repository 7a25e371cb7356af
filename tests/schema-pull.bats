load helpers/common
load helpers/cases

# closes TEXT: creates the schema in an empty database and reads it back: there is no difference in either
# direction, nor after printing it as a Prisma schema.
closes() {
	schema-pull >pulled 2>err || { cat err; return 1; }
	schema-diff -q "$1" pulled && schema-diff -q pulled "$1" || {
		echo "$1"
		schema-diff -o list "$1" pulled
		schema-diff -o list pulled "$1"
		return 1
	}
	schema-print pulled >again.prisma
	schema-parse again.prisma 2>err >again || { cat again.prisma err; return 1; }
	schema-diff -q pulled again && schema-diff -q again pulled
}

# True if a default in the schema cannot be read back from the database: dbgenerated() without SQL sets none,
# SQL that is a literal comes back as a literal, and a server spells expressions in its own way.
is_untold() { grep -q $'\texpression:' "$1"; }

@test "schema-pull reads the schema that schema-print creates: SQLite" {
	export DATABASE_URL=file:app.db
	count=0
	for case in "$CASES"/diff/*sqlite*/*.prisma "$TESTS"/demo/sqlite/*.prisma; do
		schema-parse "$case" >text 2>/dev/null || continue
		! is_untold text || continue
		rm -f app.db
		schema-print -o sql text | sqlite3 -bail app.db 2>/dev/null || continue
		closes text
		count=$((count + 1))
	done
	[ "$count" -gt 20 ]
}

# bats test_tags=pg
@test "schema-pull reads the schema that schema-print creates: PostgreSQL" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	count=0
	for case in "$CASES"/diff/*postgresql*/*.prisma "$TESTS"/demo/postgresql/*.prisma; do
		schema-parse "$case" >text 2>/dev/null || continue
		! is_untold text && ! grep -qE '^(namespace|extension)' text || continue
		psql -qX "$DATABASE_URL" -c 'DROP SCHEMA public CASCADE; CREATE SCHEMA public' 2>/dev/null
		schema-print -o sql text | psql -qX -v ON_ERROR_STOP=1 "$DATABASE_URL" >/dev/null 2>&1 || continue
		closes text
		count=$((count + 1))
	done
	[ "$count" -gt 10 ]
}

@test "schema-pull prints what the cases show" {
	sqlite_cases schema-pull
}

# bats test_tags=pg
@test "schema-pull prints what the cases show: PostgreSQL" {
	postgresql_cases schema-pull
}

# bats test_tags=pg
@test "the next schema-pull removes what a killed one left on the server" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	mkdir -p migrations/1_a
	for i in $(seq 200); do echo "CREATE TABLE t$i (id INT PRIMARY KEY);"; done >migrations/1_a/migration.sql
	left() { sql "$TEST_PG_URL" "SELECT count(*) FROM pg_database WHERE datname LIKE 'migtools_scratch%'"; }
	for pause in 00 02 04 06 08 12 16 20 25 30; do
		schema-pull -m migrations >/dev/null 2>&1 &
		sleep "0.$pause"
		kill -9 $! 2>/dev/null || true
		wait $! || true
	done
	# The server may still be working for the last one.
	for i in $(seq 50); do
		schema-pull -m migrations >text
		[ "$(left)" != 0 ] || break
		sleep 0.1
	done
	same 0 "$(left)"
	same 200 "$(grep -c ^table text)"

	# One in use is not removed. A signal removes it.
	echo 'SELECT pg_sleep(60);' >slow.sql
	schema-pull -s slow.sql >/dev/null 2>&1 3>&- &
	slow=$!
	for i in $(seq 50); do
		[ "$(left)" = 0 ] || break
		sleep 0.05
	done
	schema-pull -m migrations >/dev/null
	same 1 "$(left)"
	kill -TERM "$slow"
	wait "$slow" || true
	same 0 "$(left)"
}

@test "a killed schema-pull leaves nothing: SQLite" {
	printf 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;' >slow.sql
	schema-pull -p sqlite -s slow.sql >text 2>&1 &
	sleep 0.1
	kill -9 $!
	wait $! || true
	same 'slow.sql text' "$(ls | xargs)"
}

# bats test_tags=pg
@test "a lost connection is reported, and no part of the schema is printed" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	psql -qX "$DATABASE_URL" -c 'DO $$ BEGIN FOR i IN 1..800 LOOP
		EXECUTE format($f$CREATE TABLE t%s (id INT PRIMARY KEY, a TEXT DEFAULT $d$x$d$)$f$, i); END LOOP; END $$'
	ended=0
	for pause in 02 04 06 08 10 15 01 03 05 07 09 12; do
		[ "$ended" -eq 0 ] || [ "$pause" != 01 ] || break
		schema-pull >text 2>err 3>&- &
		sleep "0.$pause"
		psql -qX "$TEST_PG_URL" -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${DATABASE_URL##*/}'" >/dev/null
		if wait $!; then
			same end "$(tail -n 1 text)"
		else
			ended=$((ended + 1))
			[ ! -s text ]
			has "$(cat err)" 'schema-pull: cannot '
		fi
	done
	[ "$ended" -gt 0 ]
}

# clusters: prints what private servers left behind.
clusters() { ls "$TMPDIR" | grep -c '^migtools_cluster_' || true; }

# wait_for COMMAND...: waits until the command succeeds, at most 30 seconds.
wait_for() {
	for i in $(seq 600); do
		! "$@" 2>/dev/null || return 0
		sleep 0.05
	done
	return 1
}

# private: makes a place for private servers that the user postgres can reach, too; a folder; and a slow script.
private() {
	export TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir -m 1777 "$TMPDIR"
	chmod a+x "$BATS_RUN_TMPDIR" "$BATS_SUITE_TMPDIR" "$BATS_FILE_TMPDIR" "$BATS_TEST_TMPDIR" "${BATS_TEST_TMPDIR%/*}"
	mkdir -p migrations/1_a
	echo 'provider = "postgresql"' >migrations/migration_lock.toml
	echo 'CREATE ROLE reader; CREATE TABLE a (id INT); GRANT SELECT ON a TO reader;' >migrations/1_a/migration.sql
	echo 'CREATE TABLE slow (id INT); SELECT pg_sleep(60);' >slow.sql
}

@test "without a URL, a private server of PostgreSQL runs, and leaves nothing" {
	private
	# Settings for other servers do not matter. It has its own roles.
	user=
	[ "$(id -u)" != 0 ] || user=', as the user postgres'
	PGHOST=127.0.0.1 PGDATA=/nonexistent PGPORT=1 PGOPTIONS=-cx=y PGREQUIREPEER=x PGSSLMODE=require schema-pull -v -m migrations >text 2>err || { cat err; false; }
	like "schema-pull: replaying in a private PostgreSQL server, in $TMPDIR/migtools_cluster_...$user" "$(cat err)"
	same 'object	grant	a	reader	GRANT SELECT ON TABLE public.a TO reader' "$(grep ^object text)"
	same 0 "$(clusters)"

	echo 'CREATE TABLE b (id INT); SELECT 1/0;' >bad.sql
	run -2 schema-pull -p postgresql -s bad.sql
	has "$output" 'bad.sql:1:26: error: bad.sql: division by zero (22012)'
	same 0 "$(clusters)"
}

@test "one private server serves all scratch databases of a run, each with its own roles only" {
	private
	mkdir -p bin migrations/2_b
	real=$(dirname "$(readlink -f "$(command -v initdb)")")
	[ -x "$real/postgres" ] || real=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
	printf '#!/bin/sh\necho made >>"%s/made"\nexec %s/initdb "$@"\n' "$TMPDIR" "$real" >bin/initdb
	printf '#!/bin/sh\nexec %s/postgres "$@"\n' "$real" >bin/postgres
	chmod +x bin/*
	chmod a+x . ..
	cat >migrations/2_b/migration.sql <<-'END'
		CREATE ROLE writer LOGIN; GRANT reader TO writer WITH ADMIN OPTION;
		CREATE TABLE b (id INT); ALTER TABLE b OWNER TO writer;
		GRANT ALL ON SCHEMA public TO reader WITH GRANT OPTION;
		GRANT CREATE ON SCHEMA public TO writer; SET ROLE writer; CREATE TABLE c (id INT); RESET ROLE;
		ALTER ROLE ALL SET search_path = pg_temp; ALTER ROLE postgres SET work_mem = '1MB';
		ALTER DEFAULT PRIVILEGES FOR ROLE writer GRANT SELECT ON TABLES TO reader;
	END
	PATH=$PWD/bin:$PATH run -0 mig-check
	same 'mig-check: rollback not checked: no migration has a down.sql' "$output"
	same made "$(cat "$TMPDIR/made")"
	same 0 "$(clusters)"
}

@test "a private server ends at a signal, and the next process removes what a killed one left, and only that" {
	private
	is_running() { [ -S "$TMPDIR"/migtools_cluster_*/.s.PGSQL.5432 ]; }
	is_made() { [ -d "$TMPDIR"/migtools_cluster_* ]; }
	for instant in is_made is_running; do
		schema-pull -p postgresql -s slow.sql >text 2>err 3>&- &
		wait_for $instant
		kill -TERM $!
		wait $! || same 2 $?
		same 0 "$(clusters)"
		[ ! -s text ]
		[ $instant = is_running ] || same 'schema-pull: interrupted while creating a private server' "$(cat err)"
	done

	schema-pull -p postgresql -s slow.sql >/dev/null 2>&1 3>&- &
	wait_for is_running
	server=$(head -n 1 "$TMPDIR"/migtools_cluster_*/data/postmaster.pid)
	kill -KILL $!
	wait $! || true
	same 1 "$(clusters)"
	is_gone() { ! kill -0 "$server"; }
	[ "$(uname)" != Linux ] || wait_for is_gone
	# Files of others stay: a running server, and anything that is not a directory of ours.
	: >"$TMPDIR/migtools_cluster_file"
	ln -s / "$TMPDIR/migtools_cluster_link"
	schema-pull -p postgresql -s slow.sql >/dev/null 2>&1 3>&- &
	slow=$!
	wait_for is_running
	schema-pull -m migrations >/dev/null
	same 3 "$(clusters)"
	kill -TERM "$slow"
	wait "$slow" || same 2 $?
	same $'migtools_cluster_file\nmigtools_cluster_link' "$(ls "$TMPDIR")"
}

@test "a private server that cannot start is reported with the output of its programs" {
	private
	mkdir bin
	printf '#!/bin/sh\necho "initdb: error: no" >&2\nexit 1\n' >bin/initdb
	cp bin/initdb bin/postgres
	chmod +x bin/*
	chmod a+x . ..
	PATH=$PWD/bin:$PATH run -2 schema-pull -m migrations
	same $'schema-pull: cannot create a private server: initdb failed:\n    initdb: error: no' "$output"
	printf '#!/bin/sh\n' >bin/initdb
	PATH=$PWD/bin:$PATH run -2 schema-pull -m migrations
	same $'schema-pull: cannot create a private server: postgres failed:\n    initdb: error: no' "$output"
	same 0 "$(clusters)"
	TMPDIR=/nonexistent run -2 schema-pull -m migrations
	same "schema-pull: cannot create a directory in '/nonexistent': No such file or directory" "$output"
}

# without_path COMMAND...: runs a command with no program in PATH but rm.
without_path() {
	mkdir -p tools
	ln -sf "$(command -v rm)" tools
	PATH=$PWD/tools run "$@"
}

@test "a private server is of the newest version installed if PATH has none" {
	newest=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
	[ -n "$newest" ] || skip 'PostgreSQL is not installed as in Debian'
	private
	cat >version.sql <<-'END'
		DO $$BEGIN EXECUTE format('CREATE TABLE v%s (id INT)', current_setting('server_version_num')::INT / 10000); END$$;
	END
	without_path -0 "$(command -v schema-pull)" -p postgresql -s version.sql
	version=${newest#/usr/lib/postgresql/}
	has "$output" $'table\tv'"${version%%/*}"
	same 0 "$(clusters)"
}

@test "without PostgreSQL, a message says how to get a server" {
	private
	printf '#include <glob.h>\nint glob(const char *pattern, int flags, int (*failed)(const char *, int), glob_t *list) { (void)pattern; (void)flags; (void)failed; (void)list; return GLOB_NOMATCH; }\n' >none.c
	gcc -shared -fPIC -o none.so none.c
	ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 LD_PRELOAD=$PWD/none.so without_path -2 "$(command -v schema-pull)" -m migrations
	same "schema-pull: no server for a scratch database
  hint: give the URL of a PostgreSQL server with -u or DATABASE_URL, whose databases are not changed; or install PostgreSQL here, to start a private server" "$output"
}

@test "root starts no private server without a user postgres" {
	[ "$(id -u)" = 0 ] || skip 'only as root'
	private
	printf '#include <pwd.h>\n#include <stddef.h>\nstruct passwd *getpwnam(const char *name) { (void)name; return NULL; }\n' >none.c
	gcc -shared -fPIC -o none.so none.c
	ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 LD_PRELOAD=$PWD/none.so run -2 schema-pull -m migrations
	same "schema-pull: no server for a scratch database: PostgreSQL does not run as root
  hint: run this as another user; or create the user postgres, to run PostgreSQL as that user" "$output"
}
