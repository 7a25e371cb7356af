load helpers/common
load helpers/cases

@test "the cases of mig-backup print what they show: SQLite" {
	sqlite_cases mig-backup
}

# bats test_tags=pg
@test "the cases of mig-backup print what they show: PostgreSQL" {
	postgresql_cases mig-backup
}

# filled URL: fills a database with tables and rows, and on PostgreSQL with other kinds of objects.
filled() {
	case $1 in
	postgres*)
		psql -qX -v ON_ERROR_STOP=1 "$1" <<-'SQL'
			CREATE TYPE mood AS ENUM ('sad', 'happy');
			CREATE TABLE a (id serial PRIMARY KEY, name text, m mood DEFAULT 'sad');
			CREATE SCHEMA other;
			CREATE TABLE other.b (a_id int REFERENCES public.a (id));
			CREATE VIEW v AS SELECT name FROM a;
			CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
			INSERT INTO a (name) VALUES ('one'), ('two');
			INSERT INTO other.b VALUES (1);
			SELECT lo_from_bytea(4711, 'large') \g /dev/null
		SQL
		;;
	*) sqlite3 "${1#file:}" "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO a (name) VALUES ('one'), ('two')" ;;
	esac
}

# everything URL: prints the contents of the database as text.
everything() {
	case $1 in
	postgres*) pg_dump "$1" | grep -v -e '^\\' -e '^--' ;;
	*) sqlite3 "${1#file:}" .dump ;;
	esac
}

# spoiled URL: changes the database as a faulty migration would.
spoiled() {
	sql "$1" "DELETE FROM a WHERE id > 1"
	sql "$1" "CREATE TABLE c (id INTEGER)"
	case $1 in
	postgres*) psql -qX "$1" -c "ALTER TYPE mood ADD VALUE 'angry'" \
		-c "DROP SCHEMA other CASCADE; CREATE SCHEMA third; CREATE TABLE third.t (a int REFERENCES public.a (id))" \
		-c "SELECT lo_create(4712)" >/dev/null ;;
	esac
}

# told FILE URL [MESSAGES]: prints the messages of a complete restore.
told() {
	printf '%s\n' "mig-backup: restored $1, replacing everything in ${2#file:}" ${3:+"$3"}
}

there_and_back() {
	local url=$1
	filled "$url"
	before=$(everything "$url")
	run -0 --separate-stderr mig-backup -u "$url" x.backup
	same '' "$output$stderr"
	run -0 mig-backup -c x.backup
	has "$output" $'x.backup\t'
	spoiled "$url"
	[ "$before" != "$(everything "$url")" ]
	run -0 --separate-stderr mig-backup -u "$url" -f -r x.backup
	same "$(told x.backup "$url")" "$output$stderr"
	same "$before" "$(everything "$url")"
}

@test "a restore brings everything back and removes later changes: SQLite" {
	there_and_back file:app.db
}

# bats test_tags=pg
@test "a restore brings everything back and removes later changes: PostgreSQL" {
	there_and_back "$(new_database)"
}

@test "a backup restores into a new database: SQLite" {
	filled file:app.db
	mig-backup -u file:app.db x.backup
	run -0 --separate-stderr mig-backup -u file:new.db -f -r x.backup
	same 'mig-backup: restored x.backup into the new database new.db' "$stderr"
	same "$(everything file:app.db)" "$(everything file:new.db)"
}

