load helpers/common

ROOT=$TESTS/..

# A room, and the rooms whose headers it may include.
arrows='base: base
sqltext: base sqltext
schema: base sqltext schema
psl: base schema psl
print: base schema psl print
diff: base sqltext schema diff
sql: base schema diff sql
folder: base sqltext schema folder
url: base url
db: base sqltext schema url db
postgresql: base sqltext schema url db postgresql
sqlite: base sqltext schema url db sqlite
connect: base url db postgresql sqlite connect
scratch: base url db postgresql connect scratch
backup: base url db postgresql sqlite connect scratch backup
migrate: base sqltext schema diff folder url db connect scratch backup migrate
develop: base sqltext schema psl diff sql folder url db connect scratch migrate develop'

@test "git holds nothing else at the top level" {
	[ -e "$ROOT/.git" ] || return 0 # a release has no repository
	same $'.ci\n.clang-format\n.gitignore\nLICENSE\nMakefile\nREADME.md\nbin\ncommon\nman\ntests' \
		"$(git -C "$ROOT" ls-files | cut -d / -f 1 | LC_ALL=C sort -u)"
}

@test "a room includes only the rooms that it may" {
	while IFS=: read -r room allowed; do
		for file in "$ROOT/common/$room"/*.[ch]; do
			for other in $(sed -n 's/^#include "\([a-z]*\)\/.*/\1/p' "$file"); do
				[[ " $allowed " == *" $other "* ]] || { echo "$file includes from $other"; false; }
			done
		done
	done <<<"$arrows"
}

@test "every room is listed above, and in migtools-internals(7)" {
	same "$(cut -d : -f 1 <<<"$arrows" | sort)" "$(cd "$ROOT/common" && dirname -- */*.c | sort -u)"
	same "$(sed -E 's/^([a-z]*):(.*) \1$/\1:\2/; s/:$/: -/' <<<"$arrows")" \
		"$(sed -nE 's/^\.It ([a-z]+) Ta ([a-z -]+) Ta .*/\1: \2/p' "$ROOT/man/migtools-internals.7")"
}

