load helpers/common

@test "every message stands in full in a case" {
	"$TESTS/helpers/messages"
}
