load helpers/common
source "$BATS_TEST_DIRNAME/helpers/migrations"

# Matters of SQLite alone: settings, temporary tables and attached databases of a connection; pragmas; triggers
# on the history, and histories made by other programs; old violations of foreign keys.

setup() {
	mkdir "$BATS_TEST_TMPDIR/here"
	cd "$BATS_TEST_TMPDIR/here" || exit
	export DATABASE_URL=file:app.db
	: >app.db
}

again() {
	rm -rf migrations app.db*
	: >app.db
}

# Pragmas, each with a value that differs from that of a new connection.
settings='analysis_limit=77
automatic_index=0
busy_timeout=7
cache_size=123
cache_spill=0
cell_size_check=1
checkpoint_fullfsync=1
defer_foreign_keys=1
foreign_keys=0
fullfsync=1
hard_heap_limit=500000000
ignore_check_constraints=1
journal_mode=persist
journal_size_limit=4096
legacy_alter_table=1
locking_mode=exclusive
max_page_count=5000
mmap_size=65536
query_only=1
read_uncommitted=1
recursive_triggers=1
reverse_unordered_selects=1
secure_delete=1
soft_heap_limit=500000000
synchronous=0
temp_store=2
threads=3
trusted_schema=0
wal_autocheckpoint=7
writable_schema=1'

# values: prints the SQL that writes the values of all of them to the table seen.
values() {
	local line
	echo 'CREATE TABLE seen (name, value);'
	while IFS== read -r line _; do
		[[ $line != @(mmap_size|wal_autocheckpoint) ]] || continue
		echo "INSERT INTO seen SELECT '$line', * FROM pragma_$line;"
	done <<<"$settings"
	echo "INSERT INTO seen VALUES ('last_insert_rowid', last_insert_rowid() = (SELECT max(rowid) FROM seen)), ('like', 'A' LIKE 'a');"
}

@test "no setting of a file reaches the next one" {
	up 2_values "$(values)"
	mig-apply -q
	fresh=$(sql 'SELECT * FROM seen')
	while read -r setting; do
		again
		up 1_setting "PRAGMA $setting; CREATE TABLE a (x);"
		[ "$setting" != query_only=1 ] || up 1_setting "CREATE TABLE a (x); PRAGMA $setting;"
		up 2_values "$(values)"
		mig-apply -q
		same "$fresh" "$(sql 'SELECT * FROM seen')" || { echo "$setting"; false; }
	done <<<"$settings"
	again
	up 1_setting 'PRAGMA case_sensitive_like = ON; PRAGMA temp_store_directory = "/tmp"; CREATE TABLE a (x); INSERT INTO a VALUES (1);'
	up 2_values "$(values)"
	mig-apply -q
	same "$fresh" "$(sql 'SELECT * FROM seen')"
}

# Things that a file leaves behind, each with a statement of the next file that must not see it.
leftovers="CREATE TEMP TABLE t (x);|CREATE TABLE t (y); INSERT INTO t (y) VALUES (1);
CREATE TABLE temp.t (x);|CREATE TABLE t (y); INSERT INTO t (y) VALUES (1);
CREATE TEMP VIEW t AS SELECT 1 AS x;|CREATE TABLE t (y); INSERT INTO t (y) VALUES (1);
CREATE TEMP TABLE a (shadow);|INSERT INTO a (x) VALUES (2);
CREATE TEMP VIEW a AS SELECT 1 AS shadow;|INSERT INTO a (x) VALUES (2);
CREATE TEMP TRIGGER t AFTER INSERT ON main.a BEGIN SELECT RAISE(ABORT, 'leftover'); END;|INSERT INTO a VALUES (2);
CREATE TEMP TRIGGER t BEFORE INSERT ON main.a BEGIN SELECT RAISE(IGNORE); END;|INSERT INTO a VALUES (2);
ATTACH 'other.db' AS main2;|ATTACH 'other.db' AS main2; CREATE TABLE main2.here (x); DROP TABLE main2.here;
ATTACH ':memory:' AS o; CREATE TABLE o.t (x);|CREATE TABLE t (y); INSERT INTO t (y) VALUES (1);
SAVEPOINT s; SAVEPOINT s;|SAVEPOINT s; RELEASE s;"

