load helpers/common
load helpers/cases

@test "the cases of mig-rollback print what they show: SQLite" {
	sqlite_cases mig-rollback
}

# bats test_tags=pg
@test "the cases of mig-rollback print what they show: PostgreSQL" {
	postgresql_cases mig-rollback
}

# A mig-apply that is stopped at any instant, even between two migrations, still holds the lock.
@test "a backup is not restored while migrations run: SQLite" {
	. "$TESTS/helpers/migrations"
	export DATABASE_URL=file:app.db
	up 00_a 'CREATE TABLE a (id INT);'
	mig-apply -q
	mig-backup x.backup
	for n in $(seq -w 1 40); do
		up "${n}_m" 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) INSERT INTO a SELECT count(*) FROM n;'
	done
	mig-apply -q &
	applying=$!
	until [ "$(states | grep -c ^applied)" -gt 1 ]; do sleep 0.01; done
	for instant in 1 2 3; do
		kill -STOP "$applying"
		for command in 'mig-rollback -b x.backup' mig-apply; do
			status=0
			$command -w 0.1 2>"${command%% *}.$instant" || status=$?
			echo "$status" >>"${command%% *}.$instant"
		done
		kill -CONT "$applying"
		has "$(cat "mig-rollback.$instant")" 'cannot lock app.db after 0 s: held by ' \
			'hint: let it finish' $'\n2'
		# While it is stopped in the middle of a commit, nobody can even read the database.
		has "$(cat "mig-apply.$instant")" 'lock' $'\n2'
		sleep 0.03
	done
	mig-rollback -b x.backup
	wait "$applying"
	same $'applied\t00_a' "$(states | grep ^applied)"
}

# bats test_tags=pg
@test "a backup is not restored while migrations run: PostgreSQL" {
	. "$TESTS/helpers/migrations"
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	up 1_a 'CREATE TABLE a (id INT);'
	mig-apply -q
	mig-backup x.backup
	up 2_b 'CREATE TABLE b (id INT); SELECT pg_sleep(1);'
	up 3_c 'CREATE INDEX CONCURRENTLY c ON b (id);'
	mig-apply -q &
	applying=$!
	until [ "$(sql "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")" = 1 ]; do sleep 0.05; done
	run -2 --separate-stderr mig-rollback -w 0.1 -b x.backup
	has "$stderr" ' after 0 s: held by process ' ' (mig-apply) of user '
	mig-rollback -b x.backup
	wait "$applying"
	same $'applied\t1_a\npending\t2_b\npending\t3_c' "$(states)"
}

# A session that waits for a lock blocks the sessions behind it.
# bats test_tags=pg
@test "a restore yields to an open transaction, retries, and names its session" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	sql "$DATABASE_URL" 'CREATE TABLE a (id INT)'
	mig-backup x.backup
	sql "$DATABASE_URL" 'INSERT INTO a VALUES (1)'
	PGAPPNAME=idler psql -qX "$DATABASE_URL" -c 'BEGIN; LOCK TABLE a IN ACCESS SHARE MODE; SELECT pg_sleep(5)' >/dev/null 2>&1 3>&- &
	until [ "$(sql "$DATABASE_URL" "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'idler' AND wait_event = 'PgSleep'")" = 1 ]; do sleep 0.05; done
	run -2 --separate-stderr mig-rollback -l 0.2 -r 1 -b x.backup
	like "mig-rollback: cannot restore 'x.backup': canceling statement due to lock timeout (55P03); the lock is held by process ... (idler) of user ...: BEGIN; LOCK TABLE a...
  hint: tried 2 times, nothing was changed; try again when the lock is free, or end its holder" "$stderr"
	same 1 "$(sql "$DATABASE_URL" 'SELECT id FROM a')"
	mig-rollback -l 0.5 -b x.backup
	same '' "$(sql "$DATABASE_URL" 'SELECT id FROM a')"
	wait
}
