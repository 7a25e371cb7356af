load helpers/common
load helpers/cases

@test "the cases of mig-new print what they show" {
	text_cases mig-new
}

script='-- migrate:up provider:sqlite
CREATE TABLE a (id INTEGER);

-- migrate:down
DROP TABLE a;
'

@test "mig-new writes both parts of a script to files and prints the path" {
	run -0 --separate-stderr mig-new 'add a' <<<"$script"
	[[ $output =~ ^migrations/[0-9]{14}_add_a$ ]]
	same 'CREATE TABLE a (id INTEGER);' "$(cat "$output/migration.sql")"
	same 'DROP TABLE a;' "$(cat "$output/down.sql")"
	same 'provider = "sqlite"' "$(grep -v '^#' migrations/migration_lock.toml)"
	same '' "$stderr"
}

@test "the name begins with the current time in UTC" {
	before=$(date -u +%Y%m%d%H%M%S)
	run -0 mig-new x <<<"$script"
	time=${output#migrations/}
	[ "${time%_x}" -ge "$before" ]
	[ "${time%_x}" -le "$(date -u +%Y%m%d%H%M%S)" ]
}

@test "a new migration sorts last, even after one of the same second or of the future" {
	mkdir -p migrations/20991231235959_later
	run -0 mig-new one <<<"$script"
	same migrations/21000101000000_one "$output"
	run -0 mig-new two <<<"$script"
	same migrations/21000101000001_two "$output"
}

@test "a migration that does not run last gets a warning that names a later one" {
	mkdir -p migrations/3_settings migrations/20200101000000_old
	touch migrations/migration_lock.toml
	run -0 --separate-stderr mig-new -p sqlite later <<<'SELECT 1;'
	has "$stderr" "warning: '${output#migrations/}' does not run last: '3_settings' sorts after it" 'byte order'
	run -0 --separate-stderr mig-new -p sqlite -f 2_x <<<'SELECT 1;'
	has "$stderr" "warning: '2_x' does not run last: '3_settings' sorts after it"
	run -0 --separate-stderr mig-new -p sqlite -f 4_x <<<'SELECT 1;'
	same '' "$stderr"
}

@test "a script without markers becomes migration.sql alone" {
	path=$(mig-new -p sqlite x <<<'SELECT 1;')
	same 'SELECT 1;' "$(cat "$path/migration.sql")"
	[ ! -e "$path/down.sql" ]
}

@test "a marker in a string, a dollar quote or a block comment is part of the SQL" {
	marker=$'\n-- migrate:down\n'
	for sql in "SELECT 'a${marker}b';" "SELECT 'it''s${marker}';" "SELECT 1 AS \"a${marker}\";" "/* it's $marker */ SELECT 1;" "-- it's
SELECT 'a${marker}b';"; do
		path=$(mig-new -p sqlite up <<<"$sql")
		same "$sql" "$(cat "$path/migration.sql")"
		[ ! -e "$path/down.sql" ]
		path=$(mig-new both <<<"-- migrate:up
$sql
-- migrate:down
SELECT 2;")
		same "$sql" "$(cat "$path/migration.sql")"
		same 'SELECT 2;' "$(cat "$path/down.sql")"
		rm -r "$path"
	done
	path=$(mig-new both <<<"-- migrate:up
SELECT [it's];$marker SELECT [it's];")
	same "SELECT [it's];" "$(cat "$path/migration.sql")"
	for sql in "SELECT \$\$a${marker}b\$\$;" "SELECT \$a1\$ \$\$ ${marker}\$a1\$;" "SELECT E'it\\'s ${marker}';" "/* /* */ ${marker} */ SELECT 1;"; do
		path=$(mig-new -m pg -p postgresql up <<<"$sql")
		same "$sql" "$(cat "$path/migration.sql")"
		[ ! -e "$path/down.sql" ]
		run -2 --separate-stderr mig-new -m none up <<<"-- migrate:up
$sql"
		has "$stderr" 'error: ambiguous marker: in some databases this line is inside a quoted string' 'hint: name the provider with -p'
	done
	[ ! -e none ]
}

@test "a marker after a line that ends with a backslash is a marker" {
	path=$(mig-new x <<<$'-- migrate:up provider:sqlite\nSELECT 1; -- C:\\\n-- migrate:down\nSELECT 2;')
	same 'SELECT 1; -- C:\' "$(cat "$path/migration.sql")"
	same 'SELECT 2;' "$(cat "$path/down.sql")"
}

@test "comments nest in PostgreSQL only, and no SQL is lost in SQLite" {
	run -2 --separate-stderr mig-new x <<<$'/* /* */ SELECT 1;\n-- migrate:up provider:sqlite\nSELECT 2;'
	has "$stderr" 'SQL before the first marker'
	path=$(mig-new -p sqlite x <<<'/* /* */ SELECT 1;')
	same '/* /* */ SELECT 1;' "$(cat "$path/migration.sql")"
	run -1 mig-new -p postgresql -m other x <<<'/* /* */ SELECT 1;'
	# The folder says that it is for SQLite.
	path=$(mig-new y <<<'/* /* */ SELECT 1;')
	same '/* /* */ SELECT 1;' "$(cat "$path/migration.sql")"
}

# Each text looks like a marker or opens a quote. 1 MB of it is in a comment, then unclosed.
@test "a megabyte of markers and quotes takes less than two seconds" {
	for text in '-- migrate:down' '/* ' "it's" '$a$$b$' "E'" '"`['; do
		yes -- "$text" | head -c 1000000 >text
		for provider in '' '-p postgresql' '-p sqlite'; do
			{ printf -- '-- migrate:up\n/*'; cat text; printf '\n*/ SELECT 1;\n'; } >whole
			within 2 mig-new -m whole.d $provider x <whole || [ $? -lt 100 ] || { echo "$text"; false; }
			{ printf -- '-- migrate:up\n'; cat text; } >open
			within 2 mig-new -m open.d $provider x <open || [ $? -lt 100 ] || { echo "$text"; false; }
			rm -rf whole.d open.d
		done
	done
}

@test "a column's default can contain a marker" {
	printf 'migtools-schema\t1\nprovider\tsqlite\ntable\tt\ncolumn\tt\ta\ttext\toptional\t-\nend\n' >old
	sed 's/^end/column\tt\tb\ttext\toptional\tstring:x\\n-- migrate:down\\ny\nend/' old >new
	run -0 schema-diff -o up old new
	has "$output" $'\n-- migrate:down\n'
	path=$(mig-new -p sqlite up <<<"$output")
	same "$output" "$(cat "$path/migration.sql")"
	path=$(schema-diff old new | mig-new both)
	same "$output" "$(cat "$path/migration.sql")"
	[ -e "$path/down.sql" ]
}

@test "names become lower case letters, digits and underscores" {
	while IFS=$'\t' read -r name slug; do
		path=$(mig-new -p sqlite "$name" <<<'SELECT 1;')
		same "$slug" "${path#migrations/*_}"
	done <"$CASES/mig-new/names.tsv"
}

@test "names without letters and digits and names that leave the folder are refused" {
	for name in '' '!?' '你好'; do
		run -2 --separate-stderr mig-new "$name" <<<"$script"
		has "$stderr" "invalid migration name"
	done
	for name in ../x a/b . .hidden ''; do
		run -2 mig-new -f "$name" <<<"$script"
	done
	[ ! -e migrations ]
}

@test "a name is checked before the script is read" {
	mkfifo script
	sleep 60 3>&- >script &
	for name in '!?' '-f a/b'; do
		run -2 --separate-stderr timeout 30 mig-new $name <script
		has "$stderr" "invalid migration name"
	done
	kill $!
}

@test "-f uses the name as it is and replaces nothing" {
	run -0 mig-new -f 0_init <<<"$script"
	same migrations/0_init "$output"
	run -2 --separate-stderr mig-new -f 0_init <<<"$script"
	has "$stderr" 'migrations/0_init' 'File exists'
	same 'CREATE TABLE a (id INTEGER);' "$(cat migrations/0_init/migration.sql)"
}

@test "an empty script creates no migration and exits with status 1" {
	for text in '' $'\n\n' '-- nothing' $'-- migrate:up provider:sqlite\n\n-- migrate:down\n'; do
		run -1 --separate-stderr mig-new x <<<"$text"
		same 'mig-new: the script is empty: created no migration (-e creates an empty one)' "$stderr"
		same '' "$output"
	done
	[ ! -e migrations ]
}

@test "-e creates a migration to be written by hand and reads no script" {
	run -0 --separate-stderr mig-new -e -p sqlite by_hand <&-
	[ -f "$output/migration.sql" ]
}

@test "without a provider mig-new writes no lock file and prints a warning" {
	run -0 --separate-stderr mig-new x <<<'SELECT 1;'
	has "$stderr" 'did not write migration_lock.toml' '-p'
	[ ! -e migrations/migration_lock.toml ]
}

@test "the migrations folder is -m, MIGRATIONS_DIR, prisma/migrations or migrations" {
	run -0 mig-new -p sqlite a <<<'SELECT 1;'
	[[ $output == migrations/* ]]
	mkdir prisma
	run -0 mig-new -p sqlite a <<<'SELECT 1;'
	[[ $output == migrations/* ]]
	rm -r migrations
	run -0 mig-new -p sqlite a <<<'SELECT 1;'
	[[ $output == prisma/migrations/* ]]
	MIGRATIONS_DIR=other run -0 mig-new -p sqlite a <<<'SELECT 1;'
	[[ $output == other/* ]]
	MIGRATIONS_DIR=other run -0 mig-new -m this/one -p sqlite a <<<'SELECT 1;'
	[[ $output == this/one/* ]]
}

@test "nothing is left if the folder cannot be written" {
	touch migrations
	run -2 --separate-stderr mig-new x <<<"$script"
	has "$stderr" migrations
	rm migrations
	run -2 sh -c 'mig-new -p sqlite x >/dev/full' <<<"$script"
}

@test "-p postgres writes postgresql to the lock file" {
	run -0 mig-new -e -p postgres x
	same 'provider = "postgresql"' "$(grep provider migrations/migration_lock.toml)"
	run -2 --separate-stderr mig-new -e -p oracle y
	has "$stderr" "unknown provider 'oracle': expected postgresql, cockroachdb or sqlite"
}

# ---- interruptions ----

# all_whole: fails if a migration in the folder is not complete.
all_whole() {
	local folder
	for folder in migrations/*/; do
		[ -e "$folder" ] || continue
		same 'CREATE TABLE a (id INTEGER);' "$(cat "$folder/migration.sql")" || return
		same 'DROP TABLE a;' "$(cat "$folder/down.sql")" || return
	done
}

# goes_on: the next mig-new works, and clears what the last one left; mig-apply sees nothing of that.
goes_on() {
	all_whole || return
	mig-status -u file:none.db -m migrations >/dev/null 2>err || ! grep missing err || return
	mig-new next <<<"$script" >/dev/null || return
	all_whole && same '' "$(find migrations -name '.*' -o -name '*.toml.*')"
}

@test "killed before any of its calls, mig-new leaves all of a migration or nothing" {
	gcc -std=gnu17 -shared -fPIC -o strike.so "$TESTS/helpers/strike.c" -ldl
	struck() { ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 LD_PRELOAD=$PWD/strike.so "$@"; }
	STRIKE=0 STRIKE_COUNT=$PWD/count struck mig-new -m counted x <<<"$script"
	[ "$(<count)" -gt 10 ]
	for ((call = 1; call <= $(<count); call++)); do
		rm -rf migrations
		STRIKE=$call run -137 struck mig-new x <<<"$script"
		goes_on || { echo "killed before call $call"; false; }
	done
	# The disk is full (28), broken (5), or the call is not allowed (1).
	for reason in 28 5 1; do
		for ((call = 1; call <= $(<count); call++)); do
			rm -rf migrations
			STRIKE=$call STRIKE_ERRNO=$reason run --separate-stderr struck mig-new x <<<"$script"
			[ "$status" = 0 ] || { [ "$status" = 2 ] && has "$stderr" 'mig-new: cannot'; }
			[ "$status" = 0 ] || [[ $stderr == *'standard output'* ]] || same '' "$(find migrations -mindepth 1 -type d)"
			goes_on || { echo "call $call fails with $reason"; false; }
		done
	done
}

@test "killed at random instants, mig-new leaves all of a migration or nothing" {
	for ((round = 0; round < ${HITS:-20}; round++)); do
		timeout -s KILL "0.00$((RANDOM % 9))$((RANDOM % 10))" mig-new x <<<"$script" >/dev/null 2>&1 || true
		[ ! -d migrations ] || all_whole
	done
	goes_on
}

@test "eight at once all succeed, with one name or several, in a new folder or an old one" {
	for names in 'a a a a a a a a' 'a b c d e f g h'; do
		for round in 1 2 3; do
			pids=()
			for name in $names; do
				mig-new "$name" <<<"$script" >"out.$name.${#pids[@]}" &
				pids+=($!)
			done
			for pid in "${pids[@]}"; do wait "$pid"; done
		done
		same 24 "$(ls -d migrations/*/ | wc -l)"
		# No two have the same time, so their order is known.
		same 24 "$(ls migrations | grep -oE '^[0-9]+_' | sort -u | wc -l)"
		all_whole
		rm -r migrations
	done
	# A name can be used only once.
	pids=()
	for name in 1 2 3 4 5 6 7 8; do
		mig-new -f 0_init <<<"$script" >/dev/null 2>"err.$name" &
		pids+=($!)
	done
	made=0
	for pid in "${pids[@]}"; do
		if wait "$pid"; then made=$((made + 1)); fi
	done
	same 1 "$made"
	same "mig-new: cannot create directory 'migrations/0_init': File exists" "$(sort -u err.?)"
	all_whole
}

@test "of two at once for different databases, one is refused" {
	for round in 1 2 3 4 5; do
		mig-new -e -p sqlite a >/dev/null 2>&1 &
		mig-new -e -p postgresql b >/dev/null 2>&1 || true
		wait $! || true
		same 1 "$(ls -d migrations/*/ | wc -l)"
		rm -r migrations
	done
}

@test "a stopped mig-new delays others only for a while, and they say so" {
	mkdir migrations
	flock migrations sleep 60 3>&- &
	until ! flock -n migrations true; do sleep 0.01; done
	run -2 --separate-stderr timeout 10 mig-new x <<<"$script"
	has "$stderr" 'another mig-new'
	kill $!
}
