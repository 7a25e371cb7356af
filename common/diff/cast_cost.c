/*
 * Looks up in the dialect's tables what a change of a column's type costs: whether the server needs
 * an explicit cast, rewrites the table, or changes values.
 */
#include "diff/cast_cost.h"

#include "base/text.h"
#include "diff/cast_rows.h"

/* True if neither Prisma nor the server's own list has the type. */
static bool is_unknown(const struct dialect_casts *casts, const struct type *type)
{
	return type->kind == TYPE_UNSUPPORTED && casts->server_types &&
	       !native_type_by_sql(casts->server_types, slice_of(type->unsupported));
}

static bool is_listed(const char *const *names, const struct type *type)
{
	if (!names || type->kind != TYPE_NATIVE || !type->native->name)
		return false;
	while (*names && !text_equal(*names, type->native->name))
		names++;
	return *names;
}

bool diff_cast_is_explicit(const struct alter_rules *rules, const struct column_pair *column,
			   const struct native_type **through)
{
	const struct dialect_casts *casts = &rules->casts;
	const struct type *old = &column->old->type, *new = &column->new->type;

	if (!casts->explicit_casts)
		return false;
	/* Every type can be written as text, and read from it; only the first is implicit. */
	if (is_unknown(casts, old) || is_unknown(casts, new)) {
		if (!is_listed(casts->textual, old))
			*through = native_type_by_sql(casts->server_types, slice_of("text"));
		return !is_listed(casts->textual, new);
	}
	if (old->kind != TYPE_NATIVE || new->kind != TYPE_NATIVE)
		return false;
	for (const struct explicit_cast *row = casts->explicit_casts; row->from; row++) {
		if (!text_equal(row->from, old->native->name) ||
		    !text_equal(row->to, new->native->name))
			continue;
		*through = row->through ? native_type_by_name(casts->server_types, row->through)
					: NULL;
		return true;
	}
	return false;
}

bool diff_cast_rewrites(const struct dialect *dialect, const struct column_pair *column)
{
	const struct cast_row *in_place = dialect->alter.casts.in_place;
	const struct type *old = &column->old->type, *new = &column->new->type;

	return !in_place || old->kind != TYPE_NATIVE || new->kind != TYPE_NATIVE ||
	       column->old->arity == ARITY_LIST || !diff_look_up_cast(in_place, old, new, false);
}

/* True if digits are rounded off, between different types too: timestamptz(6) to timestamp(0). */
static bool loses_places(const struct dialect_casts *casts, const struct type *old,
			 const struct type *new)
{
	uint32_t most = new->native->scalar == SCALAR_DECIMAL ? UINT32_MAX : casts->time_places;
	uint32_t before = most, after = most;

	if (old->argument_count)
		before = old->arguments[old->argument_count - 1];
	if (new->argument_count)
		after = new->arguments[new->argument_count - 1];
	return is_listed(casts->rounded, old) && is_listed(casts->rounded, new) && after < before;
}

bool diff_cast_loses(const struct dialect *dialect, const struct column_pair *column)
{
	const struct dialect_casts *casts = &dialect->alter.casts;
	const struct type *old = &column->old->type, *new = &column->new->type;

	if (column->cast == CAST_NONE)
		return false;
	/* Text keeps all of an unknown type; nobody knows what an unknown type keeps of anything. */
	if (is_unknown(casts, old) || is_unknown(casts, new))
		return !is_listed(casts->textual, new);
	if (old->kind != TYPE_NATIVE || new->kind != TYPE_NATIVE)
		return false;
	if (casts->declared_only)
		return column->cast == CAST_RISKY;
	/* An array as text begins and ends with a brace: its text is long, but whole. */
	if (column->old->arity == ARITY_LIST && column->new->arity != ARITY_LIST)
		return false;
	return diff_look_up_cast(casts->losses, old, new, false) || loses_places(casts, old, new);
}
