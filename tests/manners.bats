load helpers/common
load helpers/cases

# The manners of all programs. Each line is a program, with arguments for which it prints something, given a
# schema, its text, and a database with a migration.
commands='schema-parse schema.prisma
schema-print schema.text
schema-pull
schema-diff /dev/null schema.text
mig-new another
mig-apply -n
mig-status
mig-rollback -n
mig-resolve -a 0_other
mig-reset -f -n
mig-backup -l backups'

situation() {
	cp "$TESTS/demo/sqlite/before.prisma" schema.prisma
	export DATABASE_URL=file:app.db
	schema-parse schema.prisma >schema.text
	schema-diff /dev/null schema.text >script
	mig-new -f 0_init <script >/dev/null
	mig-apply >/dev/null
	mig-backup -d backups >/dev/null
	mkdir migrations/0_other
	echo 'SELECT 1;' >migrations/0_other/migration.sql
}

each() {
	while read -r line; do
		"$@" "$line" || { echo "$line"; return 1; }
	done <<<"$commands"
}

@test "-h and wrong command lines print what the cases show" {
	text_cases usage
}

@test "a failed write to standard output is an error" {
	situation
	full() { run -2 --separate-stderr sh -c "$1 <script >/dev/full"; has "$stderr" "${1%% *}: cannot write to standard output"; }
	each full
}

@test "a closed pipe on standard output is not an error" {
	situation
	gone() { run --separate-stderr bash -c "$1 <script | true; echo \${PIPESTATUS[0]}"; same '' "$stderr"; [ "${output##*$'\n'}" -lt 2 ]; }
	each gone
}

@test "a closed standard output is an error if there is output" {
	situation
	closed() { run -2 sh -c "$1 <script >&-"; }
	each closed
}

@test "-h and -V work, and unknown options are refused" {
	words() {
		run -0 "${1%% *}" --version
		[[ $output =~ ^${1%% *}\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
		run -0 --separate-stderr "${1%% *}" --help
		has "$output" "usage: ${1%% *} [-h" '--version'
		run -2 --separate-stderr "${1%% *}" -% x
		has "$stderr" "unknown option '-%'" 'usage: '
		same '' "$output"
	}
	each words
}

@test "a missing database, an unreachable server and an invalid URL are errors" {
	situation
	trouble() {
		case $1 in schema-* | mig-new* | *-l*) return 0 ;; esac
		run -2 --separate-stderr sh -c "$1 -u 'postgresql://me:geheim@127.0.0.1:1/x?connect_timeout=2'"
		has "$stderr" "${1%% *}: " 127.0.0.1
		[[ $stderr != *geheim* ]]
		run -2 --separate-stderr sh -c "$1 -u nonsense"
		has "$stderr" "${1%% *}: "
		run -2 --separate-stderr sh -c "$1 -u mysql://me:geheim@host/x"
		[[ $stderr != *geheim* ]]
	}
	each trouble
}

@test "a folder for another provider and a migration without migration.sql are errors" {
	situation
	broken() {
		case $1 in schema-* | mig-new* | mig-backup*) return 0 ;; esac
		run -2 --separate-stderr sh -c "$1"
		has "$stderr" "$what"
	}
	mkdir migrations/9_empty
	what=9_empty/migration.sql
	each broken
	rmdir migrations/9_empty
	sed -i s/sqlite/postgresql/ migrations/migration_lock.toml
	what="'migrations' are for postgresql"
	each broken
}

@test "binary input is refused with its place" {
	situation
	printf 'model A {\n  id Int\0 @id\n}\n' >nul
	run -2 --separate-stderr schema-parse nul
	has "$stderr" 'nul:2:9: error:' NUL
	printf 'model A {\n  id Int \303 @id\n}\n' >broken
	run -2 --separate-stderr schema-parse broken
	has "$stderr" 'broken:2:10: error:' UTF-8
	same '' "$output"
	run -2 --separate-stderr schema-diff nul schema.text
	has "$stderr" 'nul:2:9: error:' NUL
	run -2 --separate-stderr schema-parse missing
	has "$stderr" "'missing'" 'No such file'
	run -2 --separate-stderr schema-diff missing schema.text
	has "$stderr" "'missing'" 'No such file'
}
