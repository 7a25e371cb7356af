load helpers/common
load helpers/cases

# bare FILE: prints a script without comments that are not headings, and without statements that keep more of a
# recreated SQLite table, or of a counter, or need fewer privileges, than those of Prisma's engine
# (schema-diff(1), kept-rowids, kept-count, fewer-privileges and others).
bare() {
	awk '!/^-- / || /^-- [A-Z][A-Za-z]+$/' "$1" | sed -E '
		/^PRAGMA legacy_alter_table=/d
		/^INSERT INTO sqlite_sequence /d
		/^DO .* RESTART WITH /d
		s/^DO \$\$BEGIN IF to_regnamespace\(.*\) IS NULL THEN CREATE SCHEMA (.*); END IF; END\$\$;$/CREATE SCHEMA IF NOT EXISTS \1;/
		/^INSERT INTO "new_/ {
			s/ \((rowid|_rowid_|oid), / (/
			s/ SELECT "[^"]*"\.(rowid|_rowid_|oid), / SELECT /
			s/"[^"]*"\."/"/g
		}'
}

# parse FILE.prisma TEXT: writes the schema text; an empty file is the empty schema.
parse() {
	rm -f "$2"
	if [ -s "$1" ]; then schema-parse "$1" 2>/dev/null >"$2"; else ln -s /dev/null "$2"; fi
}

# two FOLDER: writes the schemas of a case to `old` and `new`.
two() {
	parse "$1/old.prisma" old
	parse "$1/new.prisma" new
}

is_postgresql() {
	grep -q 'provider *= *"postgresql"' "$1/new.prisma"
}

# ---- databases, by URL ----

# fresh FOLDER: prints the URL of an empty database; a test uses one PostgreSQL database throughout.
fresh() {
	is_postgresql "$1" || { mktemp -u "file:$PWD/XXXXXX.db"; return; }
	[ -f url ] || new_database >url
	sql "$(cat url)" "SET client_min_messages = warning;
		DROP SCHEMA IF EXISTS public, ext, base, other, one, two CASCADE; CREATE SCHEMA public;
		CREATE SCHEMA ext; CREATE EXTENSION citext WITH SCHEMA ext" >/dev/null
	echo "$(cat url)?options=-csearch_path%3Dpublic,ext"
}

# play URL FILE: runs a script; fails if a statement fails.
play() {
	case $1 in
	postgres*) psql -qX -v ON_ERROR_STOP=1 -f "$2" "$1" ;;
	*) { echo 'PRAGMA foreign_keys=ON;'; cat "$2"; } | sqlite3 -bail -cmd '.dbconfig defensive off' "${1#file:}" ;;
	esac >output 2>&1
}

# ask URL FILE: prints the result of a query.
ask() {
	case $1 in
	postgres*) psql -qXAt -v ON_ERROR_STOP=1 -f "$2" "$1" ;;
	*) sqlite3 -bail "${1#file:}" <"$2" ;;
	esac
}

structure() {
	case $1 in
	postgres*) psql -qXAt -f "$TESTS/helpers/structure-postgresql.sql" "$1" ;;
	*) sqlite3 "${1#file:}" <"$TESTS/helpers/structure-sqlite.sql" ;;
	esac
}

# by_hand URL FOLDER: adds the objects of the case that the schema does not show, if any.
by_hand() {
	[ ! -f "$2/hand.sql" ] || play "$1" "$2/hand.sql"
}

# begin FOLDER: prints the URL of a database with the old schema and its rows.
begin() {
	local url
	url=$(fresh "$1")
	schema-diff -o up /dev/null old >create.sql
	play "$url" create.sql || return
	[ ! -f "$1/rows.sql" ] || play "$url" "$1/rows.sql" || return
	by_hand "$url" "$1" || return
	echo "$url"
}

# ---- what Prisma's engine writes ----

@test "schema-diff prints the SQL of Prisma's engine, up and down" {
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

# answers URL FOLDER WHEN: after `up` or `down`, a query of the case returns the right rows.
answers() {
	[ ! -f "$2/$3.query" ] || ask "$1" "$2/$3.query" 2>&1 | diff -u "$2/$3.rows" -
}

# reaches URL FOLDER: the new schema exists, with the right rows.
reaches() {
	structure "$1" | diff wanted - && answers "$1" "$2" up
}

# deviates FOLDER: the engine's script fails, misses the new schema or loses rows; ours works both ways.
# `hand.sql` adds what the schema does not show. `up.query` and `down.query` ask for rows.
deviates() {
	local case=$1 target url
	two "$case"
	schema-diff -o up /dev/null new >target.sql
	target=$(fresh "$case")
	play "$target" target.sql && by_hand "$target" "$case" || { cat output; return 1; }
	structure "$target" >wanted

	url=$(begin "$case") || { cat output; return 1; }
	if play "$url" "$case/prisma.sql" && reaches "$url" "$case" >/dev/null; then
		echo "what Prisma's engine writes works"
		return 1
	fi

	url=$(begin "$case") || { cat output; return 1; }
	structure "$url" >before
	schema-diff -o up old new >up.sql
	schema-diff -o down old new >down.sql
	play "$url" up.sql || { cat output; return 1; }
	reaches "$url" "$case" || return
	play "$url" down.sql || { cat output; return 1; }
	structure "$url" | diff before - && answers "$url" "$case" down
}

deviations() {
	local failed=0 case
	for case in "$CASES"/deviations/*/; do
		if is_postgresql "$case"; then [ "$1" = postgresql ] || continue; else [ "$1" = sqlite ] || continue; fi
		deviates "$case" || { echo "in $case"; failed=1; }
	done
	[ "$failed" -eq 0 ]
}

@test "our SQL works both ways where Prisma's fails or misses the new schema: SQLite" {
	deviations sqlite
}

# bats test_tags=pg
@test "our SQL works both ways where Prisma's fails or misses the new schema: PostgreSQL" {
	deviations postgresql
}

@test "every deviation has a row in the manual" {
	page=$TESTS/../man/schema-diff.1
	for case in "$CASES"/deviations/*/; do
		name=$(basename "$case")
		name=${name%%.*}
		grep -q "^\.It Cm ${name%-sqlite}\b" "$page" || grep -q "^\.It Cm ${name%-postgresql}\b" "$page" || { echo "$name"; false; }
	done
}

@test "a column that the database lacks stops the copy of an SQLite table" {
	parse "$CASES/deviations/kept-counter/old.prisma" old
	parse "$CASES/deviations/kept-counter/new.prisma" new
	schema-diff -o up old new >up.sql
	schema-diff -o up /dev/null old >create.sql
	schema-diff -o down old new >down.sql
	for script in up.sql down.sql; do
		for change in 'DROP COLUMN total' 'RENAME COLUMN total TO sum'; do
			rm -f a.db
			play file:a.db create.sql
			sql file:a.db "INSERT INTO Invoice (total) VALUES (1), (2); ALTER TABLE Invoice $change"
			run -1 play file:a.db $script
			has "$(cat output)" 'no such column: Invoice.total'
			same 2 "$(sql file:a.db 'SELECT count(*) FROM Invoice')"
		done
	done
}

# make_by_hand: makes a database with what a Prisma schema cannot hold, and prints its schema text.
make_by_hand() {
	sqlite3 -bail a.db <<-'END' || return
		CREATE TABLE "User" (
		    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
		    name TEXT NOT NULL COLLATE NOCASE CHECK (length(name) > 1),
		    email TEXT,
		    nick TEXT,
		    whole TEXT GENERATED ALWAYS AS (name || email) STORED,
		    CONSTRAINT positive CHECK (id > 0)
		);
		CREATE INDEX lower_name ON "User" (lower(name));
		CREATE INDEX by_whole ON "User" (whole);
		CREATE INDEX of_nicks ON "User" (email) WHERE nick IS NOT NULL;
		CREATE TABLE log (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, what TEXT);
		CREATE TRIGGER audit AFTER INSERT ON "User" BEGIN INSERT INTO log (what) VALUES (NEW.name); END;
		CREATE TRIGGER nicks AFTER UPDATE ON "User" BEGIN INSERT INTO log (what) VALUES (NEW.nick); END;
		CREATE TABLE "Word" (k TEXT NOT NULL PRIMARY KEY, v TEXT, n TEXT) STRICT, WITHOUT ROWID;
		INSERT INTO "User" (name, email) VALUES ('ada', 'a@b'), ('bob', NULL);
		INSERT INTO "Word" VALUES ('a', 'b', 'c');
	END
	schema-pull -u file:a.db
}

@test "a recreated table keeps its other objects, if the schema was read from the database: SQLite" {
	make_by_hand >old
	schema-print old >old.prisma
	sed '/^model User/,/}/s/email .*/email String @default("-")/; s/ n .*/ n String @default("-")/' old.prisma |
		schema-parse - >new
	schema-diff -o up old new >up.sql
	schema-diff -o down old new >down.sql
	schema-diff -o list old new | grep -v '^rewrites' >list || true
	has "$(cat list)" 'require	User.email'
	play file:a.db up.sql || { cat output; false; }
	schema-pull -u file:a.db | grep ^object >objects
	grep ^object old | same_file - objects
	same '1|ada|adaa@b
2|bob|bob-' "$(sql file:a.db "SELECT id, name, whole FROM User WHERE name <= 'BOB'")"
	play file:a.db down.sql || { cat output; false; }
	schema-pull -u file:a.db | same_file old -
	sql file:a.db "INSERT INTO User (name) VALUES ('eve')"
	same 'ada bob eve' "$(sql file:a.db "SELECT group_concat(what, ' ') FROM log")"
}

@test "a recreated and renamed table keeps its other objects, under their new names: SQLite" {
	make_by_hand >old
	schema-print old | sed '/^model User/,/}/{ s/^model User/model Person/; s/ email .*/ email String @default("-")/; s/ nick / alias /; }
		/^model Person/,/^}/s/\bnick\b/alias/g' | schema-parse - >new
	for way in up down; do
		schema-diff -r User=Person -r User.nick=alias -o $way old new >$way.sql
		play file:a.db $way.sql || { cat output; false; }
		[ $way = down ] || sql file:a.db "INSERT INTO Person (name, alias) VALUES ('eve', 'e')"
	done
	schema-pull -u file:a.db | same_file old -
	same 'ada bob eve' "$(sql file:a.db "SELECT group_concat(what, ' ') FROM log")"
}

