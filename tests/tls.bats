load helpers/common

# A server with TLS and a certificate for "localhost", signed by an authority of the test. The user `app`
# must use TLS; `holder` must present a client certificate.

setup_file() {
	local openssl='openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'
	export TLS=$BATS_FILE_TMPDIR
	cd "$TLS" || return
	# The cluster runs as long as this command, which writes down its place and then waits.
	"$BATS_TEST_DIRNAME/helpers/with-postgresql" sh -c 'echo $$ >keeper; echo "$TEST_PG_URL $TEST_PG_DATA" >there; exec sleep 1000' 3>&- &
	for name in ca other; do
		$openssl -subj "/CN=$name" -keyout $name.key -out $name.crt 2>/dev/null
	done
	sign server localhost
	sign client holder
	until [ -s there ]; do sleep 0.05; done
	read -r server data <there
	install -m 600 -o "$(stat -c %u "$data")" server.crt server.key ca.crt "$data"
	cat >>"$data/postgresql.conf" <<-'END'
		ssl = on
		ssl_ca_file = 'ca.crt'
		ssl_cert_file = 'server.crt'
		ssl_key_file = 'server.key'
	END
	cat >"$data/pg_hba.conf" <<-'END'
		hostnossl all migtools 127.0.0.1/32 trust
		hostssl all holder 127.0.0.1/32 cert
		hostssl all secretive 127.0.0.1/32 scram-sha-256
		host all open 127.0.0.1/32 scram-sha-256
		hostssl all all 127.0.0.1/32 trust
	END
	psql -qX "$server" -c 'CREATE ROLE app LOGIN SUPERUSER' -c 'CREATE ROLE holder LOGIN SUPERUSER' \
		-c "CREATE ROLE open LOGIN SUPERUSER PASSWORD 'secret'" \
		-c "CREATE ROLE secretive LOGIN SUPERUSER PASSWORD 'secret'" -c 'SELECT pg_reload_conf()' >/dev/null
	until psql -qX "${server/migtools@/app@}" -c 'SELECT 1' >/dev/null 2>&1; do sleep 0.05; done
	export server
}

# sign NAME COMMON_NAME: creates NAME.key, and NAME.crt signed by the authority.
sign() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$2" -keyout "$1.key" -out "$1.csr" 2>/dev/null
	openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out "$1.crt" \
		-extfile <(echo "subjectAltName=DNS:$2") 2>/dev/null
	chmod 600 "$1.key"
}

teardown_file() {
	kill "$(cat "$TLS/keeper")"
	wait
}

# url USER HOST PARAMETERS: prints the URL of a new database on that server.
url() {
	local name="t$RANDOM$RANDOM"
	psql -qX "$server" -c "CREATE DATABASE $name"
	[[ $server =~ :([0-9]+)/ ]]
	echo "postgresql://$1@$2:${BASH_REMATCH[1]}/$name?$3"
}

# look: creates a migration that records the TLS state of its connection.
look() {
	mkdir -p migrations/1_look
	echo 'CREATE TABLE look AS SELECT ssl, client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()' >migrations/1_look/migration.sql
}

