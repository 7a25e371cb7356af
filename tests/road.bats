load helpers/common

# From a schema to a database: forward, back, forward, and a restore. Every step of the demo checks its exit
# status.

@test "the demo runs to its end: SQLite" {
	run -0 --separate-stderr "$TESTS/demo/run" here
	has "$output" 'ADD COLUMN "locale"' 'u1|Ada|en' $'rolled-back\t'
	same $'u1\nu2' "$(sqlite3 here/saas.db 'SELECT id FROM users')"
	same s1 "$(sqlite3 here/saas.db 'SELECT id FROM sessions')"
}

# bats test_tags=pg
@test "the demo runs to its end: PostgreSQL" {
	url=$(new_database)
	DEMO_PG_URL=$url run -0 --separate-stderr "$TESTS/demo/run" here
	same $'u1\nu2' "$(sql "$url" 'SELECT id FROM users')"
	same s1 "$(sql "$url" 'SELECT id FROM sessions')"
}

# structure URL: prints the tables, except the history, as text.
structure() {
	case $1 in
	postgres*) pg_dump -s -T _prisma_migrations "$1" | grep -v -e '^\\' -e '^--' -e '^$' ;;
	*) sqlite3 "${1#file:}" "SELECT sql FROM sqlite_schema
		WHERE tbl_name NOT IN ('_prisma_migrations', 'sqlite_sequence') AND sql <> '' ORDER BY name" ;;
	esac
}

there_and_back() {
	export DATABASE_URL=$1
	schema-parse "$TESTS/demo/$2/before.prisma" >before.text
	schema-parse "$TESTS/demo/$2/after.prisma" >after.text
	schema-diff /dev/null before.text | mig-new init
	case $1 in file:*) empty= ;; *) empty=$(structure "$1") ;; esac
	mig-apply
	before=$(structure "$1")
	schema-diff before.text after.text | mig-new add_teams
	mig-apply
	after=$(structure "$1")
	[ "$before" != "$after" ]
	mig-rollback
	same "$before" "$(structure "$1")"
	mig-apply
	same "$after" "$(structure "$1")"
	mig-rollback -c 2
	same "$empty" "$(structure "$1")"
	run -1 mig-status
}

@test "a rollback restores the structure of the database: SQLite" {
	there_and_back file:app.db sqlite
}

# bats test_tags=pg
@test "a rollback restores the structure of the database: PostgreSQL" {
	there_and_back "$(new_database)" postgresql
}

@test "two changes give the same columns and indexes in one script or in two" {
	schema-parse "$TESTS/demo/sqlite/before.prisma" >before.text
	schema-parse "$TESTS/demo/sqlite/after.prisma" >after.text
	schema-diff -o up /dev/null after.text | sqlite3 whole.db
	{ schema-diff -o up /dev/null before.text; schema-diff -o up before.text after.text; } | sqlite3 steps.db
	what="SELECT m.type, m.name, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk
		FROM sqlite_schema m LEFT JOIN pragma_table_info(m.name) c ORDER BY 1, 2, 3"
	same "$(sqlite3 whole.db "$what")" "$(sqlite3 steps.db "$what")"
}
