load helpers/common
load helpers/cases
source "$BATS_TEST_DIRNAME/helpers/migrations"

@test "the cases of mig-apply print what they show: SQLite" {
	sqlite_cases mig-apply
}

# bats test_tags=pg
@test "the cases of mig-apply print what they show: PostgreSQL" {
	postgresql_cases mig-apply
}

# together COUNT [NOTE]: runs COUNT mig-apply at once on a new database. Each migration is applied by one of
# them, all exit with status 0, and one prints NOTE.
together() {
	local count=$1 pids=() pid
	for i in $(seq "$count"); do
		mig-apply >"out.$i" 2>"err.$i" &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do
		wait "$pid" || { cat err.*; false; }
	done
	same "$(ls migrations)" "$(cat out.* | cut -f 2 | sort)"
	same "${2:-}" "$(cat err.*)"
	mig-status -q
}

# ROUNDS=50 is the long version.
@test "each migration is applied by one of 32 processes, and none fails: SQLite" {
	for n in $(seq -w 1 20); do up "${n}_m" "CREATE TABLE t$n (id INT); INSERT INTO t$n VALUES (1);"; done
	export DATABASE_URL=file:app.db
	for round in $(seq "${ROUNDS:-3}"); do
		rm -f app.db*
		together 32 'mig-apply: created the database app.db'
	done
}

# bats test_tags=pg
@test "each migration is applied by one of 32 processes, even CREATE INDEX CONCURRENTLY: PostgreSQL" {
	for n in $(seq -w 1 20); do up "${n}_m" "CREATE TABLE t$n (id INT); INSERT INTO t$n VALUES (1);"; done
	up 10_z "CREATE INDEX CONCURRENTLY ON t10 (id);"
	up 15_z "INSERT INTO t15 VALUES (2); CREATE INDEX CONCURRENTLY ON t15 (id); INSERT INTO t15 VALUES (3);"
	for round in $(seq "${ROUNDS:-3}"); do
		DATABASE_URL=$(new_database)
		export DATABASE_URL
		together 32
	done
}

# KILLS=500 is the long version.
@test "after a kill the next mig-apply continues: SQLite" {
	for how in kill terminate; do
		DATABASE_URL=file:app.db "$TESTS/helpers/disturb" "$how" "${KILLS:-10}"
	done
}

# bats test_tags=pg
@test "after a kill of mig-apply or its server process the next mig-apply continues: PostgreSQL" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	for how in kill terminate backend; do
		"$TESTS/helpers/disturb" "$how" "${KILLS:-10}"
	done
}

# bats test_tags=pg
@test "mig-apply waits for Prisma's advisory lock and names its holder: PostgreSQL" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	up 1_a 'CREATE TABLE a (id INT);'
	PGAPPNAME=holder psql -qX "$DATABASE_URL" -c 'SELECT pg_advisory_lock(72707369), pg_sleep(30)' >/dev/null 2>&1 &
	holder=$!
	until [ "$(sql "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")" = 1 ]; do sleep 0.05; done
	run -2 --separate-stderr mig-apply -w 0.3
	has "$stderr" " after 0 s: held by process " "(holder) of user " 'hint: let it finish'
	kill "$holder"
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holder'" >/dev/null
	run -0 mig-apply
	PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK=1 mig-apply
}

@test "mig-apply waits for the write lock and names its holder: SQLite" {
	export DATABASE_URL=file:app.db
	up 1_a 'CREATE TABLE a (id INT);'
	mkfifo commands
	sqlite3 app.db <commands >held &
	holder=$!
	exec 7>commands
	echo "BEGIN IMMEDIATE; SELECT 'held';" >&7
	until [ -s held ]; do sleep 0.05; done
	run -2 --separate-stderr mig-apply -w 0.3
	has "$stderr" 'database is locked' "the lock is held by process $holder"
	exec 7>&-
	wait "$holder"
	run -0 mig-apply
}

