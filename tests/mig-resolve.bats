load helpers/common
load helpers/cases

@test "the cases of mig-resolve, on SQLite" {
	sqlite_cases mig-resolve
}

# bats test_tags=pg
@test "the cases of mig-resolve, on PostgreSQL" {
	postgresql_cases mig-resolve
}