@test "no temporary or attached object of a file reaches the next one" {
	while IFS='|' read -r left next; do
		for order in together apart; do
			again
			up 1_a 'CREATE TABLE a (x);'
			up 2_left "INSERT INTO a VALUES (NULL); $left"
			up 3_next "$next"
			[ "$order" = together ] || mig-apply -q -t 2_left
			mig-apply -q
			mig-status -q
		done
		[[ $next != *'INSERT INTO a'* ]] || same 1 "$(sql 'SELECT count(*) FROM a WHERE x = 2')"
	done <<<"$leftovers"
}

@test "no setting of a file reaches the next one in a rehearsal" {
	while IFS='|' read -r left next; do
		[[ $left != ATTACH* ]] || continue
		again
		up 1_a 'CREATE TABLE a (x);'
		up 2_left "INSERT INTO a VALUES (NULL); $left"
		up 3_next "$next"
		mig-apply -q -x
	done <<<"$leftovers"
	again
	up 1_a 'CREATE TABLE a (x CHECK (x LIKE "a"));'
	up 2_b 'PRAGMA case_sensitive_like = ON; PRAGMA recursive_triggers = ON; PRAGMA query_only = ON;'
	up 3_c 'INSERT INTO a VALUES ("A");'
	mig-apply -q -x
	# Foreign keys are on or off for each file.
	up 4_d 'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p ON DELETE CASCADE); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);'
	up 5_e 'DELETE FROM p;'
	up 6_f 'DROP TABLE a;'
	mig-apply -q -x
}

@test "no setting of a down.sql reaches the next one" {
	while IFS='|' read -r left next; do
		again
		: >other.db
		up 0_a 'CREATE TABLE a (x);'
		up 1_next "SELECT 1;"
		down 1_next "$next"
		up 2_left "SELECT 1;"
		down 2_left "INSERT INTO a VALUES (NULL); $left"
		mig-apply -q
		mig-rollback -q -t 0_a
		same $'applied\t0_a\nrolled-back\t1_next\nrolled-back\t2_left' "$(states)"
	done <<<"$leftovers"
}

