load helpers/common
load helpers/cases

@test "the cases of mig-resolve print what they show: SQLite" {
	sqlite_cases mig-resolve
}

# bats test_tags=pg
@test "the cases of mig-resolve print what they show: PostgreSQL" {
	postgresql_cases mig-resolve
}
