# Each file is a session: its settings hold for all of it, and for nothing else.

load helpers/common

# migration NAME < SQL; down NAME < SQL
migration() {
	mkdir -p "migrations/$1"
	cat >"migrations/$1/migration.sql"
}

down() {
	cat >"migrations/$1/down.sql"
}

# Records the settings of its session.
seen="INSERT INTO seen SELECT current_user::text AS role, current_setting('search_path') AS path,
	current_setting('TimeZone') AS zone, current_setting('client_encoding') AS encoding,
	current_setting('standard_conforming_strings') AS strings, nullif(current_setting('app.tenant', true), '') AS tenant,
	current_setting('transaction_isolation') AS isolation, current_setting('transaction_read_only') AS read_only,
	current_setting('session_replication_role') AS replication,
	(SELECT count(*) FROM pg_prepared_statements)::text || (SELECT count(*) FROM pg_cursors)::text
	|| (SELECT count(*) FROM pg_listening_channels())::text
	|| (SELECT count(*) FROM pg_class WHERE relpersistence = 't')::text
	|| (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objid <> 72707369)::text AS left_over;"

# Statements that leave something of each kind behind.
leaves=(
	"SET search_path TO pg_catalog"
	"SET TIME ZONE 'Asia/Tokyo'"
	"SET client_encoding TO 'LATIN1'"
	"SET standard_conforming_strings TO off"
	"SET app.tenant TO '42'"
	"SELECT set_config('app.tenant', '43', false)"
	"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE"
	"SET default_transaction_read_only TO on"
	"SET session_replication_role TO replica"
	"SET SESSION AUTHORIZATION pg_monitor"
	"SET ROLE pg_monitor"
	"PREPARE p AS SELECT 1"
	"DECLARE c CURSOR WITH HOLD FOR SELECT 1"
	"LISTEN x"
	"CREATE TEMP TABLE seen (i int)"
	"CREATE TEMP VIEW t AS SELECT 1"
	"SELECT pg_advisory_lock(5)"
	"SELECT pg_advisory_lock_shared(5, 6)"
	"SET row_security TO off"
	"SET statement_timeout TO '1s'"
	"SET lock_timeout TO '1ms'"
)

# make_seen: makes the table in which files record their settings, as the first migration.
make_seen() {
	url=$(new_database)
	migration 0_seen <<<"CREATE TABLE seen (role text, path text, zone text, encoding text, strings text, tenant text,
		isolation text, read_only text, replication text, left_over text); $seen"
}

@test "nothing in a file's session reaches the next file" {
	make_seen
	for n in "${!leaves[@]}"; do
		migration "$((100 + n))_a" <<<"${leaves[n]};"
		migration "$((100 + n))_b" <<<"$seen"
	done
	mig-apply -q -u "$url"
	same "$((1 + ${#leaves[@]}))|1" "$(sql "$url" "SELECT count(*), count(DISTINCT seen) FROM seen")"
	same "$((1 + 2 * ${#leaves[@]}))" "$(sql "$url" "SELECT count(finished_at) FROM _prisma_migrations")"
}

@test "nothing in the session of a failed file affects the row of its failure" {
	url=$(new_database)
	for leave in "SET search_path TO pg_catalog" "SET client_encoding TO 'LATIN1'" "SET default_transaction_read_only TO on" \
		"SET ROLE pg_monitor" "SET statement_timeout TO '1ms'"; do
		rm -rf migrations
		migration "a$((++count))" <<<"$leave; COMMIT; SELECT 1 / 0;"
		# On a busy machine a millisecond may be over before the file fails by itself.
		for _ in {1..20}; do
			run mig-apply -q -u "$url"
			[[ $status -eq 2 && $output == *'statement timeout'* ]] || break
		done
		same 1 "$status"
		mig-resolve -q -r "a$count" -u "$url"
	done
	same 5 "$(sql "$url" "SELECT count(*) FROM _prisma_migrations WHERE logs ~ 'division by zero|statement timeout'")"
}