# bats test_tags=pg
@test "in WAL mode the writer is named, not a reader: SQLite" {
	export DATABASE_URL=file:app.db
	sqlite3 -batch app.db 'PRAGMA journal_mode = wal; CREATE TABLE there (x)' >/dev/null
	up 1_a 'CREATE TABLE a (x)'
	mig-resolve -q -a 1_a
	up 2_b 'CREATE TABLE b (x)'
	mkfifo reading writing
	sqlite3 app.db <reading >read &
	exec 6>reading
	echo "BEGIN; SELECT count(*) FROM there;" >&6
	until [ -s read ]; do sleep 0.05; done
	sqlite3 app.db <writing >held &
	writer=$!
	exec 7>writing
	echo "BEGIN IMMEDIATE; SELECT 'held';" >&7
	until [ -s held ]; do sleep 0.05; done
	run -2 --separate-stderr mig-apply -w 0.3
	has "$stderr" 'database is locked' "the lock is held by process $writer"
	exec 6>&- 7>&-
	wait
	run -0 mig-apply
}

@test "a long wait for the migration lock ends at its limit, or when the lock is released" {
	export DATABASE_URL=file:app.db
	sqlite3 app.db 'CREATE TABLE there (x)'
	up 1_a 'CREATE TABLE a (x)'
	mig-resolve -q -a 1_a
	up 2_b 'CREATE TABLE b (x)'
	both() {
		timeout 30 mig-apply -q -w 60 >patient 2>&1 &
		timeout 20 mig-apply -w 9 >limited 2>&1 && false || [ $? -eq 2 ]
	}
	held migrations both
	has "$(cat limited)" 'after 9 s'
	same '' "$(cat patient)"
	same 1 "$(sqlite3 app.db "SELECT count(*) FROM sqlite_schema WHERE name = 'b'")"
}

@test "a table lock that is not granted in time is retried, then reported" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	up 1_a 'CREATE TABLE a (id INT);'
	mig-apply -q
	up 2_b 'CREATE TABLE b (id INT); ALTER TABLE a ADD b INT;'
	PGAPPNAME=reader psql -qX "$DATABASE_URL" -c "BEGIN; SELECT FROM a WHERE id::text = 'secret'; SELECT pg_sleep(30)" >/dev/null 2>&1 &
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'reader' AND query ~ 'pg_sleep'")" = 1 ]; do sleep 0.05; done
	run -2 --separate-stderr mig-apply -l 0.1 -r 2
	has "$stderr" 'migrations/2_b/migration.sql:1:26: error: 2_b: canceling statement due to lock timeout (55P03); the lock is held by process ' ' (reader) of user ' ', active for ' 's: BEGIN; SELECT FROM a WHERE id::text =' 'hint: tried 3 times, nothing was committed; try again later'
	[[ $stderr != *secret* ]]
	same $'applied\t1_a\npending\t2_b' "$(states)"
	mig-apply -l 0.1 -r 100 -q &
	applying=$!
	sleep 0.5
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'reader'" >/dev/null
	wait "$applying"
	mig-status -q
}

# bats test_tags=pg
@test "SIGTERM and SIGINT cancel the running statement and leave no history row: PostgreSQL" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	up 1_a 'CREATE TABLE a (id INT); SELECT pg_sleep(30)'
	for signal in TERM INT; do
		# A background job of a shell ignores SIGINT by default.
		perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' mig-apply 2>err &
		pid=$!
		until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE query ~ 'pg_sleep' AND pid <> pg_backend_pid() AND state = 'active'")" = 1 ]; do sleep 0.05; done
		kill -"$signal" "$pid"
		wait "$pid" && false || [ $? -eq 2 ]
		has "$(cat err)" 'canceling statement due to user request' 'interrupted: the transaction was rolled back'
		same $'pending\t1_a' "$(states)"
	done
	same '' "$(tables)"
}