# Temporary triggers that keep events out of the history.
@test "a temporary trigger on the history reaches no row of it" {
	for what in 'SELECT RAISE(IGNORE);' 'SELECT RAISE(ABORT, "no");' 'SELECT RAISE(ROLLBACK, "no");' \
		'DELETE FROM main._prisma_migrations;' 'UPDATE main._prisma_migrations SET finished_at = NULL;'; do
		for when in 'BEFORE INSERT' 'AFTER INSERT' 'BEFORE UPDATE' 'AFTER UPDATE'; do
			what=${what//main./}
			again
			up 1_a "CREATE TEMP TRIGGER t $when ON main._prisma_migrations BEGIN $what END; CREATE TABLE a (x);"
			up 2_b 'VACUUM; CREATE TABLE b (x); VACUUM;'
			down 2_b "CREATE TEMP TRIGGER t $when ON _Prisma_Migrations BEGIN $what END; DROP TABLE b; VACUUM; SELECT 1;"
			mig-apply -q
			mig-status -q
			mig-rollback -q
			same $'applied\t1_a\nrolled-back\t2_b' "$(states)"
			up 3_c "CREATE TEMP TRIGGER t $when ON main._prisma_migrations BEGIN $what END; SELECT nothing;"
			run -1 mig-apply -t 3_c
			has "$(states)" $'failed\t3_c'
		done
	done
}

@test "no number of temporary triggers on the history reaches a row of it" {
	up 1_a "$(for n in {1..1100}; do echo "CREATE TEMP TRIGGER t$n BEFORE INSERT ON main._prisma_migrations BEGIN SELECT RAISE(IGNORE); END;"; done)"
	mig-apply -q
	mig-status -q
}

@test "a temporary table with the history's name is not the history" {
	up 1_a 'CREATE TEMP TABLE _prisma_migrations (x); CREATE TEMP VIEW v AS SELECT 1; CREATE TABLE a (x); VACUUM; INSERT INTO a VALUES (1);'
	up 2_b 'ATTACH ":memory:" AS other; CREATE TABLE other._prisma_migrations (x); CREATE TABLE b (x);'
	mig-apply -q
	mig-status -q
}

# A file that fails in its last part. Its settings hold there, too, and when it resumes.
parts() {
	up 1_a "$1 CREATE TABLE a (x); COMMIT; VACUUM; INSERT INTO a SELECT $2; COMMIT; INSERT INTO a SELECT nowhere.x FROM nowhere; INSERT INTO a SELECT $2;"
	run -1 mig-apply
	mig-resolve -q -r 1_a
	sql 'CREATE TABLE nowhere (x)'
	[[ $1 == *DETACH* ]] || mig-apply -q -x
	mig-apply -q
	same "$3"$'\n'"$3" "$(sql 'SELECT x FROM a')"
}

@test "the settings of a file hold in all of its parts, and when it resumes" {
	parts 'PRAGMA case_sensitive_like = ON;' "'A' LIKE 'a'" 0
	again
	parts 'PRAGMA temp.cache_size = 321;' "cache_size FROM pragma_cache_size('temp')" 321
	again
	parts 'PRAGMA temp_store = 2;' '* FROM pragma_temp_store' 2
	again
	sqlite3 other.db 'CREATE TABLE t (x); INSERT INTO t VALUES (5)'
	parts 'ATTACH "other.db" AS o;' 'x FROM o.t' 5
	again
	parts 'ATTACH "other.db" AS p; DETACH p; ATTACH "other.db" AS p;' 'x FROM p.t' 5
	again
	parts 'PRAGMA user_version = 3; PRAGMA recursive_triggers = 1;' '* FROM pragma_recursive_triggers' 1
	same 3 "$(sql 'PRAGMA user_version')"
	# As if the file ran alone: last_insert_rowid() is the file's, not the history's.
	again
	up 1_a 'CREATE TABLE a (x); INSERT INTO a VALUES (1), (2), (3); COMMIT; INSERT INTO a SELECT last_insert_rowid(); VACUUM; INSERT INTO a SELECT last_insert_rowid();'
	mig-apply -q
	same '1 2 3 3 4' "$(sql 'SELECT x FROM a' | paste -sd ' ')"
}

@test "the settings of a down.sql hold when the rollback resumes" {
	up 1_a 'CREATE TABLE a (x);'
	mig-apply -q
	down 1_a "PRAGMA case_sensitive_like = ON; COMMIT; INSERT INTO a SELECT nowhere.x FROM nowhere; INSERT INTO a SELECT 'A' LIKE 'a';"
	run -1 mig-rollback
	sql 'CREATE TABLE nowhere (x)'
	mig-rollback -q -x
	mig-rollback -q
	same 0 "$(sql 'SELECT x FROM a')"
}

@test "a resumed file does not recreate a temporary table of an earlier part" {
	up 1_a 'CREATE TEMP TABLE t (x); CREATE TABLE a (x); COMMIT; INSERT INTO a SELECT nowhere.x FROM nowhere; INSERT INTO a SELECT x FROM t;'
	run -1 mig-apply
	sql 'CREATE TABLE nowhere (x)'
	mig-resolve -q -r 1_a
	run -1 --separate-stderr mig-apply
	has "$stderr" 'no such table: t' '2 of its 6 statements are committed' || has "$stderr" 'no such table: t' 'statements are committed'
}

# The database's own triggers on the history.
@test "a history that does not keep its row is an error, and nothing is committed" {
	for trigger in 'BEFORE INSERT @SELECT RAISE(IGNORE);' 'AFTER INSERT @DELETE FROM _prisma_migrations WHERE id = new.id;' \
		'AFTER INSERT @UPDATE _prisma_migrations SET finished_at = NULL;' 'AFTER INSERT @UPDATE _prisma_migrations SET migration_name = "x";' \
		'AFTER INSERT @UPDATE _prisma_migrations SET checksum = "x" WHERE id = new.id;' 'AFTER INSERT @UPDATE _prisma_migrations SET id = id || "x";'; do
		again
		up 1_a 'CREATE TABLE a (x);'
		mig-apply -q
		sql "CREATE TRIGGER t ${trigger%@*} ON _prisma_migrations BEGIN ${trigger#*@} END"
		up 2_b 'INSERT INTO a VALUES (1);'
		for _ in 1 2; do
			run -2 --separate-stderr mig-apply
			has "$stderr" 'did not keep the row of 2_b' 'hint: check the triggers'
		done
		run -2 mig-resolve -a 2_b
		same 0 "$(sql 'SELECT count(*) FROM a')"
		same "applied	1_a
pending	2_b" "$(states)"
		[[ $trigger != *finished_at* ]] || continue
		up 2_b 'INSERT INTO nowhere VALUES (1);'
		run -2 --separate-stderr mig-apply
		has "$stderr" 'no such table: nowhere' 'cannot record the failure in the history'
	done
	for trigger in 'BEFORE UPDATE @SELECT RAISE(IGNORE);' 'AFTER UPDATE @UPDATE _prisma_migrations SET rolled_back_at = NULL;' \
		'AFTER UPDATE @DELETE FROM _prisma_migrations;'; do
		again
		up 1_a 'CREATE TABLE a (x);'
		down 1_a 'DROP TABLE a;'
		mig-apply -q
		sql "CREATE TRIGGER t ${trigger%@*} ON _prisma_migrations BEGIN ${trigger#*@} END"
		run -2 --separate-stderr mig-rollback
		has "$stderr" 'did not keep the row of 1_a'
		same $'applied\t1_a' "$(states)"
		same a "$(tables)"
	done
}

@test "a trigger that logs changes of the history does no harm" {
	up 1_a 'CREATE TABLE log (name); CREATE TABLE a (x);'
	mig-apply -q
	sql 'CREATE TRIGGER t AFTER INSERT ON _prisma_migrations BEGIN INSERT INTO log VALUES (new.migration_name), (1), (2); END;
		ALTER TABLE _prisma_migrations ADD COLUMN who TEXT DEFAULT "x"'
	up 2_b 'CREATE TABLE b (x);'
	up 3_c 'VACUUM; CREATE TABLE c (x);'
	mig-apply -q
	mig-status -q
}

# answers: every program exits with one of its own statuses, and mig-apply with STATUS.
answers() {
	local status
	for command in mig-status 'mig-apply -n' 'mig-apply -x' mig-apply 'mig-rollback -n' mig-rollback 'mig-resolve -n -a 1_a' 'mig-resolve -n -r 1_a'; do
		status=0
		timeout 10 $command >out 2>err || status=$?
		[ "$status" -le 2 ] || { echo "$command: $status"; cat err; return 1; }
		[ -s err ] || [ "$status" -ne 2 ]
	done
}

columns='id, migration_name, checksum, logs, started_at, finished_at, rolled_back_at, applied_steps_count'

@test "history rows written by other programs are reported, and crash nothing" {
	up 1_a 'CREATE TABLE a (x);'
	down 1_a 'DROP TABLE a;'
	while IFS='|' read -r row message; do
		rm -f app.db
		sqlite3 app.db "CREATE TABLE _prisma_migrations ($columns); INSERT INTO _prisma_migrations VALUES ($row)"
		answers
		run --separate-stderr mig-status
		has "$stderr" "row 1 of _prisma_migrations in 'app.db': $message"
		same 2 "$status"
	done <<-'E'
		NULL, '1_a', 'x', NULL, 1, 1, NULL, 1|id is NULL
		'i', NULL, 'x', NULL, 1, 1, NULL, 1|migration_name is NULL
		'i', '1_a', NULL, NULL, 1, 1, NULL, 1|checksum is NULL
		'i', CAST(x'315f6100' AS TEXT), 'x', NULL, 1, 1, NULL, 1|migration_name contains a NUL
		x'00', '1_a', 'x', NULL, 1, 1, NULL, 1|id contains a NUL
		'i', '1_a', 'x', NULL, 1, 'yesterday', NULL, 1|finished_at is not a time
		'i', '1_a', 'x', NULL, '', 1, NULL, 1|started_at is not a time
		'i', '1_a', 'x', NULL, '2026-13-01 00:00:00', 1, NULL, 1|started_at is not a time
		'i', '1_a', 'x', NULL, '2026-01-01 00:60:00', 1, NULL, 1|started_at is not a time
		'i', '1_a', 'x', NULL, '22 anF 2026 07:23:59', 1, NULL, 1|started_at is not a time
		'i', '1_a', 'x', NULL, 1, 1, x'01', 1|rolled_back_at is not a time
	E
	while read -r row; do
		rm -f app.db
		sqlite3 app.db "CREATE TABLE _prisma_migrations ($columns); INSERT INTO _prisma_migrations VALUES ($row)"
		answers
	done <<-'E'
		'i', '1_a', 'x', x'00ff', NULL, 1, NULL, NULL
		1, 2, 3, 4, 5, 6, 7, 8
		1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5
		x'ff', x'ff', x'ff', x'ff', 1, NULL, NULL, 'many'
		'i', '1_a', 'x', NULL, -1, -1, NULL, -9223372036854775808
		'i', '1_a', 'x', NULL, -9223372036854775808, -9223372036854775807, NULL, 1
		'i', '1_a', 'x', NULL, 9223372036854775807, 9223372036854775807, NULL, 9223372036854775807
		'i', '1_a', 'x', NULL, 1e300, -1e300, NULL, 1e300
		'i', '1_a', 'x', printf('%.20000000c', 'x'), 1, NULL, NULL, 1
		'i', '1_a', 'x', 'error x: ' || char(10) || printf('%.2000000c', char(10)), 1, NULL, NULL, 1
		'', '', '', '', 1, 1, NULL, 1
	E
}

@test "a migration that finished in 1970, or at a fraction of a second, is applied" {
	up 1_a 'CREATE TABLE a (x);'
	mig-apply -q
	for time in 0 0.25 1732000000000.5 "'1732000000000'" "'0'" "'1970-01-01 00:00:00'" "'Thu, 01 Jan 1970 00:00:00 GMT'"; do
		sql "UPDATE _prisma_migrations SET finished_at = $time"
		same $'applied\t1_a' "$(states)"
	done
}

@test "a different history table works, or is refused with a reason" {
	up 1_a 'CREATE TABLE a (x);'
	down 1_a 'DROP TABLE a;'
	for table in 'TABLE _prisma_migrations (id TEXT PRIMARY KEY, migration_name, checksum, logs, started_at, finished_at, rolled_back_at, applied_steps_count) WITHOUT ROWID' \
		'TABLE _prisma_migrations (id TEXT, migration_name TEXT, checksum TEXT, logs TEXT, started_at ANY, finished_at ANY, rolled_back_at ANY, applied_steps_count INT) STRICT' \
		'TABLE _prisma_migrations (id TEXT, migration_name TEXT, checksum TEXT, logs TEXT, started_at TEXT, finished_at TEXT, rolled_back_at TEXT, applied_steps_count TEXT) STRICT' \
		'TABLE _PRISMA_Migrations (id VARCHAR(36), migration_name VARCHAR(255), checksum VARCHAR(64), logs TEXT, started_at REAL, finished_at REAL, rolled_back_at REAL, applied_steps_count REAL)'; do
		rm -f app.db
		sqlite3 app.db "CREATE $table"
		mig-apply -q
		mig-status -q
		mig-rollback -q
		mig-apply -q
		mig-status -q
	done
	for table in 'VIEW _prisma_migrations AS SELECT 1' 'VIEW _Prisma_Migrations AS SELECT 1 AS id' \
		'TABLE _prisma_migrations (id, migration_name)' 'TABLE _prisma_migrations (id, name, checksum)'; do
		rm -f app.db
		sqlite3 app.db "CREATE $table"
		answers
		run -2 --separate-stderr mig-apply
		has "$stderr" _prisma_migrations 'hint: '
		same '' "$(sqlite3 app.db "SELECT name FROM sqlite_schema WHERE name = 'a'")"
	done
	rm -f app.db
	sqlite3 app.db "CREATE TABLE _prisma_migrations (id TEXT, migration_name TEXT, checksum TEXT, logs TEXT, started_at INT, finished_at INT, rolled_back_at INT, applied_steps_count BLOB CHECK (applied_steps_count > 7))"
	run -2 --separate-stderr mig-apply
	has "$stderr" 'cannot write the history'
}

# Pragmas and statements that fail in a transaction, or do nothing there.
@test "a pragma that cannot run in a transaction runs outside" {
	while IFS='|' read -r text check expected; do
		again
		up 1_a "$text"
		mig-apply -q
		mig-status -q
		[ -z "$check" ] || same "$expected" "$(sql "$check")"
	done <<-'E'
		PRAGMA journal_mode = WAL; CREATE TABLE a (x); PRAGMA wal_checkpoint(TRUNCATE);|PRAGMA journal_mode|wal
		PRAGMA journal_mode = WAL; CREATE TABLE a (x); PRAGMA main.wal_checkpoint;|PRAGMA journal_mode|wal
		PRAGMA page_size = 8192; VACUUM; CREATE TABLE a (x);|PRAGMA page_size|8192
		PRAGMA auto_vacuum = FULL; VACUUM;|PRAGMA auto_vacuum|1
		PRAGMA auto_vacuum = INCREMENTAL; VACUUM; CREATE TABLE a (x); PRAGMA incremental_vacuum(5);|PRAGMA auto_vacuum|2
		CREATE TEMP TABLE t (x); PRAGMA temp_store = MEMORY; CREATE TABLE a (x);||
		PRAGMA synchronous = OFF; CREATE TABLE a (x); PRAGMA main.synchronous = FULL;||
		CREATE TABLE a (x); VACUUM INTO 'copy.db'; INSERT INTO a VALUES (1);|SELECT count(*) FROM a|1
		PRAGMA foreign_keys = OFF; BEGIN; CREATE TABLE a (x); COMMIT; PRAGMA foreign_keys = ON;|SELECT count(*) FROM a|0
		BEGIN; CREATE TABLE a (x); SAVEPOINT s; INSERT INTO a VALUES (1); ROLLBACK TO s; RELEASE s; END;|SELECT count(*) FROM a|0
		CREATE TABLE a (x); SAVEPOINT s; INSERT INTO a VALUES (1);|SELECT count(*) FROM a|1
		PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE a (x); PRAGMA locking_mode = NORMAL; INSERT INTO a VALUES (1);|SELECT count(*) FROM a|1
		PRAGMA optimize; ANALYZE; REINDEX; PRAGMA integrity_check; PRAGMA user_version = 7;|PRAGMA user_version|7
		ATTACH 'made.db' AS m; CREATE TABLE m.t (x); INSERT INTO m.t VALUES (1); DETACH m; ATTACH 'made.db' AS m; CREATE TABLE a AS SELECT * FROM m.t; DETACH m;|SELECT x FROM a|1
	E
}

@test "a file that switches the journal off can still be rolled back" {
	for mode in OFF MEMORY; do
		again
		up 1_a "PRAGMA journal_mode = $mode; CREATE TABLE a (x); INSERT INTO a VALUES (1); SELECT no_column;"
		run -1 --separate-stderr mig-apply
		has "$stderr" 'no such column: no_column'
		same ok "$(sql 'PRAGMA integrity_check')"
		same '' "$(tables)"
		same $'failed\t1_a' "$(states)"
	done
}

@test "attaching a database to itself is refused at once" {
	ln -s app.db link.db
	for name in app.db ./app.db link.db "file:app.db"; do
		again
		up 1_a "CREATE TABLE a (x); ATTACH '$name' AS other; INSERT INTO other.a VALUES (1);"
		run -1 --separate-stderr timeout 10 mig-apply
		has "$stderr" "migration.sql:1:21: error: 1_a: " 'attaches the database to which it is applied' || has "$stderr" 'unable to open'
		same $'failed\t1_a' "$(states)"
	done
}

# Old violations do not stop unrelated work.
@test "old violations of foreign keys stop no other migration" {
	for old in 'CREATE TABLE p (x); CREATE TABLE c (p REFERENCES p (x)); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);' \
		'CREATE TABLE c (p REFERENCES nowhere (x)); INSERT INTO c VALUES (1);' \
		'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p (gone)); INSERT INTO c VALUES (1);' \
		'CREATE TABLE p (a, b, UNIQUE (a, b)); CREATE TABLE c (x, y, FOREIGN KEY (x) REFERENCES p (a)); INSERT INTO c VALUES (1, 1);' \
		'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p (id)); INSERT INTO c VALUES (1), (2);'; do
		again
		sql "PRAGMA foreign_keys = OFF; $old CREATE TABLE _x (x)"
		up 1_a 'CREATE TABLE good (id INTEGER PRIMARY KEY); CREATE TABLE child (g REFERENCES good); INSERT INTO good VALUES (1); INSERT INTO child VALUES (1);'
		up 0_base ''
		mig-resolve -q -a 0_base
		up 2_b 'PRAGMA foreign_keys = OFF; CREATE TABLE new_good (id INTEGER PRIMARY KEY, y); INSERT INTO new_good (id) SELECT id FROM good; DROP TABLE good; ALTER TABLE new_good RENAME TO good; PRAGMA foreign_keys = ON;'
		mig-apply -q
		# New violations still do.
		up 3_c 'PRAGMA foreign_keys = OFF; DELETE FROM good;'
		run -1 --separate-stderr mig-apply
		has "$stderr" '1 row of "child" would have no parent in "good"'
		mig-resolve -q -r 3_c
		up 3_c 'PRAGMA foreign_keys = OFF; CREATE TABLE n (x); CREATE TABLE m (n REFERENCES n (x)); INSERT INTO m VALUES (1);'
		run -1 --separate-stderr mig-apply
		has "$stderr" 'foreign key mismatch - "m" referencing "n"'
	done
}

@test "a late flush of earlier files is not blamed on the next file" {
	up 1_a 'CREATE TABLE a (t);'
	for n in 2 3 4; do
		up ${n}_b "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) INSERT INTO a SELECT printf('%1000s', i) FROM n;"
		up ${n}_c 'PRAGMA cache_size = 5;'
	done
	for limit in 40 100 150 200; do
		rm -f app.db*
		: >app.db
		status=0
		bash -c "trap '' XFSZ; ulimit -f $limit; mig-apply" >out 2>err || status=$?
		same "$(states | grep applied)" "$(cut -f 1,2 out)"
		[ "$status" = 0 ] || has "$(cat err)" SQLITE_
		mig-apply -q
		same 150 "$(sql 'SELECT count(*) FROM a')"
	done
}

@test "the dump of the sqlite3 shell makes the database again" {
	sqlite3 old.db 'CREATE TABLE "notes" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "text" TEXT); CREATE VIRTUAL TABLE f USING fts4(x);
		CREATE INDEX i ON notes (text); INSERT INTO notes (text) VALUES ('\''a'\''), ('\''b'\''); CREATE VIEW v AS SELECT * FROM notes;
		CREATE TRIGGER t AFTER INSERT ON notes BEGIN UPDATE notes SET text = '\''x'\''; END; ANALYZE'
	objects="SELECT type, name, tbl_name FROM sqlite_schema WHERE tbl_name <> '_prisma_migrations' AND name <> 'sqlite_stat1' ORDER BY 1, 2"
	for what in .schema '.schema --indent' .dump; do
		again
		mkdir -p migrations/1_a
		sqlite3 old.db "$what" >migrations/1_a/migration.sql
		mig-apply -q -x
		mig-apply -q
		mig-status -q
		up 2_b 'INSERT INTO notes (text) VALUES ("c"); SELECT * FROM f, v;'
		mig-apply -q
		same "$(sqlite3 old.db "$objects")" "$(sql "$objects")"
	done
	same 3 "$(sql 'SELECT seq FROM sqlite_sequence')"
}

@test "of migrations that began in the same moment, the last one added is rolled back first" {
	up 2_first 'CREATE TABLE a (x);'
	down 2_first 'DROP TABLE a;'
	mig-apply -q
	up 1_second 'CREATE TABLE b (x);'
	down 1_second 'DROP TABLE b;'
	mig-apply -q
	for time in 1732000000000 "'2026-01-01 00:00:00'"; do
		sql "UPDATE _prisma_migrations SET started_at = $time"
		mig-rollback -q
		same a "$(tables)"
		mig-apply -q
	done
}
