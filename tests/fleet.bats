load helpers/common
source "$BATS_TEST_DIRNAME/helpers/migrations"

# Many databases: the recipe of migtools(7).

# bats test_tags=pg
@test "each database of a fleet takes one connection, with or without pending migrations" {
	run -0 --separate-stderr env RUNS=1 SQLITE=4 POSTGRESQL=4 "$TESTS/bench/fleet"
	same '' "$stderr"
	same $'sqlite, nothing pending\t4\t-\nsqlite, one pending\t4\t-\npostgresql, nothing pending\t4\t1\npostgresql, one pending\t4\t1' \
		"$(cut -f 1,2,5 <<<"$output")"
}

# fleet NAME...: runs the recipe; `url` is the URL, in which $1 is the database.
fleet() {
	printf '%s\n' "$@" >names
	echo "mig-apply -u \"$url\" >\"\$1.log\" 2>&1 || { echo \"\$1\"; exit 1; }" >each
	xargs -P 8 -I NAME sh each NAME <names | sort
	return "${PIPESTATUS[0]}"
}

# Two of five databases fail: the status is 123, the two are listed, and the others are migrated. Then the two
# are retried.
some_fail() {
	local spoiled
	up 1_a 'CREATE TABLE a (id INT);'
	up 2_b 'INSERT INTO a VALUES (2);'
	for spoiled in two four; do
		DATABASE_URL=${url/\$1/$spoiled} sql 'CREATE TABLE a (id INT);'
	done
	run -123 fleet one two three four five
	same $'four\ntwo' "$output"
	has "$(cat two.log)" 'the database is not empty' 'mig-resolve -a'
	same $'applied\t1_a\napplied\t2_b' "$(grep ^applied one.log | cut -f 1,2)"
	for spoiled in two four; do
		DATABASE_URL=${url/\$1/$spoiled} sql 'DROP TABLE a;'
	done
	run -0 fleet $output
	same '' "$output"
	same $'applied\t1_a\napplied\t2_b' "$(grep ^applied two.log | cut -f 1,2)"
	# If the data of one database do not permit a migration, the others still get it.
	up 3_c 'CREATE UNIQUE INDEX u ON a (id);'
	DATABASE_URL=${url/\$1/five} sql 'INSERT INTO a VALUES (2);'
	run -123 fleet one two three four five
	same five "$output"
	has "$(cat five.log)" 'migrations/3_c/migration.sql:1:1: error: 3_c' 'mig-resolve -r 3_c'
	run -0 fleet one two
}

@test "the databases of a fleet that fail are listed, and can be retried alone: SQLite" {
	url='file:$1.db'
	some_fail
}

# bats test_tags=pg
@test "the databases of a fleet that fail are listed, and can be retried alone: PostgreSQL" {
	name=$(new_database)
	url=${name}_'$1'
	for each in one two three four five; do
		psql -qX "$TEST_PG_URL" -c "CREATE DATABASE \"${name##*/}_$each\""
		echo "${name##*/}_$each" >>"$BATS_TEST_TMPDIR/.databases"
	done
	some_fail
}

@test "concurrent backups of databases with the same name get different file names" {
	up 1_a 'CREATE TABLE a (id INT);'
	for n in $(seq 8); do
		mkdir "$n"
		sqlite3 "$n/app.db" ''
	done
	run -0 xargs -P 8 -I N mig-apply -q -b backups -u file:N/app.db < <(seq 8)
	run -0 xargs -P 8 -I N mig-backup -d backups -u file:N/app.db < <(seq 8)
	run -0 mig-backup -l backups
	same 16 "$(wc -l <<<"$output")"
	same '' "$(ls backups | grep -v '^[0-9]*_app\(_[0-9]*\)\?\.backup\(\.manifest\)\?$')"
	same 8 "$(for backup in backups/*.backup; do sqlite3 "$backup" "SELECT 1 FROM sqlite_schema WHERE name = 'a'"; done | wc -l)"
}

# bats test_tags=pg
@test "a migration takes one round trip to the server, and one for each further part" {
	run -0 --separate-stderr env COUNT=20 DELAY=0 "$TESTS/bench/network"
	for part in $'a table\tup 1.' $'a setting\tup 1.' $'two transactions\tup 2.'; do
		has "$output" "$part"
	done
	[[ $output != *'down 2.'*'down 2.'* && $output != *'down 3'* ]]
}