# bats test_tags=pg
@test "an interrupted wait without limit names the session it waited for" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	up 1_a 'CREATE TABLE a (id INT);'
	mig-apply -q
	up 2_b 'CREATE INDEX CONCURRENTLY i ON a (id);'
	PGAPPNAME=writer psql -qX "$DATABASE_URL" -c 'BEGIN; INSERT INTO a VALUES (1); SELECT pg_sleep(30)' >/dev/null 2>&1 &
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'writer' AND query ~ 'pg_sleep'")" = 1 ]; do sleep 0.05; done
	mig-apply 2>err &
	pid=$!
	until_seen
	kill "$pid"
	wait "$pid" && false || [ $? -eq 2 ]
	has "$(cat err)" 'canceling statement due to user request (57014); it waited for process ' ' (writer) of user ' \
		'hint: interrupted: this statement runs outside a transaction; mig-status shows what is committed'
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'writer'" >/dev/null
	mig-apply -q
	mig-status -q
}

@test "SIGTERM cancels the running statement: SQLite" {
	export DATABASE_URL=file:app.db
	up 1_a 'CREATE TABLE a (id INT); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'
	mig-apply 2>err &
	pid=$!
	# It creates the history just before.
	until [ -s app.db ]; do sleep 0.05; done
	sleep 1
	kill "$pid"
	wait "$pid" && false || [ $? -eq 2 ]
	has "$(cat err)" 'SQLITE_INTERRUPT'
	same $'pending\t1_a' "$(states)"
}

