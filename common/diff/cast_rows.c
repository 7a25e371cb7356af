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

static uint32_t whole_digits(const struct type *type)
{
	return type->arguments[0] - type->arguments[1];
}

/*
 * True if the length holds the decimal. Without a limit, a decimal has `most` digits before the
 * point.
 */
static bool holds_decimal(const struct type *old, uint32_t length, uint32_t most)
{
	if (old->argument_count == 0)
		return length > most;
	return length >= old->arguments[0] + (old->arguments[1] > 0 ? 2 : 1);
}

static int verdict(const struct cast_row *row, const struct type *old, const struct type *new)
{
	bool passes = true;
	bool missing = new->argument_count == 0;

	switch (row->test) {
	case TEST_NOTHING:
		return row->passes;
	case TEST_LENGTH:
		passes = argument(new, 0) >= row->number;
		break;
	case TEST_LENGTH_KEPT:
		passes = (uint64_t)argument(new, 0) >=
			 (uint64_t)argument(old, UINT32_MAX) + row->number;
		break;
	case TEST_WHOLE_DIGITS:
		passes = whole_digits(new) >= row->number;
		break;
	case TEST_OLD_DIGITS:
		missing = old->argument_count == 0;
		passes = old->arguments[1] == 0 && old->arguments[0] <= row->number;
		break;
	case TEST_OLD_WHOLE:
		missing = old->argument_count == 0;
		passes = old->arguments[1] == 0;
		break;
	case TEST_OLD_PRECISION:
		missing = old->argument_count == 0;
		passes = old->arguments[0] <= row->number;
		break;
	case TEST_DECIMAL_KEPT:
		passes = old->argument_count && whole_digits(new) >= whole_digits(old) &&
			 new->arguments[1] >= old->arguments[1];
		break;
	case TEST_DECIMAL_LENGTH:
		passes = holds_decimal(old, argument(new, 0), row->number);
		break;
	case TEST_PRECISION_EQUAL:
		missing = false;
		passes = argument(old, row->number) == argument(new, row->number);
		break;
	case TEST_PRECISION_LEAST:
		missing = false;
		passes = argument(new, row->number) >= argument(old, row->number);
		break;
	case TEST_SCALE_SAME:
		passes = old->argument_count && old->arguments[1] == new->arguments[1] &&
			 old->arguments[0] <= new->arguments[0];
		break;
	case TEST_OLD_BARE:
		missing = false;
		passes = old->argument_count == 0;
		break;
	case TEST_OLD_LENGTH:
		missing = false;
		passes = argument(old, 0) == row->number;
		break;
	case TEST_OLD_SHORT:
		missing = false;
		passes = argument(old, 1) <= row->number;
		break;
	}
	return missing ? row->missing : passes ? row->passes : row->fails;
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
