/* Finds what is known about a table's existing rows. */
#include "diff/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "diff/alike.h"
#include "schema/text.h"
#include "sqltext/lexer.h"

/* ---- defaults ---- */

/* True for NULL, (NULL) and NULL::text. */
static bool is_null(const struct dialect *dialect, const char *sql)
{
	struct lexer lexer = sqltext_lexer(sqltext_dialect(dialect->name), sql, 0, strlen(sql));
	struct token token = sqltext_next(&lexer);

	while (sqltext_is(&lexer, token, "("))
		token = sqltext_next(&lexer);
	if (!sqltext_is(&lexer, token, "NULL"))
		return false;
	token = sqltext_next(&lexer);
	return token.kind == TOKEN_END || sqltext_is(&lexer, token, ")") ||
	       sqltext_is(&lexer, token, ":");
}

bool diff_fills_rows(const struct dialect *dialect, const struct column *column)
{
	const struct default_value *value = &column->value;

	return diff_has_default(column) &&
	       !(value->kind == DEFAULT_EXPRESSION && is_null(dialect, value->text));
}

/* The part of a constant that a type holds. */
enum room { ROOM_CHARACTERS, ROOM_EXACTLY, ROOM_RANGE, ROOM_DIGITS };

static const struct {
	const char *type;
	enum room room;
	uint32_t bare; /* the limit without an argument; 0: no limit */
} rooms[] = {
	{"Char", ROOM_CHARACTERS, 1}, {"VarChar", ROOM_CHARACTERS, 0},
	{"Bit", ROOM_EXACTLY, 1},     {"VarBit", ROOM_CHARACTERS, 0},
	{"SmallInt", ROOM_RANGE, 16}, {"Integer", ROOM_RANGE, 32},
	{"Decimal", ROOM_DIGITS, 0},
};

/*
 * Returns the length of a text in characters, without trailing blanks, which a type may truncate.
 */
static size_t length_of(const char *text)
{
	size_t length = strlen(text), characters = utf8_length(text);

	for (; length > 0 && text[length - 1] == ' '; length--)
		characters--;
	return characters;
}

/* Returns the number of digits before a number's point. Omitted ones do not count. */
static size_t whole_digits(const char *number)
{
	number += *number == '-' || *number == '+';
	number += strspn(number, "0");
	return strspn(number, "0123456789");
}

static bool is_within(const char *number, uint32_t bits)
{
	long long value = strtoll(number, NULL, 10), most = 1LL << (bits - 1);

	return value < most && value >= -most;
}

static bool has_room(enum room room, uint32_t limit, const struct type *type, const char *text)
{
	switch (room) {
	case ROOM_CHARACTERS:
		return length_of(text) <= limit;
	case ROOM_EXACTLY:
		return strlen(text) == limit;
	case ROOM_RANGE:
		return is_within(text, limit);
	case ROOM_DIGITS:
		break;
	}
	return whole_digits(text) + type->arguments[1] <= limit;
}

bool diff_default_fits(const struct dialect *dialect, const struct column *column)
{
	const struct default_value *value = &column->value;
	const struct type *type = &column->type;
	bool constant = value->kind == DEFAULT_STRING || value->kind == DEFAULT_NUMBER;

	if (!constant || dialect->alter.casts.declared_only || type->kind != TYPE_NATIVE ||
	    !type->native->name)
		return true;
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
		uint32_t limit = type->argument_count ? type->arguments[0] : rooms[i].bare;
		if (strcmp(rooms[i].type, type->native->name) == 0)
			return !limit || has_room(rooms[i].room, limit, type, value->text);
	}
	return true;
}

/* ---- columns ---- */

/* Returns a column that the rows do not have yet, or without its values; or NULL. */
static const struct column *fresh_column(const struct table_pair *pair, const char *name)
{
	const struct column_pair *both = diff_pair_column(pair, name);

	return !both || both->cast == CAST_IMPOSSIBLE ? table_column(pair->new, name) : NULL;
}

/* True if the column is NULL in every row. */
static bool is_empty(const struct diff *diff, const struct table_pair *pair, const char *name)
{
	const struct column *column = fresh_column(pair, name);

	return column && column->arity != ARITY_REQUIRED && !diff_fills_rows(diff->dialect, column);
}

