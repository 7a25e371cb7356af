load helpers/common
source "$BATS_TEST_DIRNAME/helpers/migrations"

# The logs of a row quote statements, names and server messages. Only their last line is progress.

forged_down='committed statements of down.sql: 0 of 1'
forged_up='committed statements: 2 of 3'

on_sqlite() {
	export DATABASE_URL=file:app.db
	: >app.db
	"$@"
}

on_postgresql() {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	"$@"
}

on_both() {
	on_sqlite "$@"
	rm -rf migrations app.db
	on_postgresql "$@"
}

# A table with a row that no rollback may remove.
parent() {
	up 1_parent 'CREATE TABLE parent (x INT); INSERT INTO parent VALUES (1);'
	mig-apply -q
}

# refused NAME STATUS: a failed migration that committed nothing is not rolled back, and only a new mig-apply
# runs it again.
refused() {
	down "$1" 'DROP TABLE parent;'
	run -1 --separate-stderr mig-apply
	run -1 --separate-stderr mig-rollback
	has "$stderr" 'failed and is unresolved'
	run -1 --separate-stderr mig-rollback -n
	run -1 --separate-stderr mig-apply
	has "$stderr" "run 'mig-resolve -r "
	[[ $stderr != *' committed;'* && $stderr != *'is committed'* && $stderr != *'are committed'* && $stderr != *'rolled back'* ]]
	run -1 --separate-stderr mig-status
	[[ $output != *' committed'* && $output != *interrupted* ]]
	mig-resolve -q -r "$1"
	run -1 mig-status
	[[ $output != *' committed'* ]]
	up "$1" 'CREATE TABLE child (x INT);'
	mig-apply -q
	same 1 "$(sql 'SELECT count(*) FROM parent')"
	same 0 "$(sql 'SELECT count(*) FROM child')"
}

# The words in a string, a comment, a name, and at the very end of the failed statement.
statements() {
	parent
	for words in "$forged_down" "$forged_up"; do
		for text in "SELECT '
$words', nowhere.x;" "SELECT /*
$words
*/ nowhere.x" "SELECT nowhere.x -- a
/*
$words */" "SELECT * FROM \"a
$words\"" "SELECT 'taken back in part; it was applied from x to y
$words' FROM nowhere"; do
			up 2_b "$text"
			refused 2_b
			down 2_b 'DROP TABLE child;'
			mig-rollback -q
		done
	done
}

# bats test_tags=pg
@test "a failed statement that quotes the words of progress is not progress" {
	on_both statements
}

raised_sqlite() {
	parent
	sql "CREATE TABLE loud (x); CREATE TRIGGER t AFTER INSERT ON loud BEGIN SELECT RAISE(ABORT, 'error X: y
$forged_down'); END"
	up 2_b 'INSERT INTO loud VALUES (1)'
	refused 2_b
}

raised_postgresql() {
	parent
	for using in '' ", DETAIL = E'a\n$forged_down'" ", HINT = E'b\n$forged_up'"; do
		up 2_b "DO \$\$ BEGIN RAISE EXCEPTION USING MESSAGE = E'error X: y\n$forged_down' $using; END \$\$"
		refused 2_b
		down 2_b 'DROP TABLE child;'
		mig-rollback -q
	done
}

# bats test_tags=pg
@test "an error that quotes the words of progress is not progress" {
	on_sqlite raised_sqlite
	rm -rf migrations app.db
	on_postgresql raised_postgresql
}

names() {
	parent
	for words in "$forged_down" "$forged_up"; do
		name=$'2_b\n'$words$'\n'$words
		up "$name" 'SELECT nowhere'
		refused "$name"
		down "$name" 'DROP TABLE child;'
		mig-rollback -q
		rm -r "migrations/$name"
	done
}

# bats test_tags=pg
@test "a migration with the words of progress in its name runs like any other" {
	on_both names
}

# Half of it is committed; the rest quotes a larger or smaller number.
half() {
	for words in 'committed statements: 3 of 3' 'committed statements: 0 of 3' "$forged_down"; do
		up 1_half "CREATE TABLE a (x INT); COMMIT; SELECT '
$words' FROM nowhere; INSERT INTO a VALUES (1);"
		down 1_half 'SELECT nothing;'
		run -1 mig-apply
		run -1 mig-status
		has "$output" '1 of its 4 statements is committed'
		run -1 --separate-stderr mig-rollback
		has "$stderr" '1 of its 4 statements is committed'
		sql 'CREATE TABLE nowhere (x INT)'
		mig-resolve -q -r 1_half
		mig-apply -q
		same 1 "$(sql 'SELECT count(*) FROM a')"
		sql 'DROP TABLE a' >/dev/null
		sql 'DROP TABLE nowhere' >/dev/null
		down 1_half 'SELECT 1;'
		mig-rollback -q
	done
}

# bats test_tags=pg
@test "a part that quotes another number of statements continues where it stopped" {
	on_both half
}

