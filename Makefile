# migtools: `make demo` shows it at work, `make check` tests it, `make install` installs it.

VERSION  = 0.2.0
RELEASED = 2026-11-26
PREFIX   = /usr/local
CC       = gcc

# SAN=1 builds and checks with AddressSanitizer and UndefinedBehaviorSanitizer, VALGRIND=1 with memcheck. For these
# each allocation is a block of its own, so that they see where it ends.
BUILD     = build$(if $(SAN),/san)$(if $(VALGRIND),/valgrind)
EXACT     = $(if $(SAN)$(VALGRIND),-DARENA_EXACT)
SANITIZE  = $(if $(SAN),-fsanitize=address$(comma)undefined -fno-sanitize-recover=all)
comma     = ,

# V=1 shows the commands.
Q = $(if $(V),,@)

# The same source gives the same bytes, wherever it is built. (DWARF 5 would name the directory.)
CFLAGS   = -O2 -gdwarf-4
# Also warns of shadowed names, functions without a prototype, formats that are not literals, casts and
# writes that discard const, and variable length arrays. WERROR=1 makes warnings errors: for developers, as
# a newer compiler may warn of more.
WARNINGS = -Wall -Wextra -Wpedantic $(if $(WERROR),-Werror) -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wformat=2 -Wwrite-strings -Wcast-qual -Wpointer-arith -Wundef -Wvla
STANDARD = -std=c17 -D_POSIX_C_SOURCE=200809L -DMIGTOOLS_VERSION='"$(VERSION)"' -Icommon \
	-isystem $(LIBPQ_HEADERS)
LIBPQ_HEADERS := $(or $(shell pkg-config --variable=includedir libpq 2>/dev/null),/usr/include/postgresql)
HARDEN   = -fstack-protector-strong -D_FORTIFY_SOURCE=2
# Leaves the directory out of the programs. For LTO, gcc writes the line numbers: the assembler would name it.
SAME     = -ffile-prefix-map=$(CURDIR)=.
# Link time optimization: schema-parse takes 7 % less time. The programs that use a database wait for it;
# they are linked without, which takes a tenth of the time.
LTO      = $(if $(SAN)$(VALGRIND)$(findstring clang,$(CC)),,-flto=auto)
COMPILE  = $(CC) $(STANDARD) $(WARNINGS) $(CFLAGS) $(CPPFLAGS) $(EXACT) $(SAME) $(if $(SAN),$(SANITIZE),$(HARDEN)) \
	$(if $(LTO),$(LTO) -ffat-lto-objects -gno-as-loc-support) -MMD -MP

# Debian packages to build, to run the tests, and for the other targets.
BUILD_PACKAGES = gcc libc6-dev pkgconf libpq-dev libsqlite3-dev libmd-dev uuid-dev sqlite3
CHECK_PACKAGES = bats jq postgresql pgbouncer mandoc bsdextrautils procps openssl ca-certificates age zstd systemd

# The rooms, and those that each program is linked from. A room depends only on rooms before it.
ROOMS    = base sqltext schema psl print diff sql folder url db postgresql sqlite \
	   connect scratch backup migrate develop
TEXT     = base schema
SERVERS  = url db postgresql sqlite connect scratch backup
DATABASE = base sqltext schema diff folder $(SERVERS) migrate
DEVELOP  = base sqltext schema psl diff sql folder $(SERVERS) migrate develop

schema-parse_rooms = $(TEXT) psl
schema-print_rooms = base sqltext schema psl print diff sql
schema-diff_rooms  = base sqltext schema diff sql
mig-new_rooms      = base sqltext schema folder
mig-apply_rooms    = $(DATABASE)
mig-status_rooms   = $(DATABASE)
mig-rollback_rooms = $(DATABASE)
mig-backup_rooms   = $(DATABASE)
mig-resolve_rooms  = $(DATABASE)
schema-pull_rooms  = base sqltext schema psl diff folder $(SERVERS) migrate
mig-reset_rooms    = $(DATABASE)
mig-dev_rooms      = $(DEVELOP)
mig-check_rooms    = $(DEVELOP)
mig-squash_rooms   = $(DEVELOP)