@test "objects dropped with a column are listed, and come back on the way back, if the schema was read: SQLite" {
	make_by_hand >old
	schema-print old | sed '/^ *nick /d; /of_nicks/d' | schema-parse - >new
	schema-diff -o list old new >list
	has "$(cat list)" 'drop-column	User.nick	text, with index of_nicks, trigger nicks: the column'
	for way in up down; do
		schema-diff -o $way old new >$way.sql
		play file:a.db $way.sql || { cat output; false; }
		[ $way = down ] || same audit "$(sql file:a.db "SELECT name FROM sqlite_schema WHERE type = 'trigger'")"
	done
	schema-pull -u file:a.db | same_file old -
}

@test "a UNIQUE constraint is dropped with its table, which is recreated, and renamed like this: SQLite" {
	sql file:a.db 'CREATE TABLE t (id INTEGER PRIMARY KEY, a int UNIQUE, b int UNIQUE, c int);
		INSERT INTO t VALUES (1, 1, 1, 1), (2, 2, 2, 2)'
	schema-pull -u file:a.db >old
	has "$(cat old)" 'unique	t	sqlite_autoindex_t_1	btree	a	-	constraint='
	sed '/^unique	t	.*	b	/d; s/sqlite_autoindex_t_1/t_a_key/; s/	constraint=$//' old >new
	for way in up down; do
		schema-diff -o $way old new >$way.sql
		play file:a.db $way.sql || { cat output; false; }
		[ $way = down ] || schema-pull -u file:a.db | same_file new -
	done
	sed 's/	constraint=$//' old | same_file - <(schema-pull -u file:a.db)
	same '1 2' "$(sql file:a.db "SELECT group_concat(a, ' ') FROM t")"
}

# bats test_tags=pg
@test "objects dropped with a column, and those that depend on it, are listed, if the schema was read: PostgreSQL" {
	url=$(new_database)
	sql "$url" 'CREATE TABLE t (id int PRIMARY KEY, a int, b int, c int GENERATED ALWAYS AS (a + 1) STORED,
		CONSTRAINT positive CHECK (a > 0), EXCLUDE USING btree (a WITH =) WHERE (b > 0));
		CREATE INDEX by_both ON t ((a + b));
		CREATE INDEX "some" ON t (b) WHERE a > 0;
		CREATE STATISTICS st ON a, b FROM t;
		CREATE VIEW v AS SELECT a FROM t;
		CREATE VIEW w AS SELECT b FROM t;
		CREATE POLICY mine ON t USING (a = 1)'
	schema-pull -u "$url" >old
	sed '/^column	t	a	/d; /^object/d; /	some	/d; s/	objects=$//' old >new
	schema-diff -o list old new >list
	has "$(cat list)" 'drop-column	t.a	integer, with index some, check positive, exclusion t_a_excl, index by_both, statistics st: the column'
	has "$(cat list)" 'drop-view	v	names t.a, which is dropped: recreate it' 'drop-policy	t.mine	names t.a' 'drop-generated	t.c'
	schema-diff -o up old new >up.sql
	has "$(cat up.sql)" '-- loses-data: drop-column t.a: integer, with index some,' '-- loses-data: drop-view v: names t.a'
	sed 's/^\(column	t	a	\)integer/\1bigint/; /^object/d; s/	objects=$//' old >new
	schema-diff -o list old new >list
	has "$(cat list)" 'rewrites	change-type	t.a	integer to bigint: the table' 'safe	recreate-view	v	' 'safe	recreate-policy	t.mine	'
	sed 's/^\(column	t	a	\)integer/\1text/; /^object/d; s/	objects=$//' old >new
	schema-diff -o list old new >list
	has "$(cat list)" 'may-fail	recreate-view	v	fails if it does not suit the new type'
}

# unqualified: removes the tables before columns: PostgreSQL writes none for a view of one table since version 16.
unqualified() {
	sed -E 's/(\b[a-z_]+|"[^"]+")\.([a-z_]+|")/\2/g'
}

