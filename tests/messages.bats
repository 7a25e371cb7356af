load helpers/common

@test "every message is recorded in full in a case" {
	"$TESTS/helpers/messages"
}
