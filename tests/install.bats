load helpers/common

# `make` for those who install migtools.

ROOT=$TESTS/..
bin=${MIGTOOLS_BIN:-$ROOT/build/bin}
build=build
[[ $bin != */build/san/bin ]] || build=build/san

# make_it TARGET...: runs make for the programs under test.
make_it() {
	env -u MAKEFLAGS -u MAKELEVEL make -C "$ROOT" --no-print-directory BUILD="$build" DESTDIR="$PWD/root" PREFIX=/usr "$@"
}

@test "install puts every program and manual in place, and uninstall removes them" {
	make_it install
	for source in "$ROOT"/bin/*; do
		program=$(basename "${source%.*}")
		run -0 "root/usr/bin/$program" -V
	done
	for page in "$ROOT"/man/*; do
		[ -f "root/usr/share/man/man${page##*.}/$(basename "$page")" ]
	done
	make_it uninstall
	same '' "$(find root ! -type d)"
}

@test "where it may not write, install says what to do, and says it once" {
	touch closed
	run env -u MAKEFLAGS -u MAKELEVEL make -C "$ROOT" --no-print-directory BUILD="$build" DESTDIR="$PWD/closed" PREFIX=/usr install
	same 2 "$status"
	has "$output" "cannot write to $PWD/closed/usr/bin: use sudo, or PREFIX=\$HOME/.local"
	same 0 "$(grep -c 'install:' <<<"$output")"
}

@test "install-strip installs programs without symbols" {
	make_it install-strip
	for program in root/usr/bin/*; do
		case $(head -c 2 "$program") in '#!') continue ;; esac
		same '' "$(nm "$program" 2>/dev/null)"
		run -0 "$program" -V
	done
}

@test "the version is that of the newest entry in migtools-changes(7)" {
	version=$(sed -n 's/^\.Ss //p' "$ROOT/man/migtools-changes.7" | head -n 1)
	same "VERSION  = $version" "$(grep '^VERSION ' "$ROOT/Makefile")"
}

# The programs under test were built in another directory, at another time.
@test "dist is a tarball that builds without git, into the same bytes" {
	[ $build = build ] || skip "the programs are built with sanitizers"
	make_it dist
	tar -xf "$ROOT"/build/migtools-*.tar.gz
	cd migtools-*/
	env -u MAKEFLAGS make --no-print-directory -j "$(nproc)" all dist >/dev/null
	cmp build/migtools-*.tar.gz "$ROOT"/build/migtools-*.tar.gz
	for program in build/bin/*; do
		cmp "$program" "$bin/$(basename "$program")"
	done
}
