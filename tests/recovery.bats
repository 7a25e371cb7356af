load helpers/common
load helpers/cases

# How an operator loses data and recovers them, from the backup made before the migration.

# up NAME SQL: writes a migration.
up() {
	mkdir -p "migrations/$1"
	printf '%s\n' "$2" >"migrations/$1/migration.sql"
}

# story URL PREFIX: PREFIX precedes the names of tables in a manifest.
story() {
	export DATABASE_URL=$1
	up 1_init 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)'
	mig-apply -q
	sql "$1" "INSERT INTO users VALUES (1, 'ada@example.org'), (2, 'bob@example.org')"

	# A migration is applied after a backup. It destroys data by mistake.
	up 2_tidy 'UPDATE users SET email = NULL WHERE id = 2; DROP TABLE notes'
	run -0 --separate-stderr mig-apply -b backups
	like "mig-apply: wrote the backup backups/...; to restore it: mig-backup -r backups/...
mig-apply: warning: 2_tidy loses-data: drop-table notes: the table is dropped with all its rows" "$stderr"
	run -0 --separate-stderr mig-backup -C backups/*.backup
	has "$stderr" 'into a scratch database: 3 tables with 3 rows, 1 migration, as its manifest says'

	# Work continues; an hour later the loss is noticed.
	sql "$1" "INSERT INTO users VALUES (3, 'cyd@example.org')"
	same '' "$(sql "$1" 'SELECT email FROM users WHERE id = 2')"
	sed -i "s/^taken.*/taken	$(date -u -d '61 minutes ago' +%Y-%m-%dT%H:%M:%S.000Z)/; \$d" backups/*.manifest
	printf 'end\t%s\n' "$(sha256sum <"$(echo backups/*.manifest)" | cut -d ' ' -f 1)" >>"$(echo backups/*.manifest)"
	said="mig-rollback: the newest backup before 2_tidy is $(echo backups/*.backup), made 1 h 1 min ago
mig-rollback:   migration 2_tidy was applied since
mig-rollback:   table $2users has 3 rows; it had 2
mig-rollback:   table $2notes was dropped since (rows: 0)"
	run -0 --separate-stderr mig-rollback -n -b backups
	same "$said" "$stderr"
	run -2 --separate-stderr setsid -w mig-rollback -b backups
	has "$stderr" "$said" 'no terminal' 'use -f to restore without asking'
	run -2 script -qec 'mig-rollback -b backups' /dev/null <<<n
	has "$output" 'Replace everything in ' 'mig-rollback: not restored'
	same 3 "$(sql "$1" 'SELECT count(*) FROM users')"

	run -0 --separate-stderr script -qec 'mig-rollback -b backups -t 2_tidy' /dev/null <<<y
	has "$output" 'mig-rollback: restored backups/'
	same 'bob@example.org' "$(sql "$1" 'SELECT email FROM users WHERE id = 2')"
	same 2 "$(sql "$1" 'SELECT count(*) FROM users')"
	run -1 --separate-stderr mig-status
	same $'applied\t1_init\npending\t2_tidy' "$(cut -f 1,2 <<<"$output")"

	# The corrected migration.
	up 2_tidy 'DROP TABLE notes'
	run -0 mig-apply -q
	run -0 mig-status
	same 2 "$(sql "$1" 'SELECT count(email) FROM users')"
}

@test "data lost in a migration come back from the backup before it: SQLite" {
	story file:app.db ''
}

# bats test_tags=pg
@test "data lost in a migration come back from the backup before it: PostgreSQL" {
	story "$(new_database)" public.
}

keeping() {
	export DATABASE_URL=$1
	up 1_a 'CREATE TABLE a (id INTEGER)'
	mig-apply -q
	for i in 1 2 3; do mig-backup -d backups >/dev/null; done
	before=$(mig-backup -l backups | tail -n 1 | cut -f 1)
	up 2_b 'CREATE TABLE b (id INTEGER)'
	mig-apply -q
	# Other databases' backups, and damaged files, are left alone.
	sqlite3 other.db 'CREATE TABLE t (a)'
	mig-backup -u file:other.db -d backups >/dev/null
	cp "$before" backups/1_damaged.backup
	sed '$d' "$before.manifest" >backups/1_damaged.backup.manifest
	for i in 1 2 3 4; do run -0 mig-backup -d backups -k 2; done
	has "$output" 'mig-backup: kept 1 more, to be able to undo migrations'
	kept=$(mig-backup -l backups | cut -f 1)
	has "$kept" "$before" other
	same 5 "$(wc -l <<<"$kept")"
	same 1 "$(ls backups | grep -c '1_damaged.backup$')"
	# Once the migration is rolled back, the backup before it is an ordinary one.
	run -0 mig-rollback -q -f -b backups
	mig-backup -d backups -k 1 >/dev/null
	mig-backup -d backups -k 1 >/dev/null
	same 3 "$(mig-backup -l backups | wc -l)"
	run -2 mig-backup -k 2 -l backups
	run -2 mig-backup -d backups -k 0
}

# keeping_the_way_back URL: a migration that failed, or was just rolled back, keeps its backup; others are not.
keeping_the_way_back() {
	export DATABASE_URL=$1
	up 1_a 'CREATE TABLE a (id INTEGER); CREATE TABLE lost (id INTEGER)'
	mig-apply -q
	mig-backup -d backups >/dev/null
	way_back=$(echo backups/*.backup)
	up 2_b 'DROP TABLE lost'
	echo 'CREATE TABLE lost (id INTEGER)' >migrations/2_b/down.sql
	mig-apply -q 2>/dev/null
	mig-rollback -q 2>/dev/null
	for i in 1 2 3; do run -0 mig-backup -d backups -k 1; done
	has "$output" 'mig-backup: kept 1 more, to be able to undo migrations'
	run -0 mig-rollback -n -b backups
	has "$output" "the newest backup before 2_b, which is rolled back, is $way_back, made"
	# A backup of the same second could take the name of one that -k removed.
	sleep 1.1
	# A migration fails after its first part.
	rm -r migrations/2_b
	up 3_c 'DROP TABLE lost; COMMIT; DROP TABLE nowhere'
	run -1 mig-apply -q
	for i in 1 2; do run -0 mig-backup -d backups -k 1; done
	has "$output" 'mig-backup: kept 2 more, to be able to undo migrations'
	run -0 mig-rollback -n -b backups
	like "mig-rollback: the newest backup before 3_c, which failed, is backups/..., made ... s ago" "${lines[0]}"
	[ -e "$way_back" ]
	# Once another is applied, nobody goes back beyond it in a hurry.
	sql "$1" 'CREATE TABLE nowhere (id INTEGER)'
	mig-resolve -q -r 3_c
	mig-apply -q 2>/dev/null
	for i in 1 2; do run -0 mig-backup -d backups -k 1; done
	# One is from before the try that left a part, one from before the other.
	has "$output" 'mig-backup: kept 2 more, to be able to undo migrations'
	[ ! -e "$way_back" ]
	# Backups from before a clock was set back count as little as they must.
	for file in backups/*.manifest; do
		sed -i 's/^taken	..../taken	2999/; $d' "$file"
		printf 'end\t%s\n' "$(sha256sum <"$file" | cut -d ' ' -f 1)" >>"$file"
	done
	before=$(mig-backup -l backups)
	run -0 --separate-stderr mig-backup -d backups -k 1
	same "$(sort <<<"$before"$'\n'"$output")" "$(mig-backup -l backups | sort)"
}

@test "-k keeps the way back from a migration that failed or was just rolled back: SQLite" {
	keeping_the_way_back file:app.db
}

# bats test_tags=pg
@test "-k keeps the way back from a migration that failed or was just rolled back: PostgreSQL" {
	keeping_the_way_back "$(new_database)"
}

@test "-k keeps the newest backups, and the one before each migration: SQLite" {
	keeping file:app.db
}

# bats test_tags=pg
@test "-k keeps the newest backups, and the one before each migration: PostgreSQL" {
	keeping "$(new_database)"
}

through_pipes() {
	export DATABASE_URL=$1 PASSWORD=secret
	sql "$1" 'CREATE TABLE a (id INTEGER); INSERT INTO a VALUES (1)'
	mig-backup | gzip | openssl enc -aes-256-cbc -pbkdf2 -pass env:PASSWORD >x.enc
	back() { openssl enc -d -aes-256-cbc -pbkdf2 -pass env:PASSWORD <x.enc | gunzip; }
	back | mig-backup -c - >line
	has "$(cat line)" $'<stdin>\t'
	back | mig-backup -C - 2>said
	has "$(cat said)" 'restored <stdin> into a scratch database: 1 table with 1 row, 0 migrations; it has no manifest'
	sql "$1" 'DELETE FROM a'
	back | mig-backup -f -r -
	same 1 "$(sql "$1" 'SELECT id FROM a')"
	same '' "$(ls "$TMPDIR")"
	run -1 --separate-stderr mig-backup -c - < <(back | head -c 900)
	has "$stderr" "'<stdin>' is damaged"
	run -2 --separate-stderr mig-backup -r - </dev/null
	has "$stderr" "'<stdin>' is not an SQLite or PostgreSQL backup"
	same '' "$(ls "$TMPDIR")"
}

@test "a backup goes through pipes and back: SQLite" {
	mkdir t
	TMPDIR=$PWD/t through_pipes file:app.db
}

# bats test_tags=pg
@test "a backup goes through pipes and back: PostgreSQL" {
	mkdir t
	TMPDIR=$PWD/t through_pipes "$(new_database)"
}

@test "a restore that differs from the manifest gets a warning: SQLite" {
	sqlite3 app.db 'CREATE TABLE a (id INTEGER); INSERT INTO a VALUES (1)'
	mig-backup -u file:app.db x.backup
	forge() { sed "$1; \$d" x.backup.manifest >m; printf 'end\t%s\n' "$(sha256sum <m | cut -d ' ' -f 1)" >>m; mv m y.backup.manifest; }
	cp x.backup y.backup
	while IFS='|' read -r change said; do
		forge "$change"
		run -1 --separate-stderr mig-backup -C y.backup
		same "mig-backup: warning: $said" "$stderr"
	done <<-'END'
		/^table/s/1$/2/|'y.backup' restores a with 1 rows instead of 2
		/^table/s/\ta\t/\tb\t/|'y.backup' does not restore the table b
		/^table/d|'y.backup' restores 1 tables, but its manifest lists 0
		s/missing/present/|'y.backup' restores a history that differs from its manifest
	END
}

# bats test_tags=pg
@test "a proof needs a server, and leaves nothing there: PostgreSQL" {
	url=$(new_database)
	sql "$url" 'CREATE TABLE a (id INTEGER); INSERT INTO a VALUES (1)'
	psql -qX "$url" -c "SET client_min_messages = error" -c "CREATE SUBSCRIPTION ${url##*/}_sub CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE)"
	mig-backup -u "$url" x.backup
	run -0 --separate-stderr mig-backup -u "$url" -C x.backup
	run -2 --separate-stderr mig-backup -C x.backup
	has "$stderr" 'missing database URL'
	run -2 --separate-stderr mig-backup -C x.backup -u file:app.db
	has "$stderr" "'x.backup' is a backup of PostgreSQL, but app.db is SQLite"
	# A user who may not create databases proves nothing, and loses nothing.
	psql -qX "$url" -c "CREATE ROLE r_$$ LOGIN; GRANT CREATE ON DATABASE \"${url##*/}\" TO r_$$; GRANT ALL ON SCHEMA public TO r_$$"
	run -2 --separate-stderr mig-backup -C x.backup -u "${url/migtools@/r_$$@}"
	like "mig-backup: the user of ... may not create databases
  hint: a backup is tested in a scratch database: a superuser can ALTER ROLE ... CREATEDB; or give the URL of another server" "$stderr"
	same 1 "$(sql "$url" 'SELECT id FROM a')"
	psql -qX "$url" -c "DROP OWNED BY r_$$" -c "DROP ROLE r_$$"
	SHADOW_DATABASE_URL=$url run -0 mig-backup -u "$url" -C x.backup
	same 1 "$(sql "$url" 'SELECT id FROM a')"
	same 0 "$(sql "$url" "SELECT count(*) FROM pg_database WHERE datname LIKE '%scratch%'")"
	psql -qX "$url" -c "DROP SUBSCRIPTION ${url##*/}_sub"
}

