load helpers/common

# The recipes of README.md, in order, each with sh -e. The second one has a database of its own.

recipes() {
	awk '/^```sh$/ { n++; inside = 1; next } /^```$/ { inside = 0 } inside { print > (n ".sh") }' "$TESTS/../README.md"
}

recipe() { sh -eu "$1.sh"; }

follow() {
	recipes
	cp "$TESTS/demo/$2/before.prisma" schema.prisma
	export DATABASE_URL=$1
	recipe 1
	mkdir adopt
	cp 2.sh adopt
	(cd adopt && sql "$3" 'CREATE TABLE t (id INTEGER PRIMARY KEY)' && DATABASE_URL=$3 recipe 2 && DATABASE_URL=$3 mig-status -q)
	cp "$TESTS/demo/$2/after.prisma" schema.prisma
	schema-parse schema.prisma >after.text
	schema-diff migrations.text after.text | mig-new more
	recipe 5
	recipe 3
	recipe 4
	[ "$(ls backups/*.backup | wc -l)" -ge 2 ]
	recipe 6
	grep -q '^erDiagram' er.md
	sql "$1" 'CREATE TABLE by_hand (id INTEGER PRIMARY KEY)'
	run -1 mig-status -d
	recipe 7
	mig-status -q
}

@test "the recipes of the README run: SQLite" {
	follow file:app.db sqlite "file:$PWD/old.db"
}

# bats test_tags=pg
@test "the recipes of the README run: PostgreSQL" {
	follow "$(new_database)" postgresql "$(new_database)"
}
