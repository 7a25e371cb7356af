load helpers/common

# The cases are in cases/psl. Each NAME.prisma has
#   NAME.lines  the lines that Prisma's engine complains of, written by tests/conformance/record.py;
#   NAME.err    all that schema-parse prints on stderr, if it prints anything;
#   NAME.text   the schema text, for some.
#
# After a change of words, write every NAME.err again and review the difference:
#
#     RECORD=1 bats tests/schema-parse.bats --filter 'messages in full'; git diff tests/cases/psl

# complaints: of which lines schema-parse complains; warnings only where there is no error.
complaints() {
	sed -n 's/^[^ ]*:\([0-9]*\):[0-9]*: \(error\|warning\): .*/\1 \2/p' | sort -u >all
	if grep -q error all; then grep error all; else cat all; fi | sort -n
}

small='datasource db {
  provider = "sqlite"
}

model User {
  id Int @id
}'

@test "the same verdict as Prisma's engine, and the same lines" {
	for case in "$CASES"/psl/*.prisma; do
		status=0
		schema-parse "$case" >out 2>err || status=$?
		same "$(cat "${case%.prisma}.lines")" "$(complaints <err)" || { echo "$case"; false; }
		if grep -q error "${case%.prisma}.lines"; then
			[ "$status" = 2 ] && [ ! -s out ] || { echo "$case: exit status $status"; false; }
		else
			[ "$status" = 0 ] && [ -s out ] || { echo "$case: exit status $status"; false; }
		fi
	done
}

@test "the messages in full" {
	failed=0
	for case in "$CASES"/psl/*.prisma; do
		expected=${case%.prisma}.err
		(cd "$CASES/psl" && schema-parse -q "${case##*/}") >out 2>err || true
		[ ! -s out ] || failed=1
		if [ -n "${RECORD-}" ]; then
			if [ -s err ]; then cp err "$expected"; else rm -f "$expected"; fi
			continue
		fi
		[ -e "$expected" ] || expected=/dev/null
		same_file "$expected" err || failed=1
	done
	[ "$failed" = 0 ]
}

