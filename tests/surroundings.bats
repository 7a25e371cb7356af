load helpers/common

# Where the programs find themselves: without descriptors, with few of them, with little memory, stack or
# disk, without an environment, a home or a user's name. They do what they would do anywhere, or say what is
# missing; never a crash, a message in the wrong place or half of the work.

# With something to do, and with nothing to do.
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

# project PROVIDER: makes what the commands need, and sets DATABASE_URL.
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

# restart: the database as project left it, and no files that commands have made.
restart() {
	rm -rf new backups made.backup
	if [ -e first.db ]; then
		rm -f app.db*
		cp first.db app.db
	else
		[ "$(state)" = "$first" ] || mig-backup -f -r whole.backup
	fi
}

# state: what is in the database, and the files beside it that commands make.
state() {
	local history="SELECT migration_name, finished_at IS NULL, rolled_back_at IS NULL FROM _prisma_migrations ORDER BY started_at"
	if [ -e first.db ]; then
		sqlite3 app.db "$history" .tables 'PRAGMA integrity_check'
	else
		sql "$DATABASE_URL" "$history; SELECT relname FROM pg_class WHERE relname IN ('a', 'b') ORDER BY 1"
	fi
	echo new/.* new/*/* backups/* *.[0-9]* *-journal made.backup* | sed -E 's/[0-9]{14}/TIME/g'
}

# try COMMAND WRAPPER [REDIRECTION]: runs the command through the wrapper. Its status, its output and its
# effect have to be $plain, `expected` and $after; or it says why not, with status 2 and no effect or all of it.
# With closed descriptors it is known which.
try() {
	local status=0 want="$plain|2" printed
	[ -z "${3-}" ] || want=$plain
	[[ ${3-} != *' >&-'* || ! -s expected ]] || want=2
	[[ ${3-} != *' <&-'* || $1 != 'mig-new -m new -p'* ]] || want=2
	restart
	eval "$2 $1 <script >printed 2>said ${3-}" || status=$?
	[[ $status =~ ^($want)$ ]] || { echo "the status is $status"; return 1; }
	if [ "$status" = "$plain" ] && [[ ${3-} != *' >&-'* && $1 != mig-backup ]]; then
		same "$(tr -d 0-9 <expected)" "$(tr -d 0-9 <printed)" || return
	fi
	[[ $status != 2 || ${3-} == *'2>&-'* || -s said ]] || { echo "it says nothing"; return 1; }
	printed=$(state)
	[ "$printed" = "$after" ] || { [ "$status" != "$plain" ] && same "$first" "$printed"; } || same "$after" "$printed"
}

# each SURROUNDINGS: runs each of $commands plainly, then in each surroundings: WRAPPER|REDIRECTION.
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

@test "with closed descriptors no message gets elsewhere and no output is lost in silence: SQLite" {
	project sqlite
	commands=$busy
	each "$closed"
	commands=$idle
	each "$closed"
}

# bats test_tags=pg
@test "with closed descriptors no message gets elsewhere and no output is lost in silence: PostgreSQL" {
	project postgresql
	commands=$busy
	each "$closed"
	commands=$idle
	each "$closed"
}
