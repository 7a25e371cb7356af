/*
 * Looks up in the dialect's tables what a change of a column's type costs: whether the server
 * rewrites the table, or changes values.
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
	/* Lifting the limit of their values is the only change of lists that rewrites nothing. */
	if (list && (old->native != new->native || new->argument_count))
		return true;
	return !diff_look_up_cast(in_place, old, new, false);
}

/*
 * Returns how many digits after the point a type keeps. Of text and JSON nobody knows; they are
 * taken to have as many as Prisma's own type has.
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

/* True if digits are rounded off, between different types too: timestamptz(6) to timestamp(0). */
static bool loses_places(const struct dialect *dialect, const struct type *old,
			 const struct type *new)
{
	const struct dialect_casts *casts = &dialect->alter.casts;

	return may_have_places(casts, old) && diff_type_is_listed(casts->rounded, new) &&
	       places(dialect, new, new) < places(dialect, old, new);
}

/*
 * True if a list that becomes a single value may not come back: only its first value is kept, or
 * its text, which can also be that of one value.
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
	/*
	 * Text keeps all of an unknown type; nobody knows what an unknown type keeps of anything.
	 */
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
