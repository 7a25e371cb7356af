load helpers/common

# The surroundings of the programs: no descriptors, or few; little memory, stack or disk; no environment, home
# or user name. The programs do the same as anywhere, or say what is missing; they never crash, misplace a
# message or do half of the work.

# With work to do, and without.
busy='schema-parse schema.prisma
schema-diff /dev/null schema.text
mig-new -m new -p sqlite -f 1_new
mig-apply
mig-apply -n
mig-apply -x
mig-apply -b backups
mig-status -v
mig-rollback
mig-rollback -b whole.backup
mig-resolve -a 2_b
mig-backup made.backup
mig-backup
mig-backup -d backups
mig-backup -l backups
mig-backup -c whole.backup
mig-backup -f -r whole.backup'
idle='schema-parse empty.prisma
schema-diff schema.text schema.text
mig-new -m new -e -f 1_new
mig-apply -m only_1
mig-apply -n -m only_1
mig-status -v -m only_1
mig-rollback -t 1_a
mig-resolve -a 1_a
mig-backup -l new'

# project PROVIDER: makes everything that the commands need, and sets DATABASE_URL.
project() {
	local up='CREATE TABLE a (i INTEGER);'
	cp "$TESTS/demo/$1/before.prisma" schema.prisma
	sed '/^datasource/,/^}/!d' schema.prisma >empty.prisma
	schema-parse schema.prisma >schema.text
	schema-diff /dev/null schema.text >script
	mkdir -p only_1/1_a migrations/1_a migrations/2_b
	tee migrations/1_a/migration.sql only_1/1_a/migration.sql <<<"$up" >/dev/null
	echo 'DROP TABLE a;' >migrations/1_a/down.sql
	echo 'CREATE TABLE b (i INTEGER);' >migrations/2_b/migration.sql
	export DATABASE_URL=file:app.db
	[ "$1" = sqlite ] || DATABASE_URL=$(new_database)
	mig-apply -q -m only_1 2>/dev/null
	mig-backup whole.backup
	[ "$1" != sqlite ] || cp app.db first.db
}

# restart: restores the database as project left it, and removes files made by commands.
restart() {
	rm -rf new backups made.backup made.backup.manifest
	if [ -e first.db ]; then
		rm -f app.db*
		cp first.db app.db
	else
		[ "$(state)" = "$first" ] || mig-backup -f -r whole.backup
	fi
}

