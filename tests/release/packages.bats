load ../helpers/common

# What `make deb` and `make static` leave, used in a fresh Debian root and in an empty one. As root only.
# ROOT_CACHE=DIRECTORY keeps the fresh root.

BUILT=$TESTS/../../build

setup_file() {
	export FRESH=${ROOT_CACHE:-$BATS_FILE_TMPDIR/fresh}
	[ -d "$FRESH/usr" ] || debootstrap --variant=minbase bookworm "$FRESH" >/dev/null
}

# situation: makes a new root from the fresh one, with an application in it.
situation() {
	cp -a "$FRESH" root
	mkdir -p root/app/migrations/1_init
	echo 'CREATE TABLE users (id INTEGER PRIMARY KEY);' >root/app/migrations/1_init/migration.sql
	printf 'datasource db {\n  provider = "sqlite"\n}\nmodel users {\n  id Int @id\n}\n' >root/app/schema.prisma
}
inside() { chroot root sh -c "cd /app && $*"; }

@test "the text programs' package needs the C library only" {
	run -0 dpkg-deb -f "$BUILT"/deb/migtools-text_*.deb Depends
	[[ $output =~ ^libc6\ \([^,]*\)$ ]]
}

@test "packages are installed, used and removed in a fresh root" {
	situation
	cp "$BUILT"/deb/migtools_*.deb "$BUILT"/deb/migtools-text_*.deb root/tmp/
	inside 'dpkg -i /tmp/migtools-text_*.deb'
	inside 'schema-parse schema.prisma' | grep -q '^table.users'
	inside 'apt-get -qq install --no-install-recommends -y /tmp/migtools_*.deb' >/dev/null
	run -0 --separate-stderr inside 'mig-apply -u file:app.db'
	has "$output" $'applied\t1_init'
	for program in "$TESTS"/../../bin/*; do
		program=$(basename "${program%.*}")
		inside "$program -V"
		[ -f "root/usr/share/bash-completion/completions/$program" ]
	done
	inside 'dpkg -r migtools migtools-text'
	same '' "$(find root/usr -name '*mig-*' -o -name 'schema-*' -path '*bin*')"
	# What it wrote stays, and another version goes on from there.
	inside 'dpkg -i /tmp/migtools-text_*.deb /tmp/migtools_*.deb'
	run -0 inside 'mig-status -u file:app.db'
}

# newer: writes the packages once more, as a later version's.
newer() {
	for package in migtools migtools-text; do
		dpkg-deb -R "$BUILT"/deb/${package}_*.deb unpacked
		sed -i -e 's/^Version: .*/Version: 99.0-1/' -e 's/migtools-text (>= [^)]*)/migtools-text (>= 99.0)/' unpacked/DEBIAN/control
		dpkg-deb --root-owner-group -b unpacked "root/tmp/newer/${package}.deb" >/dev/null
		rm -r unpacked
	done
}

@test "an upgrade and a downgrade leave databases and migrations as they are" {
	situation
	mkdir root/tmp/newer root/tmp/older
	cp "$BUILT"/deb/migtools_*.deb "$BUILT"/deb/migtools-text_*.deb root/tmp/older/
	newer
	inside 'apt-get -qq install --no-install-recommends -y /tmp/older/*.deb' >/dev/null
	inside 'mig-apply -u file:app.db'
	# One package may be upgraded before the other.
	inside 'apt-get -qq install --no-install-recommends -y /tmp/newer/migtools-text.deb' >/dev/null
	inside 'mig-status -q -u file:app.db'
	for step in newer older; do
		inside "dpkg -i --force-downgrade /tmp/$step/*.deb" >/dev/null
		mkdir "root/app/migrations/2_$step"
		echo "CREATE TABLE $step (id INTEGER PRIMARY KEY);" >"root/app/migrations/2_$step/migration.sql"
		run -1 inside 'mig-status -u file:app.db'
		has "$output" $'applied\t1_init' "pending	2_$step"
		inside 'mig-apply -u file:app.db -b backups'
	done
	inside 'mig-rollback -f -u file:app.db -b backups -t 2_newer'
	run -1 inside 'mig-status -u file:app.db'
	has "$output" $'applied\t1_init' $'pending\t2_newer' $'pending\t2_older'
}

@test "another build gives the same bytes" {
	changelog=$(echo "$BUILT"/deb/migtools-*/debian/changelog)
	version=$(dpkg-parsechangelog -l "$changelog" -S Version)
	(umask 077 && TZ=Asia/Tokyo "$TESTS/deb" "$BUILT/migtools-${version%-*}.tar.gz" "${version%-*}" \
		"$(dpkg-parsechangelog -l "$changelog" -S Date)" again) >/dev/null
	for deb in "$BUILT"/deb/*.deb; do
		cmp "$deb" "again/$(basename "$deb")"
	done
}

# image: lays the files into root that the Dockerfile copies into the image.
image() {
	sed -n 's/^COPY --from=build //p' "$TESTS/Dockerfile" | while read -r line; do
		mkdir -p "root${line##* }"
		for file in ${line% *}; do
			cp "${file/#\/src/$TESTS/../..}" "root${line##* }"
		done
	done
}

@test "the files that the Dockerfile copies are enough to build the programs" {
	grep '^COPY [^-]' "$TESTS/Dockerfile" | while read -r _ line; do
		mkdir -p "root${line##* }"
		for path in ${line% *}; do
			[ ! -d "$TESTS/../../$path" ] || path=$path/.
			cp -r "$TESTS/../../$path" "root${line##* }"
		done
	done
	make -C root/src --no-print-directory static
	cmp root/src/build/static/bin/mig-apply "$BUILT/static/bin/mig-apply"
}

@test "the image of the Dockerfile works, as nobody and with a read-only root" {
	mkdir -p root/migrations/1_init root/etc
	image
	echo 'CREATE TABLE users (id INTEGER PRIMARY KEY);' >root/migrations/1_init/migration.sql
	echo '127.0.0.1 localhost' >root/etc/hosts
	mount --bind root root
	mount -o remount,ro,bind root
	nobody() { env -i PATH="$PATH" MIGRATIONS_DIR=/migrations DATABASE_URL="$url" chroot --userspec=65534:65534 root "$@"; }
	url=$(new_database)
	url=${url/127.0.0.1/localhost}
	run --separate-stderr nobody /mig-apply
	ended=$status printed=$output
	run nobody /mig-status
	umount root
	same "0 0" "$ended $status"
	has "$printed" $'applied\t1_init'
}