# works SEEN USER HOST PARAMETERS: the programs connect, and the migration has recorded SEEN.
works() {
	local url
	url=$(url "${@:2}")
	mig-apply -q -u "$url" || { echo "$url"; false; }
	same "$1" "$(psql -qXAt "${server%/*}/$(basename "${url%%\?*}")" -c 'SELECT * FROM look')" || { echo "$url"; false; }
	mig-status -q -u "$url"
	mig-backup -u "$url" >backup
}

# refused WORDS HINT USER HOST PARAMETERS: the programs print WORDS and HINT and change nothing.
refused() {
	local url
	url=$(url "${@:3}")
	run -2 --separate-stderr mig-apply -u "$url"
	has "$stderr" 'mig-apply: cannot connect to postgresql://' "$1" "$2"
	run -2 --separate-stderr mig-backup -u "$url" backup
	has "$stderr" "$1"
	[ ! -e backup ]
}

# bats test_tags=pg
@test "libpq's TLS parameters work as in libpq" {
	look
	works 't|' app localhost ''
	works 't|' app localhost sslmode=require
	works 't|' app localhost "sslmode=verify-ca&sslrootcert=$TLS/ca.crt"
	works 't|' app 127.0.0.1 "sslmode=verify-ca&sslrootcert=$TLS/ca.crt"
	works 't|' app localhost "sslmode=verify-full&sslrootcert=$TLS/ca.crt"
	works 't|/CN=holder' holder localhost "sslmode=verify-full&sslrootcert=$TLS/ca.crt&sslcert=$TLS/client.crt&sslkey=$TLS/client.key"
	works 'f|' migtools localhost sslmode=disable
	works 'f|' migtools localhost 'sslmode=disable&sslrootcert=system'
}

# bats test_tags=pg
@test "Prisma's TLS parameters work as in Prisma" {
	look
	works 't|' app localhost sslaccept=accept_invalid_certs
	works 't|' app localhost "sslmode=require&sslcert=$TLS/ca.crt"
	works 't|' app localhost "sslmode=require&sslcert=$TLS/other.crt"
	works 't|' app localhost "sslmode=require&sslaccept=accept_invalid_certs&sslcert=$TLS/other.crt"
	works 't|' app localhost "sslmode=require&sslaccept=strict&sslcert=$TLS/ca.crt"
	works 't|' app localhost "sslaccept=strict&sslcert=$TLS/ca.crt"
}

# bats test_tags=pg
@test "TLS errors come with a hint" {
	look
	authority='hint: name the authority that signed the server'\''s certificate: use sslrootcert=FILE in the URL, or, as in Prisma, sslcert=FILE with sslaccept=strict'
	host='hint: use the host name in the certificate; or use sslmode=verify-ca, which does not compare names, instead of verify-full or sslaccept=strict'
	refused 'certificate verify failed' "$authority" app localhost "sslmode=verify-ca&sslrootcert=$TLS/other.crt"
	refused 'certificate verify failed' "$authority" app localhost "sslmode=verify-full&sslrootcert=$TLS/other.crt"
	refused 'certificate verify failed' "$authority" app localhost "sslaccept=strict&sslcert=$TLS/other.crt"
	refused 'certificate verify failed' "$authority" app localhost sslaccept=strict
	refused 'does not match host name "127.0.0.1"' "$host" app 127.0.0.1 "sslmode=verify-full&sslrootcert=$TLS/ca.crt"
	refused 'does not match host name "127.0.0.1"' "$host" app 127.0.0.1 "sslaccept=strict&sslcert=$TLS/ca.crt"
	refused 'nowhere.crt" does not exist' 'hint: name a file that exists, with the authority that signed the server'\''s certificate: use sslrootcert=FILE in the URL, or, as in Prisma, sslcert=FILE with sslaccept=strict' app localhost "sslmode=verify-full&sslrootcert=$TLS/nowhere.crt"
	refused 'no encryption' 'hint: the server has no such user, or requires TLS: use sslmode=require in the URL' app localhost sslmode=disable
	refused 'valid client certificate' 'hint: the server has no such user, or no line for it in pg_hba.conf, or requires a client certificate: use sslcert=FILE&sslkey=FILE in the URL' \
		holder localhost sslmode=require
	cp "$TLS/client.key" open.key
	chmod 644 open.key
	refused 'has group or world access' 'hint: use sslkey=FILE in the URL, and chmod 600 FILE' \
		holder localhost "sslmode=require&sslcert=$TLS/client.crt&sslkey=$PWD/open.key"
}

# bats test_tags=pg
@test "without an authority of the user's, verify-full trusts those of the system, as sslrootcert=system does" {
	look
	refused 'certificate verify failed' 'hint: name the authority' app localhost sslmode=verify-full
	refused 'certificate verify failed' 'hint: name the authority' app localhost sslrootcert=system
	refused 'certificate verify failed' 'hint: name the authority' app localhost 'sslmode=require&sslrootcert=system'
	refused 'root.crt" does not exist' 'hint: name a file that exists' app localhost sslmode=verify-ca
	PGSSLROOTCERT=$TLS/ca.crt works 't|' app localhost sslmode=verify-full
}

# bats test_tags=pg
@test "the authority that a service names is used" {
	local url
	look
	url=$(url app localhost '')
	[[ $url =~ localhost:([0-9]+)/([^?]*) ]]
	printf '[secure]\nhost=localhost\nport=%s\nuser=app\nsslrootcert=%s\n' "${BASH_REMATCH[1]}" "$TLS/ca.crt" >services
	PGSERVICEFILE=$PWD/services mig-apply -q -u "postgresql:///${BASH_REMATCH[2]}?service=secure&sslmode=verify-full"
}

# bats test_tags=pg
@test "an sslcert that cannot be read is reported, even if it is not used" {
	run -0 --separate-stderr mig-apply -q -u "$(url app localhost 'sslmode=require&sslcert=nowhere.pem')" -m "$(look; echo migrations)"
	has "$stderr" 'warning: cannot read the sslcert of the URL' 'sslaccept=strict'
}

# bats test_tags=pg
@test "a wrong or missing password comes with a hint" {
	look
	refused 'no password supplied' 'hint: put the password into the URL, or into the file named by PGPASSFILE' secretive localhost ''
	refused 'password authentication failed for user "secretive"' \
		'hint: percent-encode the password in the URL: / is %2F, ? is %3F, # is %23, @ is %40' secretive:guess localhost sslmode=require
	# libpq tries again without TLS, which the server refuses: the password is the cause.
	refused 'password authentication failed for user "secretive"' 'hint: percent-encode the password in the URL' \
		secretive:guess localhost ''
	[[ $stderr != *guess* ]]
	# With and without TLS the server says the same, which is said once.
	refused 'password authentication failed for user "open"' 'hint: percent-encode the password in the URL' \
		open:guess localhost ''
	same 1 "$(grep -o 'authentication failed' <<<"$stderr" | wc -l)"
}

# bats test_tags=pg
@test "backups and restores report a wrong password, and leave nothing" {
	look
	DATABASE_URL=$(url app localhost '')
	mkdir backups tmp
	TMPDIR=$PWD/tmp
	export TMPDIR DATABASE_URL
	mig-apply -q
	mig-backup x.backup
	DATABASE_URL=${DATABASE_URL/app@/secretive:guess@}sslmode=require
	before=$(find . -type f | sort)
	for work in 'mig-backup' 'mig-backup y.backup' 'mig-backup -d backups -k 1' 'mig-backup -f -r x.backup' 'mig-backup -f -r -' 'mig-backup -C x.backup' \
		'mig-apply -b backups' 'mig-rollback -f -b x.backup' 'mig-rollback -f -b backups'; do
		echo "$work"
		run -2 --separate-stderr $work <x.backup
		same '' "$output"
		has "$stderr" 'password authentication failed for user "secretive"' 'hint: percent-encode the password in the URL'
		[[ $stderr != *guess* ]]
		same "$before" "$(find . -type f | sort)"
	done
	same 0 "$(psql -qXAt "$server" -c "SELECT count(*) FROM pg_database WHERE datname ~ 'scratch'")"
	# A check contacts no server.
	run -0 mig-backup -c x.backup
}

# bats test_tags=pg
@test "a server without TLS is an error if TLS is required" {
	look
	run -2 --separate-stderr mig-apply -u "$TEST_PG_URL?sslmode=require"
	has "$stderr" 'server does not support SSL' 'hint: check the host and the port; or enable TLS on the server (ssl = on)'
	run -2 --separate-stderr mig-apply -u "$TEST_PG_URL?sslaccept=strict"
	has "$stderr" 'server does not support SSL' 'hint: check the host and the port; or enable TLS on the server (ssl = on)'
	mig-apply -q -u "$(new_database)?sslmode=prefer"
}
