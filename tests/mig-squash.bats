load helpers/common
load helpers/cases

@test "the cases of mig-squash print what they show: SQLite" {
	sqlite_cases mig-squash
}

# bats test_tags=pg
@test "the cases of mig-squash print what they show: PostgreSQL" {
	postgresql_cases mig-squash
}

situation() {
	local n
	for n in 1_a 2_b 3_c; do
		mkdir -p "migrations/$n"
		echo "CREATE TABLE ${n#*_} (id INTEGER NOT NULL PRIMARY KEY);" >"migrations/$n/migration.sql"
	done
	echo 'provider = "sqlite"' >migrations/migration_lock.toml
}

@test "a killed squash leaves the old migrations or the new one" {
	for n in $(seq 25); do
		rm -rf migrations
		situation
		timeout -s KILL "0.0$((n * 7 % 60 + 10))" mig-squash all >/dev/null || true
		mig-new -e next >/dev/null
		if [ -d migrations/3_all ]; then
			same $'1_a\n2_b\n3_c' "$(ls migrations/3_all/replaces)"
			[ ! -e migrations/1_a ] && [ ! -e migrations/3_c ]
		else
			[ -s migrations/1_a/migration.sql ] && [ -s migrations/3_c/migration.sql ]
		fi
		same '' "$(find migrations -name '.*')"
	done
}

@test "an old migration edited since its replacement is not removed" {
	situation
	mig-squash all
	cp -r migrations/3_all/replaces/1_a migrations/1_a
	echo '-- more' >>migrations/1_a/migration.sql
	mig-new -e next >/dev/null
	grep -q more migrations/1_a/migration.sql
}
