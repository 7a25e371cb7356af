/*
 * Whether two conditions of partial indexes say the same.
 *
 * A server gives a condition back in its own spelling: more parentheses, fewer quotes, its casts of
 * constants. Both are brought to one spelling and compared as text; what that does not make equal
 * counts as a change.
 */
#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "diff/rules.h"

/* A place in a condition, and the one spelling of what stands before it. */
struct speller {
	const char *at;
	struct buffer *to;
	bool constant; /* the last thing was a constant, whose cast says nothing */
};

static void space(struct speller *speller)
{
	if (speller->to->length)
		buffer_add_char(speller->to, ' ');
}

/* From a quote to its partner; one that is doubled is no partner. */
static size_t quoted_length(const char *at)
{
	size_t length = 1;

	while (at[length] && (at[length] != *at || at[length + 1] == *at))
		length += at[length] == *at ? 2 : 1;
	return length + (at[length] != '\0');
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

static size_t word_length(const char *at)
{
	size_t length = 0;

	while (is_word(at[length]))
		length++;
	return length;
}

/* "name" is name where it could stand so. */
static void spell_name(struct speller *speller, size_t length)
{
	const char *name = speller->at + 1;
	bool plain = length > 2 && !isdigit((unsigned char)*name);

	for (size_t i = 0; i < length - 2; i++)
		plain = plain && (islower((unsigned char)name[i]) || name[i] == '_' ||
				  isdigit((unsigned char)name[i]));
	if (plain)
		buffer_add_slice(speller->to, name, length - 2);
	else
		buffer_add_slice(speller->to, speller->at, length);
}

static void spell_word(struct speller *speller, size_t length)
{
	for (size_t i = 0; i < length; i++)
		buffer_add_char(speller->to, (char)tolower((unsigned char)speller->at[i]));
}

/* != is <>. */
static size_t spell_unequal(struct speller *speller)
{
	buffer_add(speller->to, "< >");
	return strlen("!=");
}

/* ::character varying(3)[] */
static void skip_cast(struct speller *speller)
{
	const char *at = speller->at + 2;

	at += *at == '"' ? quoted_length(at) : word_length(at);
	if (strncmp(at, " varying", strlen(" varying")) == 0)
		at += strlen(" varying");
	if (*at == '(')
		at += strcspn(at, ")") + (strchr(at, ')') != NULL);
	while (strncmp(at, "[]", 2) == 0)
		at += 2;
	speller->at = at;
}

static void spell_group(struct speller *speller);

/* One thing: a constant, a name, a word, a group, an operator's sign. */
static void spell_one(struct speller *speller)
{
	char c = *speller->at;
	size_t length = 1;

	if (c == '(') {
		spell_group(speller);
		return;
	}
	if (strncmp(speller->at, "::", 2) == 0 && speller->constant) {
		skip_cast(speller);
		return;
	}
	space(speller);
	speller->constant = c == '\'' || isdigit((unsigned char)c);
	if (c == '\'' || c == '"')
		length = quoted_length(speller->at);
	else if (is_word(c))
		length = word_length(speller->at);
	if (c == '"' && length > 1)
		spell_name(speller, length);
	else if (is_word(c))
		spell_word(speller, length);
	else if (strncmp(speller->at, "!=", 2) == 0)
		length = spell_unequal(speller);
	else
		buffer_add_slice(speller->to, speller->at, length);
	speller->at += length;
}

static void spell_until(struct speller *speller, char end)
{
	while (*speller->at && *speller->at != end) {
		if (isspace((unsigned char)*speller->at))
			speller->at++;
		else
			spell_one(speller);
	}
	if (*speller->at)
		speller->at++;
}

/* Parentheses stay where they decide what belongs together. */
static bool decides(const char *text)
{
	return strstr(text, " and ") || strstr(text, " or ") || strstr(text, ", ");
}

static void spell_group(struct speller *speller)
{
	struct buffer inner = {.arena = speller->to->arena};
	struct speller within = {.at = speller->at + 1, .to = &inner};

	spell_until(&within, ')');
	speller->at = within.at;
	speller->constant = within.constant;
	space(speller);
	if (decides(buffer_text(&inner)))
		buffer_format(speller->to, "( %s )", buffer_text(&inner));
	else
		buffer_add(speller->to, buffer_text(&inner));
}

static const char *spell(struct arena *arena, const char *predicate)
{
	struct buffer text = {.arena = arena};
	struct speller speller = {.at = predicate, .to = &text};
	size_t length;

	spell_until(&speller, '\0');
	length = text.length;
	/* Around it all they decide nothing. */
	if (length > 4 && strncmp(text.text, "( ", 2) == 0 &&
	    strchr(text.text + 2, ')') == text.text + length - 1 && !strchr(text.text + 2, '('))
		return arena_slice(arena, text.text + 2, length - 4);
	return buffer_text(&text);
}

bool predicates_equal(struct arena *arena, const char *a, const char *b)
{
	return strcmp(a, b) == 0 || strcmp(spell(arena, a), spell(arena, b)) == 0;
}
