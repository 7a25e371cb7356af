load helpers/common
source "$BATS_TEST_DIRNAME/helpers/migrations"

# Servers that are silent, lie, flood or close in the middle; see helpers/hostile.

# hostile WAY [SQLSTATE]: starts such a server, which ends with the test, and sets `url` to it.
hostile() {
	local port
	mkfifo ".port.$*"
	"$TESTS/helpers/hostile" "$@" >".port.$*" 3>&- &
	read -r port <".port.$*"
	rm ".port.$*"
	url=postgresql://me:Geheim@127.0.0.1:$port/db?connect_timeout=1
}

# meet WAY PROGRAM...: runs the programs against such a server. Each ends with status 2, in a few seconds, with
# a message that begins with its name and does not show the password.
meet() {
	local way=$1 program pids=() pid failed=0
	hostile "$way"
	for program in "${@:2}"; do
		{
			local status=0
			# shellcheck disable=SC2086
			timeout -k 5 30 env -i PATH="$PATH" $program -u "$url" >"$way.${program%% *}" 2>&1 </dev/null || status=$?
			[[ $status = 2 && $(<"$way.${program%% *}") =~ ^mig-.*:\ .* && $(<"$way.${program%% *}") != *Geheim* ]] ||
				{ echo "$program against a server: $way: $status, $(<"$way.${program%% *}")" >&2; false; }
		} &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
	return $failed
}
programs=("mig-status -w 1" "mig-apply -w 1" "mig-rollback -w 1" "mig-resolve -w 1 -a 1_a")

@test "a server that lies or closes ends every program with a plain message" {
	up 1_a 'CREATE TABLE a (id INT);'
	for way in closes http strange-login long-login notices-at-startup closes-in-the-middle one-column no-column \
		nothing nulls more-values long-value negative-length short-length long-message strange-type random \
		copy-in copy-out copy-both; do
		meet "$way" "${programs[@]}" mig-backup
	done
	has "$(cat 'copy-both.mig-status')" "cannot read the history of postgresql://me@127.0.0.1:" \
		": the server's answer is invalid"
	has "$(cat one-column.mig-status)" "mig-status: cannot read the history of postgresql://" ": the server's answer is invalid"
}

@test "every program ends in time if a server is silent, or never stops sending" {
	up 1_a 'CREATE TABLE a (id INT);'
	local way pids=() pid begun=$SECONDS
	for way in mute-at-once half-a-greeting asks-and-is-mute mute half-an-answer; do
		meet "$way" "${programs[@]}" "mig-backup -w 1" &
		pids+=($!)
	done
	for way in rows notices results; do
		meet "$way" "mig-status -w 1" &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid"; done
	((SECONDS - begun < 40))
	has "$(cat mute-at-once.mig-status)" 'failed: no answer in 1 s' 'hint: check the host and the port, and the firewalls between'
	has "$(cat mute.mig-status)" 'cannot read the history of' ': no answer from the server after 5 s'
}

@test "a restore from a directory waits for a silent server no longer than -w" {
	mkdir backups
	meet mute "mig-rollback -w 1 -f -b backups"
	has "$(cat mute.mig-rollback)" ': no answer from the server after 5 s'
}

@test "SIGTERM, SIGINT and SIGHUP end every program, whatever the server does" {
	up 1_a 'CREATE TABLE a (id INT);'
	local way program signals=(TERM INT HUP) n=0 status pids=() pid
	# The leak check at exit may hang if a second signal is pending, like those that timeout sends.
	export ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
	for way in mute-at-once half-a-greeting asks-and-is-mute mute half-an-answer rows notices results; do
		hostile "$way"
		for program in mig-status mig-apply mig-rollback 'mig-resolve -a 1_a' mig-backup; do
			# A flood takes processor time from the others.
			[[ $way =~ ^(rows|notices|results)$ && $program != mig-status ]] && continue
			# A shell makes background jobs ignore SIGINT. timeout sends it after a while, and
			# SIGKILL if that does not help. Alone this takes a second; with thirty at once,
			# starting may be slow.
			# shellcheck disable=SC2086
			timeout -k 15 -s "${signals[n++ % 3]}" 0.7 perl -e '$SIG{INT} = $SIG{HUP} = "DEFAULT"; exec @ARGV' \
				$program -u "${url/connect_timeout=1/connect_timeout=60}" >"$way.$program" 2>&1 &
			pids+=("$! $way, $program")
		done
	done
	for pid in "${pids[@]}"; do
		status=0
		wait "${pid%% *}" || status=$?
		# The status is timeout's, unless it had to kill. On a fast machine a flood of rows may reach
		# its limit first.
		[ "$status" = 124 ] || { [[ $pid == *' rows, '* ]] && grep -q 'longer than 256 MB' rows.mig-status; } || { echo "${pid#* }: $status"; false; }
	done
	has "$(cat mute-at-once.mig-status)" 'cannot connect to postgresql://me@127.0.0.1:' ': interrupted'
	has "$(cat mute.mig-apply)" 'mig-apply: cannot read postgresql://' ': interrupted'
}

@test "the cause of a refused connection is found by SQLSTATE, in any language" {
	up 1_a 'CREATE TABLE a (id INT);'
	local code hint
	while IFS=' ' read -r code hint; do
		hostile refuses "$code"
		run -2 mig-apply -u "$url"
		same "mig-apply: cannot connect to ${url/:Geheim/}: connection to server at \"127.0.0.1\", port $(sed 's/.*:\([0-9]*\).*/\1/' <<<"$url") failed: FATAL: das geht hier nicht
  hint: $hint" "${output/db: /db?connect_timeout=1: }"
	done <<-'END'
		28P01 percent-encode the password in the URL: / is %2F, ? is %3F, # is %23, @ is %40
		28000 the server has no such user, or no line for it in pg_hba.conf, or requires a client certificate: use sslcert=FILE&sslkey=FILE in the URL
		42501 the URL's user may not connect: the database's owner can GRANT CONNECT ON DATABASE
		53300 the server, or this user, has no connections left: try again later
		55000 the database does not accept connections: use another one
		57P03 the server is starting up or shutting down: try again later
	END
	hostile refuses 3D000
	run -0 mig-apply -n -u "$url"
	has "$output" 'warning: the database postgresql://me@127.0.0.1:' ' does not exist yet'
	# The database cannot be created either: the first cause is reported, and no other database is named.
	run -2 mig-apply -u "$url"
	has "$output" 'mig-apply: cannot connect to postgresql://me@127.0.0.1:' 'FATAL: das geht hier nicht'
	[[ $output != *template1* && $output != *defaultdb* ]]
	# If a password may have cut the URL, the message names nothing from it.
	hostile refuses 28P01
	run -2 mig-status -u "postgresql://app=Geheim@${url#*@}"
	has "$output" 'cannot connect to postgresql://...: ' 'SQLSTATE 28P01'
}
