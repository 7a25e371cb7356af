# Runs the cases in cases/PROGRAM/: NAME.both on both databases, NAME.sqlite and NAME.postgresql on one,
# NAME.case on none. Each starts in an empty directory, with an empty database in $DATABASE_URL.

run_cases() {
	local file failed=0
	for file; do
		rm -rf case
		mkdir case
		(
			cd case
			DATABASE_URL=$(fresh_database)
			export DATABASE_URL CASES
			"$TESTS/helpers/run-case" "$file"
		) || failed=1
	done
	return "$failed"
}

sqlite_cases() {
	fresh_database() { : >app.db; echo file:app.db; }
	run_cases $(ls "$CASES/$1"/*.both "$CASES/$1"/*.sqlite 2>/dev/null)
}

postgresql_cases() {
	fresh_database() { new_database; }
	run_cases $(ls "$CASES/$1"/*.both "$CASES/$1"/*.postgresql 2>/dev/null)
}

text_cases() {
	fresh_database() { :; }
	run_cases "$CASES/$1"/*.case
}