# depends NAME: makes the database of a case, changes the printed schema, and runs the script up, down and up
# again. Up keeps everything except what the list says; down restores the old database, whose columns may be in
# another order.
depends() {
	local url one way options=() base=() case=$CASES/dependents/$1
	[ ! -f "$case.renames" ] || while read -r one; do options+=(-r "$one"); done <"$case.renames"
	[ ! -f "$case.prisma" ] || base=(-b "$case.prisma")
	url=$(new_database)
	play "$url" "$case.sql" || return
	schema-pull "${base[@]}" -u "$url" >old
	schema-print old | sed -f "$case.sed" | schema-parse - >new || return
	schema-diff "${options[@]}" old new >script 2>/dev/null
	if server_has 16; then
		diff -u <(unqualified <"$case.script") <(unqualified <script) || return
	else
		recorded "$case.script" <script || return
	fi
	schema-diff "${options[@]}" -o list old new | recorded "$case.list" || return
	for way in up down; do schema-diff "${options[@]}" -o $way old new >$way.sql 2>/dev/null; done
	{ echo 'BEGIN;'; cat up.sql; echo 'COMMIT;'; } >whole.sql
	play "$url" whole.sql || return
	schema-pull "${base[@]}" -u "$url" | grep ^object >left
	play "$url" down.sql || return
	schema-pull "${base[@]}" -u "$url" | sort | diff -u <(sort old) - || return
	play "$url" whole.sql || return
	schema-pull "${base[@]}" -u "$url" | grep ^object | diff -u left -
}

# bats test_tags=pg
@test "objects that depend on a column are recreated, or listed as dropped, and come back on the way back: PostgreSQL" {
	local name failed=0
	for name in "$CASES"/dependents/*.sql; do
		name=$(basename "$name" .sql)
		depends "$name" || { cat output; echo "in $name"; failed=1; }
	done
	[ "$failed" -eq 0 ]
}

# ---- from nothing ----

# whole FILE OLD NEW: a script from nothing to the text of a database makes its copy, and the way back an empty one.
whole() {
	play "$2" "$1"
	schema-pull -u "$2" >text
	schema-diff -o up /dev/null text >up.sql 2>notes
	schema-diff -o down /dev/null text >down.sql 2>>notes
	same '' "$(cat notes)"
	same '' "$(schema-diff -o list /dev/null text | grep -v ^safe)"
	same '' "$(mig-new -m folder -s text first <up.sql 2>&1 >/dev/null)"
	schema-pull -u "$3" >empty
	for turn in 1 2; do
		play "$3" up.sql
		schema-pull -u "$3" | diff -u text -
		play "$3" down.sql
		schema-pull -u "$3" | diff -u empty <(sed '/^extension/d' -)
	done
}

@test "a database is created from its text with all other objects, and dropped: SQLite" {
	sql file:new.db VACUUM
	whole "$CASES/whole/sqlite.sql" file:old.db file:new.db
}

# bats test_tags=pg
@test "a database is created from its text with all other objects, and dropped: PostgreSQL" {
	whole "$CASES/whole/postgresql.sql" "$(new_database)" "$(new_database)"
}

# ---- there and back on a database ----

# round_trip FOLDER: up gives the new schema, and down the old one.
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

@test "up gives the new schema, and down the old one: SQLite" {
	for case in "$CASES"/diff/*-sqlite/; do
		round_trip "$case"
	done
}

# bats test_tags=pg
@test "up gives the new schema, and down the old one: PostgreSQL" {
	for case in "$CASES"/diff/*/; do
		# To Prisma's engine some defaults are the same that the server tells apart: 1 and 1.0.
		case $case in *random-* | */defaults/ | */default-lists/ | */index-types/) continue ;; esac
		! is_postgresql "$case" || round_trip "$case"
	done
}

# ---- risks ----

@test "a script that may fail or lose data begins with warnings" {
	printf 'migtools-schema\t1\nprovider\tpostgresql\ntable\tt\ncolumn\tt\ta\ttext\toptional\t-\ncolumn\tt\tb\ttext\toptional\t-\nend\n' >old
	printf 'migtools-schema\t1\nprovider\tpostgresql\ntable\tt\ncolumn\tt\ta\ttext\trequired\t-\nend\n' >new
	run -0 schema-diff -o up old new
	same '-- loses-data: drop-column t.b: text: the column is dropped with all its values
-- may-fail: require t.a: fails if a row has no value; the table is locked while it is scanned
-- AlterTable
ALTER TABLE "t" DROP COLUMN "b",
ALTER COLUMN "a" SET NOT NULL;' "$output"
	run -0 schema-diff -o down old new
	same '-- AlterTable
ALTER TABLE "t" ADD COLUMN     "b" TEXT,
ALTER COLUMN "a" DROP NOT NULL;' "$output"
}

@test "-o list prints risk, kind, object and detail of each change" {
	two "$CASES/diff/retype-postgresql"
	run -0 schema-diff -o list old new
	same $'loses-data\trecreate-column\tPost.at\ttimestamp(3) to integer: values cannot be converted: the column is dropped and recreated
locks\tcreate-index\tPost.Post_author_id_at_idx\t(author_id, at): writes to the table wait while the index is built' "$output"
	two "$CASES/diff/remove-enum-value-postgresql"
	run -0 schema-diff -o list old new
	same $'may-fail\tremove-value\tRole.writer\trewrites users: fails if a row has the value' "$output"
	two "$CASES/deviations/enum-order.moved"
	run -0 schema-diff -o list old new
	same $'rewrites\treorder-values\tLevel\trewrites T: the order of the values changes
may-fail\tremove-value\tSize.M\trewrites T: fails if a row has the value
rewrites\treorder-values\tSize\trewrites T: the order of the values changes
safe\tadd-value\tState.SENT\t-
rewrites\treorder-values\tState\trewrites T: the order of the values changes
safe\treorder-values\tUnused\t-' "$output"
	run -0 schema-diff -o list old old
	same '' "$output"
}

# lists FOLDER: compares the lists of a case; `renames` as for rename_case.
lists() {
	local options=() one
	[ ! -f "$1/renames" ] || while read -r one; do options+=(-r "$one"); done <"$1/renames"
	two "$1"
	[ ! -f "$1/up.list" ] || schema-diff "${options[@]}" -o list old new | recorded "$1/up.list" || return
	[ ! -f "$1/down.list" ] || schema-diff -o list new old | recorded "$1/down.list"
}

@test "the lists of the cases are as recorded, up and down" {
	failed=0
	for case in "$CASES"/diff/*/ "$CASES"/renames/*/; do
		lists "$case" || { echo "in $case"; failed=1; }
	done
	[ "$failed" -eq 0 ]
}

