load helpers/common

# Every program that prints records prints them as text and as JSON. The JSON, turned into text by jq, must be
# the text that the program prints.

# as_text: converts the JSON records on stdin to text.
as_text() {
	jq -r -f "$TESTS/helpers/record.jq"
}

# same_records COMMAND...: the text and the JSON that a command prints are equal.
same_records() {
	"$@" >text 2>/dev/null || true
	"$@" -o json >json 2>/dev/null || true
	[ -s text ]
	diff -u text <(as_text <json)
	[ "$(wc -l <text)" = "$(wc -l <json)" ]
}

database() {
	cp "$TESTS/demo/sqlite/after.prisma" after.prisma
	cp "$TESTS/demo/sqlite/before.prisma" before.prisma
	schema-parse before.prisma >before.text
	schema-parse after.prisma >after.text
	export DATABASE_URL=$1
	schema-diff /dev/null before.text | mig-new init >/dev/null
	mig-apply -q
	schema-diff before.text after.text | mig-new add_teams >/dev/null
}

@test "schema-parse -o json has every record of every schema of the cases" {
	for file in "$CASES"/*/*.prisma; do
		schema-parse "$file" >>text 2>/dev/null || true
		schema-parse -o json "$file" >>json 2>/dev/null || true
	done
	for kind in provider datasource generator namespace extension enum value table view column \
		primary-key unique index foreign-key relation end; do
		grep -q "^$kind\b" text
	done
	diff -u text <(as_text <json)
	[ "$(wc -l <text)" = "$(wc -l <json)" ]
}

@test "schema-diff -o json has every change of the cases" {
	for old in "$CASES"/diff/*.old.prisma "$CASES"/diff/*/old.prisma; do
		[ -f "$old" ] || continue
		new=${old%old.prisma}new.prisma
		schema-parse "$old" >old 2>/dev/null && schema-parse "$new" >new 2>/dev/null || continue
		schema-diff -o list old new >>text 2>/dev/null || true
		schema-diff -o json old new >>json 2>/dev/null || true
	done
	[ "$(wc -l <text)" -gt 100 ]
	diff -u text <(as_text <json)
}

@test "mig-status and dry runs print the same records as text and as JSON" {
	database file:app.db
	mkdir 'migrations/9_tab	and\backslash' migrations/9_2
	echo 'SELECT 1;' | tee 'migrations/9_tab	and\backslash/migration.sql' >migrations/9_2/migration.sql
	same_records mig-status
	has "$(cat json)" '"name":"9_tab\tand\\backslash"' '"finished_at":null'
	same_records mig-apply -n
	same_records mig-rollback -n
	same_records mig-resolve -n -a 9_2
	mig-resolve -a -o json 9_2 >json
	diff -u <(mig-status | grep 9_2) <(as_text <json)
	mig-apply -o json >json
	diff -u <(mig-status | grep -v -e init -e 9_2) <(as_text <json)
	same_records mig-status
}

@test "a rehearsal prints the same records as text and as JSON: SQLite" {
	database file:app.db
	mig-apply -x | sed 's/\t[0-9.]*\t/\tTIME\t/' >text
	mig-apply -x -o json >json
	diff -u text <(as_text <json | sed 's/\t[0-9.]*\t/\tTIME\t/')
	jq -e -s 'length > 0 and all(.[]; (.line | type) == "number" and (.milliseconds | type) == "number" and .locks == null)' json
}

@test "a rehearsal of 20,000 statements takes less than two seconds" {
	mkdir -p migrations/1_a
	{ echo 'CREATE TABLE t (a TEXT);'; yes "INSERT INTO t VALUES ('some words that fill the line');" | head -n 20000; } \
		>migrations/1_a/migration.sql
	sqlite3 app.db VACUUM
	DATABASE_URL=file:app.db run -0 within 2 mig-apply -x
	[ "${#lines[@]}" = 20001 ]
}

# bats test_tags=pg
@test "a rehearsal prints the same records as text and as JSON, with locks: PostgreSQL" {
	export DATABASE_URL=$(new_database)
	printf 'CREATE TABLE "a,b" (a int); CREATE TABLE c (d int);' | mig-new -p postgresql init >/dev/null
	mig-apply -q
	printf 'DROP TABLE "a,b", c;\nVACUUM;\n' | mig-new drop >/dev/null
	mig-apply -x | sed 's/\t[0-9.]*\t/\tTIME\t/' >text || true
	mig-apply -x -o json >json || true
	diff -u <(tr -d '\\' <text) <(as_text <json | sed 's/\t[0-9.]*\t/\tTIME\t/' | tr -d '\\')
	same '["public.\"a,b\":AccessExclusiveLock","public.c:AccessExclusiveLock"]' "$(jq -s -c '.[0].locks' json)"
	same 'null' "$(jq -s -c '.[1].rows' json)"
}

@test "mig-new and mig-backup print the same records as text and as JSON" {
	database file:app.db
	run -0 --separate-stderr mig-new -e -o json -m 'with	tab' -f 0_init
	same '{"path":"with\ttab/0_init"}' "$output"
	mig-backup -d backups -o json >json
	diff -u <(mig-backup -l backups) <(as_text <json)
	same_records mig-backup -l backups
	same_records mig-backup -c backups/*.backup
	jq -e ".bytes == $(stat -c %s backups/*.backup)" json
}

@test "invalid UTF-8 becomes U+FFFD in JSON" {
	database file:app.db
	directory=$(printf 'back\377ups')
	mig-backup -d "$directory" >/dev/null
	mig-backup -l "$directory" -o json | iconv -f UTF-8 -t UTF-8 >json
	has "$(cat json)" $'back\uFFFDups/'
}

@test "an unknown form is refused" {
	for program in schema-parse 'mig-new x' mig-apply mig-status mig-rollback 'mig-resolve x' mig-backup; do
		run -2 --separate-stderr $program -o xml
		has "$stderr" "${program%% *}: unknown form 'xml': expected text or json" usage:
	done
}
