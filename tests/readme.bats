load helpers/common

# The recipes of README.md, in order, each with sh -e. The second one has its own database.

recipes() {
	awk '/^```sh$/ { n++; inside = 1; next } /^```$/ { inside = 0 } inside { print > (n ".sh") }' "$TESTS/../README.md"
}

recipe() { sh -eu "$1.sh"; }

# hook: the recipe for commits permits what is sound, and refuses a schema without its migration.
hook() {
	mkdir repository
	cp -r schema.prisma migrations repository
	cp 9.sh repository/9.sh
	(
		cd repository
		git init -q
		git add schema.prisma migrations
		recipe 9
		printf 'model Late {\n  id Int @id\n}\n' >>schema.prisma
		recipe 9
		git add schema.prisma
		run -1 recipe 9
		has "$output" $'schema\t-\tLate\t'
	)
}

follow() {
	recipes
	cp "$TESTS/demo/$2/before.prisma" schema.prisma
	export DATABASE_URL=$1
	recipe 1
	mkdir adopt
	cp 2.sh adopt
	(cd adopt && sql "$3" 'CREATE TABLE t (id INTEGER PRIMARY KEY)' && DATABASE_URL=$3 recipe 2 && DATABASE_URL=$3 mig-status -q)
	cp "$TESTS/demo/$2/after.prisma" schema.prisma
	schema-parse schema.prisma >after.text
	schema-diff migrations.text after.text | mig-new more
	recipe 6
	lossy=$(echo 'DROP TABLE IF EXISTS gone;' | mig-new lossy)
	rm costs
	run -1 recipe 6
	[ ! -e costs ]
	rm -r "$lossy"
	printf '#!/bin/sh\nexit 1\n' >start-and-test
	chmod +x start-and-test
	run -1 recipe 3
	has "$(mig-status)" $'rolled-back\t'
	echo '#!/bin/sh' >start-and-test
	recipe 3
	recipe 4
	recipe 5
	[ "$(ls backups/*.backup | wc -l)" -ge 2 ]
	recipe 7
	grep -q '^erDiagram' er.md
	[ "$(recipe 8)" = 'nothing is lost' ]
	run -2 env MIGRATIONS_DIR=nowhere sh -eu 8.sh
	cp er.md er.before
	run -2 env DATABASE_URL=file:nowhere.db sh -eu 7.sh
	cmp er.md er.before
	hook
	sql "$1" 'CREATE TABLE by_hand (id INTEGER PRIMARY KEY)'
	run -1 mig-status -d
	EDITOR=true recipe 10
	mig-status -q
}

@test "the recipes of the README run: SQLite" {
	follow file:app.db sqlite "file:$PWD/old.db"
}

# bats test_tags=pg
@test "the recipes of the README run: PostgreSQL" {
	follow "$(new_database)" postgresql "$(new_database)"
}

# blocks LANGUAGE: writes the blocks of README.md in this language to 1.LANGUAGE, 2.LANGUAGE, ...
blocks() {
	awk -v start="^\`\`\`$1\$" -v ext="$1" '$0 ~ start { n++; inside = 1; next } /^```$/ { inside = 0 }
		inside { print > (n "." ext) }' "$TESTS/../README.md"
}

@test "the systemd units of the README are units, and their commands run" {
	blocks ini
	mkdir app
	echo 'CREATE TABLE t (id INTEGER PRIMARY KEY);' | mig-new -m app/migrations init
	echo "DATABASE_URL=file:$PWD/app/app.db" >app.env
	sed -i "s|=mig-|=$MIGTOOLS_BIN/mig-|; s|/etc/app.env|$PWD/app.env|; s|/srv/app|$PWD/app|" ./*.ini
	{ cat 1.ini && printf 'ExecStart=/bin/true\n'; } >app.service
	mv 2.ini app-backup.service
	mv 3.ini app-backup.timer
	run -0 systemd-analyze verify "$PWD/app.service" "$PWD/app-backup.service" "$PWD/app-backup.timer"
	same "" "$output"
	for unit in app app-backup; do
		command=$(sed -n 's/^Exec\(StartPre\|Start\)=\(.*mig-.*\)/\2/p' $unit.service)
		# shellcheck disable=SC2086 # words, as systemd splits them
		(cd app && env -i $(cat ../app.env) $command)
	done
	[ "$(ls app/backups/*.backup | wc -l)" -eq 2 ]
	DATABASE_URL=file:app/app.db mig-status -q -m app/migrations
}

@test "the Kubernetes Job of the README runs programs of its image" {
	blocks yaml
	blocks dockerfile
	mkdir image
	mkdir prisma
	echo 'CREATE TABLE t (id INTEGER PRIMARY KEY);' | mig-new -m prisma/migrations init
	read -r word from to < <(grep COPY 1.dockerfile)
	same COPY "$word"
	cp -r "$from" "image$to"
	entry=$(sed -n 's|^ENTRYPOINT \["/\(.*\)"\]|\1|p' "$TESTS/release/Dockerfile")
	grep -qx "ENV MIGRATIONS_DIR=$to" "$TESTS/release/Dockerfile"
	readarray -t args < <(sed -n 's/^ *args: //p' 1.yaml | jq -r '.[]')
	variable=$(sed -n '/^ *env:/{n;s/^ *- name: //p}' 1.yaml)
	for _ in 1 2; do
		env -i "MIGRATIONS_DIR=image$to" "$variable=file:app.db" "$MIGTOOLS_BIN/$entry" "${args[@]}"
	done
	DATABASE_URL=file:app.db mig-status -q -m image/migrations
}