# bats test_tags=pg
@test "the list says rewrites if and only if PostgreSQL rewrites the table" {
	url=$(new_database)
	sql "$url" "CREATE EXTENSION citext"
	while read -r risk from to; do
		printf 'migtools-schema\t1\nprovider\tpostgresql\ntable\tt\ncolumn\tt\tc\t%s\toptional\t-\nend\n' "$from" >old
		sed "s/\t${from//./\\.}\t/\t$to\t/" old >new
		same "$risk" "$(schema-diff -o list old new | cut -f 1)" || { echo "$from to $to"; false; }
		schema-diff -o up /dev/null old >create.sql
		schema-diff -o up old new >up.sql
		play "$url" create.sql
		before=$(sql "$url" "SELECT pg_relation_filenode('t')")
		play "$url" up.sql || { cat output; false; }
		after=$(sql "$url" "SELECT pg_relation_filenode('t')")
		[ "$risk" = "$([ "$before" = "$after" ] && echo safe || echo rewrites)" ] || { echo "$from to $to: $before $after"; false; }
		sql "$url" 'DROP TABLE t'
	done <<-END
		safe varchar(3) varchar(10)
		safe varchar(3) varchar
		safe varchar(3) text
		safe varchar text
		safe varchar citext
		safe citext text
		safe time(3) time(6)
		safe text varchar
		safe decimal(10,2) decimal(12,2)
		safe decimal(10,2) decimal
		safe timestamp(3) timestamp(6)
		safe timestamptz(3) timestamptz(6)
		safe timetz(2) timetz(6)
		safe xml text
		safe xml varchar
		safe bit(8) varbit
		safe varbit(8) varbit(12)
		safe varbit(8) varbit
		rewrites integer bigint
		rewrites integer text
		rewrites decimal(10,2) decimal(12,3)
		rewrites char(4) char(10)
		rewrites char(4) text
		rewrites bit(8) varbit(12)
		rewrites date timestamptz(3)
		rewrites timestamp(3) text
		rewrites jsonb json
		rewrites uuid text
		rewrites boolean text
	END
}

@test "no example hides a failure by piping a list into grep" {
	run -1 grep -En '(schema-diff .*-o list|mig-apply .*-n)[^&|]*\| *grep' "$TESTS"/../man/*.[157] "$TESTS/../README.md"
	same '' "$output"
}

# bats test_tags=pg
@test "the list says loses-data if and only if a cast changes a value: PostgreSQL" {
	url=$(new_database)
	sql "$url" "CREATE EXTENSION citext; ALTER DATABASE \"${url##*/}\" SET TimeZone = 'Europe/Berlin'" >/dev/null
	while IFS='|' read -r risk from to value back; do
		printf 'migtools-schema\t1\nprovider\tpostgresql\ntable\tt\ncolumn\tt\tc\t%s\toptional\t-\nend\n' "$from" >old
		sed "s/\t${from//./\\.}\t/\t$to\t/" old >new
		schema-diff -o list old new >list
		same "$risk" "$(cut -f 1 list)" || { echo "$from to $to"; false; }
		schema-diff -o up /dev/null old >create.sql
		schema-diff -o up old new >up.sql
		play "$url" create.sql
		sql "$url" "INSERT INTO t VALUES ('$value')"
		before=$(sql "$url" "SELECT CAST(c AS text) || '.' FROM t")
		file=$(sql "$url" "SELECT pg_relation_filenode('t')")
		play "$url" up.sql || { cat output; false; }
		same "$(grep -q rewritten list && echo rewritten)" \
			"$([ "$file" = "$(sql "$url" "SELECT pg_relation_filenode('t')")" ] || echo rewritten)"
		after=$(sql "$url" "SELECT CAST(CAST(c AS $back) AS text) || '.' FROM t")
		changed=$([ "$before" = "$after" ] || echo changed)
		same "$([ "$risk" != loses-data ] || echo changed)" "$changed" || { echo "$from to $to: $before $after"; false; }
		sql "$url" 'DROP TABLE t'
	done <<-'END'
		loses-data|json|jsonb|{"b": 1, "a": 2, "a": 3}|json
		rewrites|jsonb|json|{"b": 1, "a": 3}|jsonb
		loses-data|text|date|2021-03-28 10:00|text
		loses-data|text|real|1.23456789|text
		loses-data|text|decimal(10,2)|1.239|text
		loses-data|decimal(10,3)|money|1.239|decimal
		loses-data|double precision|oid|1.5|text
		may-fail|citext|uuid|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|text
		loses-data|timetz(3)|time(3)|10:00:00+07|timetz
		loses-data|timestamp(6)|timestamp(3)|2021-03-28 10:00:00.123456|timestamp
		loses-data|timestamp(3)|date|2021-03-28 10:00:00|timestamp
		rewrites|date|timestamptz(3)|2021-03-28|date
		loses-data|decimal(10,2)|decimal(10,1)|1.15|decimal
		loses-data|decimal(10,2)|integer|1.50|decimal
		may-fail|decimal(10,0)|integer|15|decimal
		loses-data|double precision|real|1.23456789012|double precision
		loses-data|real|integer|1.5|real
		loses-data|integer|real|16777217|integer
		loses-data|bigint|double precision|9007199254740993|bigint
		loses-data|oid|integer|3000000000|bigint
		loses-data|money|double precision|92233720368547758.07|text
		loses-data|varchar(4)|varchar(2)|ab |varchar
		loses-data|text|varchar(2)|ab |text
		loses-data|text|char(5)|ab |text
		loses-data|varchar(3)|char(5)|ab |varchar
		loses-data|citext|date|2021-03-28 10:00|text
		may-fail|varbit(8)|varchar(3)|101|text
		rewrites|real|text|1.1|real
		rewrites|char(4)|char(10)|ab|char(4)
		rewrites|bit(3)|varbit(4)|101|bit(3)
	END
}

@test "the list says loses-data if and only if a copy changes a value: SQLite" {
	while IFS='|' read -r risk from to value; do
		printf 'migtools-schema\t1\nprovider\tsqlite\ntable\tt\ncolumn\tt\tc\t%s\toptional\t-\nend\n' "$from" >old
		sed "s/\t$from\t/\t$to\t/" old >new
		same "$risk" "$(schema-diff -o list old new | tail -n 1 | cut -f 1)" || { echo "$from to $to"; false; }
		rm -f a.db
		for way in 'up /dev/null old' 'up old new' 'down old new'; do
			schema-diff -o $way >script.sql
			play file:a.db script.sql || { cat output; false; }
			[ "$way" != 'up /dev/null old' ] || sql file:a.db "INSERT INTO t VALUES ($value); CREATE TABLE was AS SELECT c FROM t"
		done
		same "$([ "$risk" = loses-data ] || echo same)" "$(sql file:a.db "SELECT 'same' FROM t, was WHERE t.c IS was.c AND typeof(t.c) = typeof(was.c)")" ||
			{ echo "$from to $to: $value"; false; }
	done <<-END
		rewrites|integer|bigint|9007199254740993
		rewrites|bigint|integer|9007199254740993
		rewrites|integer|boolean|2
		rewrites|boolean|integer|1
		rewrites|integer|decimal|9007199254740993
		rewrites|decimal|integer|1.5
		rewrites|integer|text|12
		rewrites|bigint|datetime|1700000000000
		rewrites|datetime|bigint|1700000000000
		rewrites|datetime|text|'2020-01-02 03:04:05'
		rewrites|real|integer|1.5
		rewrites|real|decimal|0.1
		rewrites|real|blob|0.1
		rewrites|blob|text|x'0102'
		rewrites|blob|integer|x'31'
		rewrites|text|blob|'007'
		rewrites|jsonb|text|'{"a": 1}'
		loses-data|integer|real|9007199254740993
		loses-data|bigint|real|9007199254740993
		loses-data|decimal|real|9007199254740993
		loses-data|real|text|0.30000000000000004
		loses-data|decimal|text|0.30000000000000004
		loses-data|text|integer|'007'
		loses-data|text|decimal|'1.0'
		loses-data|text|datetime|'1e3'
		loses-data|text|jsonb|'1.0'
	END
}