# The libraries of a room. libpq is not listed: postgresql/ loads it only if a URL asks for PostgreSQL. The others
# are linked statically, because loading them would take longer than the work of mig-status.
# SHARED=1 links all of them dynamically; so is one of which there is no archive.
folder_libs = $(call library,md)
db_libs     = $(call library,uuid)
sqlite_libs = $(call library,sqlite3) -lm
backup_libs = $(call library,md) -lpthread
library     = $(if $(SHARED)$(filter-out /%,$(shell $(CC) -print-file-name=lib$(1).a 2>/dev/null)),-l$(1),-Wl,-Bstatic -l$(1) -Wl,-Bdynamic)

PROGRAMS = $(patsubst bin/%.c,%,$(wildcard bin/*.c))
SOURCES  = $(wildcard bin/*.c common/*/*.[ch] tests/*/*.c)
# Programs that need the C library only: their rooms have no libraries.
TEXT_PROGRAMS = $(foreach program,$(PROGRAMS),$(if $(call libraries,$(program)),,$(program)))
libraries     = $(strip $(foreach room,$($(1)_rooms),$($(room)_libs)))
MANUALS  = $(wildcard man/*.[157])

all: $(PROGRAMS:%=$(BUILD)/bin/%)

# Prints what to install if a tool or a header is missing, before the compiler fails.
HEADERS = libpq-fe.h sqlite3.h sha2.h uuid/uuid.h
OBJECTS = $(patsubst common/%.c,$(BUILD)/%.o,$(wildcard common/*/*.c)) $(PROGRAMS:%=$(BUILD)/%.o)
$(OBJECTS): | tools
tools:
	@missing=; for tool in $(CC) ar; do \
		command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	if [ -z "$$missing" ]; then for header in $(if $(filter musl%,$(CC)),,$(HEADERS)); do \
		echo "#include <$$header>" | $(CC) $(STANDARD) -fsyntax-only -x c - 2>/dev/null || \
			missing="$$missing $$header"; done; fi; \
	[ -z "$$missing" ] || { echo "missing:$$missing" >&2; \
		echo "please install, as root: apt-get install $(BUILD_PACKAGES)" >&2; \
		echo "(elsewhere: a C compiler, libpq, SQLite 3, libmd and libuuid with their headers)" >&2; \
		exit 1; }

