/*
 * Looks up in the dialect's tables how values survive a change of a column's type. The verdicts are
 * those of Prisma's engine.
 */
#include "diff/cast.h"

#include <string.h>

#include "base/text.h"
#include "diff/cast_rows.h"

static bool same_native_type(const struct type *a, const struct type *b)
{
	return a->native == b->native && a->argument_count == b->argument_count &&
	       memcmp(a->arguments, b->arguments,
		      sizeof a->arguments[0] * (size_t)a->argument_count) == 0;
}

/*
 * Decides what does not depend on two native types: enums, lists, and types that Prisma does not
 * know. Returns CAST_NEXT_ROW for the rest.
 */
static int cast_kinds(const struct dialect_casts *casts, const struct column *old,
		      const struct column *new)
{
	bool from_list = old->arity == ARITY_LIST, to_list = new->arity == ARITY_LIST;

	if (old->type.kind == TYPE_ENUM || new->type.kind == TYPE_ENUM) {
		if (old->type.kind == new->type.kind &&
		    object_name_equal(old->type.enumeration, new->type.enumeration))
			return from_list == to_list ? CAST_NONE : casts->enum_lists;
		return CAST_IMPOSSIBLE;
	}
	if (from_list && !to_list && new->type.kind == TYPE_NATIVE)
		return diff_look_up_cast(casts->list_rows, &old->type, &new->type, CAST_IMPOSSIBLE);
	if (from_list != to_list)
		return CAST_IMPOSSIBLE;
	if (old->type.kind == TYPE_UNSUPPORTED && new->type.kind == TYPE_UNSUPPORTED)
		return CAST_NONE;
	if (old->type.kind == TYPE_UNSUPPORTED || new->type.kind == TYPE_UNSUPPORTED)
		return CAST_RISKY;
	return same_native_type(&old->type, &new->type) ? CAST_NONE : CAST_NEXT_ROW;
}

static bool in_parts(const struct key_parts *parts, const char *name)
{
	const struct key_part *part;

	vector_each(part, parts)
		if (text_equal(part->column, name))
			return true;
	return false;
}

static bool in_index_or_key(struct column_place place)
{
	const struct index *index;
	const struct primary_key *key = place.table->primary_key;

	vector_each(index, &place.table->indexes)
		if (in_parts(&index->parts, place.column->name))
			return true;
	return key && in_parts(&key->parts, place.column->name);
}

static enum cast cast_declared(const struct type *from, const struct type *to)
{
	if (from->kind == TYPE_UNSUPPORTED && to->kind == TYPE_UNSUPPORTED)
		return text_equal(from->unsupported, to->unsupported) ? CAST_NONE : CAST_RISKY;
	if (from->kind == to->kind && from->native == to->native)
		return CAST_NONE;
	return to->kind == TYPE_NATIVE && to->native->scalar == SCALAR_STRING ? CAST_SAFE
									      : CAST_RISKY;
}

enum cast diff_cast(const struct alter_rules *rules, struct column_place old,
		    struct column_place new)
{
	const struct dialect_casts *casts = &rules->casts;
	const struct type *from = &old.column->type, *to = &new.column->type;

	if (casts->declared_only)
		return cast_declared(from, to);
	int cast = cast_kinds(casts, old.column, new.column);
	if (cast == CAST_NEXT_ROW && casts->unindexed_rows &&
	    (!in_index_or_key(old) || !in_index_or_key(new)))
		cast = diff_look_up_cast(casts->unindexed_rows, from, to, CAST_NEXT_ROW);
	if (cast == CAST_NEXT_ROW)
		cast = diff_look_up_cast(casts->rows, from, to, CAST_IMPOSSIBLE);
	return (enum cast)cast;
}