@test "the words of the list are true for every pair of types: SQLite" {
	run -0 "$TESTS/helpers/sweep-sqlite" "$CASES/casts/sqlite"
	same '' "$output"
}

# make sweep tries every pair.
# bats test_tags=pg
@test "the words of the list are true for pairs of types, alone and in lists: PostgreSQL" {
	run -0 "$TESTS/helpers/sweep-postgresql" "$(new_database)" "$CASES/casts/postgresql" "${SWEEP_STEP:-101}"
	same '' "$output"
}

# cast_text TYPE: prints the schema text of a table with a column of that type; a type ends with [] for a
# list, and with ! if the column is required.
cast_text() {
	local type=${1%!} arity=optional
	[ "$1" = "$type" ] || arity=required
	[ "${type%\[\]}" = "$type" ] || { type=${type%\[\]}; arity=list; }
	printf 'migtools-schema\t1\nprovider\tpostgresql\n'
	printf 'enum\tRole\nvalue\tRole\tUSER\nvalue\tRole\tADMIN\nenum\tKind\nvalue\tKind\tADMIN\nvalue\tKind\tUSER\n'
	printf 'table\tt\ncolumn\tt\tc\t%s\t%s\t-\nend\n' "$type" "$arity"
}

# casts: reads risk|from|to|value|after|back. Back is a risk, or =VALUE if the values differ from the original
# ones.
casts() {
	local url risk from to value after back failed=0
	url=$(new_database)
	sql "$url" "CREATE EXTENSION citext; ALTER DATABASE \"${url##*/}\" SET TimeZone = 'Europe/Berlin'" >/dev/null
	while IFS='|' read -r risk from to value after back; do
		cast_text "$from" >old
		cast_text "$to" >new
		{
			echo 'SET client_min_messages = warning; DROP TABLE IF EXISTS t; DROP TYPE IF EXISTS "Role", "Kind";'
			schema-diff -o up /dev/null old
			echo "INSERT INTO t VALUES ($value);"
			[ "${from%!}" != "$from" ] || echo 'INSERT INTO t VALUES (NULL);'
			schema-diff -o up old new
			echo "SELECT 'up', c FROM t WHERE c IS NOT NULL;"
			schema-diff -o down old new
			echo "SELECT 'down', c = $value FROM t WHERE c IS NOT NULL;"
		} >cast.sql
		same "$risk $back" "$(schema-diff -o list old new | cut -f 1 | head -n 1) $(schema-diff -o list new old | cut -f 1 | head -n 1)" || failed=1
		same "up|$after
down|t" "$(ask "$url" cast.sql 2>&1)" || { echo "$from to $to: $value"; failed=1; }
	done
	[ "$failed" -eq 0 ]
}

# model FIELDS PROVIDER: prints a schema with one model. A ; ends a line, and anything else follows ++.
model() {
	printf 'datasource db {\n provider = "%s"\n}\nmodel A {\n%s\n}\n' "$2" "$(sed 's/ *++ */;};/; s/;/\n/g' <<<"$1")"
}

# risk_is RISK ROWS OLD NEW URL: the list has that risk and no greater one. With the rows the script succeeds,
# unless the list says that it may fail: then it fails.
risk_is() {
	local url=$5 provider=${5%%:*}
	[ "$provider" = postgresql ] || provider=sqlite
	model "$3" $provider >old.prisma
	model "$4" $provider >new.prisma
	schema-parse old.prisma >old && schema-parse new.prisma >new || return
	schema-diff -o list old new >list
	same "$1" "$(for word in loses-data may-fail rewrites locks safe; do grep -o "^$word" list; done | head -n 1)" || { cat list; return 1; }
	{
		[ $provider = sqlite ] || echo 'DROP SCHEMA public CASCADE; CREATE SCHEMA public;'
		schema-diff -o up /dev/null old
		echo "INSERT INTO \"A\" VALUES $2;"
	} >create.sql
	schema-diff -o up old new >up.sql
	[ $provider = postgresql ] || { rm -f a.db; url=file:a.db; }
	play "$url" create.sql || { cat output; return 1; }
	if play "$url" up.sql; then [ "$1" != may-fail ]; else [ "$1" = may-fail ] || { cat output; return 1; }; fi
}

# bats test_tags=pg
@test "the list says may-fail if and only if rows can make a change fail" {
	url=$(new_database)
	while IFS='|' read -r risk sqlite rows old new; do
		risk_is "$risk" "$rows" "$old" "$new" "$url" || { echo "PostgreSQL: $old to $new"; false; }
		[ "$sqlite" = - ] || risk_is "$sqlite" "$rows" "$old" "$new" file: || { echo "SQLite: $old to $new"; false; }
	done <"$CASES/risks"
}

# bats test_tags=pg
@test "a column is cast wherever the server can, and back: PostgreSQL" {
	casts <<-'END'
		rewrites|enum Role|text|'ADMIN'|ADMIN|may-fail
		rewrites|enum Role|varchar(5)|'ADMIN'|ADMIN|may-fail
		may-fail|enum Role|varchar(4)|'USER'|USER|may-fail
		rewrites|enum Role!|enum Kind!|'ADMIN'|ADMIN|rewrites
		rewrites|enum Role[]|text[]|'{ADMIN,USER}'|{ADMIN,USER}|may-fail
		rewrites|enum Role|enum Role[]|'USER'|{USER}|loses-data
		rewrites|enum Role|enum Kind[]|'USER'|{USER}|loses-data
		may-fail|text|uuid|'0f8fad5b-d9cb-469f-a165-70867728950e'|0f8fad5b-d9cb-469f-a165-70867728950e|rewrites
		may-fail|char(40)|uuid|'0f8fad5b-d9cb-469f-a165-70867728950e'|0f8fad5b-d9cb-469f-a165-70867728950e|rewrites
		may-fail|text!|integer!|'12'|12|rewrites
		may-fail|text|bigint|'5000000000'|5000000000|rewrites
		may-fail|text[]|integer[]|'{1,2}'|{1,2}|rewrites
		may-fail|varchar(9)|double precision|'1.5'|1.5|may-fail
		may-fail|text|boolean|'true'|t|rewrites
		may-fail|text|jsonb|'{"a": 1}'|{"a": 1}|rewrites
		may-fail|text|json|'{"a":1}'::text|{"a":1}|rewrites
		may-fail|text|timestamp(3)|'2024-01-01 12:00:00'|2024-01-01 12:00:00|rewrites
		may-fail|text|timestamptz(3)|'2024-01-01 13:00:00+01'|2024-01-01 13:00:00+01|rewrites
		may-fail|text|inet|'10.0.0.1/32'|10.0.0.1|rewrites
		may-fail|text|bit(3)|'101'|101|rewrites
		may-fail|integer|boolean|1|t|rewrites
		may-fail|bigint|boolean|0|f|rewrites
		may-fail|decimal(65,30)|boolean|1|t|rewrites
		rewrites|boolean!|smallint!|true|1|may-fail
		rewrites|integer|money|7|$7.00|loses-data
		rewrites|integer|jsonb|7|7|may-fail
		rewrites|boolean|json|true|true|may-fail
		may-fail|decimal(65,30)|jsonb|1.5|1.500000000000000000000000000000|may-fail
		may-fail|bigint|oid|5|5|rewrites
		may-fail|oid|smallint|5|5|may-fail
		rewrites|timestamp(3)|timestamptz(3)|'2021-03-28 02:30:00'|2021-03-28 04:30:00+02|rewrites
		rewrites|timestamptz(3)|timestamp(3)|'2021-10-31 00:30:00+00'|2021-10-31 00:30:00|rewrites
		rewrites|date|timestamptz(3)|'2021-03-28'|2021-03-28 01:00:00+01|loses-data
		rewrites|integer|integer[]|7|{7}|loses-data
		rewrites|integer!|bigint[]|7|{7}|loses-data
		rewrites|integer!|text[]|7|{7}|loses-data
		rewrites|text|text[]|'x'|{x}|loses-data
		rewrites|unsupported macaddr|text[]|'08:00:2b:01:02:03'|{08:00:2b:01:02:03}|loses-data
		rewrites|integer[]|text|'{7}'|7|may-fail
		rewrites|integer[]|text|'{7,NULL,8}'|{7,NULL,8}|may-fail
		rewrites|enum Role[]|text|'{}'|{}|may-fail
		loses-data|text[]|text|'{x}'|x|rewrites
		loses-data|integer|bit(3)|5|101|rewrites
		rewrites|bit(3)|decimal(10,2)|'101'|5.00|loses-data
		may-fail|bit(40)|decimal(9,0)|'0000000000000000000000000000000000000101'|5|loses-data
		rewrites|bit(3)|double precision|'101'|5|loses-data
		rewrites|bit(32)|oid|'10000000000000000000000000000000'|2147483648|rewrites
		rewrites|bit|boolean|'1'|t|rewrites
		rewrites|integer|xml|5|5|may-fail
		rewrites|uuid[]|xml[]|'{0f8fad5b-d9cb-469f-a165-70867728950e}'|{0f8fad5b-d9cb-469f-a165-70867728950e}|may-fail
		safe|time(3)|time(6)|'10:00:00.123'|10:00:00.123|loses-data
		may-fail|timestamp(3)|varchar(19)|'2021-03-28 10:00:00'|2021-03-28 10:00:00|may-fail
		rewrites|uuid|citext|'0f8fad5b-d9cb-469f-a165-70867728950e'|0f8fad5b-d9cb-469f-a165-70867728950e|may-fail
	END
}

