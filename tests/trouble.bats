load helpers/common
source "$BATS_TEST_DIRNAME/helpers/migrations"

# Failures of the environment: a full disk, a read-only or locked file, a lost connection. (mig-apply.bats has
# those of mig-apply alone.)

# apart: runs a command with its own file systems. An ordinary user stays one: a server runs in there.
apart() {
	if [ "$(id -u)" -eq 0 ]; then unshare -m "$@"; else unshare -mc --keep-caps "$@"; fi
}

# needs_disks: skips the test, with the reason, where no file system may be mounted.
needs_disks() {
	export DISK=$PWD/disk
	mkdir disk
	apart mount -t tmpfs tmpfs "$DISK" 2>reason || skip "it mounts a small disk, which is not allowed here: $(head -n 1 reason)"
}

# on_small_disk KILOBYTES FUNCTION [COMMAND]: runs the function, through the command, with $DISK on a disk of
# that size.
on_small_disk() {
	{ declare -f "$2" says states sql up down; echo "$2"; } >body
	apart sh -ec "mount -t tmpfs -o size=${1}k,mode=777 tmpfs '$DISK'; ${3:-} bash -e body"
}

# says COMMAND...: prints its exit status and its first message, without the origin of a backup.
says() {
	local status=0
	"$@" >out 2>err || status=$?
	echo "$status $(sed "/ is a backup of /d; s|$PWD/||; q" err)"
}

big='WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)'

full_sqlite() {
	export DATABASE_URL=file:$DISK/app.db
	sqlite3 outside.db <"$HERE/outside.sql"
	mig-backup -u file:outside.db big.backup
	mig-apply -q 2>/dev/null
	mig-backup own.backup
	up 2_b "$big INSERT INTO a SELECT printf('%1000s', i) FROM n"
	says mig-apply
	states
	sql 'SELECT count(*) FROM a'
	says mig-backup "$DISK/x.backup"
	says mig-apply -b "$DISK/backups"
	says mig-backup -f -r big.backup
	says mig-rollback -b own.backup
	# What a copy needs on its way has its own place, which is named.
	TMPDIR=$DISK says mig-backup -C big.backup
	sed -n "s|$DISK/migtools.*'|DISK'|p" err
	DATABASE_URL=file:outside.db TMPDIR=$DISK says mig-backup
	TMPDIR=$DISK says mig-backup -f -r - <big.backup
	sed 1d err
	# The database's own place is named, even if it is that of other files, too.
	TMPDIR=$DISK says mig-backup -f -r big.backup
	sed -n "s|$PWD/||; /hint/p" err
	ls "$DISK"
	sql 'PRAGMA integrity_check'
	rm -r migrations/2_b
	says mig-rollback
	states
	sql 'SELECT count(*) FROM a'
}

@test "a full disk leaves the database unchanged and no partial file: SQLite" {
	needs_disks
	HERE=$PWD
	export HERE big
	# 600 kB, too large for a second copy on a disk of 1 MB.
	up 1_a "CREATE TABLE a (t TEXT); ${big/2000/500} INSERT INTO a SELECT printf('%1000s', i) FROM n"
	down 1_a "CREATE TABLE b AS SELECT * FROM a; DROP TABLE a"
	echo "CREATE TABLE other (t TEXT); $big INSERT INTO other SELECT printf('%1000s', i) FROM n" >outside.sql
	run -0 on_small_disk 1000 full_sqlite
	like "2 mig-apply: cannot commit: database or disk is full (SQLITE_FULL)
applied	1_a
pending	2_b
500
2 mig-backup: cannot copy 'disk/app.db': database or disk is full
2 mig-apply: cannot copy 'disk/app.db': database or disk is full
2 mig-backup: cannot replace 'disk/app.db': database or disk is full
2 mig-rollback: cannot replace 'disk/app.db': database or disk is full
2 mig-backup: cannot replace 'a scratch database': database or disk is full
  hint: cannot write 'DISK': free some space there, or set TMPDIR to another directory
2 mig-backup: cannot copy 'outside.db': database or disk is full
2 mig-backup: cannot write 'disk/migtools...': No space left on device
  hint: this file is needed for a while: free some space there, or set TMPDIR to another directory
2 mig-backup: cannot replace 'disk/app.db': database or disk is full
  hint: cannot write 'disk/app.db': free some space there
app.db
backups
ok
2 migrations/1_a/down.sql:1:36: error: 1_a: database or disk is full (SQLITE_FULL)
applied	1_a
500" "$output"
}

