load helpers/common
source "$BATS_TEST_DIRNAME/helpers/migrations"

@test "no message shows a part of a password, whatever is wrong with the URL" {
	up 1_a 'SELECT 1'
	run -0 "$TESTS/helpers/secrets"
}

@test "the source line of a fault does not show a database URL" {
	printf 'datasource db {\n  provider = "postgresql"\n  url = "postgresql://app:Geheim@127.0.0.1/app" nonsense\n}\n' >s.prisma
	run ! schema-parse s.prisma
	has "$output" '  url = "postgresql://...'
	[[ $output != *Geheim* ]]
}

# bats test_tags=pg
@test "variables of libpq do not lead to another server than the URL" {
	url=$(new_database)
	up 1_a 'SELECT 1'
	mig-apply -q -u "$url"
	[[ $url =~ @([^:]*):([0-9]*)/(.*)$ ]]
	host=${BASH_REMATCH[1]} port=${BASH_REMATCH[2]} name=${BASH_REMATCH[3]}
	printf '[other]\nhost=127.0.0.1\nport=1\nhostaddr=127.0.0.1\ndbname=nowhere\n' >services
	export PGSERVICEFILE=$PWD/services PGCONNECT_TIMEOUT=2
	# The URL decides.
	for variable in PGHOSTADDR=127.0.0.2 PGHOST=nowhere.invalid PGPORT=1 PGSERVICE=other PGSERVICE=none PGUSER=nobody \
		PGDATABASE=nowhere PGPASSFILE=/nowhere PGCLIENTENCODING=LATIN1 PG_COLOR=always; do
		run -0 env "$variable" mig-status -q -u "$url"
		run -0 env "$variable" mig-backup -u "$url" -d backups
	done
	# No address from the environment replaces an unknown host.
	run -2 env PGHOSTADDR="$host" mig-status -u "postgresql://migtools@db.invalid:$port/$name"
	has "$output" 'could not translate host name "db.invalid"' 'hint: check the host name in the URL'
	for variable in PGSSLMODE=require PGOPTIONS='-c nonsense=1'; do
		run -2 env "$variable" mig-status -u "$url"
		case $variable in
		PGSSLMODE*) run -0 env "$variable" mig-status -q -u "$url?sslmode=disable" ;;
		*) run -0 env "$variable" mig-status -q -u "$url?options=-c%20work_mem%3D1MB" ;;
		esac
	done
	# A variable that makes the connection fail is named, and so is a role in place of the URL's user.
	run -2 env PGTARGETSESSIONATTRS=standby mig-status -u "$url"
	has "$output" '  hint: the environment adds PGTARGETSESSIONATTRS'
	run -2 env PGSSLMODE=require PGPASSWORD=Geheim mig-status -u "$url"
	has "$output" '; the environment adds PGPASSWORD, PGSSLMODE'
	[[ $output != *Geheim* ]]
	run -0 env PGOPTIONS='-c role=migtools' mig-status -q -u "$url?application_name=x"
	same "mig-status: warning: PGOPTIONS in the environment sets a role
  hint: unset it, or move it into the URL, as in ?options=-c%20role%3Downer" "$output"
	run -0 env PGOPTIONS='-c role=migtools' mig-status -q -u "$url?options=-c%20work_mem%3D1MB"
	same '' "$output"
	# Dates are read as the server is configured.
	up 2_b "CREATE TABLE b AS SELECT '01/02/2020'::date AS day, current_setting('TimeZone') AS zone"
	server=$(psql -qXAt "$url" -c "SELECT '01/02/2020'::date || '|' || current_setting('TimeZone')")
	PGDATESTYLE=German PGTZ=Asia/Tokyo mig-apply -q -u "$url"
	same "$server" "$(psql -qXAt "$url" -c "SELECT to_char(day, 'YYYY-MM-DD'), zone FROM b")"
	# They fill the gaps in the URL.
	PGHOST=$host PGPORT=$port PGUSER=migtools PGDATABASE=$name mig-status -q -u postgresql://
	PGHOSTADDR=$host PGPORT=$port PGUSER=migtools mig-status -q -u "postgresql:///$name"
	printf '[this]\nhost=%s\nport=%s\ndbname=%s\nuser=migtools\n' "$host" "$port" "$name" >services
	PGSERVICE=this mig-status -q -u postgresql://
}

# bats test_tags=pg
@test "no control character of a name, a message or a log reaches the terminal" {
	url=$(new_database)
	export DATABASE_URL=$url
	up 1_a "DO \$\$ BEGIN RAISE 'one %', E'\\x1B]0;title\\x07 \\u009B2J'; END \$\$"
	run -1 mig-apply
	has "$output" 'one \x1B]0;title\x07 \xC2\x9B2J'
	[[ $output != *$'\e'* ]]
	run -1 mig-status -v
	has "$output" 'one \x1B]0;title\x07'
	[[ $output != *$'\e'* ]]
	up $'2_\e[31m' 'SELECT 1'
	run -2 mig-resolve -a $'3_\e[31m\xFF'
	has "$output" '3_\x1B[31m\xFF'
	# A record keeps its bytes in a pipe; on a terminal they are escaped.
	[[ $(mig-status) == *$'2_\e[31m'* ]]
	has "$(script -qec mig-status /dev/null </dev/null)" '2_\x1B[31m'
}

@test "control characters in SQL and paths are escaped on a terminal, and only there" {
	schema=$'migtools-schema\t1\nprovider\tsqlite\ntable\tt\ncolumn\tt\ta\ttext\toptional\t-\n'
	printf '%send\n' "$schema" >old
	printf '%scolumn\tt\tb\ttext\toptional\tstring:\e[31mred\nend\n' "$schema" >new
	run -0 schema-diff -o up old new
	has "$output" $'DEFAULT \'\e[31mred\''
	for form in both up down list json; do
		run -0 script -qec "schema-diff -o $form old new" /dev/null </dev/null
		[[ $output != *$'\e'* ]]
		[[ $form != [bu]* ]] || has "$output" "DEFAULT '\x1B[31mred"
	done
	run -0 mig-new -e -f $'1_\e[31m'
	has "$output" $'migrations/1_\e[31m'
	name=$'2_\e[31m' run -0 script -qec 'mig-new -e -f "$name"' /dev/null </dev/null
	has "$output" 'migrations/2_\x1B[31m'
	[[ $output != *$'\e'* ]]
}
