/* Looks up a pair of types in a table of casts. */
#include "diff/cast_rows.h"

#include "base/text.h"

bool diff_type_is_unknown(const struct dialect_casts *casts, const struct type *type)
{
	return type->kind == TYPE_UNSUPPORTED && casts->server_types &&
	       !native_type_by_sql(casts->server_types, slice_of(type->unsupported));
}

bool diff_type_is_listed(const char *const *names, const struct type *type)
{
	if (!names || type->kind != TYPE_NATIVE || !type->native->name)
		return false;
	while (*names && !text_equal(*names, type->native->name))
		names++;
	return *names;
}

/* Returns the first argument of a type, or `bare` without arguments. */
static uint32_t argument(const struct type *type, uint32_t bare)
{
	return type->argument_count ? type->arguments[0] : bare;
}

/* Returns the digits before the point; negative if some after it must be zero, too. */
static int64_t whole_digits(const struct type *type)
{
	return (int64_t)type->arguments[0] - type->arguments[1];
}

/*
 * True if the length holds the decimal, with its sign and at least one digit before the point.
 * Without a limit, a decimal has `most` digits there.
 */
static bool holds_decimal(const struct type *old, uint32_t length, uint32_t most)
{
	if (old->argument_count == 0)
		return length > most;
	int64_t whole = whole_digits(old) > 0 ? whole_digits(old) : 1, scale = old->arguments[1];
	return length >= 1 + whole + (scale ? 1 + scale : 0);
}

static bool passes(const struct cast_row *row, const struct type *old, const struct type *new)
{
	switch (row->test) {
	case TEST_NOTHING:
		return true;
	case TEST_LENGTH:
		return argument(new, 0) >= row->number;
	case TEST_LENGTH_KEPT:
		return (uint64_t)argument(new, 0) >=
		       (uint64_t)argument(old, UINT32_MAX) + row->number;
	case TEST_WHOLE_DIGITS:
		return whole_digits(new) >= row->number;
	case TEST_OLD_DIGITS:
		return old->arguments[1] == 0 && old->arguments[0] <= row->number;
	case TEST_OLD_WHOLE:
		return old->arguments[1] == 0;
	case TEST_OLD_PRECISION:
		return old->arguments[0] <= row->number;
	case TEST_DECIMAL_KEPT:
		return old->argument_count && whole_digits(new) >= whole_digits(old) &&
		       new->arguments[1] >= old->arguments[1];
	case TEST_DECIMAL_LENGTH:
		return holds_decimal(old, argument(new, 0), row->number);
	case TEST_PRECISION_EQUAL:
		return argument(old, row->number) == argument(new, row->number);
	case TEST_PRECISION_LEAST:
		return argument(new, row->number) >= argument(old, row->number);
	case TEST_SCALE_SAME:
		return old->argument_count && old->arguments[1] == new->arguments[1] &&
		       old->arguments[0] <= new->arguments[0];
	case TEST_OLD_BARE:
		return old->argument_count == 0;
	case TEST_OLD_LENGTH:
		return argument(old, 0) == row->number;
	case TEST_OLD_SHORT:
		return argument(old, 1) <= row->number;
	}
	return false;
}

/* The type without whose arguments a test has no meaning. */
enum needed { NEEDS_NONE, NEEDS_OLD, NEEDS_NEW };

static const enum needed needed[] = {
	[TEST_NOTHING] = NEEDS_NONE,	     [TEST_LENGTH] = NEEDS_NEW,
	[TEST_LENGTH_KEPT] = NEEDS_NEW,	     [TEST_WHOLE_DIGITS] = NEEDS_NEW,
	[TEST_OLD_DIGITS] = NEEDS_OLD,	     [TEST_OLD_WHOLE] = NEEDS_OLD,
	[TEST_OLD_PRECISION] = NEEDS_OLD,    [TEST_DECIMAL_KEPT] = NEEDS_NEW,
	[TEST_DECIMAL_LENGTH] = NEEDS_NEW,   [TEST_PRECISION_EQUAL] = NEEDS_NONE,
	[TEST_PRECISION_LEAST] = NEEDS_NONE, [TEST_SCALE_SAME] = NEEDS_NEW,
	[TEST_OLD_BARE] = NEEDS_NONE,	     [TEST_OLD_LENGTH] = NEEDS_NONE,
	[TEST_OLD_SHORT] = NEEDS_NONE,
};

static int verdict(const struct cast_row *row, const struct type *old, const struct type *new)
{
	const struct type *type = needed[row->test] == NEEDS_OLD ? old : new;

	if (needed[row->test] != NEEDS_NONE && type->argument_count == 0)
		return row->missing;
	return passes(row, old, new) ? row->passes : row->fails;
}

static bool names_type(const char *name, const struct type *type)
{
	const struct native_type *native = type->native;

	return !name || (native && text_equal(name, native->name ? native->name : native->sql));
}

int diff_look_up_cast(const struct cast_row *rows, const struct type *old, const struct type *new,
		      int otherwise)
{
	for (const struct cast_row *row = rows; row && (row->from || row->to); row++) {
		if (!names_type(row->to, new) || !names_type(row->from, old))
			continue;
		int found = verdict(row, old, new);
		if (found != CAST_NEXT_ROW)
			return found;
	}
	return otherwise;
}
