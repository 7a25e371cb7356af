load helpers/common

# Joins statements that are hard to split (cases/script/pieces, one per line, \n for a newline) at random, with
# whitespace and comments between them. A rehearsal runs each by itself: the database accepts all, and finds as
# many as were joined. ROUNDS=500 is the long version.

# joined FILE COUNT COMMENT...: prints a script that begins with the temporary table that the others need.
joined() {
	local pieces count=$2 n
	mapfile -t pieces <"$1"
	shift 2
	grep -h '^CREATE TEMP TABLE' "$CASES/script/pieces/$kind" | sed 's/$/;/'
	for n in $(seq 2 "$count"); do
		printf '%b' "${@:RANDOM % $# + 1:1}"
		printf '%s' "${pieces[RANDOM % ${#pieces[@]}]}" | sed 's/\\n/\n/g'
		printf '%b' "${@:RANDOM % $# + 1:1}"
		[ "$n" = "$count" ] || printf ';'
	done
}

cut_right() {
	local count
	mkdir -p migrations/1_a
	for round in $(seq "${ROUNDS:-5}"); do
		count=$((RANDOM % 60 + 2))
		joined "$CASES/script/pieces/$kind" $count "$@" >migrations/1_a/migration.sql
		mig-apply -x >out || { cat migrations/1_a/migration.sql; false; }
		same $count "$(wc -l <out)" || { cat migrations/1_a/migration.sql out; false; }
	done
}

@test "random scripts are split into their statements: SQLite" {
	export DATABASE_URL=file:app.db
	sqlite3 app.db VACUUM
	kind=sqlite
	cut_right '' ' ' '\n' '\r\n' ' -- a; comment'"'"'\n' '/* a; comment */' '/*;*/\n' '/**/' '\t\f'
}

# bats test_tags=pg
@test "random scripts are split into their statements: PostgreSQL" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	kind=postgresql
	cut_right '' ' ' '\n' '\r\n' ' -- a; comment'"'"'\n' '/* a; /* nested; */ comment */' '/*;*/\n' '/**/' '\t\f'
}

# took LENGTH MARK: prints the processor time, in hundredths of a second, for reading this much text of marks.
took() {
	mkdir -p m/1_a
	yes -- "$2" | head -c "$1" >m/1_a/migration.sql
	TIMEFORMAT=%U
	{ time mig-apply -n -m m >/dev/null 2>&1; } 2>&1 | tr -d .
}

# Four times the text may take four times as long, plus a little; sixteen times would be quadratic.
grows_evenly() {
	local short long
	for mark in '-- migrate:up' "it's" '$a$ ' '$a$$b$' "E'a'" '/* ' '/**/' '(' '();' 'END;' 'BEGIN ATOMIC ' \
		'CREATE TRIGGER a BEGIN ;' 'CREATE FUNCTION f() BEGIN ATOMIC ; END;' '"`[' '\\' '::' 'CREATE OR REPLACE'; do
		short=$((10#$(took 1000000 "$mark")))
		long=$((10#$(took 4000000 "$mark")))
		[ "$long" -le $((short * 9 + 100)) ] || { echo "$mark: $short $long"; false; }
	done
}

@test "time grows linearly with the length of a text, whatever is in it: SQLite" {
	export DATABASE_URL=file:app.db
	sqlite3 app.db VACUUM
	grows_evenly
}

# bats test_tags=pg
@test "time grows linearly with the length of a text, whatever is in it: PostgreSQL" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	grows_evenly
}
