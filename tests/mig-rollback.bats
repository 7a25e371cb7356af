load helpers/common
load helpers/cases

@test "the cases of mig-rollback, on SQLite" {
	sqlite_cases mig-rollback
}

# bats test_tags=pg
@test "the cases of mig-rollback, on PostgreSQL" {
	postgresql_cases mig-rollback
}
