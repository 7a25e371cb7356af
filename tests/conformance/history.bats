# Prisma's engine must accept the history that migtools writes, and migtools the history that the engine
# writes.
load ../helpers/common

TESTS=$(dirname "$BATS_TEST_DIRNAME")

prisma() {
	node "$TESTS/conformance/prisma.mjs" "$@"
}

folder() {
	mkdir -p migrations/1_one migrations/2_two
	echo "provider = \"$1\"" >migrations/migration_lock.toml
	echo 'the engine ignores this' >migrations/schema.text
	printf 'CREATE TABLE a (id INTEGER);\n' >migrations/1_one/migration.sql
	printf 'DROP TABLE a;\n' >migrations/1_one/down.sql
	printf 'CREATE TABLE b (id INTEGER);\r\nCREATE TABLE c (id INTEGER)' >migrations/2_two/migration.sql
	printf 'DROP TABLE b;\nDROP TABLE c;\n' >migrations/2_two/down.sql
}

content='{"editedMigrationNames":[],"failedMigrationNames":[],"hasMigrationsTable":true,"history":null}'
states() { mig-status | cut -f 1,2; }
columns='migration_name, checksum, applied_steps_count, logs IS NULL, finished_at IS NULL, rolled_back_at IS NULL, length(id)'

ours_then_theirs() {
	export DATABASE_URL=$1
	folder "$2"
	mig-apply
	same "$content" "$(prisma diagnose migrations)"
	same '{"appliedMigrationNames":[]}' "$(prisma deploy migrations)"

	# After a rollback the engine sees that the migration is pending, and applies it.
	mig-rollback
	[[ $(prisma diagnose migrations) == *'"history":{"diagnostic":"databaseIsBehind","unappliedMigrationNames":["2_two"]}'* ]] || {
		prisma diagnose migrations
		false
	}
	same '{"appliedMigrationNames":["2_two"]}' "$(prisma deploy migrations)"
	same $'applied\t1_one\napplied\t2_two' "$(states)"
	same "$content" "$(prisma diagnose migrations)"

	# A failed migration of ours blocks the engine, and can be resolved with Prisma.
	mkdir migrations/3_three
	echo 'CREATE TABLE d (id INTEGER); SELECT nonsense;' >migrations/3_three/migration.sql
	run -1 mig-apply
	[[ $(prisma diagnose migrations) == *'"failedMigrationNames":["3_three"]'* ]]
	run -1 prisma deploy migrations
	has "$output" 3_three
	prisma rolledback 3_three
	same $'applied\t1_one\napplied\t2_two\nrolled-back\t3_three' "$(states || true)"
	echo 'CREATE TABLE d (id INTEGER);' >migrations/3_three/migration.sql
	mig-apply
	same "$content" "$(prisma diagnose migrations)"

	# So does a down.sql that failed in the middle.
	echo 'DROP TABLE d; COMMIT; SELECT nonsense;' >migrations/3_three/down.sql
	run -1 mig-rollback
	[[ $(prisma diagnose migrations) == *'"failedMigrationNames":["3_three"]'* ]]
	run -1 prisma deploy migrations
	prisma rolledback 3_three
	same $'applied\t1_one\napplied\t2_two\nrolled-back\t3_three' "$(states || true)"
	same '{"appliedMigrationNames":["3_three"]}' "$(prisma deploy migrations)"
	same "$content" "$(prisma diagnose migrations)"
}

theirs_then_ours() {
	export DATABASE_URL=$1
	folder "$2"
	same '{"appliedMigrationNames":["1_one","2_two"]}' "$(prisma deploy migrations)"
	run -0 mig-status
	same $'applied\t1_one\napplied\t2_two' "$(states)"
	theirs=$(sql "$1" "SELECT $columns FROM _prisma_migrations ORDER BY 1")
	run -0 mig-apply
	same '' "$output"

	mkdir migrations/3_three
	echo 'SELECT nonsense;' >migrations/3_three/migration.sql
	run -1 prisma deploy migrations
	run -1 mig-status
	has "$output" $'failed\t3_three'
	run -1 mig-apply
	mig-resolve -r 3_three
	echo 'SELECT 1;' >migrations/3_three/migration.sql
	same '{"appliedMigrationNames":["3_three"]}' "$(prisma deploy migrations)"
	run -0 mig-status

	mkdir migrations/4_four
	echo 'SELECT 4;' >migrations/4_four/migration.sql
	prisma applied migrations 4_four
	run -0 mig-status
	has "$output" $'applied\t4_four'
}