# bats test_tags=pg
@test "text that becomes a timestamptz is in UTC, unless it names a zone: PostgreSQL" {
	url=$(new_database)
	sql "$url" "CREATE EXTENSION citext; ALTER DATABASE \"${url##*/}\" SET TimeZone = 'Europe/Berlin'" >/dev/null
	while IFS='|' read -r from to value instant; do
		cast_text "$from" >old
		cast_text "$to" >new
		schema-diff -o up /dev/null old >create.sql
		schema-diff -o up old new >up.sql
		play "$url" create.sql
		sql "$url" "INSERT INTO t VALUES ('$value')"
		play "$url" up.sql || { cat output; false; }
		same t "$(sql "$url" "SELECT c = '$instant' FROM t")" || { echo "$from to $to: $value"; false; }
		sql "$url" 'DROP TABLE t; DROP TYPE "Role", "Kind"'
	done <<-'END'
		text|timestamptz(3)|2024-01-01 12:00:00|2024-01-01 12:00:00+00
		char(30)|timestamptz(3)|2024-07-01T12:00:00.5|2024-07-01 12:00:00.5+00
		varchar(40)|timestamptz(3)|2024-07-01 12:00:00 America/New_York|2024-07-01 16:00:00+00
		citext|timestamptz(3)|2024-07-01T12:00Z|2024-07-01 12:00:00+00
		text|timestamptz|2024-07-01|2024-07-01 00:00:00+00
		text|timestamptz|2024-07-01 12:00 -05|2024-07-01 17:00:00+00
		text|timestamptz|2024-07-01 01:00 PM|2024-07-01 13:00:00+00
		text|timestamptz|2024-07-01 12:00 utc|2024-07-01 12:00:00+00
		text|timestamptz|0044-03-15 12:00:00 BC|0044-03-15 12:00:00+00 BC
		text|timestamptz|0044-03-15 12:00:00+05 BC|0044-03-15 07:00:00+00 BC
		text|timestamptz|infinity|infinity
		text|timestamptz[]|{2024-07-01 12:00+00}|{2024-07-01 12:00:00+00}
	END
}

# bats test_tags=pg
@test "a value that cannot be cast stops the script, without loss: PostgreSQL" {
	url=$(new_database)
	while IFS='|' read -r from to value error; do
		cast_text "$from" >old
		cast_text "$to" >new
		{
			schema-diff -o up /dev/null old
			echo "INSERT INTO t VALUES ($value);"
		} >create.sql
		schema-diff -o up old new >up.sql
		play "$url" create.sql
		run -3 --separate-stderr psql -qX1 -v ON_ERROR_STOP=1 -f up.sql "$url"
		has "$stderr" "$error"
		sql "$url" "SELECT 1 FROM t WHERE c = $value" >found
		same 1 "$(cat found)"
		sql "$url" 'DROP TABLE t; DROP TYPE "Role", "Kind"'
	done <<-'END'
		text|integer|'12.5'|invalid input syntax for type integer
		text|enum Role|'GUEST'|invalid input value for enum
		text|uuid|'12'|invalid input syntax for type uuid
		text|bit(3)|'1011'|does not match type bit(3)
		integer|boolean|2|invalid input syntax for type boolean
		integer|oid|-5|OID out of range
		bigint|smallint|70000|smallint out of range
		enum Role|varchar(4)|'ADMIN'|value too long
		decimal(10,1)|boolean|0.5|invalid input syntax for type boolean
	END
}

