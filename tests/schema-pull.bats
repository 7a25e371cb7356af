load helpers/common
load helpers/cases

# closes TEXT: creates the schema in an empty database and reads it back: no difference, in both
# directions, nor after printing it as a Prisma schema.
closes() {
	schema-pull >pulled 2>err || { cat err; return 1; }
	schema-diff -q "$1" pulled && schema-diff -q pulled "$1" || {
		echo "$1"
		schema-diff -o list "$1" pulled
		schema-diff -o list pulled "$1"
		return 1
	}
	schema-print pulled >again.prisma
	schema-parse again.prisma 2>err >again || { cat again.prisma err; return 1; }
	schema-diff -q pulled again && schema-diff -q again pulled
}

# True if the schema says of a default what the database does not tell: dbgenerated() without SQL is none, SQL
# that is a literal is a literal, and a server spells an expression in its own way.
is_untold() { grep -q $'\texpression:' "$1"; }

@test "what schema-print creates, schema-pull reads: SQLite" {
	export DATABASE_URL=file:app.db
	count=0
	for case in "$CASES"/diff/*sqlite*/*.prisma "$TESTS"/demo/sqlite/*.prisma; do
		schema-parse "$case" >text 2>/dev/null || continue
		! is_untold text || continue
		rm -f app.db
		schema-print -o sql text | sqlite3 -bail app.db 2>/dev/null || continue
		closes text
		count=$((count + 1))
	done
	[ "$count" -gt 20 ]
}

# bats test_tags=pg
@test "what schema-print creates, schema-pull reads: PostgreSQL" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	count=0
	for case in "$CASES"/diff/*postgresql*/*.prisma "$TESTS"/demo/postgresql/*.prisma; do
		schema-parse "$case" >text 2>/dev/null || continue
		! is_untold text && ! grep -qE '^(namespace|extension)' text || continue
		psql -qX "$DATABASE_URL" -c 'DROP SCHEMA public CASCADE; CREATE SCHEMA public' 2>/dev/null
		schema-print -o sql text | psql -qX -v ON_ERROR_STOP=1 "$DATABASE_URL" >/dev/null 2>&1 || continue
		closes text
		count=$((count + 1))
	done
	[ "$count" -gt 10 ]
}

@test "schema-pull prints what the cases show" {
	sqlite_cases schema-pull
}

# bats test_tags=pg
@test "schema-pull prints what the cases show: PostgreSQL" {
	postgresql_cases schema-pull
}