@test "every recorded message has its case" {
	for recorded in "$CASES"/psl/*.err "$CASES"/psl/*.lines "$CASES"/psl/*.text; do
		[ -e "${recorded%.*}.prisma" ] || { echo "$recorded has no case"; false; }
		[ -s "$recorded" ] || [[ $recorded == *.lines ]] || { echo "$recorded is empty"; false; }
	done
}

@test "the schema text of a schema" {
	for text in "$CASES"/psl/*.text; do
		schema-parse "${text%.text}.prisma" 2>err >out
		same_file "$text" out
	done
}

@test "the text of a schema is read again, and is no difference" {
	for text in "$CASES"/psl/*.text; do
		schema-diff -q "$text" "$text"
	done
}

@test "a block that is not closed is told where the next one begins" {
	printf '%s\n' "$small" 'enum Role { USER ADMIN }' 'model Late {' '  id Int @id' '}' >schema.prisma
	run -2 schema-parse schema.prisma
	has "$output" "hint: the block above is not closed"
	printf '%s\n' "$small" 'enum Role { USER ADMIN }' >schema.prisma
	run -2 schema-parse schema.prisma
	has "$output" "hint: the block is not closed"
}

@test "a message has its place, the line, a caret and a hint" {
	printf '%s\n' "$small" 'model Post {' '  id  Int @id' '  naïve Strin' '  b  string' '}' >schema.prisma
	run -2 --separate-stderr schema-parse schema.prisma
	same '' "$output"
	same "schema.prisma:10:9: error: unknown type 'Strin'
    naïve Strin
          ^~~~~
schema.prisma:11:6: error: unknown type 'string'
    b  string
       ^~~~~~
  hint: did you mean 'String'?" "$stderr"
}

@test "the columns of a message count characters" {
	printf '%s\n' "$small" 'model Post {' '  id Int @id' '  é日本 Foo' '}' >schema.prisma
	run -2 --separate-stderr schema-parse schema.prisma
	has "$stderr" 'schema.prisma:10:7: error'
}

@test "a schema comes from a file, a folder, stdin, or where Prisma looks" {
	printf '%s\n' "$small" >a.prisma
	schema-parse a.prisma >expected
	schema-parse - <a.prisma | same_file expected -
	mkdir -p folder/models prisma
	printf 'datasource db {\n  provider = "sqlite"\n}\n' >folder/main.prisma
	printf 'model User {\n  id Int @id\n}\n' >folder/models/user.prisma
	echo 'no schema' >folder/readme.md
	schema-parse folder | same_file expected -
	cp a.prisma prisma/schema.prisma
	schema-parse | same_file expected -
	mv a.prisma schema.prisma
	schema-parse | same_file expected -
	rm schema.prisma prisma/schema.prisma
	run -2 schema-parse
	has "$output" 'where no file is named, schema.prisma is read'
}

@test "several files are one schema, and each fault has its file" {
	mkdir folder
	printf 'datasource db {\n  provider = "sqlite"\n}\nmodel A {\n  id Int @id\n  b B @relation(fields: [id], references: [id])\n}\n' >folder/a.prisma
	printf 'model B {\n  id Int @id\n  a A?\n}\n' >folder/b.prisma
	schema-parse folder >text
	has "$(cat text)" $'foreign-key\tA\tA_id_fkey\tid\tB\tid'
	printf 'model B {\n  id Foo @id\n  a A?\n}\nmodel A {\n}\n' >folder/b.prisma
	run -2 --separate-stderr schema-parse folder
	has "$stderr" 'folder/b.prisma:2:6: error' 'folder/b.prisma:5:7: error'
	printf 'datasource two {\n  provider = "sqlite"\n}\n' >folder/c.prisma
	run -2 --separate-stderr schema-parse folder
	has "$stderr" 'folder/a.prisma:1:1: error' 'folder/c.prisma:1:1: error'
}

@test "a folder without a schema, a file that is not there, a file that cannot be read" {
	mkdir empty
	run -2 schema-parse empty
	has "$output" "'empty' holds no .prisma file"
	run -2 schema-parse missing.prisma
	has "$output" "cannot open 'missing.prisma'"
	run -2 schema-parse
	has "$output" "cannot open 'prisma/schema.prisma'"
}

@test "a byte order mark and other ends of lines do not matter" {
	printf '%s\n' "$small" >unix.prisma
	{ printf '\357\273\277'; sed 's/$/\r/' unix.prisma; } >windows.prisma
	schema-parse unix.prisma >expected
	schema-parse windows.prisma | same_file expected -
}

@test "what is not text is refused at its place" {
	printf 'model A {\n  id Int\0 @id\n}\n' >nul.prisma
	run -2 schema-parse nul.prisma
	has "$output" 'nul.prisma:2:9: error: a NUL byte'
	printf 'model A {\n  id Int // \377\n}\n' >latin.prisma
	run -2 schema-parse latin.prisma
	has "$output" 'latin.prisma:2:13: error' 'not UTF-8'
}

@test "databases that are none of ours" {
	for provider in mysql sqlserver mongodb; do
		printf 'datasource db {\n  provider = "%s"\n}\n' "$provider" >schema.prisma
		run -2 schema-parse schema.prisma
		has "$output" "schema.prisma:2:14: error: migtools does postgresql, cockroachdb and sqlite, not $provider"
	done
}

@test "a schema that says no database" {
	printf 'model A {\n  id Int @id\n}\n' >schema.prisma
	run -2 schema-parse schema.prisma
	has "$output" 'no datasource'
}

@test "the URLs of older schemas are taken, and kept" {
	printf 'datasource db {\n  provider = "postgresql"\n  url = env("U")\n  directUrl = "x"\n  shadowDatabaseUrl = env("S")\n}\nmodel A {\n  id Int @id\n}\n' >old.prisma
	schema-parse old.prisma >text
	has "$(cat text)" $'datasource\tdb\tprovider="postgresql"\turl=env("U")\tdirectUrl="x"\tshadowDatabaseUrl=env("S")'
}

@test "a warning is no reason to refuse" {
	printf 'generator g {\n  provider = "x"\n  previewFeatures = ["multiSchema"]\n}\n%s\n' "$small" >schema.prisma
	run -0 --separate-stderr schema-parse schema.prisma
	has "$stderr" 'schema.prisma:3:22: warning'
	has "$output" $'table\tUser'
}

@test "-q prints no schema text" {
	printf '%s\n' "$small" >schema.prisma
	run -0 schema-parse -q schema.prisma
	same '' "$output"
	printf '%s\n!\n' "$small" >schema.prisma
	run -2 schema-parse -q schema.prisma
	has "$output" 'schema.prisma:8:1: error'
}

@test "two relations of one name would be one table" {
	printf '%s\n' 'datasource db {' '  provider = "sqlite"' '}' \
		'model A {' '  id Int @id' '  b B[] @relation("x")' '  c C[] @relation("x")' '}' \
		'model B {' '  id Int @id' '  a A[] @relation("x")' '}' 'model C {' '  id Int @id' '  a A[] @relation("x")' '}' >schema.prisma
	run -2 schema-parse schema.prisma
	has "$output" "two tables would be called '_x'"
}

@test "nothing is slow: a megabyte of what never ends" {
	for piece in 'model A {\n' 'enum B {\n' 'foo {\n' '/*\n' '!' '\n' '[' '"\\n'; do
		yes "$(printf "$piece")" | head -c 1000000 >large.prisma
		run -2 timeout 10 schema-parse large.prisma
	done
	for piece in '[' 'a(' '{a:' '@a' 'a:1,' '\\q'; do
		{ printf 'model A {\n  a Int @default('; yes "$piece" | tr -d '\n' | head -c 1000000; printf ')\n}\n'; } >large.prisma
		run -2 timeout 10 schema-parse large.prisma
	done
}
