load helpers/common
load helpers/cases

@test "the cases of mig-status print what they show: SQLite" {
	sqlite_cases mig-status
}

# bats test_tags=pg
@test "the cases of mig-status print what they show: PostgreSQL" {
	postgresql_cases mig-status
}
