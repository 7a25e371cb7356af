load helpers/common
load helpers/cases

@test "the cases of mig-status, on SQLite" {
	sqlite_cases mig-status
}

# bats test_tags=pg
@test "the cases of mig-status, on PostgreSQL" {
	postgresql_cases mig-status
}
