load helpers/common

# Completion in bash, zsh and fish, with the files as `make install` places them. zsh and fish are optional.

ROOT=$TESTS/..
bin=${MIGTOOLS_BIN:-$ROOT/build/bin}

setup_file() {
	build=build
	[[ ${MIGTOOLS_BIN:-} != */build/san/bin ]] || build=build/san
	env -u MAKEFLAGS make -C "$BATS_TEST_DIRNAME/.." --no-print-directory BUILD=$build \
		DESTDIR="$BATS_FILE_TMPDIR/root" PREFIX=/usr install
}

# situation: creates migrations and backups to complete.
situation() {
	share=$BATS_FILE_TMPDIR/root/usr/share
	mkdir -p migrations/1_init migrations/2_teams migrations/empty other/9_far backups 'a folder'
	touch migrations/1_init/migration.sql migrations/2_teams/migration.sql other/9_far/migration.sql
	touch backups/20260101_app.backup schema.prisma
}

# ask LINE: prints the candidates that a shell offers after the line, one a line.
ask() { "in_$shell" "$1" | sort -u; }
in_bash() {
	bash -c '
		source "$1/bash-completion/completions/${2%% *}"
		eval "words=(${2//=/ = })"
		COMP_WORDS=("${words[@]}")
		[[ $2 != *[\ =] ]] || COMP_WORDS+=("")
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		_migtools
		printf "%s\n" "${COMPREPLY[@]}"' bash "$share" "$1"
}
in_fish() {
	HOME=$PWD fish --no-config -c 'source $argv[1]/fish/vendor_completions.d/(string split " " $argv[2])[1].fish
		complete -C $argv[2]' "$share" "$1" | cut -f 1
}
in_zsh() {
	HOME=$PWD zsh -f "$TESTS/helpers/complete.zsh" "$share/zsh/site-functions" "$1" | tr -d '\\'
}

answers() {
	situation
	has "$(ask 'mig-apply -')" -b --backup --help
	same $'1_init\n2_teams' "$(ask 'mig-apply -t ')"
	same 2_teams "$(ask 'mig-apply --to 2')"
	same 9_far "$(ask 'mig-apply -m other -t ')"
	same $'1_init\n2_teams' "$(ask 'mig-resolve -qa ')"
	same $'json\ntext' "$(ask 'mig-status -o ')"
	same dot "$(ask 'schema-print -o d')"
	same $'both\ndown\njson\nlist\nup' "$(ask 'schema-diff --output ')"
	same edited,missing "$(ask 'mig-apply -s edited,mi')"
	has "$(ask 'mig-backup -r ')" backups/20260101_app.backup
	has "$(ask 'schema-parse sch')" schema.prisma
	has "$(ask 'mig-apply -b ')" 'a folder'
	same '' "$(ask 'mig-new add')"
	same '' "$(find . -newer schema.prisma -name '*.db')"
}

@test "bash completes options, migrations, backups, forms and files" {
	shell=bash answers
	shell=bash
	same json "$(ask 'mig-status --output=j')"
}

@test "fish completes options, migrations, backups, forms and files" {
	command -v fish >/dev/null || skip "there is no fish"
	shell=fish answers
}

@test "zsh completes options, migrations, backups, forms and files" {
	command -v zsh >/dev/null || skip "there is no zsh"
	shell=zsh answers
}

@test "every option whose argument is a form or a list of words offers words" {
	situation
	for source in "$ROOT"/bin/*.c; do
		program=$(basename "$source" .c)
		for letter in $("$program" -h | sed -nE 's/^  -(.) (form|words), .*/\1/p'); do
			[ -n "$(shell=bash ask "$program -$letter ")" ] || { echo "$program -$letter"; false; }
		done
	done
}