@test "the manual names every kind and every risk" {
	for case in "$CASES"/diff/*/; do
		two "$case"
		schema-diff -o list old new
		schema-diff -o list new old
	done >lists
	awk -F '\t' 'NF != 4 { print "not four fields: " $0 }' lists >bad
	same '' "$(cat bad)"
	cut -f 1,2 lists | tr '\t' '\n' | sort -u | while read -r word; do
		grep -q "\bCm.* $word\b" "$TESTS/../man/schema-diff.1" || { echo "$word"; false; }
	done
}

@test "a list of many changes grows where it is" {
	for kind in enums tables; do
		"$TESTS/helpers/large" $kind postgresql 45000 new >large
		[ "$(head -c 8 large)" = migtools ] || { schema-parse large >text; mv text large; }
		schema-diff -o up /dev/null large >up.sql
		[ "$(grep -c '^CREATE' up.sql)" -ge 45000 ] || { echo $kind; false; }
	done
}

# ---- renames ----

@test "a long chain of documented renames is followed once" {
	for state in old new; do
		"$TESTS/helpers/large" 'renames in a row' postgresql 30000 $state >$state
		[ "$(head -c 8 $state)" = migtools ] || { schema-parse $state >text; mv text $state; }
	done
	within 10 schema-diff -o list old new >list
	same 30000 "$(grep -c rename-column list)"
}

renamed() {
	cat >old.prisma <<-END
		datasource db {
		  provider = "$1"
		}
		model User {
		  id    Int    @id @default(autoincrement())
		  name  String @unique
		  role  Role   @default(ADMIN)
		  posts Post[]
		}
		model Post {
		  id     Int  @id
		  userId Int
		  user   User @relation(fields: [userId], references: [id])
		}
		enum Role {
		  ADMIN
		  USER
		}
	END
	sed 's/User \(@\|{\)/Person \1/; s/userId/personId/; s/  name  /  \/\/\/ @renamed from=name\n  full_name /
		s/^  ADMIN/  \/\/\/ @renamed from=ADMIN\n  OWNER/; s/(ADMIN)/(OWNER)/' old.prisma >new.prisma
	schema-parse old.prisma >old
	schema-parse new.prisma >new
	schema-diff -o up /dev/null old >create.sql
	schema-diff -r User=Person -r Post.userId=personId -o up old new >up.sql
	schema-diff -r User=Person -r Post.userId=personId -o down old new >down.sql
	printf '%s\n' "INSERT INTO \"User\" (name, role) VALUES ('ada', 'ADMIN');" \
		"INSERT INTO \"Post\" (id, \"userId\") VALUES (7, 1);" >rows.sql
	! grep -E 'loses-data|DROP COLUMN' up.sql down.sql
}

renames_keep_rows() {
	local url=$1
	play "$url" create.sql && play "$url" rows.sql && structure "$url" >before
	play "$url" up.sql || { cat output; return 1; }
	same 'ada|OWNER|7' "$(sql "$url" 'SELECT u.full_name, u.role, p.id FROM "Person" u JOIN "Post" p ON p."personId" = u.id')"
	schema-diff -o up /dev/null new >target.sql
	play "$url" down.sql || { cat output; return 1; }
	same 'ada|ADMIN|7' "$(sql "$url" 'SELECT u.name, u.role, p.id FROM "User" u JOIN "Post" p ON p."userId" = u.id')"
	structure "$url" | diff before -
}

@test "a renamed table or column keeps its rows, up and down: SQLite" {
	renamed sqlite
	renames_keep_rows "file:$PWD/a.db"
}

# bats test_tags=pg
@test "a renamed table or column keeps its rows, up and down: PostgreSQL" {
	renamed postgresql
	renames_keep_rows "$(new_database)"
}

# rename_case FOLDER: rows are kept under the new names, and on the way back under the old ones. Each line of
# `renames` is an argument of -r. `old.sql` and `new.sql` query the rows; `new.rows` has the result in the new
# schema.
rename_case() {
	local url options=() one
	while read -r one; do options+=(-r "$one"); done <"$1/renames"
	two "$1"
	schema-diff -o up /dev/null new >target.sql
	url=$(fresh "$1")
	play "$url" target.sql && structure "$url" >wanted || return
	url=$(begin "$1") || return
	structure "$url" >before
	ask "$url" "$1/old.sql" >rows || return
	schema-diff "${options[@]}" -o up old new >up.sql && schema-diff "${options[@]}" -o down old new >down.sql || return
	play "$url" up.sql && structure "$url" | diff -u wanted - || { cat output; return 1; }
	ask "$url" "$1/new.sql" | diff -u "$1/new.rows" - || return
	play "$url" down.sql && structure "$url" | diff -u before - || { cat output; return 1; }
	ask "$url" "$1/old.sql" | diff -u rows - || return
	play "$url" up.sql || { cat output; return 1; }
	ask "$url" "$1/new.sql" | diff -u "$1/new.rows" -
}

rename_cases() {
	local failed=0 case
	for case in "$CASES"/renames/*-"$1"/; do
		rename_case "$case" || { echo "in $case"; failed=1; }
	done
	[ "$failed" -eq 0 ]
}

# bats test_tags=pg
@test "an existing namespace needs no privilege on the database: PostgreSQL" {
	local url role="r_$RANDOM$RANDOM"
	url=$(new_database)
	sql "$url" "CREATE ROLE $role LOGIN; CREATE SCHEMA \"it's \$\$\"; GRANT USAGE, CREATE ON SCHEMA public, \"it's \$\$\" TO $role"
	cat >new.prisma <<-'END'
		datasource db {
		  provider = "postgresql"
		  schemas  = ["public", "it's $$"]
		}
		model A {
		  id Int @id
		  @@schema("public")
		}
		enum B {
		  X
		  @@schema("it's $$")
		}
	END
	schema-parse new.prisma >new
	schema-diff -o up /dev/null new >up.sql
	{ echo "SET ROLE $role;"; cat up.sql; } >script.sql
	play "$url" script.sql || { cat output; false; }
	same 'A' "$(sql "$url" "SELECT relname FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE rolname = '$role' AND relkind = 'r'")"
	sql "$url" "DROP OWNED BY $role; DROP ROLE $role; DROP SCHEMA \"it's \$\$\""
	play "$url" up.sql || { cat output; false; }
}

# bats test_tags=pg
@test "a sequence is renamed with its table and column, so its name becomes free: PostgreSQL" {
	local url
	url=$(new_database)
	cat >old.prisma <<-END
		datasource db {
		  provider = "postgresql"
		}
		model Ticket {
		  id Int @id @default(autoincrement())
		}
		model Bill {
		  nr Int @id @default(autoincrement())
		}
	END
	sed 's/Ticket/Tmp/; s/Bill/Ticket/; s/Tmp/Bill/; s/nr/id/' old.prisma >new.prisma
	schema-parse old.prisma >old
	schema-parse new.prisma >new
	for way in up down; do
		schema-diff -r Ticket=Bill -r Bill=Ticket -r Bill.nr=id -o $way old new >$way.sql
	done
	schema-diff -o up /dev/null old >create.sql
	names="SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'S'"
	counts="SELECT pg_get_serial_sequence('\"Bill\"', 'id') || ' ' || pg_get_serial_sequence('\"Ticket\"', 'id')"
	play "$url" create.sql
	sql "$url" 'INSERT INTO "Ticket" VALUES (DEFAULT), (DEFAULT)'
	play "$url" up.sql || { cat output; false; }
	same 'public."Bill_id_seq" public."Ticket_id_seq"' "$(sql "$url" "$counts")"
	same 3 "$(sql "$url" 'INSERT INTO "Bill" VALUES (DEFAULT) RETURNING id')"
	play "$url" down.sql || { cat output; false; }
	same 'Bill_nr_seq Ticket_id_seq' "$(sql "$url" "$names")"
	same 4 "$(sql "$url" 'INSERT INTO "Ticket" VALUES (DEFAULT) RETURNING id')"
	sql "$url" 'ALTER SEQUENCE "Ticket_id_seq" RENAME TO elsewhere'
	play "$url" up.sql || { cat output; false; }
}

# bats test_tags=pg
@test "a sequence that is back has the name that it had: PostgreSQL" {
	local url
	url=$(new_database)
	cat >old.prisma <<-'END'
		datasource db {
		  provider = "postgresql"
		}
		model Ticket {
		  id     Int @id @default(autoincrement())
		  number BigInt @default(autoincrement())
		  aColumnWithANameThatIsRatherLongAndEndsHere Int @default(autoincrement())
		}
		model ATableWithANameThatIsRatherLongAndEndsHere {
		  theNumber Int @id @default(autoincrement())
		}
	END
	sed 's/ @default.*//' old.prisma | schema-parse - >new
	schema-parse old.prisma >old
	names="SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'S'"
	schema-diff -o up /dev/null old >create.sql
	play "$url" create.sql
	sql "$url" "$names" >before
	for way in up down up down; do
		schema-diff -o $way old new >script.sql
		play "$url" script.sql || { cat output; false; }
	done
	sql "$url" "$names" | same_file before -
}

