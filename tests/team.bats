load helpers/common

# schema MODELS: writes the Prisma schema; user FIELD...: prints its first model.
schema() {
	mkdir -p prisma
	printf 'datasource db {\n  provider = "%s"\n}\n\n%s\n' "${provider:-sqlite}" "$1" >prisma/schema.prisma
}
user() {
	printf 'model User {\n  id Int @id\n'
	[ $# -eq 0 ] || printf '  %s\n' "$@"
	printf '}\n'
}

# project [URL]: makes a repository with one applied migration.
project() {
	export DATABASE_URL=${1:-file:app.db}
	git init -q -b main .
	git config user.name a
	git config user.email a@example.org
	printf '*.db\nbackups\n' >.gitignore
	schema "$(user 'title String?')"
	mig-dev -q init
	git add -A
	git commit -qm init
}

# table: prints the commands of the README's table, one a line.
table() {
	sed -n '/^## Coming from Prisma/,/^## R/p' "$TESTS/../README.md" | sed 's/\\|/OR/g' |
		awk -F'|' 'NF == 5 && !/---|with migtools/ { print $4 }' | sed 's/OR/|/g; s/^ *`//; s/` *$//'
}

@test "every command of the README's table 'Coming from Prisma' works" {
	project
	mkdir bin
	printf '#!/bin/sh\necho "ran npx $*"\n' >bin/npx
	chmod +x bin/npx
	PATH=$PWD/bin:$PATH
	table >commands
	[ "$(wc -l <commands)" -ge 25 ]
	for word in mig-dev mig-new mig-apply mig-status mig-check mig-reset mig-rollback mig-backup mig-resolve mig-squash schema-pull; do
		grep -q "$word" commands
	done
	n=0
	while read -r command; do
		n=$((n + 1))
		name=$(ls -d prisma/migrations/*/ | tail -n 1)
		status=0
		case $command in
		'mig-dev N') schema "$(user 'title String?' 'a1 String?')" ;;
		'mig-dev -c N') schema "$(user 'title String?' 'a1 String?' 'a3 String?')" ;;
		*-r\ User*) mig-apply -q; schema "$(user 'heading String?' 'a1 String?' 'a3 String?')" ;;
		*' -x'* | *' -b backups') mig-new -e "later $n" >/dev/null; echo 'SELECT 1;' >"$(ls -d prisma/migrations/*_later_"$n")/migration.sql" ;;
		mig-rollback) echo 'SELECT 1;' >"$name/down.sql" ;;
		'mig-status' | 'mig-apply -n') status=0 ;;
		'mig-resolve -r'*)
			mig-new -e "fails" >/dev/null
			name=$(ls -d prisma/migrations/*_fails)
			echo 'SELECT nothing;' >"$name/migration.sql"
			run -1 mig-apply
			;;
		'mig-resolve -a'*) echo 'SELECT 1;' >"$name/migration.sql" ;;
		mig-squash*) mig-apply -q ;;
		esac
		command=${command//NAME/$(basename "$name")}
		run sh -c "$command" </dev/null
		case $command in
		mig-status) [ "$status" -le 1 ] ;;
		*) [ "$status" -eq 0 ] || { echo "$command: $status: $output"; false; } ;;
		esac
	done <commands
	run -0 mig-check
}

@test "two branches with migrations merge in either order, and every colleague catches up" {
	project
	git branch b
	schema "$(user 'title String?' 'a Int?')"
	mig-dev -q a
	git add -A
	git commit -qm a
	git branch a
	cp app.db a.db
	# The other one, in a database that does not know the first.
	git checkout -q b
	mig-reset -q -f
	# In the same second both would get the same time, which mig-check reports.
	sleep 2
	schema "$(user 'title String?')
model Post {
  id Int @id
}"
	mig-dev -q b
	git add -A
	git commit -qm b
	cp app.db b.db
	for order in 'a b' 'b a'; do
		git checkout -q "${order% *}"
		git checkout -q -B merged
		git merge -q --no-edit "${order#* }"
		for database in a b; do
			cp "$database.db" app.db
			run -0 mig-dev
			run -0 mig-status
			schema-pull >now
			schema-parse prisma/schema.prisma | schema-diff -q - now
		done
		run -0 mig-check
		# A migration that runs before one in main is noticed before it is merged.
		git checkout -q "${order% *}"
	done
}

# look URL: Prisma's engine finds no fault in a database, if $ENGINE is its script; `make conformance` sets it.
look() {
	local fine='{"editedMigrationNames":[],"failedMigrationNames":[],"hasMigrationsTable":true,"history":null}'
	[ -z "${ENGINE:-}" ] || same "$fine" "$(DATABASE_URL=$1 node "$ENGINE" diagnose prisma/migrations)"
}

# month PRODUCTION FRESH: plays a month, with the databases of production and of a new colleague.
month() {
	local production=$1 fresh=$2
	mig-apply -q -u "$production"
	sql "$production" "INSERT INTO \"User\" VALUES (1, 'Ada')"
	# A rename, given without a terminal.
	schema "$(user 'heading String?')"
	mig-dev -q -r User.title=heading rename
	# A migration that is written, edited, and then applied.
	schema "$(user 'heading String?' 'shout String?')"
	mig-dev -q -c shout
	echo 'UPDATE "User" SET shout = upper(heading);' >>"$(ls -d prisma/migrations/*_shout)/migration.sql"
	run -0 mig-dev
	run -0 mig-check
	# Production gets all of it, after a backup.
	run -0 mig-apply -b backups -u "$production"
	same ADA "$(sql "$production" 'SELECT shout FROM "User"')"
	look "$production"
	# A trigger or a view made by hand stays, and is not a finding.
	mig-new -e by_hand >/dev/null
	echo 'CREATE VIEW loud AS SELECT shout FROM "User";' >"$(ls -d prisma/migrations/*_by_hand)/migration.sql"
	run -0 mig-dev
	run -0 mig-check
	run -0 mig-apply -u "$production"
	# A hotfix by hand is drift, and becomes a migration that production already has.
	sql "$production" 'CREATE INDEX hot ON "User" (heading)'
	run -1 mig-status -d -u "$production"
	has "$output" hot
	schema "$(user 'heading String?' 'shout String?' '@@index([heading], map: "hot")')"
	mig-dev -q hotfix
	mig-resolve -q -a "$(basename prisma/migrations/*_hotfix)" -u "$production"
	run -0 mig-status -d -u "$production"
	look "$production"
	# A deployment fails on the rows of production, and is repaired.
	mig-new -e strict >/dev/null
	strict=$(ls -d prisma/migrations/*_strict)
	echo 'INSERT INTO "User" (id) VALUES (1);' >"$strict/migration.sql"
	run -1 mig-apply -u "$production"
	run -1 mig-status -u "$production"
	[ -z "${ENGINE:-}" ] || run -1 look "$production"
	echo 'INSERT INTO "User" (id) SELECT 2 WHERE NOT EXISTS (SELECT 1 FROM "User");' >"$strict/migration.sql"
	mig-resolve -q -r "$(basename "$strict")" -u "$production"
	run -0 mig-apply -u "$production"
	look "$production"
	run -0 mig-dev
	# A squash: production adopts it, and runs nothing of it again.
	mig-squash first_month >/dev/null
	run -0 mig-check
	run -0 mig-apply -u "$production"
	run -0 mig-status -s all -u "$production"
	look "$production"
	same 1 "$(sql "$production" 'SELECT count(*) FROM "User"')"
	# A new colleague's first day: one command.
	export DATABASE_URL=$fresh
	run -0 mig-dev
	run -0 mig-status -d
	look "$fresh"
	same '' "$(find . -name '.mig-new*')"
}

@test "a month: a rename, an edited migration, a hotfix, a failed deployment, a squash, a first day" {
	project
	month file:production.db file:fresh.db
}

# bats test_tags=pg
@test "a month on PostgreSQL" {
	provider=postgresql
	project "$(new_database)"
	month "$(new_database)" "$(new_database)"
}
