load helpers/common
load helpers/cases

@test "the cases of mig-apply, on SQLite" {
	sqlite_cases mig-apply
}

# bats test_tags=pg
@test "the cases of mig-apply, on PostgreSQL" {
	postgresql_cases mig-apply
}
