/*
 * Looks up, in the dialect's tables, the cost of a change of a column's type: a rewrite of the
 * table, or changed values.
 */
#include "diff/cast_cost.h"

#include "base/text.h"
#include "diff/cast_rows.h"

bool diff_cast_rewrites(const struct dialect *dialect, const struct column_pair *column)
{
	const struct cast_row *in_place = dialect->alter.casts.in_place;
	const struct type *old = &column->old->type, *new = &column->new->type;
	bool list = column->old->arity == ARITY_LIST;

	if (old->kind != TYPE_NATIVE || new->kind != TYPE_NATIVE ||
	    list != (column->new->arity == ARITY_LIST))
		return true;
	/* The only change of a list type that rewrites nothing lifts the limit of its values. */
	if (list && (old->native != new->native || new->argument_count))
		return true;
	return !diff_look_up_cast(in_place, old, new, false);
}

/*
 * Returns the number of digits that a type keeps after the point. For text and JSON it is unknown,
 * and taken to be that of Prisma's own type.
 */
static uint32_t places(const struct dialect *dialect, const struct type *type,
		       const struct type *new)
{
	enum scalar scalar = new->native->scalar;

	if (!diff_type_is_listed(dialect->alter.casts.rounded, type)) {
		const struct default_type *usual = &dialect->default_types[scalar];
		return usual->count ? usual->arguments[usual->count - 1] : 0;
	}
	if (type->argument_count)
		return type->arguments[type->argument_count - 1];
	return scalar == SCALAR_DECIMAL ? UINT32_MAX : dialect->alter.casts.time_places;
}

static bool may_have_places(const struct dialect_casts *casts, const struct type *type)
{
	return diff_type_is_listed(casts->rounded, type) ||
	       diff_type_is_listed(casts->textual, type) || type->native->scalar == SCALAR_JSON;
}

/* True if digits are rounded off, also between different types: timestamptz(6) to timestamp(0). */
static bool loses_places(const struct dialect *dialect, const struct type *old,
			 const struct type *new)
{
	const struct dialect_casts *casts = &dialect->alter.casts;

	return may_have_places(casts, old) && diff_type_is_listed(casts->rounded, new) &&
	       places(dialect, new, new) < places(dialect, old, new);
}

/*
 * True if a list that becomes a single value cannot be restored: only its first value remains, or
 * its text, which may also be that of one value.
 */
static bool loses_list(const struct dialect_casts *casts, const struct type *old,
		       const struct type *new)
{
	return !diff_type_is_listed(casts->textual, new) ||
	       diff_type_is_listed(casts->braced, old) || diff_type_is_unknown(casts, old);
}

bool diff_cast_loses(const struct dialect *dialect, const struct column_pair *column)
{
	const struct dialect_casts *casts = &dialect->alter.casts;
	const struct type *old = &column->old->type, *new = &column->new->type;

	if (column->cast == CAST_NONE)
		return false;
	if (column->old->arity == ARITY_LIST && column->new->arity != ARITY_LIST)
		return loses_list(casts, old, new);
	/* Text keeps everything of an unknown type. What an unknown type keeps is unknown. */
	if (diff_type_is_unknown(casts, old) || diff_type_is_unknown(casts, new))
		return !diff_type_is_listed(casts->textual, new);
	if (casts->declared_only && column->cast == CAST_RISKY)
		return true;
	if (old->kind != TYPE_NATIVE || new->kind != TYPE_NATIVE)
		return false;
	if (column->old->arity == ARITY_LIST &&
	    diff_look_up_cast(casts->list_losses, old, new, false))
		return true;
	return diff_look_up_cast(casts->losses, old, new, false) || loses_places(dialect, old, new);
}