# A room is an archive. A program is linked from its own file and its rooms, the highest first.
define room_rule
$(BUILD)/$(1).a: $(patsubst common/%.c,$(BUILD)/%.o,$(wildcard common/$(1)/*.c))
	@rm -f $$@
	$(Q)ar rcs $$@ $$^
endef
$(foreach room,$(ROOMS),$(eval $(call room_rule,$(room))))

reverse = $(if $(1),$(call reverse,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
archives = $(patsubst %,$(BUILD)/%.a,$(call reverse,$($(1)_rooms)))

define program_rule
$(BUILD)/bin/$(1): $(BUILD)/$(1).o $(call archives,$(1))
	@mkdir -p $$(@D)
	@echo "linking $$@"
	$(Q)$(CC) $(SANITIZE) $(SAME) $(if $(filter $(1),$(TEXT_PROGRAMS)),$(LTO),-fno-lto) $(LDFLAGS) -o $$@ $$^ $$(foreach room,$$($(1)_rooms),$$($$(room)_libs)) $(LDLIBS)
endef
$(foreach program,$(PROGRAMS),$(eval $(call program_rule,$(program))))

# A change of the flags rebuilds everything.
$(BUILD)/%.o: common/%.c Makefile
	@mkdir -p $(@D)
	@echo "compiling $<"
	$(Q)$(COMPILE) -c -o $@ $<

$(BUILD)/%.o: bin/%.c Makefile
	@mkdir -p $(@D)
	@echo "compiling $<"
	$(Q)$(COMPILE) -c -o $@ $<

-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d)

# Shows every program at work on an SQLite file.
demo: deps
	@echo "building migtools (messages: build/log)"
	@mkdir -p build
	@$(MAKE) --no-print-directory -j "$$(nproc)" all >build/log 2>&1 || { cat build/log; exit 1; }
	@PATH="$(CURDIR)/$(BUILD)/bin:$$PATH" tests/demo/run build/demo

# Runs the tests, on SQLite and on a temporary PostgreSQL cluster. TESTS=tests/NAME.bats runs one file.
check: deps deps-check
	@$(MAKE) --no-print-directory -j "$$(nproc)" all
	@MIGTOOLS_BIN="$(CURDIR)/$(BUILD)/bin" $(if $(VALGRIND),tests/helpers/with-valgrind) \
		tests/helpers/with-postgresql tests/helpers/run-tests $(TESTS)

TESTS = $(wildcard tests/*.bats)

# Prints how much of each room the tests run (lines); build/coverage/missing lists the lines that none runs. Every
# user may write the counts: programs that a test runs as another user would complain among their messages. Only with
# GNU's C does gcc keep the counts of a process that becomes another program.
coverage: deps deps-check
	@$(MAKE) --no-print-directory -j "$$(nproc)" BUILD=build/coverage LTO= CFLAGS='-O0 -g --coverage -std=gnu17' LDFLAGS=--coverage all
	@find build/coverage -name '*.gcno' | sed 's/gcno$$/gcda/' | while read -r counts; do : >"$$counts"; chmod 666 "$$counts"; done
	-@MIGTOOLS_BIN="$(CURDIR)/build/coverage/bin" tests/helpers/with-postgresql tests/helpers/run-tests $(TESTS)
	@tests/helpers/coverage build/coverage

# Runs the tests that use a server with each version of PostgreSQL from 12 to 18, which npm downloads, and prints a
# table. Takes an hour; VERSIONS="16 17" chooses some.
VERSION_TESTS = $(shell grep -l '^\# bats .*_tags=pg' $(TESTS))
check-versions: deps deps-check
	@$(MAKE) --no-print-directory -j "$$(nproc)" all
	@VERSIONS="$(VERSIONS)" MIGTOOLS_BIN="$(CURDIR)/$(BUILD)/bin" tests/versions/run $(VERSION_TESTS)

# Kills the programs at random instants, HITS times, and the server HITS / 25 times. Takes some hours.
HITS = 500
soak: deps deps-check
	@$(MAKE) --no-print-directory -j "$$(nproc)" all
	@HITS=$(HITS) MIGTOOLS_BIN="$(CURDIR)/$(BUILD)/bin" tests/helpers/with-postgresql tests/helpers/run-tests tests/disturbed.bats

# Kills backups and restores: HITS times each at random times, and a tenth of that in each other way.
soak-backup: HITS = 200
soak-backup: deps deps-check
	@$(MAKE) --no-print-directory -j "$$(nproc)" all
	@HITS=$$((5 * $(HITS))) OTHERS=50 FILTER='a (restore|backup)( into a new database)? killed' MIGTOOLS_BIN="$(CURDIR)/$(BUILD)/bin" \
		tests/helpers/with-postgresql tests/helpers/run-tests tests/disturbed.bats

# Damages backups in each way at PLACES random places.
check-damage: PLACES = 1000
check-damage: deps deps-check
	@$(MAKE) --no-print-directory -j "$$(nproc)" all
	@PLACES=$(PLACES) FILTER='each damage' MIGTOOLS_BIN="$(CURDIR)/$(BUILD)/bin" \
		tests/helpers/with-postgresql tests/helpers/run-tests tests/mig-backup.bats

# Casts columns of every type to every other, alone and in lists, with values, on both databases, and checks the
# words of schema-diff's list. Takes some minutes.
sweep: deps deps-check
	@$(MAKE) --no-print-directory -j "$$(nproc)" all
	@SWEEP_STEP=1 FILTER='words of the list are true' MIGTOOLS_BIN="$(CURDIR)/$(BUILD)/bin" tests/helpers/with-postgresql tests/helpers/run-tests tests/schema-diff.bats

# Runs the scripts of PAIRS random pairs of schemas for each database, up and down, over tables with rows, and a quarter
# as many pairs that differ in names only. Prints how often the words of the lists came true. Needs Node 20.
truth: PAIRS = 2000
truth: deps deps-check
	@$(MAKE) --no-print-directory -j "$$(nproc)" all
	@MIGTOOLS_BIN="$(CURDIR)/$(BUILD)/bin" tests/helpers/with-postgresql tests/conformance/run-truth $(PAIRS)

# Compares migtools with Prisma's own engine (from npm, on Node 20): on COUNT random schemas and COUNT random
# pairs for each provider, and on histories that one writes and the other reads.
COUNT = 20000
conformance: deps deps-check deps-conformance
	@$(MAKE) --no-print-directory -j "$$(nproc)" all
	@MIGTOOLS_BIN="$(CURDIR)/$(BUILD)/bin" tests/helpers/with-postgresql tests/conformance/run $(COUNT)

# Feeds random bytes to each reader of what comes from outside, FUZZ_SECONDS each; TARGETS=url chooses. Inputs that
# crash are in build/fuzz. Compares the SQL lexer with PostgreSQL's (libpg-query) and sqlite3_complete.
FUZZ_SECONDS = 60
TARGETS   = psl text diff script url dotenv manifest backup history folder git
FUZZ_LIBS = -lsqlite3 -luuid -lmd -lm -lpg_query -lprotobuf-c
fuzz: deps deps-fuzz all
	@$(MAKE) --no-print-directory -j "$$(nproc)" SAN=1 CC=clang CFLAGS='-g -O1' \
		SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' \
		BUILD=build/fuzz $(ROOMS:%=build/fuzz/%.a)
	@clang $(STANDARD) $(WARNINGS) -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -o build/fuzz/fuzz \
		tests/fuzz/*.c $(patsubst %,build/fuzz/%.a,$(call reverse,$(ROOMS))) $(FUZZ_LIBS)
	@for target in $(TARGETS); do tests/fuzz/run $$target $(FUZZ_SECONDS) || exit 1; done

# Measures the programs and others that do the same. Needs npm, which downloads these. BENCH=network runs one part.
BENCH = peers network size fleet parse diff pull
bench: deps deps-check deps-conformance
	@$(MAKE) --no-print-directory -j "$$(nproc)" all
	@MIGTOOLS_BIN="$(CURDIR)/$(BUILD)/bin" tests/helpers/with-postgresql tests/bench/run $(BENCH)

# Measures backups beside .backup and pg_dump: of SIZE MB, RUNS times in turn.
bench-backup: SIZE = 200
bench-backup: RUNS = 3
bench-backup: deps deps-check
	@$(MAKE) --no-print-directory -j "$$(nproc)" all
	@SIZE=$(SIZE) RUNS=$(RUNS) MIGTOOLS_BIN="$(CURDIR)/$(BUILD)/bin" tests/helpers/with-postgresql tests/bench/backup

# Compares MUTATIONS pairs of mutated schema texts under AddressSanitizer and UndefinedBehaviorSanitizer; MUTATION_SEED
# has others. Pairs that crash are in build.
mutated: MUTATIONS = 10000
mutated: MUTATION_SEED = 1
mutated: deps deps-check
	@$(MAKE) --no-print-directory -j "$$(nproc)" SAN=1 LTO= build/san/bin/schema-parse build/san/bin/schema-diff
	@cd build && PATH="$(CURDIR)/build/san/bin:$$PATH" ../tests/helpers/mutate $(MUTATIONS) $(MUTATION_SEED)

# Measures if texts of each kind that are ten times as long take more than TIMES times as long: of SMALL and LARGE
# bytes. KINDS chooses some. Takes a quarter of an hour.
growth: SMALL = 1000000
growth: LARGE = 10000000
growth: TIMES = 16
growth: KINDS = .
growth: deps deps-check
	@$(MAKE) --no-print-directory -j "$$(nproc)" all
	@MIGTOOLS_BIN="$(CURDIR)/$(BUILD)/bin" tests/bench/growth $(SMALL) $(LARGE) $(TIMES) '$(KINDS)'

# Checks the code, the scripts and the manuals, and builds with another compiler and another C library.
lint: deps-check deps-lint
	@echo "format, headers"
	@clang-format --dry-run -Werror $(SOURCES)
	@for header in $(wildcard common/*/*.h); do echo "#include \"$${header#common/}\""; done | \
		$(CC) $(STANDARD) -Wall -Wextra -Wconversion -Wsign-conversion -Werror -fsyntax-only -x c -
	$(MAKE) WERROR=1 CC=clang BUILD=build/clang all
	$(MAKE) WERROR=1 CC=musl-gcc BUILD=build/musl $(TEXT_PROGRAMS:%=build/musl/bin/%)
	cppcheck --quiet --error-exitcode=1 --enable=warning,portability --inline-suppr -Icommon common bin
	shellcheck --severity=warning $(shell grep -lE '^\#!/bin/(ba)?sh' -r --exclude-dir=node_modules tests .ci)
	mandoc -T lint -W warning $(MANUALS)

# Installs missing Debian packages, as root or with sudo. Who may not is told once what to ask for: what is needed
# now, and what `make check` needs besides.
define install_packages
	@missing() { for package; do \
		dpkg-query -W -f='$${db:Status-Status}\n' $$package 2>/dev/null | grep -qx installed || \
			printf ' %s' $$package; done; }; \
	packages=$$(missing $(1)); \
	if [ -z "$$packages" ]; then exit 0; fi; \
	if [ "$$(id -u)" -eq 0 ]; then as=; elif command -v sudo >/dev/null; then as=sudo; else as=false; fi; \
	[ "$$as" = false ] || echo "installing$$packages"; \
	$$as apt-get -qq update && $$as env DEBIAN_FRONTEND=noninteractive \
		apt-get -qq install --no-install-recommends -y $$packages >/dev/null || { \
		echo "please install, as root:" >&2; \
		echo "    apt-get install --no-install-recommends$$packages" >&2; \
		more=$$(missing $(filter-out $(1),$(BUILD_PACKAGES) $(CHECK_PACKAGES))); \
		[ -z "$$more" ] || echo "and for make check:$$more" >&2; \
		exit 1; }
endef

# Installs what the programs need to be built.
deps:
	$(call install_packages,$(BUILD_PACKAGES))
deps-check:
	$(call install_packages,$(CHECK_PACKAGES)$(if $(VALGRIND), valgrind))
deps-lint:
	$(call install_packages,clang clang-format cppcheck musl-tools shellcheck)
deps-fuzz:
	$(call install_packages,clang libpg-query-dev libprotobuf-c-dev)
deps-static:
	$(call install_packages,libssl-dev postgresql-server-dev-15)
deps-deb:
	$(call install_packages,build-essential debhelper debootstrap fakeroot lintian)
deps-conformance:
	$(call install_packages,python3 time)
	@command -v node >/dev/null && command -v npm >/dev/null || \
		{ echo "please install Node 20 and npm" >&2; exit 1; }

# Where a package puts things: DESTDIR=. INSTALL_FLAGS=-s strips, as install-strip does.
MAN  = $(PREFIX)/share/man
BASH = $(PREFIX)/share/bash-completion/completions
ZSH  = $(PREFIX)/share/zsh/site-functions
FISH = $(PREFIX)/share/fish/vendor_completions.d

install: all
	$(Q)install -d $(DESTDIR)$(PREFIX)/bin 2>/dev/null && [ -w $(DESTDIR)$(PREFIX)/bin ] || \
		{ echo 'cannot write to $(DESTDIR)$(PREFIX)/bin: use sudo, or PREFIX=$$HOME/.local' >&2; exit 1; }
	$(Q)install $(INSTALL_FLAGS) $(PROGRAMS:%=$(BUILD)/bin/%) $(DESTDIR)$(PREFIX)/bin
	$(Q)for page in $(MANUALS); do \
		install -D -m 644 $$page $(DESTDIR)$(MAN)/man$${page##*.}/$${page##*/}; done
	$(Q)install -d $(DESTDIR)$(BASH) $(DESTDIR)$(ZSH) $(DESTDIR)$(FISH)
	$(Q)install -D common/completion/complete $(DESTDIR)$(PREFIX)/share/migtools/complete
	$(Q)sed 's/PROGRAMS/$(PROGRAMS)/' common/completion/_migtools >$(DESTDIR)$(ZSH)/_migtools
	$(Q)for program in $(PROGRAMS); do \
		install -m 644 common/completion/migtools.bash $(DESTDIR)$(BASH)/$$program && \
		install -m 644 common/completion/migtools.fish $(DESTDIR)$(FISH)/$$program.fish || exit 1; done
	@echo "installed in $(DESTDIR)$(PREFIX)"

install-strip:
	@$(MAKE) --no-print-directory install INSTALL_FLAGS=-s

uninstall:
	$(Q)rm -f $(PROGRAMS:%=$(DESTDIR)$(PREFIX)/bin/%)
	$(Q)for page in $(MANUALS); do rm -f $(DESTDIR)$(MAN)/man$${page##*.}/$${page##*/}; done
	$(Q)rm -rf $(DESTDIR)$(PREFIX)/share/migtools
	$(Q)rm -f $(DESTDIR)$(ZSH)/_migtools $(PROGRAMS:%=$(DESTDIR)$(BASH)/%) $(PROGRAMS:%=$(DESTDIR)$(FISH)/%.fish)

# The source as one file. Its bytes depend on the source only.
DIST = migtools-$(VERSION)
dist:
	@mkdir -p build
	@tar --create --sort=name --mtime=$(RELEASED) --owner=0 --group=0 --numeric-owner --mode=go=rX,u+rw \
		--transform='s,^,$(DIST)/,' --exclude=node_modules --exclude=package-lock.json \
		.ci .clang-format LICENSE Makefile README.md bin common man tests | gzip -9n >build/$(DIST).tar.gz
	@echo "wrote build/$(DIST).tar.gz"

# mig-apply and mig-status as single files that need nothing else, for an image FROM scratch: with libpq and
# TLS, without Kerberos and LDAP.
STATIC_LIBS = build/static/without_kerberos.o -Wl,--gc-sections -lpq -lssl -lcrypto \
	-L$(shell pg_config --pkglibdir) -lpgcommon_shlib -lpgport_shlib
static: deps deps-static
	@mkdir -p build/static
	@$(CC) -c -o build/static/without_kerberos.o tests/release/without_kerberos.c
	@$(MAKE) --no-print-directory BUILD=build/static SHARED=1 LTO= CFLAGS='-Os -ffunction-sections -fdata-sections' \
		CPPFLAGS=-DMIGTOOLS_STATIC LDFLAGS='-static -s' LDLIBS='$(STATIC_LIBS)' \
		build/static/bin/mig-apply build/static/bin/mig-status 2>build/static/log || \
		{ cat build/static/log; exit 1; }
	@ls -l build/static/bin

# Debian packages, in build/deb: migtools, and migtools-text with the programs that need no database.
deb: deps deps-deb dist
	@tests/release/deb build/$(DIST).tar.gz $(VERSION) $(RELEASED) build/deb
# Tries the packages and the static programs in fresh roots. As root only.
check-release: deb static deps-check
	@MIGTOOLS_BIN="$(CURDIR)/$(BUILD)/bin" tests/helpers/with-postgresql tests/helpers/run-tests tests/release/packages.bats
text-programs:
	@echo $(TEXT_PROGRAMS)

clean:
	rm -rf build

.PHONY: all tools demo check check-versions coverage soak soak-backup check-damage sweep truth bench bench-backup growth mutated conformance fuzz lint install install-strip uninstall dist static deb check-release text-programs clean \
	deps deps-check deps-lint deps-fuzz deps-deb deps-static deps-conformance