# bats test_tags=pg
@test "the owner of a database can restore it with its extensions: PostgreSQL" {
	url=$(new_database)
	name=${url##*/}
	psql -qX "$url" -c "CREATE ROLE owner_$$ LOGIN; ALTER DATABASE \"$name\" OWNER TO owner_$$"
	mine=${url/migtools@/owner_$$@}
	filled "$mine"
	psql -qX "$mine" -c 'CREATE EXTENSION citext; CREATE TABLE e (a citext)'
	before=$(everything "$mine")
	mig-backup -u "$mine" x.backup
	spoiled "$mine"
	run -0 --separate-stderr mig-backup -u "$mine" -f -r x.backup
	same "$(told x.backup "$mine")" "$stderr"
	same "$before" "$(everything "$mine")"
	psql -qX "$url" -c "ALTER DATABASE \"$name\" OWNER TO migtools; REASSIGN OWNED BY owner_$$ TO migtools; DROP OWNED BY owner_$$; DROP ROLE owner_$$"
}

# bats test_tags=pg
@test "a restore that needs too many locks goes into a new database, or is refused: PostgreSQL" {
	coproc server { POSTGRESQL_SETTINGS=$few_locks "$TESTS/helpers/with-postgresql" sh -c 'echo "$TEST_PG_URL"; cat' 3>&-; }
	read -r TEST_PG_URL <&"${server[0]}"
	url=$(new_database)
	name=${url##*/} role=r_$$
	psql -qX "$url" -c "CREATE ROLE $role LOGIN CREATEDB" -c "ALTER DATABASE \"$name\" OWNER TO $role" \
		-c "ALTER DATABASE \"$name\" CONNECTION LIMIT 50" -c "COMMENT ON DATABASE \"$name\" IS 'mine'" \
		-c "ALTER DATABASE \"$name\" SET work_mem = '9MB'" -c "GRANT CREATE ON DATABASE \"$name\" TO pg_monitor"
	url=${url/migtools@/$role@}
	sql "$url" "DO 'BEGIN FOR i IN 1..${TABLES:-200} LOOP EXECUTE format(''CREATE TABLE t_%s (i int)'', i); COMMIT; END LOOP; END'"
	sql "$url" 'INSERT INTO t_2 VALUES (70)'
	run -0 --separate-stderr mig-backup -u "$url" x.backup
	same '' "$stderr"
	about() { sql "$TEST_PG_URL" "SELECT datdba::regrole, datconnlimit, datacl, shobj_description(d.oid, 'pg_database'), setconfig
		FROM pg_database d LEFT JOIN pg_db_role_setting ON setdatabase = d.oid WHERE datname = '$name'"; }
	before=$(about)
	contents() { sql "$url" "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace" && sql "$url" 'SELECT * FROM t_1, t_2'; }
	sql "$url" 'INSERT INTO t_1 VALUES (0)'

	# Neither way is open.
	psql -qX "$TEST_PG_URL" -c "ALTER ROLE $role NOCREATEDB"
	said="a restore replaces everything in one transaction, which takes about ... locks, but the server has room for about ...: set max_locks_per_transaction to ... and restart the server"
	run -0 --separate-stderr mig-backup -u "$url" y.backup
	like "mig-backup: warning: a restore of 'y.backup' may need too many locks: $said" "$stderr"
	run -2 --separate-stderr mig-backup -u "$url" -f -r x.backup
	like "mig-backup: cannot restore 'x.backup': $said
mig-backup: cannot restore 'x.backup' into a new database instead, which needs few locks: $role may not create databases
  hint: nothing was changed; one of these obstacles must go" "$stderr"
	same "${TABLES:-200}"$'\n0|70' "$(contents)"

	# Leftovers of dead processes are removed, and nothing else; sessions end.
	psql -qX "$TEST_PG_URL" -c "ALTER ROLE $role CREATEDB" -c "CREATE DATABASE migtools_scratch_000000ff OWNER $role" \
		-c "CREATE DATABASE migtools_scratch_mine_$$ OWNER $role" -c "ALTER DATABASE \"$name\" SET work_mem = '1MB'" \
		-c "COMMENT ON DATABASE \"$name\" IS 'other'"
	psql -qX "$url" -c 'SELECT pg_sleep(60)' >session 2>&1 3>&- &
	run -0 --separate-stderr mig-backup -u "$url" -f -r x.backup
	same "$(told x.backup "$url" 'mig-backup: warning: the setting work_mem=1MB of the database is gone: the backup does not have it')" "$stderr"
	wait $! || true
	has "$(cat session)" 'terminating connection'
	same "${TABLES:-200}" "$(contents)"
	same 70 "$(sql "$url" 'SELECT * FROM t_2')"
	same "$before" "$(about)"
	same "migtools_scratch_mine_$$" "$(sql "$TEST_PG_URL" "SELECT datname FROM pg_database WHERE datname ~ '^migtools' AND datdba = '$role'::regrole")"
	eval "exec ${server[1]}>&-"
	wait
}

# bats test_tags=pg
@test "a restore checks first for the tablespaces that it needs: PostgreSQL" {
	url=$(new_database)
	space="space $$" role=r_$$
	allow=$(dirname "$TEST_PG_DATA")/space_$$
	mkdir "$allow"
	[ "$(id -u)" -ne 0 ] || chown postgres "$allow"
	psql -qX "$url" -c "CREATE TABLESPACE \"$space\" LOCATION '$allow'" -c "CREATE ROLE $role LOGIN" \
		-c "CREATE TABLE a (i int) TABLESPACE \"$space\"" -c "ALTER TABLE a OWNER TO $role" \
		-c "ALTER DATABASE \"${url##*/}\" OWNER TO $role" -c "ALTER SCHEMA public OWNER TO $role"
	mig-backup -u "$url" x.backup
	url=${url/migtools@/$role@}
	run -2 --separate-stderr mig-backup -u "$url" -f -r x.backup
	has "$stderr" "cannot restore 'x.backup': $role may not create anything in the tablespace \"$space\""
	psql -qX "$TEST_PG_URL" -c "GRANT CREATE ON TABLESPACE \"$space\" TO $role"
	run -0 mig-backup -u "$url" -f -r x.backup
	same "$space" "$(sql "$url" "SELECT tablespace FROM pg_tables WHERE tablename = 'a'")"
	sql "$url" 'DROP TABLE a'
	psql -qX "$TEST_PG_URL" -c "DROP TABLESPACE \"$space\""
	run -2 --separate-stderr mig-backup -u "$url" -f -r x.backup
	has "$stderr" "cannot restore 'x.backup': the tablespace \"$space\" does not exist"
	psql -qX "$TEST_PG_URL" -c "DROP DATABASE \"${url##*/}\"" -c "DROP ROLE $role"
}

# hurried COMMAND: runs the command on a terminal where time passes 300 times as fast, so that a copy takes long
# enough to be shown on any machine.
hurried() {
	gcc -std=gnu17 -shared -fPIC -o hurried.so -x c - <<-'C'
		#include <sys/syscall.h>
		#include <time.h>
		#include <unistd.h>
		int clock_gettime(clockid_t clock, struct timespec *time)
		{
			static long long first;
			int result = syscall(SYS_clock_gettime, clock, time);
			long long now = time->tv_sec * 1000000000LL + time->tv_nsec;
			if (clock != CLOCK_MONOTONIC)
				return result;
			first = first ? first : now;
			now = first + (now - first) * 300;
			*time = (struct timespec){now / 1000000000, now % 1000000000};
			return result;
		}
	C
	script -qec "ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 LD_PRELOAD=$PWD/hurried.so $1" /dev/null </dev/null
}

@test "a backup and a restore show how much is left, on a terminal only: SQLite" {
	sqlite3 app.db 'CREATE TABLE t (a); INSERT INTO t SELECT zeroblob(1000000) FROM generate_series(1, 80)'
	run -0 hurried "mig-backup -u file:app.db x.backup"
	[[ $output =~ copying:\ [0-9.]+\ [kMG]B\ of\ 8[0-9]\ MB,\ [0-9a-z\ ]+\ left ]]
	run -0 hurried "mig-backup -u file:app.db -f -r x.backup"
	[[ $output =~ copying:\ [0-9.]+\ [kMG]B\ of\ 8[0-9]\ MB,\ [0-9a-z\ ]+\ left ]]
	has "$output" $'\r\e[Kmig-backup: restored x.backup, replacing everything in app.db'
	CI=1 run -0 script -qec 'mig-backup -u file:app.db -f -r x.backup' /dev/null </dev/null
	same "$(told x.backup file:app.db)" "${output%$'\r'}"
	run -0 mig-backup -u file:app.db -f -r x.backup
	same "$(told x.backup file:app.db)" "$output"
}

# bats test_tags=pg
@test "a backup and a restore show how much is done, on a terminal only: PostgreSQL" {
	url=$(new_database)
	sql "$url" 'CREATE TABLE t AS SELECT i, md5(i::text) a FROM generate_series(1, 20000) i'
	# Even on a fast machine each part takes long enough to be shown: pg_dump ends late, pg_restore begins
	# late, and psql reads a few kilobytes at a time and ends late.
	mkdir slow
	printf '#!/bin/sh\n%s "$@" || exit\nsleep 0.5\n' "$(command -v pg_dump)" >slow/pg_dump
	printf '#!/bin/sh\ncase $* in "--file=- -- "*) sleep 0.4 ;; esac\nexec %s "$@"\n' "$(command -v pg_restore)" >slow/pg_restore
	printf "#!/bin/sh\nperl -e '\$| = 1; while (sysread STDIN, \$_, 65536) { print; select undef, undef, undef, 0.05 } sleep 1' | %s \"\$@\"\n" \
		"$(command -v psql)" >slow/psql
	chmod +x slow/*
	slowly() { PATH=$PWD/slow:$PATH script -qec "mig-backup -u '$url' $1" /dev/null </dev/null; }
	run -0 slowly x.backup
	[[ $output =~ backing\ up:\ [0-9.]+\ [kM]B,\ [0-9]+\ s ]]
	# Without a manifest, all of the backup is read first.
	cp x.backup y.backup
	run -0 slowly '-f -r y.backup'
	[[ $output =~ checking:\ [0-9.]+\ [kM]B,\ [0-9]+\ s ]]
	[[ $output =~ restoring:\ [0-9.]+\ kB\ of\ [0-9]+\ kB,\ [0-9]+\ s\ left ]]
	has "$output" 'restoring: building indexes and keys: '
	has "$output" $'\r\e[Kmig-backup: restored y.backup, replacing everything in '
	# With one, only its digest is compared; the manifest has the number of rows.
	run -0 slowly '-f -r x.backup'
	[[ $output =~ restoring:\ [0-9]+\ of\ 20000\ rows,\ [0-9]+\ s\ left ]]
	run -0 mig-backup -u "$url" -f -r x.backup
	same "$(told x.backup "$url")" "$output"
}

# part FILE NAME: prints the lines of a case after \NAME, with the roles and the database of this test.
part() {
	awk -v name="\\\\$2" '/^\\/ { on = $0 == name; next } on' "$CASES/rights/$1.sql" |
		sed "s/\bAPP\b/app_$id/g; s/\bOTHER\b/other_$id/g; s/\bGUEST\b/guest_$id/g; s/\bGONE\b/gone_$id/g; s/\bDATABASE_sub\b/${url##*/}_sub/; s/ALTER DATABASE DATABASE/ALTER DATABASE \"${url##*/}\"/"
}

# rights_case NAME: backs up and restores a database as its owner, who is not a superuser.
rights_case() {
	local id=$BASHPID since
	mkdir "$1"
	cd "$1" || return
	since=$(part "$1" since)
	[ -z "$since" ] || server_has "$since" || return 0
	url=$(new_database) name=${url##*/}
	mine=${url/migtools@/app_$id@}
	psql -qX "$url" -v ON_ERROR_STOP=1 -c "CREATE ROLE app_$id LOGIN" -c "CREATE ROLE other_$id" -c "CREATE ROLE guest_$id" \
		-c "ALTER DATABASE \"$name\" OWNER TO app_$id"
	part "$1" superuser | psql -qX -v ON_ERROR_STOP=1 "$url"
	part "$1" owner | psql -qX -v ON_ERROR_STOP=1 "$mine"
	before=$(everything "$url")
	run -0 --separate-stderr mig-backup -u "$mine" x.backup
	like "$(part "$1" backup)" "$stderr"
	part "$1" changed | PGOPTIONS='-c client_min_messages=error' psql -qX -v ON_ERROR_STOP=1 "$mine"
	part "$1" 'superuser changed' | PGOPTIONS='-c client_min_messages=error' psql -qX -v ON_ERROR_STOP=1 "$url"
	changed=$(everything "$url")
	[ "$before" != "$changed" ]
	run --separate-stderr mig-backup -u "$mine" -f -r x.backup
	case $status in
	0) like "$(told x.backup "$mine" "$(part "$1" restore)")" "$stderr" && same "$before" "$(everything "$url")" ;;
	*) like "$(part "$1" restore)" "$stderr" && same "$changed" "$(everything "$url")" ;;
	esac
	psql -qX "$url" -c "SET client_min_messages = error" -c "DROP SUBSCRIPTION IF EXISTS ${name}_sub" \
		-c "ALTER DATABASE \"$name\" OWNER TO migtools" -c "DROP OWNED BY app_$id CASCADE" -c "DROP OWNED BY other_$id CASCADE" \
		-c "DROP OWNED BY guest_$id CASCADE" -c "DROP ROLE app_$id, other_$id, guest_$id"
}

# bats test_tags=pg
@test "a user who is no superuser can restore a backup, or is told first what is missing: PostgreSQL" {
	# Together, since each waits for the server most of its time.
	for file in "$CASES"/rights/*.sql; do
		name=$(basename "$file" .sql)
		(
			rights_case "$name"
			touch done
		) >"$name.out" 2>&1 3>&- &
	done
	wait
	for file in *.out; do
		[ -e "${file%.out}/done" ] || { cat "$file" && failed=$file; }
	done
	same '' "${failed:-}"
}

# bats test_tags=pg
@test "a backup restores into an empty database: PostgreSQL" {
	url=$(new_database) new=$(new_database)
	filled "$url"
	mig-backup -u "$url" x.backup
	mig-backup -u "$new" -f -r x.backup
	same "$(everything "$url")" "$(everything "$new")"
}

@test "a backup goes to standard output unless that is a terminal: SQLite" {
	filled file:app.db
	mig-backup -u file:app.db >x.backup
	run -0 mig-backup -c x.backup
	run -2 script -qec 'mig-backup -u file:app.db' /dev/null
	has "$output" 'terminal'
	run -2 sh -c 'mig-backup -u file:app.db >/dev/full'
}

# bats test_tags=pg
@test "a backup goes to standard output: PostgreSQL" {
	url=$(new_database)
	filled "$url"
	mig-backup -u "$url" | cat >x.backup
	run -0 mig-backup -c x.backup
	run -2 --separate-stderr sh -c "mig-backup -u '$url' >/dev/full"
	has "$stderr" 'No space left'
}

@test "a database keeps WAL mode, and its backup is one file" {
	filled file:app.db
	sqlite3 app.db 'PRAGMA journal_mode = WAL' >/dev/null
	mig-backup -u file:app.db x.backup
	spoiled file:app.db
	mig-backup -u file:app.db -f -r x.backup
	same wal "$(sqlite3 app.db 'PRAGMA journal_mode')"
	run -0 ls
	same $'app.db\nx.backup\nx.backup.manifest' "$output"
}

@test "a backup is readable by its owner only and replaces no file" {
	filled file:app.db
	mig-backup -u file:app.db x.backup
	same 600 "$(stat -c %a x.backup)"
	run -2 --separate-stderr mig-backup -u file:app.db x.backup
	has "$stderr" "'x.backup' already exists" hint
	run -0 ls
	same $'app.db\nx.backup\nx.backup.manifest' "$output"
}

@test "-d chooses the file name, and -l lists backups" {
	filled file:app.db
	run -0 mig-backup -u file:app.db -d backups
	[[ $output =~ ^backups/[0-9]{14}_app\.backup$'\t'sqlite$'\t'[0-9TZ:-]+$'\t'[0-9]+$ ]]
	made=$output
	echo none >backups/none.backup
	echo none >backups/README
	run -0 mig-backup -l backups
	same "$made" "$output"
	run -2 --separate-stderr mig-backup -l nowhere
	has "$stderr" "'nowhere'"
}

# bats test_tags=pg
@test "a failed restore leaves the database unchanged: PostgreSQL" {
	url=$(new_database)
	filled "$url"
	psql -qX "$url" -c "CREATE ROLE r_$$; CREATE TABLE owned (id int); ALTER TABLE owned OWNER TO r_$$"
	mig-backup -u "$url" x.backup
	psql -qX "$url" -c "DROP TABLE owned; DROP ROLE r_$$"
	spoiled "$url"
	before=$(everything "$url")
	run -2 --separate-stderr mig-backup -u "$url" -f -r x.backup
	has "$stderr" "r_$$" 'does not exist'
	same "$before" "$(everything "$url")"
}

@test "a restore that is killed restores everything or nothing: SQLite" {
	sqlite3 app.db "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT);
		INSERT INTO a SELECT value, hex(randomblob(100)) FROM generate_series(1, 20000)"
	mig-backup -u file:app.db x.backup
	old=$(sqlite3 app.db 'SELECT count(*), sum(id) FROM a')
	sqlite3 app.db "UPDATE a SET id = id + 100000"
	new=$(sqlite3 app.db 'SELECT count(*), sum(id) FROM a')
	for ms in 1 2 3 5 8 12 16 20 30; do
		mig-backup -u file:app.db -f -r x.backup &
		sleep 0.0"$(printf %02d $ms)"
		kill -9 $! 2>/dev/null || true
		wait $! || true
		now=$(sqlite3 app.db 'SELECT count(*), sum(id) FROM a')
		[ "$now" = "$old" ] || [ "$now" = "$new" ]
		same ok "$(sqlite3 app.db 'PRAGMA integrity_check')"
		sqlite3 app.db "UPDATE a SET id = id + 100000 WHERE (SELECT min(id) FROM a) < 100000"
	done
}

@test "a restore needs -f or a yes on the terminal" {
	filled file:app.db
	mig-backup -u file:app.db x.backup
	spoiled file:app.db
	run -2 --separate-stderr setsid -w mig-backup -u file:app.db -r x.backup
	has "$stderr" 'no terminal' '-f'
	run -2 script -qec 'mig-backup -u file:app.db -r x.backup' /dev/null <<<n
	has "$output" "Replace everything in app.db with 'x.backup'? [y/N] " 'mig-backup: not restored'
	same c "$(sqlite3 app.db "SELECT name FROM sqlite_schema WHERE name = 'c'")"
	run -0 script -qec 'mig-backup -u file:app.db -r x.backup' /dev/null <<<y
	same '' "$(sqlite3 app.db "SELECT name FROM sqlite_schema WHERE name = 'c'")"
}


# since MAJOR: prints the option of psql that sets since_MAJOR.
since() {
	server_has "$1" && echo "-v since_$1=on" || echo "-v since_$1=off"
}

# kinds URL FILE: runs the statements of a file with the names of this test.
kinds() {
	sed "s/\bROLE ROLE\b/ROLE r_$$/; s/\bROLE\b/r_$$/g; s/\bALTER r_$$ /ALTER ROLE /; s/\bDEFAULT PRIVILEGES FOR r_$$ /DEFAULT PRIVILEGES FOR ROLE /
		s/\bGUEST\b/g_$$/g; s/\bDATABASE DATABASE\b/DATABASE ${1##*/}/; s/\bDATABASE_sub\b/${1##*/}_sub/" "$2" |
		PGOPTIONS='-c client_min_messages=error' psql -qX -v ON_ERROR_STOP=1 $(since 14) $(since 15) "$1"
}

# way WORD: prints the statements that change each thing in this way.
way() {
	awk -F'|' -v way="$1" '/^#/ { next }
		FILENAME ~ /ways$/ { if ($1 == way) { letter = $2; statement = $3 } next }
		index($3, letter) {
			line = statement
			gsub(/<kind>/, $1, line); gsub(/<name>/, $2, line); gsub(/<words>/, $4, line); gsub(/<number>/, FNR, line)
			print line ";" }' "$CASES/kinds/ways" "$CASES/kinds/things"
}

# dumped URL: prints everything that pg_dump knows about a database, including its own properties.
dumped() {
	PGOPTIONS='-c statement_timeout=0' pg_dump -C "$1" | grep -av -e '^\\' -e '^--'
}

# changed_since URL FILE: changes the database, restores it, and compares.
changed_since() {
	kinds "$1" "$2"
	[ "$before" != "$(dumped "$1")" ]
	run -0 --separate-stderr mig-backup -u "$1" -f -r x.backup
	same "$before" "$(dumped "$1")"
}

# has_every_kind BACKUP: fails unless the archive has an entry of each kind that pg_dump writes, except SECURITY
# LABEL: Debian's packages have no label provider.
has_every_kind() {
	pg_restore -C -l "$1" >list
	while IFS= read -r kind; do
		[ "$kind" != 'PUBLICATION TABLES IN SCHEMA' ] || server_has 15 || continue
		grep -qE "^[0-9]+; [0-9]+ [0-9]+ $kind " list || { echo "none is a $kind"; return 1; }
	done <<-'KINDS'
		ACCESS METHOD
		ACL
		AGGREGATE
		CAST
		CHECK CONSTRAINT
		COLLATION
		COMMENT
		CONSTRAINT
		CONVERSION
		DATABASE
		DATABASE PROPERTIES
		DEFAULT
		DEFAULT ACL
		DOMAIN
		EVENT TRIGGER
		EXTENSION
		FK CONSTRAINT
		FOREIGN DATA WRAPPER
		FOREIGN TABLE
		FUNCTION
		INDEX
		INDEX ATTACH
		MATERIALIZED VIEW
		MATERIALIZED VIEW DATA
		OPERATOR
		OPERATOR CLASS
		OPERATOR FAMILY
		POLICY
		PROCEDURAL LANGUAGE
		PROCEDURE
		PUBLICATION
		PUBLICATION TABLE
		PUBLICATION TABLES IN SCHEMA
		ROW SECURITY
		RULE
		SCHEMA
		SEQUENCE
		SEQUENCE OWNED BY
		SEQUENCE SET
		SERVER
		SHELL TYPE
		STATISTICS
		SUBSCRIPTION
		TABLE
		TABLE ATTACH
		TABLE DATA
		TEXT SEARCH CONFIGURATION
		TEXT SEARCH DICTIONARY
		TEXT SEARCH PARSER
		TEXT SEARCH TEMPLATE
		TRANSFORM
		TRIGGER
		TYPE
		USER MAPPING
		VIEW
		BLOBS
	KINDS
}

# bats test_tags=pg
@test "a restore brings back every kind of object, whatever has changed since: PostgreSQL" {
	url=$(new_database)
	psql -qX "$url" -c "CREATE ROLE r_$$" -c "CREATE ROLE g_$$"
	kinds "$url" "$CASES/kinds/made.sql"
	before=$(dumped "$url")
	mig-backup -u "$url" x.backup
	has_every_kind x.backup
	for word in $(sed -n 's/^\([a-z]*\)|.*/\1/p' "$CASES/kinds/ways"); do
		way "$word" >way.sql
		echo "$word: $(wc -l <way.sql) statements"
		[ -s way.sql ]
		changed_since "$url" way.sql
		same "$(told x.backup "$url")" "$stderr"
	done
	changed_since "$url" "$CASES/kinds/altered.sql"
	has "$stderr" 'the setting statement_timeout=20ms of the database is gone'
	# Again, over an equal database.
	run -0 --separate-stderr mig-backup -u "$url" -f -r x.backup
	same "$(told x.backup "$url")" "$stderr"
	same "$before" "$(dumped "$url")"
	psql -qX "$url" -c "DROP SUBSCRIPTION ${url##*/}_sub" -c "DROP OWNED BY r_$$ CASCADE" -c "DROP OWNED BY g_$$ CASCADE" -c "DROP ROLE r_$$, g_$$"
}

# bats test_tags=pg
@test "settings of the role and the database do not stop a restore: PostgreSQL" {
	url=$(new_database)
	filled "$url"
	mig-backup -u "$url" x.backup
	before=$(everything "$url")
	for setting in "statement_timeout TO '30ms'" "default_transaction_read_only TO on" "lock_timeout TO '30ms'" \
		"idle_in_transaction_session_timeout TO '30ms'" "row_security TO off" "session_replication_role TO replica" \
		"search_path TO nowhere" "search_path TO pg_catalog, public" "DateStyle TO 'SQL, DMY'" \
		"IntervalStyle TO sql_standard" "transform_null_equals TO on" "standard_conforming_strings TO off" \
		"quote_all_identifiers TO on" "default_transaction_isolation TO serializable" \
		"default_transaction_deferrable TO on" "default_tablespace TO pg_default" "check_function_bodies TO on" \
		"client_min_messages TO debug1" "client_encoding TO latin1" "array_nulls TO off" "xmloption TO document" \
		"plpgsql.extra_errors TO 'all'" "plpgsql.variable_conflict TO use_column"; do
		echo "$setting"
		PGOPTIONS='-c default_transaction_read_only=off' psql -qX "$url" -c "ALTER DATABASE \"${url##*/}\" SET $setting"
		run -0 timeout 20 mig-backup -u "$url" -f -r x.backup
		same "$before" "$(everything "$url")"
	done
}

# bats test_tags=pg
@test "functions that name tables without a schema do not stop a restore: PostgreSQL" {
	url=$(new_database)
	psql -qX "$url" -v ON_ERROR_STOP=1 <<-'SQL'
		CREATE SCHEMA app;
		ALTER ROLE CURRENT_USER SET search_path TO app, public;
		SET search_path TO app, public;
		CREATE TABLE kinds (k text PRIMARY KEY);
		INSERT INTO kinds VALUES ('a');
		CREATE FUNCTION is_kind(text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT EXISTS (SELECT FROM kinds WHERE k = $1)';
		CREATE FUNCTION quiet(text) RETURNS bool LANGUAGE plpgsql AS
			'BEGIN RETURN is_kind($1); EXCEPTION WHEN OTHERS THEN RETURN false; END';
		CREATE DOMAIN kind AS text CHECK (is_kind(VALUE));
		CREATE TABLE t (k kind, l text CHECK (quiet(l)), g bool GENERATED ALWAYS AS (is_kind(l)) STORED);
		INSERT INTO t VALUES ('a', 'a');
		SELECT current_setting('server_version_num')::int < 170000 AS finds \gset
		\if :finds
			-- Later servers make these with an empty search_path themselves.
			CREATE INDEX i ON t (is_kind(l));
			CREATE MATERIALIZED VIEW m AS SELECT is_kind(l) FROM t;
		\endif
	SQL
	before=$(everything "$url")
	mig-backup -u "$url" x.backup
	sql "$url" 'DROP TABLE app.t CASCADE'
	run -0 --separate-stderr mig-backup -u "$url" -f -r x.backup
	same "$(told x.backup "$url")" "$stderr"
	same "$before" "$(everything "$url")"
	psql -qX "$url" -c 'ALTER ROLE CURRENT_USER RESET search_path'
}

# bats test_tags=pg
@test "functions that find nothing without a search_path are told when a backup is made: PostgreSQL" {
	url=$(new_database) new=$(new_database) name=${url##*/}
	psql -qX "$url" -v ON_ERROR_STOP=1 <<-'SQL'
		CREATE SCHEMA app;
		SET search_path TO app;
		CREATE TABLE kinds (k text PRIMARY KEY);
		INSERT INTO kinds VALUES ('a');
		CREATE FUNCTION f(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN EXISTS (SELECT FROM Kinds WHERE k = $1); END';
		CREATE FUNCTION g(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN f ($1); END';
		CREATE FUNCTION h(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN app.f($1); END';
		CREATE FUNCTION safe(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE SET search_path = app AS 'BEGIN RETURN f($1); END';
		CREATE FUNCTION full_names(text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN EXISTS (SELECT FROM app.kinds WHERE k = $1); END';
	SQL
	without() { sql "$url" "SET search_path TO app; CREATE DOMAIN app.d AS text; CREATE TABLE app.t (k text, l app.d); INSERT INTO app.t VALUES ('a', 'a'); $1"; }
	backed_up() {
		rm -f x.backup*
		run -0 --separate-stderr mig-backup -u "$url" x.backup
	}
	for kind in 'ALTER TABLE app.t ADD CHECK (app.f(k))' 'CREATE INDEX ON app.t (app.g(k))' 'CREATE INDEX ON app.t (k) WHERE app.h(k)' \
		'ALTER TABLE app.t ADD COLUMN g bool GENERATED ALWAYS AS (app.f(k)) STORED' 'ALTER DOMAIN app.d ADD CHECK (app.f(VALUE))' \
		'CREATE MATERIALIZED VIEW app.m AS SELECT app.f(k) FROM app.t'; do
		echo "$kind"
		# From version 17 on, the server itself refuses some of these.
		without "$kind" || continue
		backed_up
		has "$stderr" "mig-backup: warning: a restore of 'x.backup' may fail: a check or an index calls app." ' without its schema'
		PGOPTIONS='-c client_min_messages=error' sql "$url" 'DROP TABLE app.t CASCADE; DROP DOMAIN app.d'
	done
	for kind in 'ALTER TABLE app.t ADD CHECK (app.safe(k))' 'CREATE INDEX ON app.t (app.full_names(k))' 'CREATE VIEW app.v AS SELECT app.f(k) FROM app.t'; do
		echo "$kind"
		without "$kind"
		backed_up
		same '' "$stderr"
		PGOPTIONS='-c client_min_messages=error' sql "$url" 'DROP TABLE app.t CASCADE; DROP DOMAIN app.d'
	done
	without 'ALTER TABLE app.t ADD CHECK (app.f(k))'
	backed_up
	run -2 --separate-stderr mig-backup -u "$new" -f -r x.backup
	has "$stderr" 'relation "kinds" does not exist' '  hint: a function may find its tables by search_path: ALTER ROLE ... SET search_path for this user, and try again'
	for setting in "DATABASE \"$name\"" "ROLE CURRENT_USER IN DATABASE \"$name\""; do
		sql "$url" "ALTER $setting SET search_path TO app, public"
		backed_up
		same '' "$stderr"
		run -0 mig-backup -u "$url" -C x.backup
		run -0 mig-backup -u "$new" -f -r x.backup
		same a "$(sql "$new" 'SELECT k FROM app.t')"
		sql "$url" "ALTER $setting RESET search_path"
	done
}

# bats test_tags=pg
@test "a database of another encoding is backed up, proven and restored: PostgreSQL" {
	url=$(new_database) new=$(new_database)
	export PGCLIENTENCODING=UTF8
	psql -qX "$TEST_PG_URL" -c "DROP DATABASE \"${url##*/}\"" \
		-c "CREATE DATABASE \"${url##*/}\" TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
	psql -qX "$url" -v ON_ERROR_STOP=1 <<-SQL
		CREATE TABLE "tä" ("ü" text DEFAULT 'é');
		INSERT INTO "tä" VALUES ('ß');
		GRANT SELECT ON "tä" TO PUBLIC;
		COMMENT ON DATABASE "${url##*/}" IS 'où';
	SQL
	before=$(dumped "$url")
	unset PGCLIENTENCODING
	run -0 --separate-stderr mig-backup -u "$url" x.backup
	same '' "$stderr"
	has "$(cat x.backup.manifest)" $'table\tpublic."tä"\t1'
	run -0 mig-backup -u "$url" -C x.backup
	PGCLIENTENCODING=UTF8 sql "$url" "COMMENT ON DATABASE \"${url##*/}\" IS 'à'"
	for target in "$url" "$new"; do
		run -0 mig-backup -u "$target" -f -r x.backup
		export PGCLIENTENCODING=UTF8
		[ "$target" = "$new" ] || same "$before" "$(dumped "$target")"
		same $'ß|où' "$(sql "$target" "SELECT \"ü\", shobj_description(oid, 'pg_database') FROM \"tä\", pg_database WHERE datname = current_database()")"
		unset PGCLIENTENCODING
	done
}

# bats test_tags=pg
@test "names that are no UTF-8 are backed up, proven and restored: PostgreSQL" {
	url=$(new_database) other=$(new_database) b=$'\xe4'
	psql -qX "$TEST_PG_URL" -c "DROP DATABASE \"${url##*/}\"" \
		-c "CREATE DATABASE \"${url##*/}\" TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
	raw() { PGCLIENTENCODING=SQL_ASCII "$@"; }
	raw psql -qX "$url" -v ON_ERROR_STOP=1 <<-SQL
		CREATE ROLE "r_$$$b";
		CREATE ROLE "g_$$$b";
		CREATE TABLE "t$b" ("c$b" text DEFAULT '$b');
		INSERT INTO "t$b" VALUES ('$b');
		ALTER TABLE "t$b" OWNER TO "r_$$$b";
		GRANT SELECT ON "t$b" TO "g_$$$b";
		COMMENT ON DATABASE "${url##*/}" IS '$b';
	SQL
	before=$(raw dumped "$url")
	run -0 --separate-stderr mig-backup -u "$url" x.backup
	same '' "$stderr"
	has "$(cat x.backup.manifest)" $'table\tpublic."t\xe4"\t1'
	run -0 mig-backup -u "$url" -c x.backup
	run -0 mig-backup -u "$url" -C x.backup
	raw sql "$url" $'DROP TABLE "t\xe4"'
	run -0 --separate-stderr mig-backup -u "$url" -f -r x.backup
	same "$(told x.backup "$url")" "$stderr"
	same "$before" "$(raw dumped "$url")"
	# A database of another encoding cannot hold the names, nor the rows.
	hint="  hint: the encoding of this database lacks something that the backup has: restore it into a database of the backup's encoding (createdb -T template0 -E ENCODING)"
	run -2 --separate-stderr mig-backup -u "$other" -f -r x.backup
	like "...mig-backup: cannot read $other: invalid byte sequence for encoding \"UTF8\": 0xe4...
$hint" "${stderr#*$'\n'}"
	raw psql -qX "$url" -c "DROP OWNED BY \"r_$$$b\", \"g_$$$b\"" -c "DROP ROLE \"r_$$$b\", \"g_$$$b\"" \
		-c "COMMENT ON DATABASE \"${url##*/}\" IS NULL; CREATE TABLE t AS SELECT text '$b' AS a"
	mig-backup -u "$url" y.backup
	sql "$other" 'CREATE TABLE mine (i int)'
	run -2 --separate-stderr mig-backup -u "$other" -f -r y.backup
	has "$stderr" 'invalid byte sequence for encoding "UTF8": 0xe4' "$hint"
	same '' "$(sql "$other" 'SELECT * FROM mine')"
}

# promised SQL: a superuser runs the SQL in a database, in which APP is its owner; then the owner applies a migration with
# a backup. The note promises a restore exactly if there is one.
promised() {
	url=$(new_database)
	DATABASE_URL=${url/migtools@/app_$$@}
	export DATABASE_URL
	rm -rf backups
	psql -qX "$url" -v ON_ERROR_STOP=1 -c "ALTER DATABASE \"${url##*/}\" OWNER TO app_$$" \
		-c "SET search_path TO app, public; ${1//APP/app_$$}"
	mig-resolve -q -a 1_a
	run -0 --separate-stderr mig-apply -q -b backups
	said=$stderr
	run --separate-stderr mig-backup -f -r backups/*.backup
	case $status in
	0) has "$said" "to restore it: mig-backup -r backups/" ;;
	*) has "$said" 'warning: ' '; to restore it, see the warnings' ;;
	esac
	psql -qX "$url" -c "SET client_min_messages = error; ALTER DATABASE \"${url##*/}\" OWNER TO migtools; DROP OWNED BY app_$$ CASCADE"
}

# bats test_tags=pg
@test "a note promises a restore only where there is one: PostgreSQL" {
	psql -qX "$TEST_PG_URL" -c "CREATE ROLE app_$$ LOGIN"
	mkdir -p migrations/1_a migrations/2_b
	echo 'CREATE TABLE b (i int);' | tee migrations/1_a/migration.sql >migrations/2_b/migration.sql
	kind="CREATE SCHEMA app AUTHORIZATION APP; SET ROLE APP; CREATE TABLE kinds (k text); INSERT INTO kinds VALUES ('a');
		CREATE FUNCTION is_kind(text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT EXISTS (SELECT FROM kinds WHERE k = \$1)';
		CREATE TABLE t (k text CHECK (is_kind(k))); INSERT INTO t VALUES ('a'); RESET ROLE;"
	promised 'CREATE SCHEMA app'
	[ "$status" = 0 ]
	promised "CREATE TABLE t (i int); GRANT SELECT ON t TO APP"
	[ "$status" = 2 ]
	promised "CREATE TABLE t (i int); ALTER TABLE t OWNER TO APP; CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER ev ON ddl_command_end EXECUTE FUNCTION e()"
	[ "$status" = 2 ]
	promised "$kind"
	[ "$status" = 2 ]
	like "mig-apply: warning: a restore of 'backups/..._app.backup' may fail: a check or an index calls app.is_kind(text): relation \"kinds\" does not exist
  hint: a restore runs with an empty search_path, then with that of the database: use ALTER FUNCTION ... SET search_path, or ALTER DATABASE ... SET search_path" \
		"$(grep -A 1 ' may fail: ' <<<"$said" | sed "s/_t_[0-9_]*/_app/")"
	promised "$kind DO 'BEGIN EXECUTE format(''ALTER DATABASE %I SET search_path TO app, public'', current_database()); END'"
	[ "$status" = 0 ]
	psql -qX "$TEST_PG_URL" -c "DROP ROLE app_$$"
}

# bats test_tags=pg
@test "a restore with many notices neither hangs nor commits a part: PostgreSQL" {
	url=$(new_database)
	filled "$url"
	psql -qX "$url" -c "CREATE FUNCTION loud(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
		'BEGIN FOR i IN 1..2000 LOOP RAISE WARNING ''%'', repeat(''x'', 200); END LOOP; RETURN 10 / (\$1 - 3); END'" \
		-c "CREATE TABLE l (i int); INSERT INTO l VALUES (1), (2), (4)" 
	PGOPTIONS='-c client_min_messages=error' psql -qX "$url" -c 'CREATE INDEX z ON l (loud(i))'
	mig-backup -u "$url" x.backup
	spoiled "$url"
	run -0 timeout 30 mig-backup -u "$url" -f -r x.backup
	# It fails at its end, after the large objects.
	psql -qX "$url" -c "DROP INDEX z; CREATE ROLE r_$$; GRANT SELECT ON a TO r_$$"
	rm x.backup*
	mig-backup -u "$url" x.backup
	psql -qX "$url" -c "DROP OWNED BY r_$$; DROP ROLE r_$$"
	spoiled "$url"
	before=$(everything "$url")
	run -2 --separate-stderr timeout 30 mig-backup -u "$url" -f -r x.backup
	has "$stderr" "r_$$"
	same "$before" "$(everything "$url")"
}

@test "a truncated backup is damaged, and so is one with bytes after its end: SQLite" {
	sqlite3 app.db 'CREATE TABLE t (i INTEGER PRIMARY KEY, v BLOB); INSERT INTO t VALUES (1, randomblob(20000)); CREATE INDEX ti ON t (v)'
	mig-backup -u file:app.db x.backup
	size=$(stat -c %s x.backup)
	for change in -1 -100 -4096 +1 +4096; do
		cp x.backup y.backup
		truncate -s "$change" y.backup
		run -1 --separate-stderr mig-backup -c y.backup
		[[ $change == -* ]] || said="$change bytes follow its last line"
		[[ $change == +* ]] || said="it has $((size + change)) bytes, but its header says $((size - 102))"
		has "$stderr" "mig-backup: warning: 'y.backup' is damaged: ${said#+}"
		run -2 mig-backup -f -r y.backup -u file:app.db
	done
	same 20000 "$(sqlite3 app.db 'SELECT length(v) FROM t')"
}

@test "an application's own functions and collations are not damage: SQLite" {
	gcc -std=gnu17 -o own-functions "$TESTS/helpers/own-functions.c" -lsqlite3
	./own-functions
	for file in *.db; do
		echo "$file"
		run -0 --separate-stderr mig-backup -u "file:$file" "$file.backup"
		same '' "$stderr"
		run -0 mig-backup -c "$file.backup"
		run -0 --separate-stderr mig-backup -f -r "$file.backup" -u "file:new-$file"
		cmp <(head -c -102 "$file.backup") "new-$file"
	done
}

@test "a backup ends even if others commit all the time: SQLite" {
	for mode in wal delete; do
		rm -f app.db*
		sqlite3 app.db "PRAGMA journal_mode = $mode; CREATE TABLE a (id INTEGER PRIMARY KEY, n INT, x);
			INSERT INTO a SELECT value, 100, zeroblob(1000000) FROM generate_series(1, 60)"
		for _ in {1..3000}; do
			[ ! -e stop ] || break
			echo 'BEGIN IMMEDIATE; UPDATE a SET n = n - 1 WHERE id = 1; UPDATE a SET n = n + 1 WHERE id = 2; COMMIT;'
			sleep 0.02
		done 3>&- | sqlite3 -cmd '.timeout 5000' app.db >/dev/null 3>&- &
		sleep 0.3
		for turn in 1 2 3; do
			run -0 timeout 40 mig-backup -u file:app.db "$mode$turn.backup"
			same 6000 "$(sqlite3 "$mode$turn.backup" 'SELECT sum(n) FROM a')"
		done
		touch stop
		wait
		rm stop
		[ "$(sqlite3 app.db 'SELECT n FROM a WHERE id = 1')" -lt 95 ]
	done
}

@test "a backup succeeds despite faults that are not in the pages: SQLite" {
	sqlite3 app.db "CREATE TABLE c (a INTEGER CHECK (a > 0)); PRAGMA ignore_check_constraints = ON; INSERT INTO c VALUES (-1)"
	run -0 --separate-stderr mig-backup -u file:app.db x.backup
	same '' "$stderr"
	run -0 mig-backup -c x.backup
	# An index on a different column than it says, and a NULL in a NOT NULL column.
	sqlite3 app.db "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2), (3, NULL); CREATE INDEX i ON t (a)"
	sqlite3 app.db '.dbconfig defensive off' "PRAGMA writable_schema = ON;
		UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t (b)' WHERE name = 'i';
		UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a, b NOT NULL)' WHERE name = 't'"
	run -0 --separate-stderr mig-backup -u file:app.db y.backup
	same '' "$stderr"
	run -1 --separate-stderr mig-backup -c y.backup
	has "$stderr" "'y.backup' is damaged: row 1 missing from index i"
	before=$(sql file:app.db 'SELECT a, b FROM t NOT INDEXED')
	sqlite3 app.db 'DROP TABLE t'
	run -0 mig-backup -f -r y.backup -u file:app.db
	same "$before" "$(sql file:app.db 'SELECT a, b FROM t NOT INDEXED')"
	# A lost page is in no copy.
	sqlite3 app.db "DROP TABLE t; CREATE TABLE t (a); INSERT INTO t SELECT randomblob(2000) FROM generate_series(1, 100)"
	dd if=/dev/zero of=app.db bs=4096 seek=10 count=1 conv=notrunc status=none
	run -2 --separate-stderr mig-backup -u file:app.db z.backup
	like "mig-backup: cannot read back the backup of app.db: ...age 11..." "$stderr"
	[ ! -e z.backup ]
}

@test "all damaged databases are kept, even of the same second: SQLite" {
	sqlite3 app.db 'CREATE TABLE t (a)'
	mig-backup -u file:app.db x.backup
	for n in 1 2 3; do
		echo "damaged $n" >app.db
		mig-backup -f -r x.backup -u file:app.db 2>err
	done
	same $'damaged 1\ndamaged 2\ndamaged 3' "$(cat app.db.damaged-* | sort)"
}

@test "a damaged database is replaced and kept: SQLite" {
	sqlite3 app.db 'CREATE TABLE t (a); INSERT INTO t VALUES (randomblob(100000))'
	chmod 640 app.db
	mig-backup -u file:app.db x.backup
	cp app.db whole.db
	for damage in 'truncate -s 50000 app.db' 'dd if=/dev/urandom of=app.db bs=8192 count=1 conv=notrunc' \
		'sed -i s/SQLite/sQLite/ app.db' 'eval cp whole.db app.db; echo damaged >app.db-wal; truncate -s 50000 app.db'; do
		rm -f app.db*
		cp -p whole.db app.db
		chmod 640 app.db
		$damage 2>/dev/null
		damaged=$(sha256sum <app.db)
		run -0 --separate-stderr mig-backup -f -r x.backup -u file:app.db
		like "$(told x.backup app.db "mig-backup: warning: 'app.db' was damaged: it is kept as 'app.db.damaged-...'")" "$stderr"
		same "$damaged" "$(sha256sum <app.db.damaged-??????????????)"
		same 'ok 100000' "$(sqlite3 app.db 'PRAGMA integrity_check') $(sqlite3 app.db 'SELECT length(a) FROM t')"
		same 640 "$(stat -c %a app.db)"
	done
}

@test "a damaged database behind a symbolic link is replaced, and the link stays: SQLite" {
	mkdir disk
	sqlite3 disk/real.db 'CREATE TABLE t (a); INSERT INTO t VALUES (1)'
	ln -s disk/real.db app.db
	mig-backup -u file:app.db x.backup
	echo damaged >disk/real.db
	run -0 --separate-stderr mig-backup -f -r x.backup -u file:app.db
	like "$(told x.backup app.db "mig-backup: warning: 'app.db' was damaged: it is kept as '$PWD/disk/real.db.damaged-...'")" "$stderr"
	same 'disk/real.db 1' "$(readlink app.db) $(sqlite3 app.db 'SELECT a FROM t')"
	same damaged "$(cat disk/*damaged*)"
	same $'app.db\ndisk\nx.backup\nx.backup.manifest' "$(ls)"
	# A database of larger pages in WAL mode takes the smaller ones of the backup.
	sqlite3 wal.db 'PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; CREATE TABLE t (a)' >mode
	run -0 mig-backup -f -r x.backup -u file:wal.db
	same '4096 1' "$(sqlite3 wal.db 'PRAGMA page_size') $(sqlite3 wal.db 'SELECT a FROM t')"
}

@test "a restore keeps the settings of a database: SQLite" {
	sqlite3 app.db "PRAGMA page_size = 8192; PRAGMA encoding = 'UTF-16le'; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = 7; PRAGMA user_version = 9;
		PRAGMA journal_mode = WAL; CREATE TABLE t (a)"
	settings() {
		for name in page_size encoding auto_vacuum application_id user_version journal_mode; do sqlite3 app.db "PRAGMA $name"; done
	}
	chmod 660 app.db
	mig-backup -u file:app.db x.backup
	before=$(settings)
	sqlite3 app.db 'PRAGMA journal_mode = DELETE; PRAGMA page_size = 1024; PRAGMA auto_vacuum = NONE; VACUUM; PRAGMA journal_mode = WAL; PRAGMA application_id = 1; PRAGMA user_version = 1'
	[ "$before" != "$(settings)" ]
	mig-backup -f -r x.backup -u file:app.db
	same "$before" "$(settings)"
	same 660 "$(stat -c %a app.db)"
	# The database is in another mode than before; missing; missing except for the files beside it; damaged;
	# empty.
	sqlite3 app.db "INSERT INTO t VALUES (1)" '.shell cp app.db-wal kept'
	for change in 'sqlite3 app.db "PRAGMA journal_mode = DELETE"' 'rm app.db' 'rm app.db; cp kept app.db-wal' 'rm app.db; cp kept app.db-journal' \
		'dd if=/dev/urandom of=app.db bs=8192 count=1 conv=notrunc' 'truncate -s 9000 app.db' 'truncate -s 0 app.db'; do
		echo "$change"
		eval "$change" >/dev/null 2>&1
		run -0 mig-backup -f -r x.backup -u file:app.db
		same "$before" "$(settings)"
		same 660 "$(stat -c %a app.db)"
		same 'ok 0' "$(sqlite3 app.db 'PRAGMA integrity_check') $(sqlite3 app.db 'SELECT count(*) FROM t')"
	done
	# Without a manifest, the mode is unknown.
	rm app.db
	mig-backup -f -r - -u file:app.db <x.backup
	same delete "$(sqlite3 app.db 'PRAGMA journal_mode')"
}

@test "a database in use keeps its journal mode, with a warning: SQLite" {
	filled file:app.db
	mig-backup -u file:app.db x.backup
	sqlite3 app.db 'PRAGMA journal_mode = WAL' 'SELECT 1 FROM a' '.shell touch open' '.shell until [ -e enough ]; do sleep 0.1; done' >/dev/null 3>&- &
	until [ -e open ]; do sleep 0.05; done
	run -0 --separate-stderr mig-backup -u file:app.db -f -r x.backup
	same "$(told x.backup app.db "mig-backup: warning: 'app.db' keeps the journal mode wal, because other processes use it")" "$stderr"
	touch enough
	wait
}

@test "a restore keeps the owner of a database: SQLite" {
	[ "$(id -u)" = 0 ] || skip 'only a superuser gives a file to another'
	filled file:app.db
	chown 65534:65534 app.db
	chmod 600 app.db
	mig-backup -u file:app.db x.backup
	for change in 'rm app.db' 'truncate -s 1000 app.db' true; do
		$change
		run -0 mig-backup -f -r x.backup -u file:app.db
		same '65534:65534 600' "$(stat -c '%u:%g %a' app.db)"
	done
}

# holds FILE STATEMENTS: starts a process, `holder`, that holds the locks of the statements until let_go.
holds() {
	rm -f held enough
	sqlite3 "$1" "$2" '.shell touch held' '.shell until [ -e enough ]; do sleep 0.05; done' >/dev/null 3>&- &
	holder=$!
	until [ -e held ]; do sleep 0.05; done
}
let_go() {
	touch enough
	wait
}

# gives_up WORDS COMMAND...: the command ends within the time of -w, and names the holder.
gives_up() {
	local begun=$EPOCHREALTIME
	run -2 --separate-stderr "${@:2}"
	same "${2##*/}: $1: database is locked
  hint: process $holder has locked it: wait, or end that process" "$stderr"
	[ $((${EPOCHREALTIME/./} - ${begun/./})) -lt 1500000 ]
}

@test "-w limits the wait for a locked database, and the holder is named: SQLite" {
	export DATABASE_URL=file:app.db
	filled file:app.db
	mkdir -p migrations/1_a
	echo 'CREATE TABLE b (id INTEGER);' >migrations/1_a/migration.sql
	mig-resolve -q -a 1_a
	mig-backup x.backup
	sqlite3 bare.backup 'CREATE TABLE a (id INTEGER)'
	mkdir backups
	holds app.db 'BEGIN; SELECT * FROM a'
	gives_up "cannot replace 'app.db'" mig-backup -w 0.2 -f -r x.backup
	gives_up "cannot replace 'app.db'" mig-rollback -w 0.2 -b x.backup
	run -0 mig-backup -w 0.2 y.backup
	let_go
	holds app.db 'BEGIN EXCLUSIVE'
	gives_up "cannot copy 'app.db'" mig-backup -w 0.2 z.backup
	gives_up "cannot copy 'app.db'" mig-backup -w 0.2
	gives_up "cannot copy 'app.db'" mig-backup -w 0 -d backups
	gives_up "cannot replace 'app.db'" mig-backup -w 0.2 -f -r x.backup
	gives_up "cannot read 'app.db'" mig-backup -w 0.2 -f -r bare.backup
	gives_up "cannot read 'app.db'" mig-rollback -w 0.2 -f -b backups
	run -0 mig-backup -w 0.2 -c x.backup
	run -0 mig-backup -w 0.2 -C x.backup
	let_go
	# A lock that is released in time is not an error, and a terminal shows whose it is.
	holds app.db 'BEGIN EXCLUSIVE'
	{ sleep 1.3; touch enough; } 3>&- &
	run -0 script -qec 'mig-backup -w 20 z.backup' /dev/null
	has "$output" 'waiting for another process that uses app.db, 1 s' $'\r\e[K'
	wait
	# A backup that somebody has locked is not damaged.
	holds x.backup 'BEGIN EXCLUSIVE'
	gives_up "cannot read 'x.backup'" mig-backup -f -r x.backup
	gives_up "cannot read 'x.backup'" mig-backup -c x.backup
	gives_up "cannot read 'x.backup'" mig-backup -C x.backup
	let_go
	same $'app.db\nbackups\nbare.backup\nenough\nheld\nmigrations\nx.backup\nx.backup.manifest\ny.backup\ny.backup.manifest\nz.backup\nz.backup.manifest' "$(ls)"
	same '' "$(ls backups)"
}

# bats test_tags=pg
@test "-w and -l limit the wait for a locked table, and the holder is named: PostgreSQL" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	filled "$DATABASE_URL"
	mkdir -p migrations/1_a migrations/2_b
	echo 'CREATE TABLE d (id INTEGER);' | tee migrations/1_a/migration.sql >migrations/2_b/migration.sql
	mig-resolve -q -a 1_a
	mig-backup x.backup
	PGAPPNAME=locker psql -qX "$DATABASE_URL" -c 'BEGIN; ALTER TABLE a ADD x int; SELECT pg_sleep(60)' >/dev/null 2>&1 3>&- &
	until [ "$(sql "$DATABASE_URL" "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'locker' AND wait_event = 'PgSleep'")" = 1 ]; do sleep 0.05; done
	for command in 'mig-backup -w 0.3 y.backup' 'mig-backup -w 0.3' 'mig-backup -w 0 -d backups' 'mig-apply -l 0.3 -b backups' 'mig-rollback -l 0.3 -f -b backups'; do
		echo "$command"
		run -2 --separate-stderr timeout 4 $command
		has "$stderr" "${command%% *}: " 'canceling statement due to' ' timeout'
		like "  hint: a table is locked by process ... (locker) of user ...: BEGIN; ALTER TABLE a ADD x int; SELECT pg_sleep(60): wait, or end that session" \
			"${stderr##*$'\n'}"
	done
	for command in 'mig-backup -w 0.3 -f -r x.backup' 'mig-rollback -l 0.3 -r 0 -b x.backup'; do
		run -2 --separate-stderr timeout 4 $command
		like "${command%% *}: cannot restore 'x.backup': canceling statement due to lock timeout (55P03); the lock is held by process ... (locker) of user ...
  hint: tried 1 time, nothing was changed; try again when the lock is free, or end its holder" "$stderr"
	done
	run -0 mig-backup -w 0.3 -C x.backup
	# A terminal shows who holds the lock.
	{ sleep 1.3; sql "$DATABASE_URL" "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'locker'" >/dev/null; } 3>&- &
	run -0 script -qec 'mig-backup -w 20 y.backup' /dev/null
	has "$output" 'waiting for a lock on public.a, held by process '
	same $'migrations\nx.backup\nx.backup.manifest\ny.backup\ny.backup.manifest' "$(ls | grep -v backups)"
	same '' "$(ls backups)"
	wait
}

@test "a backup comes from a pipe with a name: SQLite" {
	filled file:app.db
	mig-backup -u file:app.db x.backup
	gzip x.backup
	run -0 --separate-stderr mig-backup -c <(gunzip <x.backup.gz)
	like "/dev/fd/...	sqlite	...	..." "$output"
	same '' "$stderr"
	spoiled file:app.db
	run -0 mig-backup -u file:app.db -f -r <(gunzip <x.backup.gz)
	same $'one\ntwo' "$(sqlite3 app.db 'SELECT name FROM a')"
	mkfifo named.backup
	run -124 timeout -k 1 0.5 mig-backup -c named.backup
}

# bats test_tags=pg
@test "an archive of a newer pg_dump is not called damaged: PostgreSQL" {
	url=$(new_database)
	filled "$url"
	pg_dump -Fc "$url" >x.backup
	printf '\143' | dd of=x.backup bs=1 seek=6 conv=notrunc status=none
	for option in -c -C '-f -r'; do
		run -2 --separate-stderr mig-backup -u "$url" $option x.backup
		like "mig-backup: pg_restore failed: pg_restore: error: unsupported version (1.99) in file header
  hint: a newer pg_dump made it: install the client programs of that version, and put them on PATH" "$stderr"
	done
	same 2 "$(sql "$url" 'SELECT count(*) FROM a')"
}

# bats test_tags=pg
@test "a restore skips a setting that the server is too old for: PostgreSQL" {
	url=$(new_database)
	filled "$url"
	mig-backup -u "$url" x.backup
	mkdir later
	cat >later/pg_restore <<-END
		#!/bin/bash
		set -o pipefail
		$(command -v pg_restore) "\$@" | sed 's/^SET row_security/SET later_timeout = 0;\n&/'
	END
	chmod +x later/pg_restore
	PATH=$PWD/later:$PATH
	has "$(pg_restore -f - x.backup)" $'SET later_timeout = 0;\nSET row_security = off;\n'
	mig-backup -u "$url" -C x.backup
	sql "$url" 'DROP TABLE other.b; DELETE FROM a'
	mig-backup -u "$url" -f -r x.backup
	same 2 "$(sql "$url" 'SELECT count(*) FROM a JOIN LATERAL (SELECT 1 FROM other.b) b ON true')"
	# What else a server does not know is an error.
	sed -i 's/SET later_timeout = 0;/CREATE LATER THING;/' later/pg_restore
	run -2 --separate-stderr mig-backup -u "$url" -f -r x.backup
	has "$stderr" 'syntax error at or near "LATER"' \
		"hint: pg_dump may have been newer than this server: make backups with the client programs of the server's version, and test them with mig-backup -C"
}

# bats test_tags=pg
@test "a pg_dump that appends to its output makes good backups: PostgreSQL" {
	url=$(new_database)
	filled "$url"
	# From version 16 on, pg_dump opens its output for appending, and writes its table of contents to a file twice.
	mkdir appending
	printf '#!/bin/sh\nexec %s "$@" >>/dev/stdout\n' "$(command -v pg_dump)" >appending/pg_dump
	chmod +x appending/pg_dump
	PATH=$PWD/appending:$PATH
	sealed "$url"
	pg_dump -Fc "$url" >once.backup
	pg_dump -Fc "$url" | cat >piped.backup
	(($(stat -c %s once.backup) > $(stat -c %s piped.backup)))
	perl -0pi -e 'substr($_, 0, 150) =~ s/\d\d\.(?=\d)/16./g' once.backup
	has "$(pg_restore -l once.backup)" 'Dumped by pg_dump version: 16.'
	run -0 mig-backup -c once.backup
	{ cat once.backup && head -c 512 /dev/zero; } >more.backup
	run -1 mig-backup -c more.backup
	sql "$url" 'DROP TABLE other.b; DELETE FROM a'
	mig-backup -u "$url" -f -r once.backup
	same 2 "$(sql "$url" 'SELECT count(*) FROM a JOIN LATERAL (SELECT 1 FROM other.b) b ON true')"
}

# bats test_tags=pg
@test "a backup goes through a compressor and a cipher, and back: PostgreSQL" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	filled "$DATABASE_URL"
	age-keygen -o key.txt 2>/dev/null
	mig-backup - | zstd -q | age -r "$(age-keygen -y key.txt)" >app.backup.zst.age
	[ ! -e - ]
	age -d -i key.txt app.backup.zst.age | zstd -qd | mig-backup -c -
	sql "$DATABASE_URL" 'DROP TABLE other.b; DELETE FROM a'
	age -d -i key.txt app.backup.zst.age | zstd -qd | mig-backup -f -r -
	same 2 "$(sql "$DATABASE_URL" 'SELECT count(*) FROM a JOIN LATERAL (SELECT 1 FROM other.b) b ON true')"
	# A backup cut off on its way is refused, and nothing is lost.
	head -c 900 app.backup.zst.age >cut.age
	run -2 bash -c 'age -d -i key.txt cut.age | zstd -qd | mig-backup -f -r -'
	same 2 "$(sql "$DATABASE_URL" 'SELECT count(*) FROM a')"
}

# manifest_case URL PREFIX: backs up a database, and compares the manifest with the database.
manifest_case() {
	mkdir -p migrations/1_init
	echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE "odd	name" (id INTEGER)' >migrations/1_init/migration.sql
	mig-apply -q -u "$1"
	sql "$1" "INSERT INTO users VALUES (1, 'Ada'), (2, 'Bob')"
	mig-backup -u "$1" -d backups >/dev/null
	backup=$(echo backups/*.backup)
	manifest=$backup.manifest
	same 600 "$(stat -c %a "$manifest")"
	like "manifest	1
taken	$(date -u +%Y-%m-%d)T...Z
database	$3	...	$4	$5
${7:+file	$7
}backup	${backup#*/}	$(stat -c %s "$backup")	$(sha256sum <"$backup" | cut -d ' ' -f 1)
history	present
migration	1_init	$(sha256sum <migrations/1_init/migration.sql | cut -d ' ' -f 1)	...Z	...Z	-
table	$2_prisma_migrations	1
table	$6	0
table	$2users	2
end	$(sed '$d' "$manifest" | sha256sum | cut -d ' ' -f 1)" "$(cat "$manifest")"
	run -0 mig-backup -c "$backup"
}

@test "a manifest lists the contents of a backup: SQLite" {
	manifest_case file:app.db '' sqlite "$PWD/app.db" - 'odd\tname' "delete	0644	$(id -u)	$(id -g)"
}

# bats test_tags=pg
@test "a manifest lists the contents of a backup: PostgreSQL" {
	url=$(new_database)
	manifest_case "$url" public. postgresql "$url" public 'public."odd\tname"'
}

# Transfers between accounts, with a note about each, until there is a file `stop`. The pauses are short.
transfers() {
	for i in {1..4000}; do
		[ ! -e stop ] || break
		echo "BEGIN${2:-}; UPDATE accounts SET n = n - 1 WHERE id = 1 + $i % 50; UPDATE accounts SET n = n + 1 WHERE id = 51 + $i % 50;"
		echo "INSERT INTO parents VALUES ($i); INSERT INTO children VALUES ($i, $i); DELETE FROM children WHERE id = $i - 20; DELETE FROM parents WHERE id = $i - 20; COMMIT;"
		sleep 0.01
	done | $1 >/dev/null 2>writer
}

write_sqlite() { sqlite3 -cmd '.timeout 5000' app.db; }
write_postgresql() { psql -qX "$DATABASE_URL"; }

# under_writers URL NEW ORPHANS WRITER [HOW]: each backup made while transfers go on shows one instant.
under_writers() {
	export DATABASE_URL=$1
	mkdir -p migrations/1_init migrations/2_more
	echo "CREATE TABLE accounts (id INTEGER PRIMARY KEY, n INTEGER, x TEXT); CREATE TABLE parents (id INTEGER PRIMARY KEY);
		CREATE TABLE children (id INTEGER PRIMARY KEY, p INTEGER REFERENCES parents (id))" >migrations/1_init/migration.sql
	echo "CREATE INDEX c ON children (p)" >migrations/2_more/migration.sql
	mig-apply -q
	sql "$1" "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
		INSERT INTO accounts SELECT i, 100, '$(printf %0500d 7)' FROM n"
	transfers "$4" "${5:-}" 3>&- &
	until [ "$(sql "$1" 'SELECT count(*) FROM parents')" -gt 2 ]; do sleep 0.05; done
	history="SELECT migration_name, checksum FROM _prisma_migrations ORDER BY 1"
	for turn in 1 2 3; do
		run -0 --separate-stderr mig-backup "x$turn"
		same '' "$stderr"
	done
	touch stop
	wait
	for turn in 1 2 3; do
		run -0 --separate-stderr mig-backup -C "x$turn"
		has "$stderr" '2 migrations, as its manifest says'
		run -0 mig-backup -u "$2" -f -r "x$turn"
		same 2000000 "$(sql "$2" 'SELECT sum(n) FROM accounts')"
		same '' "$(sql "$2" "$3")"
		same "$(sql "$1" "$history")" "$(sql "$2" "$history")"
		same "$(sql "$1" "$history" | tr '|' '\t')" "$(awk -F'\t' -v OFS='\t' '$1 == "migration" { print $2, $3 }' "x$turn.manifest")"
		awk -F'\t' '$1 == "table" { print $2, $3 }' "x$turn.manifest" | sed 's/^public\.//' >rows
		while read -r table rows; do
			same "$table $rows" "$table $(sql "$2" "SELECT count(*) FROM $table")"
		done <rows
		same 4 "$(wc -l <rows)"
	done
	# They showed different instants.
	[ "$(sql "$1" 'SELECT max(id) FROM parents')" -gt "$(sql "$2" 'SELECT max(id) FROM parents')" ]
}

@test "a backup shows one instant, whatever others write meanwhile: SQLite" {
	for mode in wal delete; do
		rm -rf ./*
		sqlite3 app.db "PRAGMA journal_mode = $mode" >/dev/null
		under_writers file:app.db file:new.db 'PRAGMA foreign_key_check' write_sqlite ' IMMEDIATE'
	done
}

# bats test_tags=pg
@test "a backup shows one instant, whatever others write meanwhile: PostgreSQL" {
	url=$(new_database)
	under_writers "$url" "$(new_database)" 'SELECT * FROM children WHERE p NOT IN (SELECT id FROM parents)' write_postgresql
}

# tables URL: prints the names of the tables made by migrations.
tables() {
	case $1 in
	postgres*) sql "$1" "SELECT tablename FROM pg_tables WHERE tablename ~ '^m_' ORDER BY 1" ;;
	*) sql "$1" "SELECT name FROM sqlite_schema WHERE name GLOB 'm_*' ORDER BY 1" ;;
	esac
}

# under_migrations URL NEW WRITER [HOW]: each backup made while migrations are applied and others write shows
# one instant: the manifest, the history and the results of the migrations agree.
under_migrations() {
	export DATABASE_URL=$1
	for i in {10..29}; do
		mkdir -p "migrations/${i}_m"
		echo "CREATE TABLE m_$i (i INTEGER); INSERT INTO m_$i SELECT max(i) FROM ticks;" >"migrations/${i}_m/migration.sql"
	done
	echo 'CREATE TABLE ticks (i INTEGER); INSERT INTO ticks VALUES (0);' >migrations/10_m/migration.sql
	mig-apply -q -t 10_m
	for _ in {1..2000}; do
		[ ! -e done ] || break
		echo "BEGIN${4:-}; INSERT INTO ticks SELECT max(i) + 1 FROM ticks; COMMIT;"
		sleep 0.01
	done 3>&- | $3 >/dev/null 2>writer 3>&- &
	{
		for i in {11..29}; do
			until [ "$i" -lt 29 ] || [ -e x3.manifest ]; do sleep 0.05; done
			mig-apply -q -t "${i}_m" || break
		done
		touch done
	} 3>&- &
	count=0
	until [ -e done ]; do
		count=$((count + 1))
		run -0 --separate-stderr mig-backup "x$count"
		same '' "$stderr"
	done
	wait
	same $'applied\t29_m' "$(mig-status | tail -n 1 | cut -f 1,2)"
	[ $count -ge 3 ]
	for turn in 1 $((count - 1)); do
		run -0 mig-backup -C "x$turn"
		mig-backup -u "$2" -f -r "x$turn" 2>/dev/null
		history=$(awk -F'\t' '$1 == "migration" && $5 != "-" { print $2 }' "x$turn.manifest")
		same "$history" "$(sql "$2" "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1")"
		same "$(echo "$history" | sed '1d; s/\(.*\)_m/m_\1/')" "$(tables "$2")"
		ticks=$(awk -F'\t' '$2 ~ /ticks$/ { print $3 }' "x$turn.manifest")
		same "$ticks $((ticks - 1))" "$(sql "$2" 'SELECT count(*), max(i) FROM ticks' | tr '|' ' ')"
	done
	[ "$(wc -l <x1.manifest)" -lt "$(wc -l <"x$((count - 1)).manifest")" ]
}

@test "a manifest agrees with the restored history, whatever is applied meanwhile: SQLite" {
	under_migrations file:app.db file:new.db write_sqlite ' IMMEDIATE'
}

# bats test_tags=pg
@test "a manifest agrees with the restored history, whatever is applied meanwhile: PostgreSQL" {
	url=$(new_database)
	under_migrations "$url" "$(new_database)" write_postgresql
}

# damaged FILE: damages a backup, with and without its manifest, and the manifest, in each way, PLACES times.
damaged() {
	local places=${PLACES:-25} how
	cp "$1" bare.backup
	for how in bit cut pad; do
		same "$places found, 0 not" "$("$TESTS/helpers/damage" "$1" "$1" $how "$places")"
		same "$places found, 0 not" "$("$TESTS/helpers/damage" "$1" "$1.manifest" $how "$places")"
		same "$places found, 0 not" "$("$TESTS/helpers/damage" bare.backup bare.backup $how "$places")"
	done
	for file in "$1" bare.backup; do
		run -0 --separate-stderr mig-backup -c "$file"
		same '' "$stderr"
	done
}

@test "each damage of a backup or its manifest is found: SQLite" {
	filled file:app.db
	mig-backup -u file:app.db x.backup
	damaged x.backup
}

# bats test_tags=pg
@test "each damage of a backup or its manifest is found: PostgreSQL" {
	url=$(new_database)
	filled "$url"
	mig-backup -u "$url" x.backup
	damaged x.backup
}

# sealed URL: a backup has its digest in its last line, wherever it is written; zeros after it are damage.
sealed() {
	mig-backup -u "$1" x.backup
	mig-backup -u "$1" >y.backup
	mig-backup -u "$1" | cat >z.backup
	for file in x y z; do
		rm -f "$file.backup.manifest"
		run -0 --separate-stderr mig-backup -c "$file.backup"
		same '' "$stderr"
		size=$(stat -c %s "$file.backup")
		same "migtools-backup	$(printf %019d $((size - 102)))	$(head -c -102 "$file.backup" | sha256sum | cut -d ' ' -f 1)" \
			"$(tail -n 1 "$file.backup")"
		truncate -s +4096 "$file.backup"
		run -1 --separate-stderr mig-backup -c "$file.backup"
		has "$stderr" "mig-backup: warning: '$file.backup' is damaged: 4096 bytes follow its last line"
		truncate -s "$((size - 102))" "$file.backup"
		run -0 --separate-stderr mig-backup -c "$file.backup"
		like "mig-backup: note: '$file.backup' has no digest: this check finds only damage that ... detects" "$stderr"
	done
}

@test "a backup has its digest in its last line: SQLite" {
	filled file:app.db
	sealed file:app.db
}

# bats test_tags=pg
@test "a backup has its digest in its last line: PostgreSQL" {
	url=$(new_database)
	filled "$url"
	sealed "$url"
	# An archive of pg_dump has no digest: bytes after it are recognised, too.
	pg_dump -Fc "$url" | cat >x.backup
	echo more >>x.backup
	run -1 --separate-stderr mig-backup -c x.backup
	same "mig-backup: warning: 'x.backup' is damaged: the file continues after the archive" "$stderr"
}

# by_hand MODE: a backup can be used with sqlite3, which breaks or removes its digest.
by_hand() {
	mig-backup -u file:app.db x.backup
	rm x.backup.manifest
	same ok "$(sqlite3 x.backup 'PRAGMA integrity_check')"
	sqlite3 x.backup '.backup y.backup' "PRAGMA journal_mode = $1" "UPDATE a SET name = 'other' WHERE id = 1" 'PRAGMA journal_mode = delete' >shown
	same ok "$(sqlite3 x.backup 'PRAGMA integrity_check')"
	run --separate-stderr mig-backup -c x.backup
	[ "$status" = 0 ] && has "$stderr" 'carries no digest' ||
		like "mig-backup: warning: 'x.backup' is damaged: ... its last line...
  hint: if somebody changed it with sqlite3 on purpose, copy it with .backup: the copy has no digest" "$stderr"
	sqlite3 x.backup '.backup z.backup'
	run -0 mig-backup -f -r z.backup -u file:new.db
	same other "$(sqlite3 new.db 'SELECT name FROM a WHERE id = 1')"
	run -0 mig-backup -f -r y.backup -u file:new.db
	same one "$(sqlite3 new.db 'SELECT name FROM a WHERE id = 1')"
	rm x.backup y.backup z.backup
}

@test "a backup changed by sqlite3 gets a warning, and can be used: SQLite" {
	filled file:app.db
	by_hand delete
	by_hand wal
}

# bats test_tags=pg
@test "pg_restore reads a backup from a file or a pipe, up to the end of the archive: PostgreSQL" {
	url=$(new_database)
	filled "$url"
	mig-backup -u "$url" x.backup
	mig-backup -u "$url" >y.backup
	for file in x.backup y.backup; do
		head -c -102 "$file" >bare
		for options in -l -f- '-f- -t b' '-f- -s' '-f- -a'; do
			expected=$(pg_restore $options bare | grep -v 'restrict')
			same "$expected" "$(pg_restore $options "$file" | grep -v restrict)"
			same "$expected" "$(cat "$file" | pg_restore $options | grep -v restrict)"
		done
		new=$(new_database)
		# A pg_restore that is newer than the server goes on after this one error.
		pg_restore -j 2 -d "$new" "$file" 2>errors || same '' "$(grep ' error: ' errors | grep -v transaction_timeout)"
		same "$(everything "$url")" "$(everything "$new")"
	done
}

@test "a manifest with a missing line or an impossible value is damaged, even if its digest matches" {
	sql file:app.db 'CREATE TABLE a (x)'
	mig-backup -u file:app.db x.backup
	for wrong in /^taken/d /^database/d /^backup/d 's/^taken	..../taken	1959/' '/^table/s/0$/99999999999999999999/'; do
		cp x.backup y.backup
		sed "$wrong; \$d" x.backup.manifest >y.backup.manifest
		printf 'end\t%s\n' "$(sha256sum <y.backup.manifest | cut -d ' ' -f 1)" >>y.backup.manifest
		run -1 --separate-stderr mig-backup -c y.backup
		same "mig-backup: warning: 'y.backup.manifest' is damaged
  hint: the backup can be restored without it: move it away first" "$stderr"
		rm y.backup*
	done
}

@test "a backup keeps history times before 1970: SQLite" {
	mkdir -p migrations/1_a
	echo 'CREATE TABLE a (x);' >migrations/1_a/migration.sql
	mig-apply -q -u file:app.db
	sql file:app.db "UPDATE _prisma_migrations SET started_at = '1959-12-31 23:59:59.5', finished_at = -1"
	mig-backup -u file:app.db x.backup
	has "$(cat x.backup.manifest)" $'\t1959-12-31T23:59:59.500Z\t1969-12-31T23:59:59.999Z\t-'
	run -0 mig-backup -C x.backup
}

@test "a manifest without a backup does no harm" {
	filled file:app.db
	mig-backup -u file:app.db x.backup
	rm x.backup
	sql file:app.db "INSERT INTO a (name) VALUES ('three')"
	mig-backup -u file:app.db x.backup
	has "$(cat x.backup.manifest)" $'table\ta\t3'
	run -0 mig-backup -c x.backup
	# Of several that begin at once for one name, one wins, with its own manifest.
	rm x.backup*
	for i in 1 2 3 4 5; do mig-backup -u file:app.db x.backup 2>/dev/null 3>&- & done
	wait
	run -0 mig-backup -c x.backup
	same $'app.db\nx.backup\nx.backup.manifest' "$(ls)"
}

@test "files of dead processes are removed, and those of living ones are not" {
	filled file:app.db
	mkdir backups tmp other
	touch backups/20250101000000_app.backup.draft{,.manifest} x.backup.123456789{,.manifest} tmp/migtools.123456789{,-wal,-journal}
	# Files of others, or with other names.
	touch other/20250101000000_app.backup.draft x.backup.12345 x.backup.123456789a y.backup.123456789 tmp/migtools.1
	for alive in backups/20250102000000_app.backup.draft x.backup.987654321 tmp/migtools.987654321; do
		flock "$alive" sleep 30 3>&- &
	done
	until [ "$(ls -d {backups,tmp,.}/*{draft,987654321} 2>/dev/null | wc -l)" -ge 4 ]; do sleep 0.05; done
	sleep 0.3
	mig-backup -u file:app.db x.backup
	mig-backup -u file:app.db -d backups >line
	TMPDIR=$PWD/tmp mig-backup -C x.backup 2>/dev/null >line
	same '20250102000000_app.backup.draft' "$(ls backups | grep -v "^$(date +%Y)[0-9]*_app.backup\(.manifest\)\?$")"
	same $'migtools.1\nmigtools.987654321' "$(ls tmp)"
	same $'x.backup\nx.backup.12345\nx.backup.123456789a\nx.backup.987654321\nx.backup.manifest\ny.backup.123456789' "$(ls [xy].*)"
	same 20250101000000_app.backup.draft "$(ls other)"
	kill $(jobs -p)
}
