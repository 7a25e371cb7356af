load helpers/common

# A program killed at a random instant leaves everything or nothing, and a history that says which. `make soak`
# is the long version, HITS=500; it also prints how often and where the program was hit.

# disturb HITS HOW WORK
disturb() {
	local server=
	[ "$2" != crash ] && [ -z "${POSTGRESQL_SETTINGS:-}" ] || server=$TESTS/helpers/with-postgresql
	${server:+env -u DATABASE_URL "$server"} "$TESTS/helpers/disturb" "$2" "$1" "$3" >said 2>&1 || { cat said; return 1; }
	[ -z "${HITS:-}" ] || sed 's/^/# /' said >&3
}

# killed WORK SHARE WAYS SHORT: hits the program in each of the ways: HITS / SHARE times with kill, less often in the
# others. The short version, which takes seconds, hits it twice in each way of SHORT; together its tests have every way on
# each database.
killed() {
	local how share
	for how in $3; do
		if [ -z "${HITS:-}" ]; then
			[[ " $4 " != *" $how "* ]] || disturb 2 "$how" "$1" || return
			continue
		fi
		case $how in
		kill) share=$2 ;;
		call) share=${often:-5} ;;
		crash) share=${OTHERS:-25} ;;
		*) share=${OTHERS:-5} ;;
		esac
		disturb $(((HITS + share - 1) / share)) "$how" "$1" || return
	done
}

# Counting calls hits a process at every moment of a commit; the clock hits it where it spends its time.
on_sqlite() {
	export DATABASE_URL=file:app.db
	often=$2 killed "$1" "$2" 'call kill terminate' "$3"
}

# A server that stops cannot be shared with other tests.
on_postgresql() {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	often=${OTHERS:-5} killed "$1" "$2" 'kill crash call terminate backend' "$3"
}

@test "mig-apply killed at a random instant leaves all of a migration or none: SQLite" {
	on_sqlite apply 1 'call kill'
}

# bats test_tags=pg
@test "mig-apply killed at a random instant leaves all of a migration or none: PostgreSQL" {
	on_postgresql apply 1 'kill crash'
}

@test "mig-rollback killed at a random instant leaves all of a migration or none: SQLite" {
	on_sqlite rollback 5 call
}

# bats test_tags=pg
@test "mig-rollback killed at a random instant leaves all of a migration or none: PostgreSQL" {
	on_postgresql rollback 5 call
}

@test "a restore killed at a random instant leaves the old database or the backup: SQLite" {
	on_sqlite restore 5 'call kill'
}

# bats test_tags=pg
@test "a restore killed at a random instant leaves the old database or the backup: PostgreSQL" {
	on_postgresql restore 5 kill
}

# bats test_tags=pg
@test "a restore into a new database, killed at a random instant, leaves the old one or the backup: PostgreSQL" {
	export POSTGRESQL_SETTINGS=$few_locks
	killed apart 5 'kill crash terminate backend' backend
}

@test "a backup killed at a random instant leaves a complete file or none: SQLite" {
	on_sqlite backup 5 'call kill'
}

# bats test_tags=pg
@test "a backup killed at a random instant leaves a complete file or none: PostgreSQL" {
	on_postgresql backup 5 kill
}

# A child that was about to become pg_dump when its parent was killed holds the draft for a moment.
@test "a backup removes the draft of a killed backup whose child is just starting" {
	sqlite3 app.db 'CREATE TABLE a (id INT)'
	: >x.backup.123456789
	mkfifo locked
	flock x.backup.123456789 sh -c 'echo >locked; exec sleep 0.03' 3>&- &
	read -r _ <locked
	run -0 mig-backup -u file:app.db x.backup
	wait
	same $'x.backup\nx.backup.manifest' "$(ls x.backup*)"
}

@test "a proof killed at a random instant leaves nothing behind: SQLite" {
	on_sqlite prove 25 terminate
}

# bats test_tags=pg
@test "a proof killed at a random instant leaves nothing behind: PostgreSQL" {
	on_postgresql prove 25 terminate
}

# Programs that change a folder, killed at random instants by each signal in turn, then run again.