@test "a backup that is damaged, or has the manifest of a newer version, changes nothing" {
	export DATABASE_URL=file:app.db
	sqlite3 app.db 'CREATE TABLE a (id INTEGER); INSERT INTO a VALUES (1)'
	mig-backup x.backup
	sqlite3 app.db 'DELETE FROM a'
	cp x.backup damaged.backup
	cp x.backup.manifest damaged.backup.manifest
	printf x | dd of=damaged.backup bs=1 seek=5000 conv=notrunc
	run -2 --separate-stderr mig-backup -f -r damaged.backup
	has "$stderr" "'damaged.backup' is damaged: app.db is unchanged"
	same 0 "$(sql file:app.db 'SELECT count(*) FROM a')"
	cp x.backup newer.backup
	sed '1s/1$/9/; $d' x.backup.manifest >newer.backup.manifest
	printf 'end\t%s\n' "$(sha256sum <newer.backup.manifest | cut -d ' ' -f 1)" >>newer.backup.manifest
	run -2 --separate-stderr mig-backup -f -r newer.backup
	has "$stderr" 'was written by a newer version of migtools'
	same 0 "$(sql file:app.db 'SELECT count(*) FROM a')"
	rm newer.backup.manifest
	run -0 mig-backup -f -r newer.backup
	same 1 "$(sql file:app.db 'SELECT count(*) FROM a')"
}