# state: prints the contents of the database, and the files beside it made by commands.
state() {
	local history="SELECT migration_name, finished_at IS NULL, rolled_back_at IS NULL FROM _prisma_migrations ORDER BY started_at"
	if [ -e first.db ]; then
		sqlite3 app.db "$history" .tables 'PRAGMA integrity_check'
	else
		sql "$DATABASE_URL" "$history; SELECT relname FROM pg_class WHERE relname IN ('a', 'b') ORDER BY 1"
	fi
	echo new/.* new/*/* backups/* *.[0-9]* *-journal made.backup* | sed -E 's/[0-9]{14}/TIME/g'
}

# try COMMAND WRAPPER [REDIRECTION]: runs the command through the wrapper. Its status, output and effect must be
# $plain, `expected` and $after; or it reports why not, with no effect or all of it. With closed descriptors it
# is known which.
try() {
	local status=0 want="$plain|1|2" printed
	[ -z "${3-}" ] || want=$plain
	[[ ${3-} != *' >&-'* || ! -s expected ]] || want=2
	[[ ${3-} != *' <&-'* || $1 != 'mig-new -m new -p'* ]] || want=2
	restart
	eval "$2 $1 <script >printed 2>said ${3-} 3>&- 4>&- 5>&- 6>&- 7>&- 8<&- 9<&-" || status=$?
	[[ $status =~ ^($want)$ ]] || { echo "the status is $status"; return 1; }
	if [ "$status" = "$plain" ] && [[ ${3-} != *' >&-'* && $1 != mig-backup ]]; then
		same "$(tr -d 0-9 <expected)" "$(tr -d 0-9 <printed)" || return
	fi
	[[ $status = "$plain" || ${3-} == *'2>&-'* || -s said ]] || { echo "it says nothing"; return 1; }
	printed=$(state)
	[ "$printed" = "$after" ] || { [ "$status" != "$plain" ] && same "$first" "$printed"; } || same "$after" "$printed"
}

# each SURROUNDINGS: runs each of $commands plainly, then in each of the surroundings: WRAPPER|REDIRECTION.
each() {
	local command plain after first surroundings
	first=$(state)
	while read -r command <&9; do
		restart
		plain=0
		$command <script >expected 2>/dev/null || plain=$?
		after=$(state)
		while IFS='|' read -r wrapper redirection <&8; do
			try "$command" "$wrapper" "$redirection" || { echo "$wrapper $command $redirection: $(cat said)"; return 1; }
		done 8<<<"$1"
	done 9<<<"$commands"
}

closed='| <&-
| >&-
| 2>&-
| <&- >&-
| <&- 2>&-
| >&- 2>&-
| <&- >&- 2>&-'

@test "with closed descriptors no message goes astray, and lost output is an error: SQLite" {
	project sqlite
	commands=$busy
	each "$closed"
	commands=$idle
	each "$closed"
}

# bats test_tags=pg
@test "with closed descriptors no message goes astray, and lost output is an error: PostgreSQL" {
	project postgresql
	commands=$busy
	each "$closed"
	commands=$idle
	each "$closed"
}

# A limit may be too low for a command; then it says so.
limits='prlimit --nofile=8|
prlimit --nofile=5|
prlimit --nofile=4|
prlimit --fsize=1500|
prlimit --stack=65536|
prlimit --as=10000000|'
# These change nothing, except the place where a nameless backup waits until it is complete.
others='env -i PATH=$PATH DATABASE_URL=$DATABASE_URL|
env -u HOME -u TMPDIR|
env HOME=/nonexistent TMPDIR=/nonexistent LANG=nonsense LC_ALL=nonsense TZ=nonsense|
sh -c "umask 077; exec \"\$@\"" sh|
sh -c "umask 000; exec \"\$@\"" sh|
env --block-signal=INT,TERM --ignore-signal=PIPE,CHLD,XFSZ|
env --default-signal=PIPE|'

# A sanitizer needs more than these limits.
needs_no_sanitizer() {
	! grep -qa __asan_init "$(command -v mig-new)" || skip 'a sanitizer needs more memory, stack and files'
}

@test "with few descriptors, little memory, stack or disk, the work is done, or an error names the shortage: SQLite" {
	needs_no_sanitizer
	project sqlite
	commands=$busy
	each "$limits"
}

# bats test_tags=pg
@test "with few descriptors, little memory, stack or disk, the work is done, or an error names the shortage: PostgreSQL" {
	needs_no_sanitizer
	project postgresql
	commands=$busy
	each "$limits"
}

@test "environment, umask and inherited signals change nothing: SQLite" {
	project sqlite
	commands=$busy
	each "$others"
}

# bats test_tags=pg
@test "environment, umask and inherited signals change nothing: PostgreSQL" {
	project postgresql
	commands=$busy
	each "$others"
}

# ---- temporary files ----

@test "containers in which every process has the same id can share TMPDIR and a folder of backups" {
	project sqlite
	gcc -std=gnu17 -shared -fPIC -o one-id.so -x c - <<<'int getpid(void) { return 1; }'
	contained() { ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 LD_PRELOAD=$PWD/one-id.so "$@"; }
	mkdir tmp
	export TMPDIR=$PWD/tmp
	# Leftovers of a killed process do not stop others.
	touch tmp/migtools-1.backup same.backup.1
	pids=()
	for i in 1 2 3 4 5 6; do
		contained mig-backup >"out.$i" &
		pids+=($!)
		contained mig-backup -d backups >/dev/null &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid"; done
	for i in 1 2 3 4 5 6; do run -0 mig-backup -c "out.$i"; done
	same 6 "$(ls backups/*.backup | wc -l)"
	same migtools-1.backup "$(ls tmp)"
}

@test "a backup on standard output is whole, or an error: a small dump on a full disk" {
	project sqlite
	run -2 --separate-stderr sh -c 'mig-backup >/dev/full'
	has "$stderr" 'No space left on device'
	run -2 --separate-stderr bash -c '(ulimit -f 4; mig-backup >out) 2>&1 | cat; exit ${PIPESTATUS[0]}'
	has "$output" "cannot copy 'app.db'"
}

# bats test_tags=pg
@test "a backup on standard output is whole, or an error: pg_dump reports nothing" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	run -2 --separate-stderr sh -c 'mig-backup >/dev/full'
	has "$stderr" 'No space left on device'
	run -2 --separate-stderr bash -c '(ulimit -f 0; trap "" XFSZ; mig-backup >out) 2>&1 | cat; exit ${PIPESTATUS[0]}'
	has "$output" 'File too large'
	mig-backup >out
	run -0 mig-backup -c out
}

# bats test_tags=pg
@test "a backup is not damaged because pg_restore cannot be loaded, or is killed" {
	project postgresql
	mkdir bin
	for end in 'echo "pg_restore: error while loading shared libraries: libz.so.1" >&2; exit 127' 'kill -9 $$'; do
		printf '#!/bin/sh\n%s\n' "$end" >bin/pg_restore
		chmod +x bin/pg_restore
		PATH=$PWD/bin:$PATH run -2 --separate-stderr mig-backup -c whole.backup
		has "$stderr" 'pg_restore'
		[[ $stderr != *damaged* ]]
		PATH=$PWD/bin:$PATH run -2 --separate-stderr mig-backup -f -r whole.backup
		[[ $stderr != *damaged* ]]
	done
	run -0 mig-backup -c whole.backup
}

# ---- folders ----

# listed: prints the names that mig-status finds, each with its status.
listed() { mig-status "$@" | cut -f 1,2 | tr '\t\n' ' ,'; }

@test "links, Kubernetes volumes and lost+found are handled correctly" {
	export DATABASE_URL=file:app.db
	mkdir -p volume/..2026_11_26/1_a volume/..2026_11_26/2_b volume/lost+found volume/.git
	echo 'CREATE TABLE a (i INTEGER);' >volume/..2026_11_26/1_a/migration.sql
	echo 'CREATE TABLE b (i INTEGER);' >volume/..2026_11_26/2_b/migration.sql
	echo 'provider = "sqlite"' >volume/..2026_11_26/migration_lock.toml
	ln -s ..2026_11_26 volume/..data
	for name in 1_a 2_b migration_lock.toml; do ln -s ..data/$name volume/$name; done
	chmod 0 volume/lost+found
	ln -s volume migrations
	mig-apply -q 2>/dev/null
	same 'applied 1_a,applied 2_b,' "$(listed)"
	# lost+found sorts last, and never runs.
	run -0 --separate-stderr mig-new -f 3_c <<<'CREATE TABLE c (i INTEGER);'
	same '' "$stderr"
	mig-apply -q
	# The volume is replaced in kubelet's way.
	cp -r volume/..2026_11_26 volume/..2026_11_27
	ln -s ..2026_11_27 volume/..data_tmp
	mv -T volume/..data_tmp volume/..data
	rm -r volume/..2026_11_26
	run -0 mig-status
	# A dangling link is not a migration, and not silently applied.
	ln -s ..data/missing volume/9_z
	run -2 --separate-stderr mig-apply
	has "$stderr" "missing 'migrations/9_z/migration.sql'"
	rm volume/9_z
	ln -s 9_z volume/9_z
	run -2 --separate-stderr mig-apply
	has "$stderr" 'migrations/9_z' 'Too many levels of symbolic links'
	rm volume/9_z
	run -2 mig-new -f lost+found <<<'SELECT 1;'
}

@test "paths with a newline, a dash in front, spaces, or 4,096 bytes" {
	export DATABASE_URL=file:app.db
	for folder in $'new\nline' -dash 'a  b' ' ' $'\ttab' '*' '$HOME' "it's" '"' '\'; do
		path=$(mig-new -p sqlite -m "$folder" -f 1_a <<<"CREATE TABLE IF NOT EXISTS a (i INTEGER);")
		same "$folder/1_a" "$path"
		[ -f "./$path/migration.sql" ]
		rm -f app.db
		run -0 mig-apply -q -m "$folder"
		run -0 mig-status -q -m "$folder"
		run -0 mig-backup "./$folder/x.backup"
		run -0 mig-backup -c "./$folder/x.backup"
	done
	# 4,090 bytes are still a path, but leave no room for a file name.
	long=$(printf 'd%.0s' {1..200})
	mkdir deep
	cd deep
	here=$PWD
	while [ $((${#here} + ${#long} + 1)) -lt 4080 ]; do
		mkdir "$long"
		cd "$long"
		here=$here/$long
	done
	long=$(printf "%$((4085 - ${#here}))s" | tr ' ' d)
	mkdir "$long"
	cd "$long"
	here=$here/$long
	mkdir 1_a
	echo 'SELECT 1;' >1_a/migration.sql
	cd "$BATS_TEST_TMPDIR/here"
	# Migrations are read relative to their folder.
	rm -f app.db
	run -0 mig-apply -q -m "$here"
	for command in mig-rollback 'mig-new -e x'; do
		run ! --separate-stderr $command -m "$here"
		has "$stderr" 'File name too long'
	done
	run -2 --separate-stderr schema-parse "$here/$here"
	has "$stderr" 'File name too long'
}

@test "a current directory that is missing or not writable is reported" {
	project sqlite
	cp -r migrations kept
	mkdir gone
	in_gone() { (cd gone && rmdir ../gone && "$@"); status=$?; mkdir gone; return $status; }
	for command in 'schema-parse schema.prisma' 'schema-diff a b' 'mig-new -e -p sqlite x' mig-apply mig-status mig-rollback 'mig-resolve -a x' 'mig-backup x.backup'; do
		run -2 --separate-stderr in_gone $command
		has "$stderr" "${command%% *}: "
	done
	# With absolute paths everything works.
	run -0 in_gone mig-apply -u "file:$PWD/app.db" -m "$PWD/migrations"
	run -0 in_gone mig-backup -u "file:$PWD/app.db" "$PWD/x.backup"
}

# stranger COMMAND...: runs the command as a user without a name or a home.
stranger() {
	if [ "$(id -u)" -eq 0 ]; then setpriv --reuid 54321 --regid 54321 --clear-groups "$@"; else unshare --map-user=54321 "$@"; fi
}

@test "a user without a name or a home can do everything: SQLite" {
	stranger true 2>reason || skip "a command cannot be run as another user here: $(head -n 1 reason)"
	project sqlite
	chmod -R a+rwX .
	chmod a+x "$BATS_RUN_TMPDIR" "${BATS_TEST_TMPDIR%/*}" "$BATS_TEST_TMPDIR"
	for command in 'schema-parse schema.prisma' 'mig-new -e x' mig-apply mig-status 'mig-backup -d backups' mig-rollback; do
		run stranger env -u HOME $command
		[ "$status" -lt 2 ]
	done
}

# bats test_tags=pg
@test "a user without a name or a home can do everything: PostgreSQL" {
	stranger true 2>reason || skip "a command cannot be run as another user here: $(head -n 1 reason)"
	project postgresql
	chmod -R a+rwX .
	chmod a+x "$BATS_RUN_TMPDIR" "${BATS_TEST_TMPDIR%/*}" "$BATS_TEST_TMPDIR"
	for command in mig-apply mig-status 'mig-backup -d backups'; do
		run -0 stranger env -u HOME $command
	done
	# libpq looks up the name if the URL has none.
	run -2 --separate-stderr stranger env -u HOME mig-status -u "${DATABASE_URL/migtools@/}"
	has "$stderr" 54321
}
