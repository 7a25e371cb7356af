load helpers/common
load helpers/cases

# Each tests/cases/print/NAME.text is printed in all forms; NAME.FORM is the expected output. database.text has
# only the names of a database: database.prisma is the output of `prisma db pull` for it, in its own order of
# blocks. RECORD=1 rewrites the others.

@test "schema-print prints the cases in each form as recorded" {
	failed=0
	for text in "$CASES"/print/*.text; do
		for form in prisma mermaid dot typescript; do
			expected=${text%.text}.$form
			schema-print -o $form "$text" >out
			if [ -n "${RECORD-}" ]; then cp out "$expected"; else same_file "$expected" out || failed=1; fi
		done
	done
	[ "$failed" = 0 ]
}

# The order of keys has no meaning: a key with one field becomes an attribute of the field.
@test "schema-print prints a schema with the meaning that schema-parse reads" {
	count=0
	for case in $(find "$CASES" "$TESTS/demo" -name '*.prisma'); do
		schema-parse "$case" 2>/dev/null >text || continue
		schema-print text >again.prisma
		schema-parse again.prisma 2>err >again || { echo "$case"; cat err; false; }
		same_file <(sort text) <(sort again) || { echo "$case"; false; }
		count=$((count + 1))
	done
	[ "$count" -gt 400 ]
}

@test "schema-print -o sql prints the SQL of schema-diff from nothing" {
	for text in "$CASES"/print/*.text; do
		schema-diff -o up /dev/null "$text" | same_file - <(schema-print -o sql "$text")
	done
}

@test "schema-print reads standard input, and an empty schema has no tables" {
	schema-print "$CASES/print/sqlite.text" >expected
	schema-print <"$CASES/print/sqlite.text" | same_file expected -
	schema-print - <"$CASES/print/sqlite.text" | same_file expected -
	same $'datasource db {\n  provider = "postgresql"\n}' "$(schema-print /dev/null)"
	same erDiagram "$(schema-print -o mermaid /dev/null)"
	same '' "$(schema-print -o sql /dev/null)"
}

@test "-h and wrong command lines of schema-print print what the case shows" {
	text_cases usage
}

@test "schema-print prints the schema of a database, as the cases show" {
	sqlite_cases schema-print
}

# bats test_tags=pg
@test "schema-print prints the schema of a database, as the cases show: PostgreSQL" {
	postgresql_cases schema-print
}

# The database adds nothing new.
@test "a Prisma schema keeps each byte when its own database is pulled into it" {
	export DATABASE_URL=file:app.db
	count=0
	for case in "$CASES"/diff/*sqlite*/*.prisma "$CASES"/psl/*.prisma "$TESTS"/demo/sqlite/*.prisma; do
		schema-parse "$case" >text 2>/dev/null && grep -q $'^provider\tsqlite' text || continue
		rm -f app.db; : >app.db
		! grep -q '^view' text || continue
		schema-print -o sql text | sqlite3 -bail app.db 2>/dev/null || continue
		schema-pull | schema-print -b "$case" | same_file "$case" - || { echo "$case"; false; }
		schema-pull | schema-print -b text >again.prisma
		schema-parse again.prisma 2>err >again || { echo "$case"; cat err; false; }
		same_file <(sort text) <(sort again) || { echo "$case"; false; }
		count=$((count + 1))
	done
	[ "$count" -gt 20 ]
}

# Names in a database that the languages cannot express: each form stays well-formed.
@test "names with quotes, control characters and other letters do not break a form" {
	name='a "b"\\ <c> & '"'d'"' {e}'
	{
		printf 'migtools-schema\t1\nprovider\tpostgresql\n'
		printf 'enum\t!%s\nvalue\t!%s\t%s\n' "$name" "$name" "$name"
		printf 'table\t%s\ncolumn\t%s\t%s\tenum !%s\trequired\t-\nprimary-key\t%s\tkey\t%s\n' \
			"$name" "$name" "$name" "$name" "$name" "$name"
		printf 'end\n'
	} >text
	schema-print text >again.prisma
	schema-parse again.prisma | cut -f -6 | sed 's/\t[a-z]*=.*//' | grep -v '^datasource' | same_file text -
	schema-print -o typescript text >out
	has "$(cat out)" '"a \"b\"\\ <c> & '"'d'"' {e}": '
	schema-print -o mermaid text >out
	has "$(cat out)" "\"a 'b'\\ <c> & 'd' {e}\" {"
	schema-print -o dot text >out
	has "$(cat out)" '<b>a &quot;b&quot;\ &lt;c&gt; &amp; '
}
