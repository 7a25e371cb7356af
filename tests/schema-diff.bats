load helpers/common

# Without the comments that are nobody's contract: all but the headings of the steps.
bare() {
	awk '!/^-- / || /^-- [A-Z][A-Za-z]+$/' "$1"
}

# parse FILE.prisma: its schema text; an empty file is the empty schema.
parse() {
	if [ -s "$1" ]; then schema-parse "$1" 2>/dev/null; fi
}

# two FOLDER: the schemas of a case, as `old` and `new`.
two() {
	parse "$1/old.prisma" >old
	parse "$1/new.prisma" >new
}

is_postgresql() {
	grep -q 'provider *= *"postgresql"' "$1/new.prisma"
}

# ---- databases, by URL ----

# An empty database; one PostgreSQL database serves a whole test.
fresh() {
	is_postgresql "$1" || { mktemp -u "file:$PWD/XXXXXX.db"; return; }
	[ -f url ] || new_database >url
	sql "$(cat url)" "SET client_min_messages = warning;
		DROP SCHEMA IF EXISTS public, ext, base, other, one, two CASCADE; CREATE SCHEMA public;
		CREATE SCHEMA ext; CREATE EXTENSION citext WITH SCHEMA ext" >/dev/null
	echo "$(cat url)?options=-csearch_path%3Dpublic,ext"
}

# play URL FILE: fails where the server refuses a statement.
play() {
	case $1 in
	postgres*) psql -qX -v ON_ERROR_STOP=1 -f "$2" "$1" ;;
	*) sqlite3 -bail "${1#file:}" <"$2" ;;
	esac >output 2>&1
}

structure() {
	case $1 in
	postgres*) psql -qXAt -f "$TESTS/helpers/structure-postgresql.sql" "$1" ;;
	*) sqlite3 "${1#file:}" <"$TESTS/helpers/structure-sqlite.sql" ;;
	esac
}

# begin FOLDER: prints the URL of a database with the old schema, and its rows.
begin() {
	local url
	url=$(fresh "$1")
	schema-diff -o up /dev/null old >create.sql
	play "$url" create.sql || return
	[ ! -f "$1/rows.sql" ] || play "$url" "$1/rows.sql" || return
	echo "$url"
}

# ---- what Prisma's engine writes ----

@test "a pair of schemas gives the SQL that Prisma's engine gives, up and down" {
	failed=0
	for case in "$CASES"/diff/*/; do
		two "$case"
		for way in up down; do
			[ -f "$case/$way.sql" ] || continue
			schema-diff -o "$way" old new >script
			bare script >got
			same_file "$case/$way.sql" got || failed=1
		done
	done
	[ "$failed" -eq 0 ]
}

# One case of cases/deviations: the engine's script is refused or misses the new schema; ours does not.
deviates() {
	local case=$1 target url
	two "$case"
	schema-diff -o up /dev/null new >target.sql
	target=$(fresh "$case")
	play "$target" target.sql || { cat output; return 1; }
	structure "$target" >wanted

	url=$(begin "$case") || { cat output; return 1; }
	if play "$url" "$case/prisma.sql" && structure "$url" | diff -q wanted - >/dev/null; then
		echo "what Prisma's engine writes works"
		return 1
	fi

	url=$(begin "$case") || { cat output; return 1; }
	structure "$url" >before
	schema-diff -o up old new >up.sql
	schema-diff -o down old new >down.sql
	play "$url" up.sql || { cat output; return 1; }
	structure "$url" | diff wanted - || return
	play "$url" down.sql || { cat output; return 1; }
	structure "$url" | diff before -
}

deviations() {
	local failed=0 case
	for case in "$CASES"/deviations/*/; do
		if is_postgresql "$case"; then [ "$1" = postgresql ] || continue; else [ "$1" = sqlite ] || continue; fi
		deviates "$case" || { echo "in $case"; failed=1; }
	done
	[ "$failed" -eq 0 ]
}

@test "where SQLite refuses Prisma's SQL, or it misses the new schema, ours works both ways" {
	deviations sqlite
}

# bats test_tags=pg
@test "where PostgreSQL refuses Prisma's SQL, or it misses the new schema, ours works both ways" {
	deviations postgresql
}

@test "every deviation has its row in the manual" {
	page=$TESTS/../man/schema-diff.1
	for case in "$CASES"/deviations/*/; do
		name=$(basename "$case")
		grep -q "^\.It Cm ${name%-sqlite}\b" "$page" || grep -q "^\.It Cm ${name%-postgresql}\b" "$page" || { echo "$name"; false; }
	done
}

# ---- there and back on a database ----

# round_trip FOLDER: up reaches the new schema, down the old one, and the script between is empty.
round_trip() {
	local url
	two "$1"
	schema-diff -o up /dev/null new >target.sql
	url=$(fresh "$1")
	play "$url" target.sql || return 0 # a type or an extension that this server does not have
	structure "$url" >wanted
	url=$(begin "$1") || return 0
	structure "$url" >before
	schema-diff -o up old new >up.sql
	schema-diff -o down old new >down.sql
	play "$url" up.sql && structure "$url" | diff -u wanted - && play "$url" down.sql &&
		structure "$url" | diff -u before - || { cat output; echo "in $1"; return 1; }
}

@test "on SQLite up reaches the new schema and down the old one" {
	for case in "$CASES"/diff/*-sqlite/; do
		round_trip "$case"
	done
}

# bats test_tags=pg
@test "on PostgreSQL up reaches the new schema and down the old one" {
	for case in "$CASES"/diff/*/; do
		case $case in *random-* | */defaults/ | */index-types/) continue ;; esac
		! is_postgresql "$case" || round_trip "$case"
	done
}