# schema FIELD...: writes the Prisma schema.
schema() {
	mkdir -p prisma
	printf 'datasource db {\n  provider = "%s"\n}\nmodel User {\n  id Int @id\n' "$provider" >prisma/schema.prisma
	[ $# -eq 0 ] || printf '  %s\n' "$@" >>prisma/schema.prisma
	echo '}' >>prisma/schema.prisma
}

# project PROVIDER: keeps a project in `kept`, with three applied migrations and a row.
project() {
	provider=$1
	DATABASE_URL=file:app.db
	[ "$provider" = sqlite ] || DATABASE_URL=$(new_database)
	export DATABASE_URL
	kept_database=${DATABASE_URL##*/}
	mkdir kept
	cd kept
	schema
	mig-dev -q one 2>/dev/null
	schema 'a String?'
	mig-dev -q two 2>/dev/null
	schema 'a String?' 'b String?'
	mig-dev -q three 2>/dev/null
	ask 'INSERT INTO "User" (id) VALUES (1)'
	cd ..
}
ask() { sql "$DATABASE_URL" "$1"; }
has_row() { [ "$(ask 'SELECT count(*) FROM "User"')" = "${1:-1}" ]; }
has_scratch() { [ "$provider" != sqlite ] && [ "$(ask "SELECT count(*) FROM pg_database WHERE datname ~ 'scratch'")" != 0 ]; }

# copy_project: copies the project to `work`, with its own database.
copy_project() {
	rm -rf work
	cp -r kept work
	[ "$provider" = sqlite ] || DATABASE_URL=$(new_database "$kept_database")
}

# kill_at_random COMMAND...: runs the command in a copy of the project and ends it at a random instant. Near the
# end of the range it may have ended by itself.
kill_at_random() {
	local names=(KILL INT TERM) range=15000
	[ "$provider" = sqlite ] || range=1000000
	copy_project
	perl -MTime::HiRes=usleep -e '
		my ($after, $signal, @command) = @ARGV;
		my $child = fork // die;
		unless ($child) { chdir "work"; exec @command or die }
		usleep $after; kill $signal, $child; waitpid $child, 0;' \
		$(((RANDOM * 32768 + RANDOM) % ${WITHIN:-$range})) "${names[$((n % 3))]}" "$@" >said 2>&1 || true
}

# rounds SHARE COMMAND...: runs HITS / SHARE rounds, or SHORT rounds in the short version.
rounds() {
	local n count=${SHORT:-8}
	[ -z "${HITS:-}" ] || count=$(((HITS + $1 - 1) / $1))
	shift
	for n in $(seq "$count"); do "$@" || { echo "round $n:"; cat said; find work; return 1; }; done
}

dev_round() {
	(cd kept && schema 'a String?' 'b String?' 'c String?')
	kill_at_random mig-dev -q four
	cd work
	local written=prisma/migrations/*_four
	# shellcheck disable=SC2086
	if ls -d $written >/dev/null 2>&1; then
		grep -q '"c"' $written/migration.sql && [ -s $written/down.sql ]
	else
		! ask 'SELECT "User"."c" FROM "User"' 2>/dev/null
	fi &&
		mig-dev -q four >../said 2>&1 && [ "$(ls -d $written | wc -l)" = 1 ] &&
		[ -z "$(find prisma -name '.*')" ] && mig-check >>../said && mig-status -q -d && has_row && ! has_scratch
	local status=$?
	cd ..
	return $status
}

@test "mig-dev killed at a random instant leaves all of the new migration or nothing: SQLite" {
	project sqlite
	rounds 1 dev_round
}

# bats test_tags=pg
@test "mig-dev killed at a random instant leaves all of the new migration or nothing: PostgreSQL" {
	project postgresql
	SHORT=2 rounds 5 dev_round
}

squash_round() {
	kill_at_random mig-squash all
	cd work
	local old
	old=$(ls -d prisma/migrations/*_one prisma/migrations/*_two prisma/migrations/*_three 2>/dev/null | wc -l)
	# All old migrations or the new one. The next mig-new completes an interrupted move.
	{ [ "$old" = 3 ] || [ -e prisma/migrations/*_all/migration.sql ]; } &&
		mig-new -e more >../said 2>&1 && rm -r prisma/migrations/*_more &&
		{ [ ! -e prisma/migrations/*_all ] || [ "$(ls prisma/migrations/*_all/replaces | wc -l)" = 3 ]; } &&
		[ -z "$(find prisma -name '.*')" ] && mig-check -s prisma/schema.prisma >>../said &&
		mig-apply >>../said 2>&1 && mig-status -q && has_row && ! has_scratch
	local status=$?
	cd ..
	return $status
}

@test "mig-squash killed at a random instant leaves the old migrations or the new one: SQLite" {
	project sqlite
	rounds 1 squash_round
}

# bats test_tags=pg
@test "mig-squash killed at a random instant leaves the old migrations or the new one: PostgreSQL" {
	project postgresql
	SHORT=2 rounds 5 squash_round
}

reset_round() {
	kill_at_random mig-reset -f
	cd work
	# The old database, or an empty one with as many migrations as its history says.
	{ mig-status -q && has_row || mig-status >/dev/null 2>&1 || [ $? -eq 1 ] || has_row 0; } &&
		mig-apply >../said 2>&1 && mig-status -q -d && mig-reset -q -f >>../said 2>&1 && has_row 0
	local status=$?
	cd ..
	return $status
}

@test "mig-reset killed at a random instant leaves the old database, or one that matches its history: SQLite" {
	project sqlite
	rounds 1 reset_round
}

# bats test_tags=pg
@test "mig-reset killed at a random instant leaves the old database, or one that matches its history: PostgreSQL" {
	project postgresql
	SHORT=2 rounds 5 reset_round
}
