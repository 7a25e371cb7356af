load helpers/common
load helpers/cases

@test "the cases of mig-check print what they show: SQLite" {
	sqlite_cases mig-check
}

# bats test_tags=pg
@test "the cases of mig-check print what they show: PostgreSQL" {
	postgresql_cases mig-check
}

# bats test_tags=pg
@test "the order of enum values matters on the way back, and no database remains" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	mkdir -p migrations/1_a migrations/2_b
	echo 'provider = "postgresql"' >migrations/migration_lock.toml
	echo "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (id int PRIMARY KEY, m mood);" >migrations/1_a/migration.sql
	echo "CREATE TYPE m2 AS ENUM ('a'); ALTER TABLE t ALTER m TYPE text; DROP TYPE mood;" >migrations/2_b/migration.sql
	echo "DROP TYPE m2; CREATE TYPE mood AS ENUM ('b', 'a'); ALTER TABLE t ALTER m TYPE mood USING m::mood;" >migrations/2_b/down.sql
	run -1 --separate-stderr mig-check
	same $'down-differs\t2_b\tmood\tneeds reorder-values' "$output"
	same 0 "$(sql "$DATABASE_URL" "SELECT count(*) FROM pg_database WHERE datname ~ 'scratch'")"
}

# bats test_tags=pg
@test "the schema is read despite scripts that reset the session, or leave no connection for it" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	mkdir -p migrations/1_a migrations/2_b migrations/3_c
	echo 'provider = "postgresql"' >migrations/migration_lock.toml
	echo 'CREATE TABLE t (id int PRIMARY KEY); DISCARD ALL; PREPARE migtools_0 AS SELECT 1;' >migrations/1_a/migration.sql
	echo 'DROP TABLE t; DEALLOCATE ALL;' >migrations/1_a/down.sql
	echo 'CREATE SCHEMA s; CREATE TABLE s.u (id int); DEALLOCATE ALL;' >migrations/2_b/migration.sql
	echo 'DROP SCHEMA s CASCADE;' >migrations/2_b/down.sql
	echo 'CREATE TABLE w (n int);' >migrations/3_c/migration.sql
	echo 'ALTER TABLE w RENAME TO v;' >migrations/3_c/down.sql
	run -1 mig-check
	found=$'down-differs\t3_c\tv\tneeds drop-table\nagain-differs\t3_c\tv\tneeds drop-table'
	same "$found" "$output"
	role=few_$RANDOM$RANDOM
	sql "$DATABASE_URL" "CREATE ROLE $role LOGIN CREATEDB CONNECTION LIMIT 2"
	export DATABASE_URL=${DATABASE_URL/migtools@/$role@}
	run -1 mig-check
	same "$found" "$output"
	sql "${DATABASE_URL/$role@/migtools@}" "DROP ROLE $role"
}

@test "a signal ends a check" {
	for n in $(seq 300); do
		mkdir -p "migrations/$n"
		echo "CREATE TABLE t$n (id INTEGER);" >"migrations/$n/migration.sql"
		echo "DROP TABLE t$n;" >"migrations/$n/down.sql"
	done
	echo 'provider = "sqlite"' >migrations/migration_lock.toml
	run -2 --separate-stderr timeout -k 30 --preserve-status -s INT 0.3 mig-check
	run -0 mig-check -n 3
}

# bats test_tags=pg
@test "a partial index made by a migration is no difference from the Prisma schema" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	printf 'datasource db {\n  provider = "postgresql"\n}\nmodel a {\n  id Int @id\n}\n' >schema.prisma
	mig-dev -q init
	path=$(mig-new -e by_hand)
	echo 'CREATE UNIQUE INDEX one ON a (id) WHERE id > 0;' >"$path/migration.sql"
	run -0 --separate-stderr mig-dev
	has "$stderr" 'nothing to do'
	run -0 mig-check
	sed -i 's/@id/@id\n  b Int?/' schema.prisma
	run -0 mig-dev -q b
	same 1 "$(sql "$DATABASE_URL" "SELECT count(*) FROM pg_class WHERE relname = 'one'")"
}

@test "a check needs no more memory for many migrations than for a few" {
	mkdir -p migrations/0000
	echo 'provider = "sqlite"' >migrations/migration_lock.toml
	for n in $(seq 300); do
		echo "CREATE TABLE t$n (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT);"
	done >migrations/0000/migration.sql
	for n in $(seq 1001 1040); do
		mkdir "migrations/$n"
		echo "CREATE INDEX i$n ON t1 (name);" >"migrations/$n/migration.sql"
		# Another text of a table, so that all are compared.
		echo "DROP INDEX i$n; DROP TABLE t300; CREATE TABLE t300 (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT /* $n */);" >"migrations/$n/down.sql"
	done
	(ulimit -v 30000 && mig-check -n 1) || skip 'sanitizers take all addresses'
	(ulimit -v 30000 && mig-check)
}
