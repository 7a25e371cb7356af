load helpers/common
load helpers/cases

@test "the cases of mig-dev print what they show" {
	sqlite_cases mig-dev
}

# bats test_tags=pg
@test "the cases of mig-dev print what they show: PostgreSQL" {
	postgresql_cases mig-dev
}

# schema PROVIDER MODELS: writes the Prisma schema.
schema() {
	mkdir -p prisma
	printf 'datasource db {\n  provider = "%s"\n}\n%s\n' "$1" "$2" >prisma/schema.prisma
}

loop() {
	export DATABASE_URL=$1
	schema "$2" 'model User {
  id   Int @id
  name String?
}'
	run -0 mig-dev init
	schema "$2" 'model User {
  id    Int @id
  name  String?
  posts Post[]
}
model Post {
  id     Int @id
  author User @relation(fields: [user], references: [id])
  user   Int
}'
	run -0 mig-dev 'add posts'
	run -0 --separate-stderr mig-dev
	same 'mig-dev: the migrations match the schema: nothing to do' "$stderr"
	same '' "$output"
	run -0 mig-status
	schema-parse prisma/schema.prisma >new
	schema-pull | schema-diff -q - new
	mig-rollback -q
	run -0 --separate-stderr mig-dev
	has "$output" _add_posts
}

@test "two changes of a schema make two migrations, and then none: SQLite" {
	loop file:app.db sqlite
}

# bats test_tags=pg
@test "two changes of a schema make two migrations, and then none: PostgreSQL" {
	loop "$(new_database)" postgresql
	mig-rollback -q
	sql "$DATABASE_URL" 'CREATE TABLE mine (id int)'
	run -1 --separate-stderr mig-dev
	has "$stderr" $'the database has drifted from its applied migrations:\n    safe\tcreate-table\tmine'
	same 0 "$(sql "$DATABASE_URL" "SELECT count(*) FROM pg_database WHERE datname ~ '^migtools_scratch'")"
}

# bats test_tags=pg
@test "the server's own order of enum values is not a change" {
	DATABASE_URL=$(new_database)
	export DATABASE_URL
	schema postgresql 'enum Mood {
  a
  b
  c
}
model User {
  id   Int @id
  mood Mood
}'
	mkdir -p prisma/migrations/1_a prisma/migrations/2_b
	echo 'provider = "postgresql"' >prisma/migrations/migration_lock.toml
	echo "CREATE TYPE \"Mood\" AS ENUM ('a', 'c'); CREATE TABLE \"User\" (id int PRIMARY KEY, mood \"Mood\" NOT NULL);" >prisma/migrations/1_a/migration.sql
	echo "ALTER TYPE \"Mood\" ADD VALUE 'b';" >prisma/migrations/2_b/migration.sql
	run -0 --separate-stderr mig-dev
	same 'mig-dev: the migrations match the schema: nothing to do' "$stderr"
	sed -i 's/  mood/  more String?\n  mood/' prisma/schema.prisma
	run -0 mig-dev more
	run -0 --separate-stderr mig-dev
	same 'mig-dev: the migrations match the schema: nothing to do' "$stderr"
}

@test "mig-dev asks about a rename on the terminal, and keeps the rows" {
	export DATABASE_URL=file:app.db
	schema sqlite 'model User {
  id   Int @id
  name String?
}'
	mig-dev -q init
	sqlite3 app.db "INSERT INTO User VALUES (1, 'Ada')"
	sed -i 's/name/full/' prisma/schema.prisma
	run -2 script -qec 'mig-dev rename' /dev/null < <(printf 'n\nn\n')
	has "$output" 'Was User.name renamed to User.full? [y/N]' 'Data will be lost. Write and apply this migration? [y/N]' 'nothing was written'
	same 1 "$(ls -d prisma/migrations/2* | wc -l)"
	run -0 script -qec 'mig-dev rename' /dev/null <<<y
	same Ada "$(sqlite3 app.db 'SELECT "full" FROM User')"
}

@test "any other answer is asked for again; Return and the end of the input mean no" {
	export DATABASE_URL=file:app.db
	schema sqlite 'model User {
  id   Int @id
  name String?
}'
	mig-dev -q init
	sed -i 's/name/full/' prisma/schema.prisma
	run -2 script -qec 'mig-dev rename' /dev/null < <(printf 'maybe\nyse, please, and at once\n\n\004')
	same 2 "$(grep -c 'please answer y or n' <<<"$output")"
	same 3 "$(grep -c 'was User.name renamed' -i <<<"$output")"
	has "$output" 'nothing was written'
	run -0 script -qec 'mig-dev rename' /dev/null <<<YES
	has "$output" 'rename-column User.name: to full'
}

@test "Ctrl-C at a question leaves nothing" {
	export DATABASE_URL=file:app.db
	schema sqlite 'model User {
  id   Int @id
  name String?
}'
	mig-dev -q init
	before=$(ls -A prisma/migrations)
	sed -i 's/name/full/' prisma/schema.prisma
	run -2 timeout 20 script -qefc 'exec mig-dev' log < <(until grep -q renamed log; do sleep 0.1; done 2>/dev/null; printf '\003'; sleep 1)
	has "$output" 'interrupted: nothing was written'
	same "$before" "$(ls -A prisma/migrations)"
}

@test "a signal at any time leaves all of the new migration or nothing" {
	export DATABASE_URL=file:app.db
	# The leak check waits forever if the signal arrives in it.
	export ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
	for n in $(seq 25); do
		rm -rf app.db prisma
		schema sqlite 'model User {
  id   Int @id
}'
		mig-dev -q init 2>/dev/null
		schema sqlite 'model User {
  id   Int @id
  name String?
}'
		timeout -k 30 -s INT "0.0$((n * 3 % 40 + 10))" mig-dev -q change 2>/dev/null || true
		if ls -d prisma/migrations/*_change 2>/dev/null; then
			[ -s prisma/migrations/*_change/migration.sql ]
			[ -s prisma/migrations/*_change/down.sql ]
			grep -q name prisma/migrations/schema.text
		fi
		run -0 mig-dev -q change
		same '' "$(find prisma/migrations -name '.*')"
		same 1 "$(ls -d prisma/migrations/*_change | wc -l)"
	done
}