/* True if each row gets a number of its own. */
static bool is_counted(const struct table_pair *pair, const char *name)
{
	const struct column *column = fresh_column(pair, name);

	return column && (column->value.kind == DEFAULT_AUTOINCREMENT ||
			  column->value.kind == DEFAULT_SEQUENCE);
}

/* True if the rows keep their values in the column. A copy of a table fills in required columns. */
static bool stays(const struct diff *diff, const struct table_pair *pair, const char *name)
{
	const struct column_pair *both = diff_pair_column(pair, name);

	return both && both->cast == CAST_NONE &&
	       (diff->dialect->alter.alters_columns || !both->arity ||
		both->new->arity != ARITY_REQUIRED);
}

/* ---- keys ---- */

static bool has_part(const struct key_parts *parts, const char *name)
{
	const struct key_part *part;

	vector_each(part, parts)
		if (text_equal(part->column, name))
			return true;
	return false;
}

/* True if all columns of an old table's key are among these, and keep their values. */
static bool covers(const struct diff *diff, const struct table_pair *pair,
		   const struct key_parts *key, const struct key_parts *parts)
{
	const struct key_part *part;

	vector_each(part, key)
		if (!has_part(parts, part->column) || !stays(diff, pair, part->column))
			return false;
	return true;
}

bool diff_rows_are_unique(const struct diff *diff, const struct table_pair *pair,
			  const struct key_parts *parts)
{
	const struct key_part *part;
	const struct index *index;

	vector_each(part, parts)
		if (is_empty(diff, pair, part->column) || is_counted(pair, part->column))
			return true;
	if (pair->old->primary_key && covers(diff, pair, &pair->old->primary_key->parts, parts))
		return true;
	vector_each(index, &pair->old->indexes)
		if (index->unique && !index->predicate && covers(diff, pair, &index->parts, parts))
			return true;
	return false;
}

bool diff_rows_are_filled(const struct diff *diff, const struct table_pair *pair,
			  const struct key_parts *parts)
{
	const struct key_part *part;

	vector_each(part, parts) {
		const struct column_pair *both = diff_pair_column(pair, part->column);
		bool kept = both && both->cast != CAST_IMPOSSIBLE;
		const struct column *column =
			kept ? both->old : table_column(pair->new, part->column);
		if (kept ? column->arity != ARITY_REQUIRED
			 : !diff_fills_rows(diff->dialect, column))
			return false;
	}
	return true;
}

/* ---- foreign keys ---- */

/* True if all columns to which the key refers keep their types. */
static bool parents_stay(const struct diff *diff, const struct foreign_key *key)
{
	const struct table *old = schema_table(diff->old, key->references);
	const struct table *new = schema_table(diff->new, key->references);
	const char **name;

	vector_each(name, &key->referenced_columns) {
		const struct column *before = old ? table_column(old, *name) : NULL;
		const struct column *after = new ? table_column(new, *name) : NULL;
		if (!before || !after ||
		    !text_equal(type_text(diff->arena, &before->type),
				type_text(diff->arena, &after->type)))
			return false;
	}
	return true;
}

/* Returns the enforced keys of the old table by their ends, read at the first question. */
static const struct map *held_keys(const struct diff *diff, const struct table_pair *pair)
{
	struct map *held = pair->held;
	const struct foreign_key *old;

	if (held->arena)
		return held;
	held->arena = diff->arena;
	vector_each(old, &pair->old->foreign_keys)
		if (old->enforced)
			map_add(held, diff_key_ends(diff->arena, old), held);
	return held;
}

static bool is_held(const struct diff *diff, const struct table_pair *pair,
		    const struct foreign_key *key)
{
	return map_get(held_keys(diff, pair), diff_key_ends(diff->arena, key)) &&
	       parents_stay(diff, key);
}

bool diff_rows_have_parents(const struct diff *diff, const struct table_pair *pair,
			    const struct foreign_key *key)
{
	const char **name;
	bool all_stay = true;

	vector_each(name, &key->columns) {
		if (is_empty(diff, pair, *name))
			return true;
		all_stay &= stays(diff, pair, *name);
	}
	return all_stay && is_held(diff, pair, key);
}