# Only the server's tables are on the small disk.
full_postgresql() {
	mkdir "$DISK/tables"
	[ "$(id -u)" -ne 0 ] || chown postgres "$DISK/tables"
	psql -qX "$TEST_PG_URL" -c "CREATE TABLESPACE small LOCATION '$DISK/tables'" -c 'ALTER SYSTEM SET default_tablespace = small' -c 'SELECT pg_reload_conf()' >/dev/null
	psql -qX "$TEST_PG_URL" -c 'CREATE DATABASE app'
	export DATABASE_URL=${TEST_PG_URL%/*}/app
	mig-apply -q
	up 2_b "CREATE TABLE b (t TEXT); $big INSERT INTO b SELECT repeat('x', 1000) FROM n"
	says mig-apply
	states
	says mig-rollback
	states
	sql 'SELECT count(*) FROM a'
	head -c 2M /dev/zero >"$DISK/filler" 2>/dev/null || true
	says mig-backup "$DISK/x.backup"
	rm "$DISK/filler"
	ls "$DISK"
	mig-backup x.backup
	sql "DELETE FROM a WHERE ctid > '(10,0)'"
	sql 'SELECT count(*) FROM a'
	says mig-backup -f -r x.backup
	sql 'SELECT count(*) FROM a'
	up 2_b 'CREATE TABLE b (t TEXT)'
	says mig-apply
}

# bats test_tags=pg
@test "a full disk leaves the database unchanged and no partial file: PostgreSQL" {
	needs_disks
	export big
	up 1_a "CREATE TABLE a (t TEXT); ${big/2000/700} INSERT INTO a SELECT md5(i::text) || repeat('x', 900) FROM n"
	down 1_a "CREATE TABLE b AS SELECT * FROM a; DROP TABLE a"
	chmod 755 "$BATS_RUN_TMPDIR" "${BATS_TEST_TMPDIR%/*}" "$BATS_TEST_TMPDIR"
	run -0 on_small_disk 1200 full_postgresql "$TESTS/helpers/with-postgresql"
	same '2 migrations/2_b/migration.sql:1:26: error: 2_b: could not extend file: No space left on device (53100)
applied	1_a
pending	2_b
2 migrations/1_a/down.sql:1:1: error: 1_a: could not extend file: No space left on device (53100)
applied	1_a
pending	2_b
700
2 mig-backup: pg_dump failed: pg_dump: error: could not write to output file: No space left on device
tables
80
2 mig-backup: psql failed: ERROR:  could not extend file: No space left on device
80
0 ' "$(sed -E 's/ file "[^"]*"( with FileFallocate\(\))?: (wrote only.*|No)/ file: No/; s/psql:<stdin>:[0-9]*: //; s/file: No$/file: No space left on device/' <<<"$output")"
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

# applied [UP [DOWN]]: applies two migrations, of which the second can be rolled back, with a backup
# between them.
applied() {
	up 1_a 'CREATE TABLE a (id INT);'
	mig-apply -q 2>/dev/null
	mig-backup x.backup
	up 2_b "${1:-CREATE TABLE b (id INT);}"
	down 2_b "${2:-DROP TABLE b;}"
	mig-apply -q
}

@test "a folder without write permission gets no backup, not even half of one" {
	sqlite3 app.db 'CREATE TABLE a (id INTEGER)'
	mkdir closed
	chmod 555 closed
	chmod 644 app.db
	says_as_nobody() { as_nobody "$@" 2>&1 | sed -E 's/[0-9]{14}/TIME/'; }
	same "mig-backup: cannot create 'closed/TIME_app.backup': Permission denied" "$(says_as_nobody mig-backup -u file:app.db -d closed)"
	same "mig-backup: cannot create 'closed/x.backup': Permission denied" "$(says_as_nobody mig-backup -u file:app.db closed/x.backup)"
	same "mig-backup: cannot create directory 'closed/new': Permission denied" "$(says_as_nobody mig-backup -u file:app.db -d closed/new)"
	run -2 --separate-stderr mig-backup -u file:app.db -d app.db/new
	has "$stderr" "cannot create directory 'app.db': File exists"
	same '' "$(ls -A closed)"
}

# vanishing TASK COMMAND...: runs a command through a proxy that disappears once the server does TASK.
vanishing() {
	local task=$1 proxy port pid
	shift
	"$TESTS/helpers/proxy" "${server%:*}" "${server#*:}" >ports 3>&- &
	proxy=$!
	until [ -s ports ]; do sleep 0.02; done
	read -r port <ports
	DATABASE_URL=${url/$server/127.0.0.1:$port} "$@" >out 2>err 3>&- &
	pid=$!
	until [ "$(psql -qXAt "$url" -c "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY $task%' AND state = 'active'")" -gt 0 ]; do
		kill -0 "$pid"
	done
	kill "$proxy"
	rm ports
	wait "$pid" || return
}

# bats test_tags=pg
@test "a backup or a restore leaves nothing if the server vanishes: PostgreSQL" {
	url=$(new_database)
	server=${url#*@}
	server=${server%%/*}
	psql -qXAt "$url" -c 'CREATE TABLE a (i int PRIMARY KEY, t text); INSERT INTO a SELECT i, repeat(md5(i::text), 3) FROM generate_series(1, 200000) i'
	mig-backup -u "$url" x.backup
	psql -qXAt "$url" -c 'DELETE FROM a WHERE i > 5'
	mkdir -p backups
	run -2 vanishing 'public.a (i, t) FROM stdin' mig-backup -f -r x.backup
	has "$(cat err)" 'mig-backup: psql failed: ' \
		'hint: a restore is all or nothing, and the server rolls back what was begun: try again when it is back'
	same 5 "$(psql -qXAt "$url" -c 'SELECT count(*) FROM a')"
	run -0 mig-backup -u "$url" -f -r x.backup
	same 200000 "$(psql -qXAt "$url" -c 'SELECT count(*) FROM a')"
	run -2 vanishing 'public.a (i, t) TO stdout' mig-backup -d backups
	has "$(cat err)" 'mig-backup: pg_dump failed: ' \
		'hint: the server is no longer reachable; no backup was made: try again when it is back'
	same '' "$(ls backups)"
}

@test "a read-only database can be read and stays unchanged" {
	mkdir there
	export DATABASE_URL=file:$PWD/there/app.db
	applied
	up 3_c 'CREATE TABLE c (id INT);'
	chmod 444 there/app.db
	chmod 644 x.backup
	chmod 000 x.backup.manifest
	run -2 as_nobody mig-backup -f -r x.backup
	has "$output" "cannot open 'x.backup.manifest'"
	chmod 644 x.backup.manifest
	chmod 555 there
	for command in 'mig-rollback' 'mig-rollback -b x.backup' 'mig-backup -f -r x.backup' 'mig-apply'; do
		run -2 --separate-stderr as_nobody $command
		has "$stderr" "readonly database"
	done
	run -2 --separate-stderr as_nobody mig-resolve -a 3_c
	id=$(as_nobody id -u)
	has "$stderr" "permission denied: user $id may not read and write '$PWD/there/app.db'"
	run -2 --separate-stderr as_nobody mig-rollback
	has "$stderr" "hint: SQLite must be able to write to the file and its directory, in WAL mode even to read"
	same $'applied\t1_a\napplied\t2_b\npending\t3_c' "$(as_nobody mig-status | cut -f 1,2)"
	as_nobody mig-backup >y.backup
	run -0 mig-backup -c y.backup
	chmod 000 there/app.db
	run -2 as_nobody mig-status
	same "mig-status: cannot open the database '$PWD/there/app.db': permission denied: user $id may not read and write '$PWD/there/app.db', which belongs to user $(id -u), with mode 0000
  hint: run this as that user, or change the owner or the mode; SQLite must be able to write to the file and its directory" "$output"
	chmod 755 there
	chmod 644 there/app.db
	run -0 mig-rollback
}

# held MODE: another process holds a lock on app.db until let_go.
held() {
	mkfifo commands
	sqlite3 app.db <commands >answer &
	holder=$!
	exec 7>commands
	echo "BEGIN $1; SELECT 'held';" >&7
	until [ -s answer ]; do sleep 0.05; done
}
let_go() {
	exec 7>&-
	wait "$holder"
	rm commands answer
}

@test "a locked file is read if possible; if not, the wait is limited and the holder reported" {
	export DATABASE_URL=file:app.db
	applied
	held IMMEDIATE
	run -2 --separate-stderr mig-rollback -w 0.3
	has "$stderr" 'database is locked' "the lock is held by process $holder"
	run -0 mig-backup y.backup
	run -0 mig-status
	let_go
	held EXCLUSIVE
	mkdir backups
	run -2 --separate-stderr timeout 20 mig-rollback -w 0.3 -f -b backups
	has "$stderr" 'database is locked' "process $holder has locked it"
	run -2 --separate-stderr mig-backup -w 0.3 z.backup
	has "$stderr" 'database is locked'
	run -2 --separate-stderr mig-backup -w 0.3 -f -r x.backup
	has "$stderr" 'database is locked'
	[ ! -e z.backup ]
	let_go
	mig-status -q
	run -0 mig-rollback
}

# through_proxy: sets `behind` to the URL of the test's database through a proxy that can be killed.
through_proxy() {
	[[ $DATABASE_URL =~ @([^:]*):([0-9]*)/ ]]
	"$TESTS/helpers/proxy" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" >port 3>&- &
	proxy=$!
	until [ -s port ]; do sleep 0.05; done
	behind=${DATABASE_URL/:${BASH_REMATCH[2]}\//:$(cat port)/}
	rm port
}

# cut_off WORDS STATUS COMMAND...: cuts the connection while the server runs a statement with these words.
cut_off() {
	local words=$1 expected=$2
	through_proxy
	"${@:3}" -u "$behind" 2>err &
	pid=$!
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%$words%' AND state <> 'idle' AND pid <> pg_backend_pid() AND $where")" != 0 ]; do
		kill -0 "$pid" || { cat err; return 1; }
		sleep 0.02
	done
	kill -KILL "$proxy"
	wait "$pid" && false || [ $? -eq "$expected" ]
	sql "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE $where AND pid <> pg_backend_pid()" >/dev/null
}
where='datname = current_database()'

# bats test_tags=pg
@test "a lost connection leaves the database and the backups unchanged" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	applied '' 'DROP TABLE b; SELECT pg_sleep(30);'
	cut_off pg_sleep 2 mig-rollback
	has "$(cat err)" '2_b: server closed the connection unexpectedly' 'run mig-status to see what is applied'
	same $'applied\t1_a\napplied\t2_b' "$(states)"
	down 2_b 'DROP TABLE b;'

	# A command that waits for a lock has begun its work.
	psql -qX "$DATABASE_URL" -c 'BEGIN; LOCK TABLE a; SELECT pg_sleep(60)' >/dev/null 2>&1 &
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%LOCK TABLE a%' AND pid <> pg_backend_pid()")" = 1 ]; do sleep 0.05; done
	cut_off 'IN ACCESS SHARE' 2 mig-backup z.backup
	has "$(cat err)" 'closed the connection'
	same x.backup "$(ls -- *.backup)"

	psql -qX "$DATABASE_URL" -c 'BEGIN; LOCK TABLE a; SELECT pg_sleep(60)' >/dev/null 2>&1 &
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%LOCK TABLE a%' AND pid <> pg_backend_pid()")" = 1 ]; do sleep 0.05; done
	cut_off 'DO $clear$' 2 mig-backup -f -r x.backup
	has "$(cat err)" 'psql failed' 'closed the connection'
	same $'applied\t1_a\napplied\t2_b' "$(states)"
	run -0 mig-rollback -b x.backup
	same $'applied\t1_a\npending\t2_b' "$(states)"
}

@test "a signal ends only the work in a scratch database" {
	export DATABASE_URL=file:app.db
	up 1_a 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;'
	run -124 --separate-stderr timeout -s INT 0.3 schema-pull -m migrations
	has "$stderr" '1_a: interrupted (SQLITE_INTERRUPT)' '  hint: interrupted in a scratch database: it is safe to run this again'
}

# bats test_tags=pg
@test "a connection lost in a scratch database is reported as such, and the next run leaves nothing" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	where="datname ~ '^migtools_scratch'"
	mkdir prisma
	printf 'datasource db {\n  provider = "postgresql"\n}\nmodel A {\n  id Int @id\n}\n' >prisma/schema.prisma
	mig-dev -q one 2>/dev/null
	printf 'model B {\n  id Int @id\n}\n' >>prisma/schema.prisma
	mig-dev -q two 2>/dev/null
	echo 'SELECT pg_sleep(30);' >>prisma/migrations/*_one/migration.sql
	sql "UPDATE _prisma_migrations SET checksum = '$(sha256sum <"$(echo prisma/migrations/*_one/migration.sql)" | cut -d ' ' -f 1)' WHERE migration_name LIKE '%_one'"
	rm prisma/migrations/schema.text
	printf 'model C {\n  id Int @id\n}\n' >>prisma/schema.prisma
	before=$(find . -type f | sort)
	for command in mig-check 'schema-pull -m prisma/migrations' 'mig-squash all' 'mig-dev three'; do
		echo "$command"
		cut_off pg_sleep 2 $command
		cat err
		has "$(cat err)" '_one: server closed the connection unexpectedly' 'hint: it ran in a scratch database: it is safe to run this again'
		same "$before" "$(find . -type f | grep -v -e err -e port | sort)"
	done
	sed -i /pg_sleep/d prisma/migrations/*_one/migration.sql
	mig-check >said 2>&1 || [ $? -eq 1 ]
	same 0 "$(sql "SELECT count(*) FROM pg_database WHERE datname ~ '^migtools_scratch'")"
}

# ---- file systems ----

@test "migrations and backups work without hard links and replace nothing" {
	gcc -std=c17 -shared -fPIC -o no-hard-links.so "$TESTS/helpers/no-hard-links.c"
	export DATABASE_URL=file:app.db ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0
	limited() { LD_PRELOAD=$PWD/no-hard-links.so "$@"; }
	printf 'CREATE TABLE a (x);\n' | limited mig-new -p sqlite a
	limited mig-apply -q
	limited mig-backup x.backup
	before=$(sha256sum x.backup)
	run -2 --separate-stderr limited mig-backup x.backup
	has "$stderr" "'x.backup'"
	same "$before" "$(sha256sum x.backup)"
	limited mig-backup -d backups
	same 1 "$(ls backups/*.backup | wc -l)"
	printf 'CREATE TABLE b (x);\n' | limited mig-new b
	limited mig-apply -q -b backups
	same 2 "$(ls backups/*.backup | wc -l)"
	same '' "$(find . -name '*.[0-9]*')"
}

@test "a directory that the kernel refuses is reported with the reason" {
	reason=$(mkdir /sys/migrations 2>&1 || true)
	run -2 --separate-stderr mig-new -e -p sqlite -m /sys/migrations x
	same "mig-new: cannot create directory '/sys/migrations': ${reason##*: }" "$stderr"
}

@test "a file that is too large is refused before memory is allocated" {
	truncate -s 8T huge.prisma
	for program in schema-parse 'schema-diff -q schema.text'; do
		printf 'migtools-schema\t1\nprovider\tsqlite\nend\n' >schema.text
		run -2 --separate-stderr $program huge.prisma
		same "${program%% *}: cannot read 'huge.prisma': File too large" "$stderr"
	done
}
