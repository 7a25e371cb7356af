# Only one of several processes runs a migration, even if a script releases the lock, or there is none.

load helpers/common

migration() {
	mkdir -p "migrations/$1"
	cat >"migrations/$1/migration.sql"
}

# A table with a row for each run of a migration.
runs() { sql "$url" "SELECT string_agg(name || count, ' ' ORDER BY name) FROM (SELECT name, count(*) FROM runs GROUP BY name) r"; }

# at_once COUNT: applies with that many processes at once.
at_once() {
	local n
	for n in $(seq "$1"); do mig-apply -q -r 60 -l 1 -w 60 -u "$url" 2>"err$n" & done
	wait
}

@test "no migration runs twice without the lock" {
	export PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK=1
	migration 1_a <<<"CREATE TABLE runs (name text); INSERT INTO runs VALUES ('a');"
	migration 2_b <<<"INSERT INTO runs VALUES ('b');"
	migration 3_c <<<"INSERT INTO runs VALUES ('c'); COMMIT; INSERT INTO runs VALUES ('d');"
	migration 4_e <<<"INSERT INTO runs VALUES ('e');"
	for _ in 1 2 3 4 5 6; do
		url=$(new_database)
		at_once 4
		# A process that found another in the middle of a file refuses to continue; now there is none.
		mig-resolve -q -r 3_c -u "$url" 2>/dev/null || true
		mig-apply -q -u "$url"
		same "a1 b1 c1 d1 e1" "$(runs)"
	done
}

@test "without the lock, nobody resumes a migration that may be running" {
	url=$(new_database)
	migration 1_a <<<"CREATE TABLE a (i int); COMMIT; DO 'BEGIN COMMIT; PERFORM pg_sleep(5); END';"
	export PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK=1
	mig-apply -q -u "$url" &
	for _ in $(seq 50); do
		[ "$(sql "$url" "SELECT applied_steps_count FROM _prisma_migrations" 2>/dev/null)" != 1 ] || break
		sleep 0.1
	done
	run -1 --separate-stderr mig-apply -u "$url"
	like "mig-apply: 1_a is running or was interrupted: only the lock can tell which, and it is switched off
  hint: let it finish; or, if no process runs it, run 'mig-resolve -r 1_a' and mig-apply to continue it" "$stderr"
	wait
	run -0 mig-status -u "$url"
}

@test "no migration runs twice if a script releases the lock" {
	migration 1_a <<<"CREATE TABLE runs (name text); INSERT INTO runs VALUES ('a');"
	migration 2_b <<<"SELECT pg_advisory_unlock_all(); INSERT INTO runs VALUES ('b'); SELECT pg_sleep(0.3);"
	migration 3_c <<<"DISCARD ALL; INSERT INTO runs VALUES ('c'); SELECT pg_advisory_unlock(72707369);"
	migration 4_d <<<"INSERT INTO runs VALUES ('d'); SELECT pg_sleep(0.3);"
	for _ in 1 2 3; do
		url=$(new_database)
		at_once 4
		same "a1 b1 c1 d1" "$(runs)" || { cat err*; false; }
	done
}

@test "while a script runs that released the lock, nobody else gets it" {
	url=$(new_database)
	migration 1_a <<<"SELECT pg_advisory_unlock_all(); CREATE TABLE a (i int); SELECT pg_sleep(3);"
	mig-apply -q -u "$url" &
	until [ "$(sql "$url" "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'")" = 1 ]; do sleep 0.05; done
	same f "$(sql "$url" "SELECT pg_try_advisory_lock(72707369)")"
	wait
	same a "$(sql "$url" "SELECT to_regclass('a')")"
}

@test "a history that has changed meanwhile is read again" {
	url=$(new_database)
	migration 1_a <<<"CREATE TABLE runs (name text); INSERT INTO runs VALUES ('a');"
	migration 2_b <<<"INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '0_squashed', now());"
	migration 3_c <<<"INSERT INTO runs VALUES ('c');"
	run mig-apply -s none -u "$url"
	same "2_b 3_c|0_squashed" "$(sql "$url" "SELECT string_agg(migration_name, ' ' ORDER BY migration_name) FILTER (WHERE migration_name <> '0_squashed' AND migration_name <> '1_a'), max(migration_name) FILTER (WHERE id = 'x') FROM _prisma_migrations")"
}
