/* Follows the setting that decides how a server reads strings. */
#include "sqltext/reading.h"

#include <string.h>
#include <strings.h>

/* Longest statement that is examined, in bytes: such a setting is short. */
enum { LONGEST = 200 };

/* True if the token is this word, alone or as a string. */
static bool says(const struct lexer *lexer, struct token token, const char *word)
{
	size_t quotes = token.kind == TOKEN_STRING || token.kind == TOKEN_NAME;
	size_t length = token.end - token.start;

	return length == strlen(word) + 2 * quotes &&
	       strncasecmp(lexer->text + token.start + quotes, word, strlen(word)) == 0;
}

/* True if a value that switches the setting off follows its name. */
static bool is_switched_off(struct lexer lexer)
{
	static const char *const values[] = {"off", "false", "no", "0", "f", "n"};
	struct token token = sqltext_next(&lexer);

	if (sqltext_is(&lexer, token, "=") || sqltext_is(&lexer, token, "TO") ||
	    sqltext_is(&lexer, token, ","))
		token = sqltext_next(&lexer);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (says(&lexer, token, values[i]))
			return true;
	return false;
}

bool sqltext_sets_reading(struct lexer lexer, bool *backslashes)
{
	const char *setting = lexer.dialect->strings_setting;
	struct token token;

	if (!setting || lexer.end - lexer.at > LONGEST)
		return false;
	struct token first = sqltext_next(&lexer);
	if (!sqltext_is(&lexer, first, "SET") && !sqltext_is(&lexer, first, "RESET") &&
	    !sqltext_is(&lexer, first, "SELECT"))
		return false;
	while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
		if (says(&lexer, token, setting)) {
			*backslashes = is_switched_off(lexer);
			return true;
		}
	return false;
}
