load helpers/common

# The cases are in cases/psl. Each NAME.prisma has
#   NAME.lines  the lines that Prisma's engine reports, written by tests/conformance/record.py;
#   NAME.err    the messages of schema-parse, if there are any;
#   NAME.text   the schema text, for some.
#
# After changing a message, rewrite every NAME.err and review the difference:
#
#     RECORD=1 bats tests/schema-parse.bats --filter 'messages of the cases'; git diff tests/cases/psl

# complaints: prints the lines that schema-parse reports; warnings only if there is no error.
complaints() {
	sed -n 's/^[^ ]*:\([0-9]*\):[0-9]*: \(error\|warning\): .*/\1 \2/p' | sort -u >all
	if grep -q error all; then grep error all; else cat all; fi | sort -n
}

# refused TEXT COMMAND...: the command prints TEXT on stderr, nothing on stdout, and exits with status 2.
refused() {
	run -2 --separate-stderr "${@:2}"
	same '' "$output"
	same "$1" "$stderr"
}

small='datasource db {
  provider = "sqlite"
}

model User {
  id Int @id
}'

@test "schema-parse accepts the same schemas as Prisma's engine, and reports the same lines" {
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

@test "the messages of the cases are as recorded" {
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

@test "every recorded message has a case" {
	for recorded in "$CASES"/psl/*.err "$CASES"/psl/*.lines "$CASES"/psl/*.text; do
		[ -e "${recorded%.*}.prisma" ] || { echo "$recorded has no case"; false; }
		[ -s "$recorded" ] || [[ $recorded == *.lines ]] || { echo "$recorded is empty"; false; }
	done
}

@test "the schema text of the cases is as recorded" {
	for text in "$CASES"/psl/*.text; do
		schema-parse "${text%.text}.prisma" 2>err >out
		same_file "$text" out
	done
}

@test "schema-diff finds no difference between a schema text and itself" {
	for text in "$CASES"/psl/*.text; do
		schema-diff -q "$text" "$text"
	done
}

@test "an unclosed block is reported where the next block begins" {
	printf '%s\n' "$small" 'enum Role { USER ADMIN }' 'model Late {' '  id Int @id' '}' >schema.prisma
	refused "schema.prisma:8:1: error: enum 'Role' must have at least one value
  enum Role { USER ADMIN }
  ^~~~~~~~~~~~~~~~~~~~~~~~
schema.prisma:9:1: error: expected an enum value
  model Late {
  ^~~~~~~~~~~~
  hint: close the block above: put '}' on a line of its own
schema.prisma:10:3: error: expected an enum value
    id Int @id
    ^~~~~~~~~~" schema-parse schema.prisma
	printf '%s\n' "$small" 'enum Role { USER ADMIN }' >schema.prisma
	refused "schema.prisma:8:1: error: expected a block
  enum Role { USER ADMIN }
  ^~~~~~~~~~~~~~~~~~~~~~~~
  hint: close the block: put '}' on a line of its own" \
		schema-parse schema.prisma
}

@test "a message has a place, the source line, a caret and a hint" {
	printf '%s\n' "$small" 'model Post {' '  id  Int @id' '  naïve Strin' '  b  string' '}' >schema.prisma
	refused "schema.prisma:10:9: error: unknown type 'Strin'
    naïve Strin
          ^~~~~
schema.prisma:11:6: error: unknown type 'string'
    b  string
       ^~~~~~
  hint: did you mean 'String'?" schema-parse schema.prisma
}

@test "columns in messages count characters" {
	printf '%s\n' "$small" 'model Post {' '  id Int @id' '  é日本 Foo' '}' >schema.prisma
	refused "schema.prisma:10:7: error: unknown type 'Foo'
    é日本 Foo
        ^~~" schema-parse schema.prisma
}

@test "a schema is read from a file, a folder, standard input or a default path" {
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
	refused "schema-parse: cannot open 'prisma/schema.prisma': No such file or directory
  hint: without a file, schema-parse reads schema.prisma, or else prisma/schema.prisma" schema-parse
}

@test "errors in standard input have a place" {
	refused "<stdin>:8:1: error: expected a block
  !
  ^" schema-parse - <<<"$small"$'\n!'
	refused "schema-parse: cannot read '<stdin>': Is a directory" schema-parse - <.
}

@test "several files form one schema, and each error names its file" {
	mkdir folder
	printf 'datasource db {\n  provider = "sqlite"\n}\nmodel A {\n  id Int @id\n  b B @relation(fields: [id], references: [id])\n}\n' >folder/a.prisma
	printf 'model B {\n  id Int @id\n  a A?\n}\n' >folder/b.prisma
	schema-parse folder >text
	has "$(cat text)" $'foreign-key\tA\tA_id_fkey\tid\tB\tid'
	printf 'model B {\n  id Foo @id\n  a A?\n}\nmodel A {\n}\n' >folder/b.prisma
	refused "folder/b.prisma:2:6: error: unknown type 'Foo'
    id Foo @id
       ^~~
folder/b.prisma:5:7: error: duplicate name 'A', used by another block
  model A {
        ^
folder/a.prisma:6:43: error: expected scalar fields, found relation 'id'
    b B @relation(fields: [id], references: [id])
                                            ^~~~" schema-parse folder
	printf 'datasource two {\n  provider = "sqlite"\n}\n' >folder/c.prisma
	printf 'model B {\n  id Int @id\n  a A?\n}\n' >folder/b.prisma
	refused "folder/a.prisma:1:1: error: a schema can have only one datasource
  datasource db {
  ^~~~~~~~~~~~~~~
folder/c.prisma:1:1: error: a schema can have only one datasource
  datasource two {
  ^~~~~~~~~~~~~~~~" schema-parse folder
}

@test "an empty folder, a missing file and an unreadable file are errors" {
	mkdir empty
	refused "schema-parse: no .prisma file in 'empty'" schema-parse empty
	refused "schema-parse: cannot open 'missing.prisma': No such file or directory" \
		schema-parse missing.prisma
	ln -s nowhere empty/a.prisma
	refused "schema-parse: cannot open 'empty/a.prisma': No such file or directory" schema-parse empty
}

@test "a byte order mark and CRLF line endings are accepted" {
	printf '%s\n' "$small" >unix.prisma
	{ printf '\357\273\277'; sed 's/$/\r/' unix.prisma; } >windows.prisma
	schema-parse unix.prisma >expected
	schema-parse windows.prisma | same_file expected -
}

@test "NUL bytes and invalid UTF-8 are refused with their place" {
	printf 'model A {\n  id Int\0 @id\n}\n' >nul.prisma
	refused "nul.prisma:2:9: error: NUL byte: not a text file
    id Int\\x00 @id
          ^" schema-parse nul.prisma
	printf 'model A {\n  id Int // \377\n}\n' >latin.prisma
	refused $'latin.prisma:2:13: error: byte 0xff is not valid UTF-8\n    id Int // \\xFF\n              ^' \
		schema-parse latin.prisma
}

@test "unsupported providers are errors" {
	for provider in mysql sqlserver mongodb; do
		printf 'datasource db {\n  provider = "%s"\n}\n' "$provider" >schema.prisma
		refused "schema.prisma:2:14: error: provider '$provider' is not supported
    provider = \"$provider\"
               ^~$(tr '[:print:]' '~' <<<"$provider")
  hint: use postgresql, cockroachdb or sqlite" schema-parse schema.prisma
	done
}

@test "a schema without a datasource is an error" {
	printf 'model A {\n  id Int @id\n}\n' >schema.prisma
	for schema in schema.prisma /dev/null; do
		refused 'schema-parse: missing datasource
  hint: add a datasource block with a provider' schema-parse $schema
	done
}

@test "URLs in older schemas are accepted and kept" {
	printf 'datasource db {\n  provider = "postgresql"\n  url = env("U")\n  directUrl = "x"\n  shadowDatabaseUrl = env("S")\n}\nmodel A {\n  id Int @id\n}\n' >old.prisma
	schema-parse old.prisma >text
	has "$(cat text)" $'datasource\tdb\tprovider="postgresql"\turl=env("U")\tdirectUrl="x"\tshadowDatabaseUrl=env("S")'
}

@test "a warning does not change the result" {
	printf 'generator g {\n  provider = "x"\n  previewFeatures = ["multiSchema"]\n}\n%s\n' "$small" >schema.prisma
	run -0 --separate-stderr schema-parse schema.prisma
	same "schema.prisma:3:22: warning: preview feature 'multiSchema' is deprecated and no longer needed
    previewFeatures = [\"multiSchema\"]
                       ^~~~~~~~~~~~~" "$stderr"
	has "$output" $'table\tUser'
}

@test "a preview feature refused only by Prisma 7 is a warning" {
	printf 'datasource db {\n  provider = "sqlite"\n}\ngenerator a {\n  provider = "x"\n' >schema.prisma
	printf '  previewFeatures = ["views", "metrics"]\n}\n' >>schema.prisma
	run -0 --separate-stderr schema-parse
	has "$stderr" "schema.prisma:6:31: warning: preview feature 'metrics' is deprecated"
}

@test "-q prints no schema text" {
	printf '%s\n' "$small" >schema.prisma
	run -0 schema-parse -q schema.prisma
	same '' "$output"
	printf '%s\n!\n' "$small" >schema.prisma
	refused 'schema.prisma:8:1: error: expected a block
  !
  ^' schema-parse -q schema.prisma
}

@test "-h and usage errors print the right text" {
	run -0 --separate-stderr schema-parse -h
	same 'usage: schema-parse [-hqV] [-o form] [file]
schema-parse: checks a Prisma schema and prints it as schema text

  -o form, --output        text (the default), or json: one object per line
  -q, --quiet              print only errors and warnings, no schema text
  -h, --help               print this help
  -V, --version            print the version

The manual is man schema-parse; man migtools is an overview.' "$output"
	same '' "$stderr"
	refused "schema-parse: unknown option '-x'; schema-parse -h lists them
usage: schema-parse [-hqV] [-o form] [file]" schema-parse -x
	refused "schema-parse: unknown option '--verbose'; schema-parse -h lists them
usage: schema-parse [-hqV] [-o form] [file]" schema-parse --verbose
	refused "schema-parse: option '--quiet' takes no argument
usage: schema-parse [-hqV] [-o form] [file]" schema-parse --quiet=yes
	refused "schema-parse: extra operand 'b.prisma'
usage: schema-parse [-hqV] [-o form] [file]" schema-parse a.prisma b.prisma
}

# Prisma's engine accepts these, so they cannot be cases.
@test "two relation tables with the same name are an error" {
	printf '%s\n' "$small" 'model A {' '  id Int @id' '  b B[] @relation("x")' '  c C[] @relation("x")' '}' \
		'model B {' '  id Int @id' '  a A[] @relation("x")' '}' 'model C {' '  id Int @id' '  a A[] @relation("x")' '}' >schema.prisma
	refused "schema.prisma:11:3: error: duplicate table '_x'
    c C[] @relation(\"x\")
    ^~~~~~~~~~~~~~~~~~~~
  hint: set another name with @relation(\"name\")" schema-parse schema.prisma
	printf '%s\n' "$small" 'model A {' '  id Int @id' '  bs B[]' '}' 'model B {' '  id Int @id' '  as A[]' '}' \
		'model C {' '  id Int @id' '  @@map("_AToB")' '}' >schema.prisma
	refused "schema.prisma:10:3: error: duplicate table '_AToB'
    bs B[]
    ^~~~~~
  hint: set another name with @relation(\"name\")" schema-parse schema.prisma
}

# one_name PROVIDER DECLARATIONS FAULT...: each fault is the beginning of a line on stderr.
one_name() {
	{ printf 'datasource db {\n  provider = "%s"\n}\n' "$1"; printf '%s\n' "$2"; } >schema.prisma
	run -2 --separate-stderr schema-parse schema.prisma
	same "$(printf '%s\n' "${@:3}")" "$(grep '^schema.prisma' <<<"$stderr")"
}

@test "names that are equal in the database are an error, with both places" {
	printf '%s\n' "$small" 'model user {' '  id Int @id' '}' >schema.prisma
	refused "schema.prisma:5:7: error: model 'User' and model 'user' have the same name in the database
  model User {
        ^~~~
  hint: set another name with 'map'
schema.prisma:8:7: error: model 'user' and model 'User' have the same name in the database
  model user {
        ^~~~
  hint: set another name with 'map'" schema-parse schema.prisma
	one_name sqlite $'model A {\n  id Int @id\n  name Int\n  b Int @map("NAME")\n}' \
		"schema.prisma:6:3: error: field 'name' and field 'NAME' have the same name in the database" \
		"schema.prisma:7:3: error: field 'NAME' and field 'name' have the same name in the database"
	one_name sqlite $'model A {\n  id Int @id\n  b Int\n  @@index([b], map: "a")\n}' \
		"schema.prisma:4:7: error: model 'A' and index 'a' have the same name in the database" \
		"schema.prisma:7:3: error: index 'a' and model 'A' have the same name in the database"
	one_name sqlite $'model A {\n  id Int @id\n  b B[]\n}\nmodel B {\n  id Int @id\n  a A[]\n}\nmodel C {\n  id Int @id\n  @@map("_atob")\n}' \
		"schema.prisma:6:3: error: many-to-many table '_AToB' and model '_atob' have the same name in the database" \
		"schema.prisma:12:7: error: model '_atob' and many-to-many table '_AToB' have the same name in the database"
	one_name postgresql $'model A {\n  id Int @id\n}\nenum E {\n  X\n  @@map("A")\n}' \
		"schema.prisma:4:7: error: model 'A' and enum 'A' have the same name in the database" \
		"schema.prisma:7:6: error: enum 'A' and model 'A' have the same name in the database"
	one_name postgresql $'model A {\n  id Int @id\n}\nmodel B {\n  id Int @id(map: "A")\n}' \
		"schema.prisma:4:7: error: model 'A' and primary key 'A' have the same name in the database" \
		"schema.prisma:8:10: error: primary key 'A' and model 'A' have the same name in the database"
	one_name postgresql $'model A {\n  id Int @id\n  b B[]\n  @@index([id], map: "_AToB")\n}\nmodel B {\n  id Int @id\n  a A[]\n}' \
		"schema.prisma:6:3: error: many-to-many table '_AToB' and index '_AToB' have the same name in the database" \
		"schema.prisma:7:3: error: index '_AToB' and many-to-many table '_AToB' have the same name in the database"
	long=$(printf 'x%.0s' {1..62})é
	one_name postgresql $'model A {\n  id Int @id\n  @@map("'"$long"$'1")\n}\nenum E {\n  X\n  @@map("'"$long"$'2")\n}' \
		"schema.prisma:4:7: error: model '${long}1' and enum '${long}2' have the same name in the database" \
		"schema.prisma:8:6: error: enum '${long}2' and model '${long}1' have the same name in the database"
}

@test "names that differ in the database are accepted" {
	printf 'datasource db {\n  provider = "postgresql"\n  schemas  = ["a", "b"]\n}\n' >schema.prisma
	cat >>schema.prisma <<-'END'
		model User {
		  id   Int @id
		  name Int
		  Name Int
		  @@index([name], map: "b_only")
		  @@schema("a")
		}
		model user {
		  id Int @id
		  @@schema("a")
		}
		enum user_state {
		  X
		  x
		  @@schema("a")
		}
		model user_state2 {
		  id Int @id
		  @@map("user_state")
		  @@schema("b")
		}
		enum E {
		  X
		  @@map("b_only")
		  @@schema("a")
		}
	END
	run -0 schema-parse -q schema.prisma
	same '' "$output"
}

@test "reading a folder with a loop of symbolic links ends" {
	mkdir -p folder/models
	printf '%s\n' "$small" >folder/models/schema.prisma
	ln -s .. folder/models/up
	ln -s . folder/here
	ln -s models folder/again
	run -0 --separate-stderr timeout 10 schema-parse folder
	has "$output" $'table\tUser'
	same '' "$stderr"
}

@test "a megabyte of unclosed input is parsed quickly" {
	for piece in 'model A {\n' 'enum B {\n' 'foo {\n' '/*\n' '!' '\n' '[' '"\\n'; do
		yes "$(printf "$piece")" | head -c 1000000 >large.prisma
		run -2 within 10 schema-parse large.prisma
	done
	for piece in '[' 'a(' '{a:' '@a' 'a:1,' '\\q'; do
		{ printf 'model A {\n  a Int @default('; yes "$piece" | tr -d '\n' | head -c 1000000; printf ')\n}\n'; } >large.prisma
		run -2 within 10 schema-parse large.prisma
	done
}