@test "a header for the inside of a room is not included elsewhere, nor by a door" {
	inside=$(cd "$ROOT/common" && grep -l '^ \* Inside the room: ' */*.h)
	has "$inside" psl/parse.h backup/dialect.h
	while read -r header; do
		room=${header%%/*}
		for file in $(grep -lrF "#include \"$header\"" "$ROOT/common" "$ROOT/bin" "$TESTS"); do
			case ${file#"$ROOT/common/"} in
			$room/*.c) continue ;;
			$room/*.h) ! grep -q '^ \* Inside the room: ' "$file" || continue ;;
			esac
			echo "$file includes $header"
			false
		done
	done <<<"$inside"
	same '' "$(grep -rnE '[Ii]nside (the room|[a-z]+/)' "$ROOT/common" | grep -v ':2: \* Inside the room: ')"
}

# calls ROOM: prints a line "A B" for each pair of files in which A.c uses a symbol of B.c.
calls() {
	for file in "$ROOT/common/$1"/*.c; do
		file=$(basename "$file" .c)
		gcc-nm "${MIGTOOLS_BIN:-$ROOT/build/bin}/../$1/$file.o" | sed "s/^/$file /"
	done | awk '
		$(NF - 1) == "U" { uses[$1 " " $NF] }
		$(NF - 1) ~ /^[BCDRT]$/ { file[$NF] = $1 }
		END { for (use in uses) { split(use, word); if (word[2] in file) print word[1], file[word[2]] } }'
}

@test "files of a room have no circular dependencies" {
	for room in $(cut -d : -f 1 <<<"$arrows"); do
		calls "$room" >calls
		[ -s calls ] || [ "$room" = connect ] # which is one file
		tsort calls >/dev/null 2>circles || { echo "common/$room:"; cat circles; false; }
	done
	# The test detects a circle.
	printf 'a b\nb c\nc a\n' | run -1 tsort
}

@test "the SQL sent to a database is in SQL headers" {
	run -1 grep -nE '"(SELECT|INSERT|UPDATE|DELETE|WITH|PRAGMA|SET) ' \
		"$ROOT"/common/{db,postgresql,sqlite,scratch,backup}/*.c
}

@test "every header compiles by itself" {
	for header in "$ROOT"/common/*/*.h; do
		echo "#include \"${header##*/common/}\"" |
			gcc -std=c17 -D_POSIX_C_SOURCE=200809L -I"$ROOT/common" $(pkg-config --cflags libpq) \
				-fsyntax-only -x c - || { echo "$header"; false; }
	done
}

@test "the fuzz targets compile, except one that needs libpg-query" {
	for source in $(grep -L pg_query "$TESTS"/fuzz/*.c); do
		gcc -std=c17 -D_POSIX_C_SOURCE=200809L -I"$ROOT/common" $(pkg-config --cflags libpq) \
			-fsyntax-only "$source" || { echo "$source"; false; }
	done
}

@test "programs that only read text link no database" {
	for program in schema-parse schema-print schema-diff mig-new; do
		run -0 ldd "$(command -v "$program")"
		[[ $output != *libpq* ]]
		# SQLite is linked statically: one of its texts is in every program that includes it.
		run -1 grep -acF 'database disk image is malformed' "$(command -v "$program")"
	done
}

# bats test_tags=pg
@test "libpq is loaded only if a URL asks for PostgreSQL" {
	grep -qaF 'database disk image is malformed' "$(command -v mig-status)"
	for program in mig-apply mig-status mig-rollback mig-backup; do
		run -0 ldd "$(command -v "$program")"
		[[ $output != *libpq* ]]
	done
}

@test "a user who may not install packages is told once which to ask for, for all commands of the README" {
	mkdir bin
	printf '#!/bin/sh\n[ "$3" = gcc ] && echo installed\n' >bin/dpkg-query
	printf '#!/bin/sh\necho 1000\n' >bin/id
	printf '#!/bin/sh\nexit 1\n' >bin/sudo
	chmod +x bin/*
	for command in demo check; do
		PATH=$PWD/bin:$PATH run -2 make -C "$ROOT" --no-print-directory "$command"
		same 1 "$(grep -c 'apt-get install --no-install-recommends ' <<<"$output")"
		has "$output" ' libpq-dev ' ' bats ' ' bsdextrautils ' ' ca-certificates '
		[[ $output != *' gcc '* ]]
	done
}

@test "make fuzz runs every target, and every file of tests/fuzz has one" {
	same "$(make -C "$ROOT" --no-print-directory -pn 2>/dev/null | sed -n 's/^TARGETS = //p' | tr ' ' '\n')" \
		"$(sed -nE 's/^\t\{"([a-z]+)", fuzz_.*/\1/p' "$TESTS/fuzz/main.c")"
	for file in "$TESTS"/fuzz/[!m]*.c "$TESTS"/fuzz/m[!a]*.c; do
		[ ! -e "$file" ] || grep -q "^void fuzz_$(basename "$file" .c)(" "$file"
	done
}

@test "a process that a test starts ends with it, even if the test fails" {
	sed 's/^test /@&/' >x.bats <<-END
		load "$TESTS/helpers/common"
		test "fails" {
			sh -c 'until [ -e enough ]; do sleep 0.05; done' 3>&- &
			sh -c 'trap "sleep 60 & exit" TERM; until [ -e enough ]; do sleep 0.05; done' 3>&- &
			sh -c 'trap "" TERM; until [ -e enough ]; do sleep 0.05; done' 3>&- &
			echo "\$PWD" >"$PWD/where"
			false
		}
	END
	run -1 timeout 10 bats --no-tempdir-cleanup x.bats
	left=$(find /proc -maxdepth 2 -name cwd -lname "$(cat where)*" 2>/dev/null | cut -d / -f 3)
	[ -z "$left" ] || kill $left
	same '' "$left"
}
