load helpers/common

# A program that is killed at a random instant leaves everything or nothing, and a history that says
# which. `make soak` is the long version, HITS=500; it also prints how often and where it hit.

# disturb SHARE HOW WORK: hits the program HITS / SHARE times, or SHORT times in the short version.
disturb() {
	local hits=${SHORT:-2} server=
	[ -z "${HITS:-}" ] || hits=$(((HITS + $1 - 1) / $1))
	[ "$2" != crash ] || server=$TESTS/helpers/with-postgresql
	${server:+env -u DATABASE_URL "$server"} "$TESTS/helpers/disturb" "$2" "$hits" "$3" >said 2>&1 || { cat said; return 1; }
	[ -z "${HITS:-}" ] || sed 's/^/# /' said >&3
}

# Counting calls hits a process at every moment of a commit; the clock hits it where it works long.
on_sqlite() {
	export DATABASE_URL=file:app.db
	disturb "$2" call "$1"
	disturb "$2" kill "$1"
	[ -z "${HITS:-}" ] || disturb "${OTHERS:-5}" terminate "$1"
}

# A server that is stopped is not shared with other tests.
on_postgresql() {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	disturb "$2" kill "$1"
	disturb 25 crash "$1"
	[ -z "${HITS:-}" ] || for how in call terminate backend; do disturb "${OTHERS:-5}" "$how" "$1"; done
}

@test "mig-apply killed at a random instant leaves all of a migration or none: SQLite" {
	on_sqlite apply 1
}

# bats test_tags=pg
@test "mig-apply killed at a random instant leaves all of a migration or none: PostgreSQL" {
	on_postgresql apply 1
}

@test "mig-rollback killed at a random instant leaves all of a migration or none: SQLite" {
	on_sqlite rollback 5
}

# bats test_tags=pg
@test "mig-rollback killed at a random instant leaves all of a migration or none: PostgreSQL" {
	on_postgresql rollback 5
}

@test "a restore killed at a random instant leaves the old database or the backup: SQLite" {
	SHORT=10 on_sqlite restore 5
}

# bats test_tags=pg
@test "a restore killed at a random instant leaves the old database or the backup: PostgreSQL" {
	on_postgresql restore 5
}

@test "a backup killed at a random instant leaves a complete file or none: SQLite" {
	SHORT=10 on_sqlite backup 5
}

# bats test_tags=pg
@test "a backup killed at a random instant leaves a complete file or none: PostgreSQL" {
	on_postgresql backup 5
}

@test "a proof killed at a random instant leaves nothing behind: SQLite" {
	SHORT=5 on_sqlite prove 25
}

# bats test_tags=pg
@test "a proof killed at a random instant leaves nothing behind: PostgreSQL" {
	on_postgresql prove 25
}
