load helpers/common

MAN=$TESTS/../man

# Creates the starting point of the pages' examples: a schema, its text before and after a change, an SQLite
# database with the first migration applied, and a second, pending migration.
situation() {
	cp "$TESTS/demo/sqlite/after.prisma" schema.prisma
	cp "$TESTS/demo/sqlite/before.prisma" before.prisma
	schema-parse before.prisma >before.text
	schema-parse schema.prisma >after.text
	export DATABASE_URL=file:app.db
	printf -- '-- migrate:up\nUPDATE users SET locale = %s WHERE email LIKE %s;\n\n-- migrate:down\nUPDATE users SET locale = %s WHERE email LIKE %s;\n' \
		"'de'" "'%.de'" "'en'" "'%.de'" >backfill.sql
	[ "$1" = first ] || return 0
	schema-diff /dev/null before.text | mig-new init >/dev/null
	mig-apply >/dev/null
	sqlite3 app.db "INSERT INTO users (id, name, email) VALUES ('u1', 'Ada', 'ada@example.org')"
	schema-diff before.text after.text | mig-new add_teams >/dev/null
}

@test "the examples in migtools(7) print what the page shows" {
	situation none
	run -0 "$TESTS/helpers/run-examples" "$MAN/migtools.7"
}

@test "the examples in every other page print what the page shows" {
	for page in $(grep -l '^\$ ' "$MAN"/*); do
		[ "$(basename "$page")" != migtools.7 ] || continue
		mkdir "$(basename "$page")"
		cd "$(basename "$page")"
		situation first
		[ "$(basename "$page")" != mig-new.1 ] || rm -r migrations/*_add_teams
		"$TESTS/helpers/run-examples" "$page"
		cd ..
	done
}

@test "the page of every program has examples, and explains each exit status" {
	for page in "$MAN"/*.1; do
		grep -q '^\$ ' "$page" || { echo "$page has no example"; false; }
		statuses=$(sed -n '/^\.Sh EXIT STATUS/,/^\.Sh EX/s/^\.It \([012]\)$/\1/p' "$page" | tr -d '\n')
		source=$TESTS/../bin/$(basename "$page" .1).c
		case $statuses in
		012) ;;
		02) ! grep -q EXIT_NO "$source" || { echo "$page does not tell of 1"; false; } ;;
		*) echo "$page tells of $statuses"; false ;;
		esac
	done
}

@test "every page is named in migtools(7), and in SEE ALSO of another page" {
	for page in "$MAN"/*.[157]; do
		name=$(basename "$page")
		[ "$name" != migtools.7 ] || continue
		grep -q "^\.Xr ${name%.*} ${name##*.}" "$MAN/migtools.7" || { echo "migtools(7) does not name $name"; false; }
		grep -rlq "^\.Xr ${name%.*} ${name##*.}" "$MAN" --exclude="$name"
	done
}

@test "-h agrees with SYNOPSIS, and every option is described" {
	for page in "$MAN"/*.1; do
		program=$(basename "$page" .1)
		synopsis=$(mandoc -T ascii -O width=500 "$page" | col -b | awk '/^SYNOPSIS/ { getline; print; exit }' | sed 's/^ *//')
		same "usage: $synopsis" "$("$program" -h | head -n 1)"
		for option in $("$program" -h | sed -n 's/^  -.*--\([a-z-]*\).*/\1/p'); do
			grep -q "Fl Fl $option\b" "$page" || { echo "$page does not tell of --$option"; false; }
		done
	done
}

@test "every program has a page and tests, and mandoc accepts every page" {
	for program in "$TESTS"/../bin/*.c; do
		name=$(basename "$program" .c)
		[ -f "$MAN/$name.1" ]
		[ -f "$TESTS/$name.bats" ]
		grep -q "Xr $name 1" "$MAN/migtools.7"
		grep -q "\`$name\`" "$TESTS/../README.md"
	done
	mandoc -T lint -W warning "$MAN"/*.[157]
}

# page_words PAGE FROM TO: prints the words of the list between two lines of a page, or of the sentence if there
# is no list.
page_words() {
	local part items
	part=$(sed -n "/$2/,/$3/p" "$MAN/$1")
	items=$(sed -n 's/^\.It Cm //p' <<<"$part")
	tr ' ,' '\n\n' <<<"${items:-$(sed -n 's/^\.Cm //p' <<<"$part")}" | grep '[a-z]' | sort -u
}

# code_words FILE TABLE: prints the words of a table in C.
code_words() {
	sed -n "/\b$2\[.*\] = {/,/^\t*};/p" "$TESTS/../common/$1" | grep -o '"[a-z-]*"' | tr -d '"' | sort -u
}

# changes_of_code: prints the kinds of changes, each of which is next to its risk.
changes_of_code() {
	cat "$TESTS"/../common/diff/*.c | grep -o '{"[a-z-]*", RISK_' | cut -d '"' -f 2 | sort -u
}

# lines_of_manifest: prints the kinds of lines in a manifest.
lines_of_manifest() {
	grep -o 'begin(&*to, "[a-z]*")' "$TESTS/../common/backup/manifest.c" | cut -d '"' -f 2 | sort
}

@test "the words that a program prints first on a line, and those that it accepts, are on its page" {
	while IFS='|' read -r page from to file table; do
		echo "$page: $from"
		words=$(code_words "$file" "$table")
		[ -n "$words" ]
		same "$words" "$(page_words "$page" "$from" "$to")"
	done <<-'EOF'
		mig-apply.1|^is a list separated|^\.El|migrate/check.c|strict_words
		mig-check.1|^The kinds are|^\.El|develop/check_report.c|findings
		mig-status.1|^The states are|^\.El|migrate/status.c|names
		mig-status.1|^is a list as for|^\.It|migrate/check.c|strict_words
		schema-diff.1|^The risk is|^\.El|schema/risk.c|names
		schema-diff.1|^Its kind is|^The script|diff/notice_object.c|states
		schema.5|^These are the kinds|^\.El|schema/text_format.c|text_objects
	EOF
	same "$(changes_of_code)" "$(page_words schema-diff.1 '^The kinds are' '^\.Sh')"
	same "$(lines_of_manifest)" "$(page_words mig-backup.1 '^\.Sh MANIFEST' '^\.El')"
}