@test "the history gets its row, whatever a file sets before a part that runs alone" {
	make_seen
	for n in "${!leaves[@]}"; do
		[[ ${leaves[n]} != *read_only* ]] || continue
		migration "$((100 + n))_a" <<<"SELECT 1; ${leaves[n]}; COMMIT; SELECT 1; COMMIT; VACUUM pg_type; SELECT 1;"
		migration "$((100 + n))_b" <<<"$seen"
	done
	sed -i 's/VACUUM pg_type/DROP INDEX CONCURRENTLY IF EXISTS public.none/' migrations/*_a/migration.sql
	mig-apply -q -u "$url"
	same "$((2 * ${#leaves[@]} - 1))|0" "$(sql "$url" "SELECT count(finished_at), count(logs) FROM _prisma_migrations")"
	same 1 "$(sql "$url" "SELECT count(DISTINCT seen) FROM seen")"
}

@test "a resumed file has the settings that it made before" {
	url=$(new_database)
	sql "$url" "CREATE SCHEMA app; CREATE TABLE app.t (i int); CREATE ROLE worker_$$; GRANT ALL ON SCHEMA app TO worker_$$"
	migration 0_a <<<'SELECT 1;'
	mig-resolve -q -a 0_a -u "$url"
	migration 1_b <<-SQL
		SET LOCAL search_path TO nowhere;
		BEGIN; SET search_path TO nowhere; ROLLBACK;
		SET search_path TO app;
		SELECT pg_catalog.set_config('app.tenant', '42', false);
		SET TIME ZONE 'Asia/Tokyo';
		SET ROLE worker_$$;
		COMMIT;
		CREATE TABLE u (i int);
		SELECT 1 / 0;
	SQL
	run -1 mig-apply -u "$url"
	sed -i '$d' migrations/1_b/migration.sql
	echo "INSERT INTO u SELECT current_setting('app.tenant')::int; CREATE TABLE z AS SELECT current_setting('TimeZone');" >>migrations/1_b/migration.sql
	down 1_b <<-SQL
		SET search_path TO app;
		COMMIT;
		DROP TABLE u;
		COMMIT;
		DROP TABLE z;
	SQL
	mig-resolve -q -r 1_b -u "$url"
	mig-apply -x -q -u "$url"
	mig-apply -q -u "$url"
	same "42|Asia/Tokyo|worker_$$" "$(sql "$url" "SELECT i, z.*, tableowner FROM app.u, app.z, pg_tables WHERE tablename = 'u'")"
	mig-rollback -q -u "$url"
	same 0 "$(sql "$url" "SELECT count(*) FROM pg_tables WHERE tablename IN ('u', 'z')")"
	sql "$url" "DROP OWNED BY worker_$$; DROP ROLE worker_$$"
}

@test "in a rehearsal, too, each file has its own session" {
	url=$(new_database)
	migration 1_a <<<"CREATE TABLE t (i int); SET search_path TO pg_catalog; SET ROLE pg_monitor; CREATE TEMP TABLE t (i int); PREPARE p AS SELECT 1;"
	migration 2_b <<<"PREPARE p AS SELECT 2; ALTER TABLE public.t ADD j int; INSERT INTO t VALUES (1, 2); DROP TABLE t;"
	mig-apply -x -q -u "$url"
	same '' "$(sql "$url" "SELECT relname FROM pg_class WHERE relname = 't'")"
}

@test "DISCARD ALL leaves the lock and the schema of the URL" {
	url=$(new_database)
	migration 1_a <<<"SET app.x TO 'gone'; DISCARD ALL; SET app.y TO 'kept'; CREATE TABLE t (i text); COMMIT; INSERT INTO t VALUES (current_setting('app.y'));"
	mig-apply -q -u "$url?schema=app"
	same kept "$(sql "$url" "SELECT i FROM app.t")"
}

@test "a script may set the mode of its transaction first" {
	url=$(new_database)
	migration 1_a <<<"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; CREATE TABLE a AS SELECT current_setting('transaction_isolation') AS l;"
	migration 2_b <<<"BEGIN; SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; CREATE TABLE b AS SELECT current_setting('transaction_isolation') AS l; COMMIT;"
	migration 3_c <<<"BEGIN ISOLATION LEVEL SERIALIZABLE; CREATE TABLE c AS SELECT current_setting('transaction_isolation') AS l; COMMIT;"
	mig-apply -q -u "$url"
	same "serializable|repeatable read|serializable" "$(sql "$url" "SELECT a.l, b.l, c.l FROM a, b, c")"
	migration 4_d <<<"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT nothing;"
	run -1 --separate-stderr mig-apply -q -u "$url"
	has "$stderr" "migrations/4_d/migration.sql:1:54: error: 4_d: column \"nothing\" does not exist"
}

@test "a script of many messages is one transaction, and its errors have their places" {
	url=$(new_database)
	mkdir -p migrations/1_a
	{
		echo "CREATE TABLE a (i int, t text);"
		perl -e 'printf "INSERT INTO a VALUES (%d, \x27%s\x27);\n", $_, "\xc3\xa9" x 500 for 1 .. 5000'
	} >migrations/1_a/migration.sql
	mig-apply -q -u "$url"
	same 5000 "$(sql "$url" "SELECT count(*) FROM a")"
	mkdir migrations/2_b
	sed 's/TABLE a/TABLE b/; s/INTO a/INTO b/; 4000s/INTO b/INTO nothing/' migrations/1_a/migration.sql >migrations/2_b/migration.sql
	run -1 --separate-stderr mig-apply -q -u "$url"
	has "$stderr" 'migrations/2_b/migration.sql:4000:13: error: 2_b: relation "nothing" does not exist'
	same '' "$(sql "$url" "SELECT to_regclass('b')")"
}

@test "a file may change the encoding and the strings of its session in the middle" {
	url=$(new_database)
	migration 1_é <<<"CREATE TABLE t (i int); SET client_encoding TO 'LATIN1'; SET standard_conforming_strings TO off; COMMIT; INSERT INTO t VALUES (1); COMMIT; VACUUM t; INSERT INTO t VALUES (2);"
	migration 2_ü <<<"INSERT INTO t VALUES (length('ü'));"
	mig-apply -q -u "$url?schema=é"
	same "1_é 2_ü" "$(sql "$url" "SELECT string_agg(migration_name, ' ' ORDER BY started_at) FROM é._prisma_migrations WHERE finished_at IS NOT NULL")"
	same "1 1 2" "$(sql "$url" "SELECT string_agg(i::text, ' ' ORDER BY i) FROM é.t")"
}

# pooler URL [MODE]: starts a pooler that resets nothing between two clients, and prints its URL. In the mode
# `transaction`, each transaction gets a different connection than the one before.
pooler() {
	local port
	[[ $1 =~ ^postgresql://(.*)@(.*):(.*)/(.*)$ ]]
	port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
	mkdir "$BATS_TEST_TMPDIR/pooler"
	cat >"$BATS_TEST_TMPDIR/pooler/ini" <<-EOF
		[databases]
		* = host=${BASH_REMATCH[2]} port=${BASH_REMATCH[3]} user=${BASH_REMATCH[1]}
		[pgbouncer]
		listen_addr = 127.0.0.1
		listen_port = $port
		unix_socket_dir =
		auth_type = any
		pool_mode = ${2:-session}
		server_round_robin = 1
		server_reset_query =
		pidfile = $BATS_TEST_TMPDIR/pooler/pid
		logfile = $BATS_TEST_TMPDIR/pooler/log
	EOF
	chmod 755 "$BATS_RUN_TMPDIR" "${BATS_TEST_TMPDIR%/*}" "$BATS_TEST_TMPDIR"
	chmod -R 777 "$BATS_TEST_TMPDIR/pooler"
	if [ "$(id -u)" -eq 0 ]; then
		runuser -u postgres -- pgbouncer -q -d "$BATS_TEST_TMPDIR/pooler/ini"
	else
		pgbouncer -q -d "$BATS_TEST_TMPDIR/pooler/ini"
	fi >&2 || return
	echo "postgresql://${BASH_REMATCH[1]}@127.0.0.1:$port/${BASH_REMATCH[4]}"
}

@test "behind a session pooler nothing is left for the next client" {
	url=$(new_database)
	pooled=$(pooler "$url")
	for leave in "SET search_path TO pg_catalog" "PREPARE p AS SELECT 1" "DECLARE c CURSOR WITH HOLD FOR SELECT 1" \
		"LISTEN x" "CREATE TEMP TABLE t (i int)" "SELECT pg_advisory_lock(5)" "SET ROLE pg_monitor"; do
		pooled=${pooled%/*}/$(basename "$(new_database)")
		rm -rf migrations
		migration a <<<"$leave;"
		migration b <<<"SELECT 1; COMMIT; $leave; SELECT 1 / 0;"
		run -1 mig-apply -q -u "$pooled"
		mig-resolve -q -r b -u "$pooled"
		same "public|0|0|0|0|0|0||0" "$(sql "$pooled" "SELECT nullif(replace(current_setting('search_path'), '\"\$user\", ', ''), ''),
			(SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_cursors),
			(SELECT count(*) FROM pg_listening_channels()), (SELECT count(*) FROM pg_class WHERE relpersistence = 't'),
			(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),
			(SELECT count(*) FROM pg_settings WHERE source = 'session' AND name NOT IN ('client_encoding', 'application_name', 'DateStyle', 'TimeZone', 'standard_conforming_strings', 'IntervalStyle', 'extra_float_digits', 'client_min_messages')),
			nullif(current_user, session_user), current_setting('lock_timeout')")" || { echo "after $leave"; false; }
	done
	# A program that runs no script leaves nothing either.
	mig-status -q -u "$pooled" || true
	same 0 "$(sql "$pooled" "SHOW client_connection_check_interval")"
	stop_pooler
}

@test "behind a transaction pooler, without the lock, settings hold in each part of a file" {
	url=$(new_database)
	pooled=$(pooler "$url" transaction)
	sql "$url" 'CREATE SCHEMA app'
	migration 1_a <<<"SET search_path TO app; SET app.tenant TO '7'; SELECT 1; COMMIT;
		CREATE TABLE t (i int DEFAULT current_setting('app.tenant')::int); COMMIT;
		SET app.tenant TO '8'; INSERT INTO t DEFAULT VALUES; COMMIT; INSERT INTO t DEFAULT VALUES;"
	migration 2_b <<<"CREATE TABLE seen AS SELECT current_setting('search_path') || coalesce(current_setting('app.tenant', true), '');"
	down 1_a <<<"SET search_path TO app; SELECT 1; COMMIT; DROP TABLE t; COMMIT; SELECT 1;"
	down 2_b <<<"DROP TABLE seen;"
	# Four connections.
	for _ in 1 2 3 4; do psql -qXAt "$pooled" -c 'SELECT pg_sleep(1)' >/dev/null 3>&- & done
	wait
	export PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK=1
	mig-apply -q -u "$pooled"
	same '8 8|public' "$(sql "$url" "SELECT string_agg(i::text, ' '), (SELECT * FROM seen) FROM app.t")"
	for _ in 1 2 3 4 5; do
		same '"$user", public||0' "$(sql "$pooled" "SELECT current_setting('search_path'), current_setting('app.tenant', true), current_setting('lock_timeout')")"
	done
	mig-rollback -q -c 2 -u "$pooled"
	stop_pooler
}

stop_pooler() {
	kill "$(cat "$BATS_TEST_TMPDIR/pooler/pid")"
	rm -r "$BATS_TEST_TMPDIR/pooler"
}

@test "strings are read differently after the statement that says so" {
	url=$(new_database)
	migration 1_a <<-'SQL'
		CREATE TABLE a (v text);
		SET standard_conforming_strings = off;
		INSERT INTO a VALUES ('it\'s; x');
		SET LOCAL standard_conforming_strings = on;
		INSERT INTO a VALUES ('a\');
		SELECT set_config('standard_conforming_strings', 'off', false);
		INSERT INTO a VALUES ('\x62');
		COMMIT;
		INSERT INTO a VALUES ('c\'');
	SQL
	migration 2_b <<<"INSERT INTO a VALUES ('d\\');"
	down 2_b <<<"DELETE FROM a WHERE v = 'd\\'; SET standard_conforming_strings = off; DELETE FROM a WHERE v = 'c\\'';"
	mig-apply -x -q -u "$url" 2>/dev/null
	mig-apply -q -u "$url" 2>/dev/null
	same "it's; x|a\\|b|c'|d\\" "$(sql "$url" "SELECT string_agg(v, '|') FROM a")"
	mig-rollback -q -u "$url" 2>/dev/null
	same "it's; x|a\\|b" "$(sql "$url" "SELECT string_agg(v, '|') FROM a")"
	# If it is the default of a database or a role, it holds for all of its files.
	sql "$url" "ALTER DATABASE \"${url##*/}\" SET standard_conforming_strings TO off"
	migration 3_c <<<"INSERT INTO a VALUES ('e\\''); INSERT INTO a VALUES ('f\\\\');"
	migration 4_d <<<"SET standard_conforming_strings TO on; INSERT INTO a VALUES ('g\\');"
	rm -r migrations/2_b
	mig-apply -q -u "$url" 2>/dev/null
	same "e'|f\\|g\\" "$(sql "$url" "SELECT string_agg(v, '|') FROM a WHERE v > 'd' AND v < 'h'")"
	run -0 mig-status -u "$url"
}
