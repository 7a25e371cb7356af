# Every bats file loads this: `load helpers/common`.
#
# A test runs in a new directory, with the programs under test first in PATH. It inherits nothing from the user that
# programs would use: no variables, files in $HOME, or umask.

bats_require_minimum_version 1.5.0

TESTS=$(cd "$BATS_TEST_DIRNAME" && pwd)
CASES=$TESTS/cases
# A user may have no /usr/sbin in it, where pgbouncer is.
PATH=${MIGTOOLS_BIN:-$TESTS/../build/bin}:$PATH:/usr/sbin
unset CI DATABASE_URL MIGRATIONS_DIR "${!PG@}" "${!GIT_@}" "${!GREP_@}" CDPATH ENV MAKEFLAGS POSIXLY_CORRECT
export LC_ALL=C.UTF-8 TZ=UTC SHELL=/bin/sh TERM=dumb HOME=$BATS_FILE_TMPDIR
umask 022
ulimit -c 0

setup() {
	mkdir "$BATS_TEST_TMPDIR/here"
	cd "$BATS_TEST_TMPDIR/here" || exit
}

teardown() {
	[ ! -f "$BATS_TEST_TMPDIR/pooler/pid" ] || kill "$(cat "$BATS_TEST_TMPDIR/pooler/pid")"
	end_processes
	[ ! -f "$BATS_TEST_TMPDIR/.databases" ] || while read -r name; do
		drop_database "$name"
	done <"$BATS_TEST_TMPDIR/.databases"
}

# end_processes: ends what the test has started and left, also if it failed: what runs in its directory. Looks again
# until none is left: one may have started another meanwhile.
end_processes() {
	local left signal
	cd /
	for signal in TERM TERM TERM TERM TERM KILL KILL KILL; do
		left=$(find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -lname "$BATS_TEST_TMPDIR/here*" 2>/dev/null |
			cut -d / -f 3)
		[ -n "$left" ] || return 0
		kill -s "$signal" $left 2>/dev/null || true
		sleep 0.1
	done
}

# drop_database NAME: PostgreSQL 12 knows no WITH (FORCE).
drop_database() {
	psql -qX "$TEST_PG_URL" -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$1'" \
		-c "DROP DATABASE IF EXISTS \"$1\"" >/dev/null 2>&1 || true
}

# new_database [OTHER]: prints the URL of a PostgreSQL database, empty or a copy of another one, which is dropped after
# the test.
new_database() {
	local name="t_${BATS_SUITE_TEST_NUMBER}_${EPOCHREALTIME/./}"
	psql -qX "$TEST_PG_URL" -c "CREATE DATABASE \"$name\"${1:+ TEMPLATE \"$1\"} ${TEST_PG_STRATEGY:-}" || return
	echo "$name" >>"$BATS_TEST_TMPDIR/.databases"
	echo "${TEST_PG_URL%/*}/$name"
}

# server_has MAJOR: true if the tests use a server of at least this version.
server_has() {
	[ "$(psql -qXAt "$TEST_PG_URL" -c 'SHOW server_version_num')" -ge "${1}0000" ]
}

# sql URL STATEMENT: prints the result, fields separated by |.
sql() {
	case $1 in
	postgres*) psql -qXAt -v ON_ERROR_STOP=1 "${1%%\?*}" -c "$2" ;;
	*) sqlite3 "${1#*:}" "$2" ;;
	esac
}

# The settings ($POSTGRESQL_SETTINGS) of a server on which one transaction can take few locks.
few_locks='max_locks_per_transaction = 10
max_connections = 20
max_prepared_transactions = 0
max_wal_senders = 0
max_worker_processes = 0
autovacuum_max_workers = 1'

# within SECONDS COMMAND...: the command may use that much of the processor; a machine may be busy.
within() (
	ulimit -t "$1"
	shift
	"$@"
)

# same EXPECTED ACTUAL: fails and shows the difference unless the texts are equal.
same() {
	diff -u --label expected --label actual <(printf '%s\n' "$1") <(printf '%s\n' "$2")
}

# same_file EXPECTED ACTUAL
same_file() {
	diff -u "$1" "$2"
}

# recorded FILE: fails unless stdin equals the file; with RECORD=1 it rewrites the file.
recorded() {
	if [ -n "${RECORD-}" ]; then cat >"$1"; else diff -u "$1" -; fi
}

# like EXPECTED ACTUAL: as `same`; `...` matches anything on its line.
like() {
	perl -e 'require shift; exit $ARGV[1] !~ pattern($ARGV[0])' "$TESTS/helpers/pattern.pl" "$1" "$2" || same "$1" "$2"
}

# has TEXT PART...: fails unless the text contains each part.
has() {
	local text=$1 part
	shift
	for part; do
		[[ $text == *"$part"* ]] || {
			printf 'this is missing:\n  %s\nin:\n%s\n' "$part" "$text"
			return 1
		}
	done
}