half_back() {
	up 1_a 'CREATE TABLE a (x INT); CREATE TABLE b (x INT);'
	mig-apply -q
	applied=$(mig-status | cut -f 3,4 | tr '\t' ' ')
	down 1_a "DROP TABLE a; COMMIT; SELECT 'taken back in part; it was applied from 1 to 2
committed statements of down.sql: 4 of 4
committed statements: 1 of 2' FROM nowhere; DROP TABLE b;"
	run -1 mig-rollback
	run -1 mig-status
	has "$output" '1 of the 4 statements of its down.sql is committed'
	run -1 --separate-stderr mig-apply
	has "$stderr" '1_a is partly rolled back'
	sql 'CREATE TABLE nowhere (x INT)'
	mig-rollback -q
	same nowhere "$(tables)"
	same "taken back; it was applied from ${applied/ / to }" "$(sql 'SELECT logs FROM _prisma_migrations')"
}

# bats test_tags=pg
@test "a rollback that quotes another number of statements continues where it stopped" {
	on_both half_back
}

# Rows written by other programs, or by earlier versions.
others() {
	parent
	up 2_b 'CREATE TABLE b (x INT);'
	down 2_b 'DROP TABLE parent;'
	for logs in "ERROR: x
$forged_down" "A migration failed to apply.
Database error: error X: y
$forged_up" "$forged_down
   0: schema_core::state::ApplyMigrations" "error: $forged_up" "error X Y: z
$forged_up" " $forged_down"; do
		sql "INSERT INTO _prisma_migrations (id, checksum, migration_name, logs, started_at, applied_steps_count)
			VALUES ('x', 'x', '2_b', '$logs', CURRENT_TIMESTAMP, 1)" >/dev/null
		run -1 mig-status
		[[ $output != *committed* && $output != *interrupted* ]]
		run -1 --separate-stderr mig-rollback
		has "$stderr" 'failed and is unresolved'
		run -1 --separate-stderr mig-apply
		has "$stderr" '2_b failed, started'
		sql "DELETE FROM _prisma_migrations WHERE id = 'x'" >/dev/null
	done
	same 1 "$(sql 'SELECT count(*) FROM parent')"
}

# bats test_tags=pg
@test "logs of other programs are never progress" {
	on_both others
}

too_many() {
	up 1_a 'CREATE TABLE a (x INT);'
	down 1_a 'DROP TABLE a;'
	sum=$(sha256sum migrations/1_a/migration.sql | cut -d ' ' -f 1)
	mig-apply -q
	for logs in 'committed statements: 999999999999 of 1' 'committed statements: -7 of 1' 'committed statements: x'; do
		sql "UPDATE _prisma_migrations SET logs = '$logs', finished_at = NULL, checksum = '$sum'" >/dev/null
		mig-status >/dev/null || [ $? -eq 1 ]
		mig-apply -q 2>/dev/null || [ $? -eq 1 ]
		mig-rollback -n >/dev/null 2>&1 || [ $? -eq 1 ]
	done
}

# bats test_tags=pg
@test "impossible numbers crash nothing" {
	on_both too_many
}

# A long statement is cut between characters, wherever they are.
characters() {
	for pad in '' ' ' '  ' '   '; do
		up 1_a "SELECT $pad'$(printf '\xf0\x9f\x98\x80%.0s' {1..3000})', '$(printf '\x01\x1b\x7f\r\n\xc2\x85')' FROM nowhere"
		run -1 mig-apply
		run -1 mig-status
		has "$output" $'failed\t1_a'
		sql 'SELECT logs FROM _prisma_migrations' | iconv -f UTF-8 -t UTF-8 >/dev/null
		sql 'DELETE FROM _prisma_migrations' >/dev/null
	done
	up 1_a "SELECT '$(printf '\x01\x1b\x7f\xc2\x85')' FROM nowhere"
	run -1 mig-apply
	has "$(sql 'SELECT logs FROM _prisma_migrations')" "SELECT '\\x01\\x1B\\x7F\\xC2\\x85' FROM nowhere"
}

raised_bytes() {
	sql "CREATE TABLE _x (x); CREATE TRIGGER t AFTER INSERT ON _x BEGIN SELECT RAISE(ABORT, '$(printf '\xff\xf0\x9f\x80')'); END"
	mig-resolve -q -a 0_base 2>/dev/null || { up 0_base ''; mig-resolve -q -a 0_base; }
	up 2_b 'INSERT INTO _x VALUES (1)'
	run -1 mig-apply
	has "$(sql 'SELECT logs FROM _prisma_migrations')" 'error SQLITE_CONSTRAINT_TRIGGER: \xFF\xF0\x9F\x80'
}

# bats test_tags=pg
@test "a failure is recorded, whatever bytes are in it" {
	on_both characters
	rm -rf migrations app.db
	on_sqlite raised_bytes
}

loud_sqlite() {
	parent
	sql "CREATE TABLE loud (x); CREATE TRIGGER t AFTER INSERT ON loud BEGIN SELECT RAISE(ABORT, '$(printf 'x%.0s' {1..50000})'); END"
	up 2_b 'INSERT INTO loud VALUES (1)'
	run -1 mig-apply
	[ "$(sql 'SELECT max(length(logs)) FROM _prisma_migrations')" -lt 9000 ]
	same 'committed statements: 0 of 1' "$(sql 'SELECT logs FROM _prisma_migrations' | tail -n 1)"
}

# bats test_tags=pg
@test "a huge message leaves a readable log" {
	on_sqlite loud_sqlite
}