# pooler MODE: starts PgBouncer for the test server, and prints the URL of a new database behind it.
pooler() {
	local port server
	port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
	server=$(new_database) || return
	[[ $server =~ ^postgresql://([^@]*)@([^:]*):([0-9]*)/(.*)$ ]]
	mkdir -m 777 "$BATS_TEST_TMPDIR/pooler"
	cat >"$BATS_TEST_TMPDIR/pooler/ini" <<-EOF
		[databases]
		* = host=${BASH_REMATCH[2]} port=${BASH_REMATCH[3]} user=${BASH_REMATCH[1]}
		[pgbouncer]
		listen_addr = 127.0.0.1
		listen_port = $port
		unix_socket_dir =
		auth_type = any
		pool_mode = $1
		pidfile = $BATS_TEST_TMPDIR/pooler/pid
		logfile = $BATS_TEST_TMPDIR/pooler/log
	EOF
	chmod 755 "$BATS_RUN_TMPDIR" "${BATS_TEST_TMPDIR%/*}" "$BATS_TEST_TMPDIR"
	if [ "$(id -u)" -eq 0 ]; then
		runuser -u postgres -- pgbouncer -q -d "$BATS_TEST_TMPDIR/pooler/ini"
	else
		pgbouncer -q -d "$BATS_TEST_TMPDIR/pooler/ini"
	fi </dev/null >/dev/null 2>&1 3>&- || return
	until (: </dev/tcp/127.0.0.1/"$port") 2>/dev/null; do sleep 0.05; done
	echo "postgresql://${BASH_REMATCH[1]}@127.0.0.1:$port/${BASH_REMATCH[4]}"
}

stop_pooler() {
	kill "$(cat "$BATS_TEST_TMPDIR/pooler/pid")"
	rm -r "$BATS_TEST_TMPDIR/pooler"
}

# bats test_tags=pg
@test "a missing database is detected behind a pooler" {
	up 1_a 'CREATE TABLE a (id INT);'
	DATABASE_URL=$(pooler session)
	run -0 mig-apply -n -u "${DATABASE_URL%/*}/nowhere_$RANDOM"
	stop_pooler
	has "$output" 'does not exist yet' $'pending\t1_a'
}

# bats test_tags=pg
@test "-w waits for a server that is starting, and no longer" {
	local port server
	up 1_a 'CREATE TABLE a (id INT);'
	mkdir sockets
	server=$(new_database)
	[[ $server =~ //([^@]*)@.*:([0-9]+)/(.*) ]]
	port=${BASH_REMATCH[2]}
	url="postgresql://${BASH_REMATCH[1]}@/${BASH_REMATCH[3]}?host=$PWD/sockets&port=$port"
	for options in '' '-w 0' '-w 1'; do
		run -2 timeout 10 mig-apply $options -u "$url"
		has "$output" 'No such file or directory'
	done
	run -2 timeout 10 mig-backup -w 1 -u "$url" x.backup
	{
		sleep 1
		ln -s "${TEST_PG_DATA%/data}/.s.PGSQL.$port" sockets
	} 3>&- &
	mig-apply -q -w 30 -u "$url"
	schema-pull -w 30 -u "$url" >pulled
	rm "sockets/.s.PGSQL.$port"
	{
		sleep 1
		ln -s "${TEST_PG_DATA%/data}/.s.PGSQL.$port" sockets
	} 3>&- &
	mig-backup -w 30 -u "$url" x.backup
}

@test "-w waits for the server behind a proxy, which accepts connections and closes them" {
	local port at_once
	up 1_a 'CREATE TABLE a (id INT);'
	"$TESTS/helpers/proxy" 127.0.0.1 1 >closed 3>&- &
	until [ -s closed ]; do sleep 0.02; done
	read -r port <closed
	run -2 timeout 10 mig-apply -u "postgresql://me@127.0.0.1:$port/x"
	at_once=$(grep -c closed closed)
	run -2 timeout 10 mig-apply -w 2 -u "postgresql://me@127.0.0.1:$port/x"
	(($(grep -c closed closed) > 2 * at_once))
}

# bats test_tags=pg
@test "mig-apply refuses a transaction pooler and works with a session pooler" {
	up 1_a 'CREATE TABLE a (id INT);'
	DATABASE_URL=$(pooler transaction)
	export DATABASE_URL
	run -1 mig-status
	run -2 --separate-stderr mig-apply
	stop_pooler
	like "mig-apply: postgresql://... is a connection pooler in transaction mode: it cannot hold the lock against other migrations
  hint: use the URL of the server itself (Prisma's directUrl)" "$stderr"
	DATABASE_URL=$(pooler session)
	run -0 mig-apply
	stop_pooler
	has "$output" $'applied\t1_a'
}

@test "on a full disk, applied migrations are kept and the others stay pending" {
	up 1_a 'CREATE TABLE a (t TEXT);'
	up 2_b "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO a SELECT printf('%1000s', i) FROM n"
	export DATABASE_URL=file:app.db
	# A limit on the size of files simulates a full disk: with SIGXFSZ ignored, the write fails.
	run -2 --separate-stderr bash -c 'trap "" XFSZ; ulimit -f 200; mig-apply'
	has "$stderr" '2_b: ' 'SQLITE_'
	same $'applied\t1_a\npending\t2_b' "$(states)"
	run -0 mig-apply
}

# as_nobody COMMAND...: runs the command as another user if the user is root, who may write everywhere.
as_nobody() {
	if [ "$(id -u)" -eq 0 ]; then
		chmod 755 "$BATS_RUN_TMPDIR" "${BATS_TEST_TMPDIR%/*}" "$BATS_TEST_TMPDIR" .
		setpriv --reuid 65534 --clear-groups "$@"
	else
		"$@"
	fi
}

@test "a read-only database is an error for mig-apply and not for mig-status" {
	up 1_a 'CREATE TABLE a (id INT);'
	export DATABASE_URL=file:app.db
	mig-apply -q
	up 2_b 'CREATE TABLE b (id INT);'
	mkdir there
	mv app.db there
	chmod 555 there
	chmod 444 there/app.db
	run -2 --separate-stderr as_nobody mig-apply -u "file:$PWD/there/app.db"
	has "$stderr" 'readonly database'
	run -1 as_nobody mig-status -u "file:$PWD/there/app.db"
	chmod 755 there
}

@test "an unreadable migrations folder is an error" {
	up 1_a 'CREATE TABLE a (id INT);'
	export DATABASE_URL=file:app.db
	chmod 000 migrations/1_a
	run -2 --separate-stderr as_nobody mig-apply
	has "$stderr" "cannot open directory 'migrations/1_a': Permission denied"
	chmod 755 migrations/1_a
	chmod 000 migrations/1_a/migration.sql
	run -2 --separate-stderr as_nobody mig-status
	has "$stderr" "cannot open 'migrations/1_a/migration.sql': Permission denied"
}

@test "a long statement shows its progress on a terminal only: SQLite" {
	export DATABASE_URL=file:app.db
	up 1_a 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;'
	run script -qec 'timeout -s INT 1.4 mig-apply' /dev/null
	has "$output" $'\r\e[Krunning, 1 s\r\e[K' '1_a: interrupted'
	run --separate-stderr timeout -s INT 1.2 mig-apply
	has "$stderr" '1_a: interrupted'
	[[ $stderr != *running* ]]
}

# bats test_tags=pg
@test "a long statement shows its progress on a terminal only: PostgreSQL" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	up 1_a 'CREATE TABLE a (id INT); SELECT pg_sleep(1.7)'
	run -0 script -qec 'mig-apply' /dev/null
	has "$output" 'running, 1 s' $'\r\e[K'"applied	1_a"
	up 2_b 'SELECT pg_sleep(1.7)'
	run -0 --separate-stderr mig-apply
	same '' "$stderr"
}

# bats test_tags=pg
@test "a password never appears in the process list or in a message" {
	url=$(new_database)
	up 1_a 'SELECT pg_sleep(30)'
	psql -qX "$url" -c 'CREATE ROLE "app@corp" LOGIN SUPERUSER'
	mig-apply -u "${url/*@/postgresql://app@corp:se:cr@et@}?schema=app&password=se%40cret" 2>err &
	pid=$!
	until [ "$(DATABASE_URL=$url sql "SELECT count(*) FROM pg_stat_activity WHERE query ~ 'pg_sleep' AND pid <> pg_backend_pid()")" = 1 ]; do sleep 0.05; done
	arguments=$(tr '\0' ' ' <"/proc/$pid/cmdline")
	kill "$pid"
	wait "$pid" && false || true
	has "$arguments" "mig-apply -u postgresql://**********"
	[[ $arguments != *cr* ]]
	[[ $(cat err) != *cr* ]]
}

# bats test_tags=pg
@test "a connection lost in a statement leaves the migration pending" {
	url=$(new_database)
	[[ $url =~ @([^:]*):([0-9]*)/ ]]
	perl -MIO::Socket::INET -MIO::Select -e '
		my $listen = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1") or die;
		$| = 1; print $listen->sockport, "\n";
		my ($client) = $listen->accept; my $server = IO::Socket::INET->new("$ARGV[0]:$ARGV[1]") or die;
		my $select = IO::Select->new($client, $server);
		while (my @ready = $select->can_read) { for (@ready) {
			sysread($_, my $data, 65536) or exit; syswrite($_ == $client ? $server : $client, $data);
		} }' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" >port &
	proxy=$!
	until [ -s port ]; do sleep 0.05; done
	up 1_a 'CREATE TABLE a (id INT); SELECT pg_sleep(30)'
	mig-apply -u "${url/:${BASH_REMATCH[2]}/:$(cat port)}" 2>err &
	pid=$!
	export DATABASE_URL=$url
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE query ~ 'pg_sleep' AND pid <> pg_backend_pid()")" = 1 ]; do sleep 0.05; done
	kill -KILL "$proxy"
	wait "$pid" && false || [ $? -eq 2 ]
	has "$(cat err)" '1_a: server closed the connection unexpectedly' 'run mig-status to see what is applied'
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ~ 'pg_sleep' AND pid <> pg_backend_pid()" >/dev/null
	same $'pending\t1_a' "$(states)"
	up 1_a 'CREATE TABLE a (id INT)'
	run -0 mig-apply
}
