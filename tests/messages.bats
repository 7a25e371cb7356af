load helpers/common

@test "every message is recorded in full in a case" {
	"$TESTS/helpers/messages"
}

@test "a hint names options that the program has" {
	"$TESTS/helpers/options-in-hints"
}
