load helpers/common
source "$BATS_TEST_DIRNAME/helpers/migrations"

# Programs can always be ended, and never wait silently.

# end SIGNAL COMMAND...: starts the command, and sends it the signal after a second, and SIGKILL three seconds
# later if it still runs; that is a failure. Its messages are in `out`.
end() {
	local status=0
	# timeout sends the signal twice, and the leak check waits forever while one is pending.
	local -x ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
	# A shell makes background jobs ignore SIGINT.
	timeout -k 8 -s "$1" 1 perl -e '$SIG{INT} = $SIG{HUP} = "DEFAULT"; exec @ARGV' "${@:2}" >out 2>&1 || status=$?
	[ $status = 124 ] || { echo "$*: $status"; cat out; false; }
}

# end_seen SIGNAL COMMAND...: sends the signal once the program has seen who holds the lock that it waits for.
end_seen() {
	local status=0
	timeout -k 8 60 perl -e '$SIG{INT} = $SIG{HUP} = "DEFAULT"; exec @ARGV' "${@:2}" >out 2>&1 3>&- &
	until_seen
	kill "-$1" $!
	wait $! || status=$?
	[ $status != 0 ] && [ $status -lt 124 ] || { echo "$*: $status"; cat out; false; }
}

# busy: counts the statements of others in our database, except the holder's.
busy() {
	sql "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
		AND application_name <> 'holder' AND state <> 'idle'"
}

# bats test_tags=pg
@test "a signal in a later part of a migration tells what is committed: PostgreSQL" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	up 1_a 'CREATE TABLE a (id INT);'
	mig-apply -q
	up 2_b 'CREATE TABLE b (id INT); COMMIT; ALTER TABLE a ADD b INT;'
	held 'BEGIN; LOCK TABLE a;' end_seen TERM mig-apply -l 0
	has "$(cat out)" 'interrupted: the transaction was rolled back; 1 of its 3 statements is committed: run this again to continue'
	run -0 mig-apply
}

# bats test_tags=pg
@test "a signal ends a wait for a lock, and releases all locks: PostgreSQL" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	up 1_a 'CREATE TABLE a (id INT);'
	down 1_a 'DROP TABLE a;'
	mig-apply -q
	mig-backup backup
	up 2_b 'CREATE TABLE b (id INT); ALTER TABLE a ADD b INT;'
	for signal in TERM INT HUP; do
		held 'BEGIN; LOCK TABLE a;' end_seen $signal mig-apply -l 0
		has "$(cat out)" 'it waited for process' '(holder)' 'interrupted: the transaction was rolled back'
		same 0 "$(busy)"
		held 'BEGIN; LOCK TABLE _prisma_migrations;' end_seen $signal mig-status
		has "$(cat out)" 'mig-status: cannot read the history of' \
			': interrupted while waiting for a lock on public._prisma_migrations, held by process' '(holder)'
		same 0 "$(busy)"
	done
	held 'BEGIN; LOCK TABLE _prisma_migrations;' end HUP mig-rollback
	held 'BEGIN; LOCK TABLE _prisma_migrations;' end INT mig-resolve -a 2_b
	held 'BEGIN; LOCK TABLE a;' end HUP mig-backup x.backup
	same 0 "$(busy)"
	held 'BEGIN; LOCK TABLE a;' end TERM mig-backup -f -r backup
	same 0 "$(busy)"
	[ ! -e x.backup ]
	mig-apply -q
}

@test "a signal ends a wait for a lock: SQLite" {
	export DATABASE_URL=file:app.db
	up 1_a 'CREATE TABLE a (id INT);'
	down 1_a 'DROP TABLE a;'
	mig-apply -q
	mig-backup backup
	up 2_b 'CREATE TABLE b (id INT);'
	mkfifo commands
	sqlite3 app.db <commands >held 3>&- &
	exec 7>commands
	echo "BEGIN EXCLUSIVE; SELECT 'held';" >&7
	until [ -s held ]; do sleep 0.05; done
	end TERM mig-status
	end INT mig-apply
	end HUP mig-rollback
	end HUP mig-backup x.backup
	end TERM mig-backup -f -r backup
	[ ! -e x.backup ]
	exec 7>&-
	wait
	mig-apply -q
}

# bats test_tags=pg
@test "a signal ends long work: a commit, a loop, an index, a copy" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	up 1_a 'CREATE TABLE a (id INT);'
	mig-apply -q
	local script
	while IFS= read -r script; do
		rm -rf migrations/2_b
		up 2_b "$script"
		end TERM mig-apply
		same 0 "$(busy)"
		same '1_a' "$(mig-status 2>/dev/null | awk '$1 == "applied" { print $2 }')"
	done <<-'END'
		CREATE FUNCTION s() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NULL; END'; CREATE CONSTRAINT TRIGGER s AFTER INSERT ON a DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION s(); INSERT INTO a VALUES (1)
		DO 'BEGIN LOOP RAISE NOTICE ''again''; END LOOP; END'
		SELECT repeat('x', 1000) FROM generate_series(1, 1000000000)
		COPY (SELECT repeat('x', 1000) FROM generate_series(1, 1000000000)) TO STDOUT
		SELECT pg_sleep(0.01) FROM generate_series(1, 100000)
	END
}