@test "swapped, shifted and reused names keep their rows: SQLite" {
	rename_cases sqlite
}

# bats test_tags=pg
@test "swapped, shifted and reused names keep their rows: PostgreSQL" {
	rename_cases postgresql
}

@test "a rename in a comment has no effect once it is done" {
	renamed postgresql
	schema-diff -o up new new >up.sql
	same '' "$(cat up.sql)"
	for case in chain-documented model-of-many-mapped; do
		parse "$CASES/renames/$case-sqlite/new.prisma" new
		run -0 --separate-stderr schema-diff -o up new new
		same '' "$output$stderr"
	done
}

# ---- manners ----

@test "the cases of schema-diff print what they show" {
	text_cases schema-diff
}

@test "every fault of schema text is reported with its place" {
	cd "$CASES/schema-text"
	for text in *.text; do
		run -2 --separate-stderr schema-diff "$text" /dev/null
		same '' "$output"
		recorded "${text%.text}.err" <<<"$stderr"
	done
}

@test "the exit status of -q says if the schemas differ" {
	two "$CASES/diff/add-index-sqlite"
	run -0 schema-diff -q old old
	same '' "$output"
	run -1 schema-diff -q old new
	same '' "$output"
	run -1 schema-diff -q /dev/null new
	run -0 schema-diff -q /dev/null /dev/null
	run -2 schema-diff -q old missing
}

# viewed WORD: prints a schema with a view or a model.
viewed() {
	cat <<-END
		generator client {
		  provider        = "prisma-client-js"
		  previewFeatures = ["views"]
		}
		datasource db {
		  provider = "$2"
		}
		model Order {
		  id     Int    @id
		  infoId Int
		  info   Info   @relation(fields: [infoId], references: [id])
		}
		$1 Info {
		  id     Int    @unique
		  total  Int
		  orders Order[]
		}
	END
}

@test "a view that becomes a model is created, and dropped on the way back" {
	for provider in postgresql sqlite; do
		viewed view $provider >old.prisma
		viewed model $provider >new.prisma
		schema-parse old.prisma >old
		schema-parse new.prisma >new
		run -1 schema-diff -q old new
		run -0 schema-diff -o up old new
		has "$output" 'CREATE TABLE "Info"' 'CREATE UNIQUE INDEX' 'FOREIGN KEY ("infoId") REFERENCES "Info"'
		has "$output" '-- may-fail: create-table Info: fails while the view of this name exists'
		run -0 schema-diff -o down old new
		has "$output" 'DROP TABLE "Info"' '-- loses-data: drop-table Info'
	done
	schema-diff -o up /dev/null old >create.sql
	schema-diff -o up old new >up.sql
	schema-diff -o down old new >down.sql
	for script in create.sql up.sql down.sql; do
		play file:a.db $script || { cat output; false; }
	done
}

@test "the time for a table of 25,000 columns is linear in its text" {
	for way in old new; do
		printf 'migtools-schema\t1\nprovider\tpostgresql\ntable\tt\n'
		seq 25000 | sed "s/.*/column\tt\tc&\ttext\toptional\t-/; s/\tc777\t/\t$way\t/"
		printf 'end\n'
	done | csplit -s -z - '/^migtools-schema/' '{*}'
	run -0 within 4 schema-diff -r t.old=new -o up xx00 xx01
	same '-- RenameColumn
ALTER TABLE "t" RENAME COLUMN "old" TO "new";' "$output"
	run -0 within 4 schema-diff -o up xx00 xx01
	has "$output" 'DROP COLUMN "old"' 'ADD COLUMN     "new" TEXT'
}

@test "equal schemas give an empty script and exit status 0" {
	two "$CASES/diff/same-postgresql"
	run -0 schema-diff -o up old new
	same '' "$output"
	run -0 schema-diff old new
	same '' "$output"
}

@test "- reads a schema from standard input" {
	two "$CASES/diff/add-index-sqlite"
	schema-diff old new >wanted
	schema-diff old - <new | same_file wanted -
}

@test "a required column with an empty dbgenerated() may fail" {
	printf 'migtools-schema\t1\nprovider\tsqlite\ntable\tt\ncolumn\tt\ta\ttext\toptional\t-\nend\n' >old
	sed 's/^end/column\tt\tb\ttext\trequired\texpression:\nend/' old >new
	run -0 schema-diff -o list old new
	has "$output" $'may-fail\tadd-column\tt.b\t'
}

@test "an empty or truncated schema is an error, so that a failed writer drops no tables" {
	schema-parse "$TESTS/demo/sqlite/before.prisma" >whole
	for lines in 0 1 2 20; do
		head -n "$lines" whole >part
		run -2 --separate-stderr schema-diff whole part
		same '' "$output"
		run -2 --separate-stderr bash -c 'head -n "$1" whole | schema-diff whole -' - "$lines"
		same '' "$output"
	done
	run -1 --separate-stderr bash -c 'schema-parse nowhere.prisma | schema-diff whole - | mig-new x'
	has "$stderr" nowhere.prisma '/dev/null'
	[ ! -e migrations ]
	run -0 schema-diff -o up whole /dev/null
	has "$output" 'DROP TABLE'
	cat whole whole >twice
	run -2 --separate-stderr schema-diff whole twice
	has "$stderr" 'unexpected text after the end'
}

# make mutated tries more, under sanitizers.
@test "no mutated pair of schemas crashes schema-diff" {
	run -0 "$TESTS/helpers/mutate" "${MUTATIONS:-100}" "${MUTATION_SEED:-1}"
	same '' "$output"
}

@test "invalid schema text is an error with a place, and nothing is printed" {
	printf 'migtools-schema\t1\nprovider\tsqlite\nnonsense\tx\n' >bad
	run -2 --separate-stderr schema-diff bad bad
	same '' "$output"
	has "$stderr" 'bad:3:1: error' 'unexpected end of text'
	run -2 --separate-stderr schema-diff -o sideways bad bad
	has "$stderr" "unknown form 'sideways': expected both, up, down, list or json" 'usage:'
}

# spelled PREDICATE: prints the schema text of a table with a partial index.
spelled() {
	printf 'migtools-schema\t1\nprovider\tpostgresql\ntable\tt\ncolumn\tt\ta\tinteger\toptional\t-\n'
	printf 'index\tt\ti\tbtree\ta\t%s\nend\n' "$1"
}

@test "equal predicates match, even if the server spells them differently" {
	while IFS='|' read -r wanted a b; do
		spelled "$a" >old
		spelled "$b" >new
		same "$wanted" "$(schema-diff -q old new; echo $?)" || { echo "$a | $b"; false; }
	done <<-END
		0|a > 5|(a > 5)
		0|"a" = true|a = true
		0|(a > 5) AND ("b" != 'x'::text)|a > 5 AND b <> 'x'
		0|a = 1 OR (b = 2 AND c = 3)|(a = 1) OR ((b = 2) AND (c = 3))
		0|s = 'x'|s = 'x'::character varying(3)
		1|(a = 1 OR b = 2) AND c = 3|a = 1 OR b = 2 AND c = 3
		1|a > 5|a > 6
		1|"A" IS NULL|a is null
		1|x = 'a b'|x = 'ab'
	END
}
