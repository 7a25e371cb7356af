load helpers/common

# schema.text in a migrations folder, the sum of its migrations, merged by git.

# model NAME [FIELD...]: prints a model.
model() {
	printf 'model %s {\n  id Int @id\n' "$1"
	shift
	[ $# -eq 0 ] || printf '  %s\n' "$@"
	printf '  end Int\n  @@index([end])\n}\n\n'
}

# commit NAME MODELS: writes the schema and its migration, and commits them.
commit() {
	printf 'datasource db {\n  provider = "sqlite"\n}\n\n%s\n' "$2" >schema.prisma
	schema-parse schema.prisma >../new
	old=migrations/schema.text
	[ -f "$old" ] || old=/dev/null
	schema-diff "$old" ../new | mig-new -s ../new "$1"
	git add -A
	git commit -qm "$1"
}

# branches MODELS-OF-A MODELS-OF-B: commits a base, and a branch for each change of it.
branches() {
	git init -q -b main .
	git config user.name a
	git config user.email a@example.org
	commit base "$(model User; model Post)"
	git checkout -qb a
	commit a "$1"
	git checkout -q main
	git checkout -qb b
	commit b "$2"
}

# merged ONE OTHER: merges into the first, and checks that schema.text equals the schema.
merged() {
	git checkout -q "$1"
	git merge -q --no-edit "$2"
	schema-parse schema.prisma | schema-diff -q migrations/schema.text -
}

@test "schema.text merges where the schema does, in both orders" {
	branches "$(model User 'a Int?'; model Post)" "$(model User; model Post 'b Int?'; model Tag)"
	git branch kept
	merged a b
	merged kept a
	run -0 schema-diff -o list migrations/schema.text migrations/schema.text
	same '' "$output"
}

@test "two branches that add a column each to one model merge" {
	branches "$(printf 'model User {\n  a Int?\n  id Int @id\n  end Int\n  @@index([end])\n}\n'; model Post)" \
		"$(printf 'model User {\n  id Int @id\n  end Int\n  b Int?\n  @@index([end])\n}\n'; model Post)"
	merged a b
}

@test "schema.text conflicts where the schema does" {
	branches "$(model User 'name Int?'; model Post)" "$(model User 'name String?'; model Post)"
	run -1 git merge --no-edit a
	has "$(git status --short)" 'UU schema.prisma' 'UU migrations/schema.text'
	run -2 --separate-stderr schema-diff migrations/schema.text /dev/null
	has "$stderr" 'migrations/schema.text:5:1: error:'
}

@test "mig-apply, mig-status and mig-rollback ignore schema.text" {
	export DATABASE_URL=file:app.db
	: >app.db
	git init -q .
	git config user.name a
	git config user.email a@example.org
	commit base "$(model User)" >/dev/null
	echo nonsense >migrations/schema.text
	run -0 --separate-stderr mig-apply
	same '' "$stderr"
	run -0 mig-status
	run -0 mig-rollback
}