# The engine takes an accepted file for the one that was applied, and does not miss a forgotten one.
corrected() {
	export DATABASE_URL=$1
	folder "$2"
	prisma deploy migrations
	echo '-- a comment' >>migrations/1_one/migration.sql
	has "$(prisma diagnose migrations)" '"editedMigrationNames":["1_one"]'
	mig-resolve -e 1_one
	same "$content" "$(prisma diagnose migrations)"
	mv migrations/2_two .
	has "$(prisma diagnose migrations)" '"diagnostic":"migrationsDirectoryIsBehind"'
	mig-resolve -g 2_two
	same "$content" "$(prisma diagnose migrations)"
	mig-status -s edited,missing,out-of-order,lost
	same '{"appliedMigrationNames":[]}' "$(prisma deploy migrations)"
	# If its directory comes back it is pending, for both, and Prisma marks it as applied, too.
	mv 2_two migrations
	has "$(prisma diagnose migrations)" '"unappliedMigrationNames":["2_two"]'
	run -1 mig-status
	prisma applied migrations 2_two
	mig-status
	same "$content" "$(prisma diagnose migrations)"
	# What is only marked is not rolled back.
	run -1 --separate-stderr mig-rollback
	has "$stderr" '2_two was only marked as applied; its down.sql would drop table b; drop table c'
}

# Compares the rows that both write, without times and ids, and the definitions of the tables.
same_rows() {
	mkdir other
	export DATABASE_URL=$1
	folder "$3"
	mig-apply
	ours=$(sql "$1" "SELECT $columns FROM _prisma_migrations ORDER BY 1")
	DATABASE_URL=$2 prisma deploy migrations
	same "$(sql "$2" "SELECT $columns FROM _prisma_migrations ORDER BY 1")" "$ours"
	for url in "$1" "$2"; do
		case $url in
		postgres*) pg_dump -s -t _prisma_migrations "$url" | grep -v -e '^--' -e '^\\' ;;
		*) sqlite3 "${url#file:}" "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('_prisma_migrations')" ;;
		esac >"table.${#url}.$([ "$url" = "$1" ] && echo ours || echo theirs)"
	done
	cat table.*.theirs | diff - <(cat table.*.ours)
}

@test "Prisma accepts the history of migtools: SQLite" { ours_then_theirs file:./app.db sqlite; }
# bats test_tags=pg
@test "Prisma accepts the history of migtools: PostgreSQL" { ours_then_theirs "$(new_database)" postgresql; }
@test "migtools accepts the history of Prisma: SQLite" { theirs_then_ours file:./app.db sqlite; }
# bats test_tags=pg
@test "migtools accepts the history of Prisma: PostgreSQL" { theirs_then_ours "$(new_database)" postgresql; }
@test "Prisma accepts what mig-resolve corrects: SQLite" { corrected file:./app.db sqlite; }
# bats test_tags=pg
@test "Prisma accepts what mig-resolve corrects: PostgreSQL" { corrected "$(new_database)" postgresql; }
@test "both write the same table and rows: SQLite" { same_rows file:./one.db file:./two.db sqlite; }
# bats test_tags=pg
@test "both write the same table and rows: PostgreSQL" { same_rows "$(new_database)" "$(new_database)" postgresql; }

# bats test_tags=pg
@test "Prisma accepts the history of migtools in another schema: PostgreSQL" {
	url=$(new_database)?schema=app
	ours_then_theirs "$url" postgresql
	same app "$(psql -qXAt "${url%\?*}" -c "SELECT schemaname FROM pg_tables WHERE tablename = '_prisma_migrations'")"
}

# squashed URL PROVIDER COMMAND...: the command adopts the squash; before it the engine would run it.
squashed() {
	export DATABASE_URL=$1
	folder "$2"
	mig-apply
	path=$(mig-squash all)
	[[ $(prisma diagnose migrations) == *'"historiesDiverge"'*"${path##*/}"* ]] || {
		prisma diagnose migrations
		false
	}
	"${@:3}" "${path##*/}"
	same "$content" "$(prisma diagnose migrations)"
	same '{"appliedMigrationNames":[]}' "$(prisma deploy migrations)"
	run -0 mig-status -s all
}

apply() { mig-apply; }

@test "the engine accepts the history of a database that adopted a squash: SQLite" {
	squashed "file:$PWD/app.db" sqlite apply
	rm -r app.db migrations
	squashed "file:$PWD/app.db" sqlite mig-resolve -a
}

# bats test_tags=pg
@test "the engine accepts the history of a database that adopted a squash: PostgreSQL" {
	squashed "$(new_database)" postgresql apply
	rm -r migrations
	squashed "$(new_database)" postgresql mig-resolve -a
}