# bats test_tags=pg
@test "-w bounds each wait for the history, and the error names the holder" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	up 1_a 'CREATE TABLE a (id INT);'
	down 1_a 'DROP TABLE a;'
	mig-apply -q
	for program in mig-status mig-apply mig-rollback 'mig-resolve -a 1_a'; do
		# shellcheck disable=SC2086
		run -2 held 'BEGIN; LOCK TABLE _prisma_migrations;' $program -w 0.6
		has "$output" ': no lock on public._prisma_migrations after 1 s: held by process' '(holder)'
	done
	# Created by another process, and not committed.
	run -2 held 'BEGIN; CREATE SCHEMA one;' mig-apply -w 0.6 -u "$DATABASE_URL?schema=one"
	has "$output" 'cannot create the schema of' 'after 1 s: held by process' '(holder)'
}

# bats test_tags=pg
@test "a terminal shows what a program waits for, and who holds it" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	up 1_a 'CREATE TABLE a (id INT);'
	mig-apply -q
	up 2_b 'ALTER TABLE a ADD b INT;'
	held 'BEGIN; LOCK TABLE a;' script -qec 'mig-apply -l 4 -r 0' shown </dev/null >/dev/null || true
	has "$(cat shown)" 'waiting for a lock on public.a, held by process' '(holder)'
	held 'BEGIN; LOCK TABLE _prisma_migrations;' script -qec 'mig-status -w 4' shown </dev/null >/dev/null || true
	has "$(cat shown)" 'waiting for a lock on public._prisma_migrations, held by process' '(holder)'
	mkfifo port
	"$TESTS/helpers/hostile" mute-at-once >port 3>&- &
	read -r port <port
	script -qec "mig-status -u 'postgresql://127.0.0.1:$port/x?connect_timeout=2'" shown </dev/null >/dev/null || true
	has "$(cat shown)" "connecting to postgresql://127.0.0.1:$port/x, 1 s"
}

# bats test_tags=pg
@test "after SIGKILL the server ends the statement within seconds, and frees its locks" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	up 1_a 'CREATE TABLE a (id INT);'
	mig-apply -q
	mkdir migrations/2_b
	while IFS= read -r script; do
		up 2_b "$script"
		mig-apply -q 2>err 3>&- &
		until [ "$(busy)" = 1 ]; do sleep 0.05; done
		kill -KILL $!
		for _ in {1..80}; do
			[ "$(busy)" != 0 ] || break
			sleep 0.1
		done
		same 0 "$(busy)"
		sql 'SET lock_timeout = 100; SELECT count(*) FROM a'
	done <<-'END'
		ALTER TABLE a ADD b INT; SELECT pg_sleep(30)
		LOCK TABLE a; DO 'BEGIN PERFORM pg_sleep(30); END'
	END
	# The URL or the role decides.
	up 2_b "CREATE TABLE seen AS SELECT current_setting('client_connection_check_interval')"
	mig-apply -q -u "$DATABASE_URL?options=-c%20client_connection_check_interval%3D7s"
	same 7s "$(sql 'SELECT * FROM seen')"
}

# bats test_tags=pg
@test "a silent name service delays no longer than the connection may take, and not after a signal" {
	up 1_a 'CREATE TABLE a (id INT);'
	gcc -std=c17 -shared -fPIC -o mute-names.so "$TESTS/helpers/mute-names.c"
	preload=$PWD/mute-names.so
	export ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0
	mute() { LD_PRELOAD=$preload "$@"; }
	url=postgresql://me@db.example.org/x
	run -2 mute mig-apply -u "$url?connect_timeout=1"
	same 'mig-apply: cannot connect to postgresql://me@db.example.org/x: could not translate host name "db.example.org" to address: no answer from the name service in time
  hint: check the host name in the URL' "$output"
	run -2 mute mig-status -w 1 -u "$url"
	for signal in TERM INT HUP; do end $signal env LD_PRELOAD="$preload" mig-status -u "$url"; done
	run -2 mig-status -u postgresql://me@db.invalid/x
	has "$output" 'could not translate host name "db.invalid" to address: '
}

@test "a signal ends reading a pipe that never ends" {
	mkdir migrations
	mkfifo endless
	sleep 60 >endless 3>&- &
	for signal in TERM INT HUP; do
		end $signal mig-new -p sqlite x <endless
		end $signal schema-parse - <endless
		end $signal schema-diff - /dev/null <endless
	done
	kill $!
}

@test "a signal that is ignored from the start stays ignored" {
	up 1_a 'CREATE TABLE a (id INT);'
	export DATABASE_URL=file:app.db
	trap '' HUP
	mig-apply -q &
	kill -HUP $!
	wait $!
	mig-status -q
}

# bats test_tags=pg
@test "servers that refuse: too many connections, a user who may not connect, a database that accepts none" {
	DATABASE_URL=$(new_database)
	up 1_a 'CREATE TABLE a (id INT);'
	name=$(basename "$DATABASE_URL") server=${DATABASE_URL%/*}
	psql -qX "$DATABASE_URL" -c "CREATE ROLE ${name}_full LOGIN CONNECTION LIMIT 0" \
		-c "REVOKE CONNECT ON DATABASE \"$name\" FROM PUBLIC" -c "CREATE ROLE ${name}_stranger LOGIN"
	run -2 mig-status -u "${server/migtools@/${name}_stranger@}/$name"
	has "$output" '  hint: the URL'\''s user may not connect: the database'\''s owner can GRANT CONNECT ON DATABASE'
	run -2 mig-status -u "${server/migtools@/${name}_full@}/postgres"
	has "$output" '  hint: the server, or this user, has no connections left: try again later'
	run -2 mig-status -u "$server/template0"
	has "$output" '  hint: the database does not accept connections: use another one'
	psql -qX "$DATABASE_URL" -c "DROP ROLE ${name}_full, ${name}_stranger"
}
