/*
 * Looks up, in the dialect's tables, how values survive a change of a column's type. The verdicts
 * are those of Prisma's engine, except that a column is cast where the engine drops and recreates
 * it although the server can cast.
 */
#include "diff/cast.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "diff/cast_rows.h"

static bool same_native_type(const struct type *a, const struct type *b)
{
	return a->native == b->native && a->argument_count == b->argument_count &&
	       memcmp(a->arguments, b->arguments,
		      sizeof a->arguments[0] * (size_t)a->argument_count) == 0;
}

/*
 * Decides everything that does not depend on two native types: enums, lists, and types unknown to
 * Prisma. Returns CAST_NEXT_ROW for the rest.
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

/*
 * Returns the verdict where any value fits any declared type. The effect of a type unknown to
 * Prisma is unknown.
 */
static enum cast cast_declared(const struct type *from, const struct type *to)
{
	if (from->kind == TYPE_UNSUPPORTED && to->kind == TYPE_UNSUPPORTED)
		return text_equal(from->unsupported, to->unsupported) ? CAST_NONE : CAST_RISKY;
	if (from->kind == TYPE_UNSUPPORTED || to->kind == TYPE_UNSUPPORTED)
		return CAST_RISKY;
	return from->native == to->native ? CAST_NONE : CAST_SAFE;
}

/* ---- explicit casts ---- */

static bool is_called(const char *name, const struct type *type)
{
	if (!name || type->kind == TYPE_UNSUPPORTED)
		return false;
	return text_equal(name, type->kind == TYPE_ENUM ? "enum" : type->native->name);
}

static const struct explicit_cast *find_explicit(const struct dialect_casts *casts,
						 const struct type *from, const struct type *to,
						 bool lists)
{
	/*
	 * No cast with AT TIME ZONE works on the times in a list, or on a text that may be a list.
	 */
	for (const struct explicit_cast *row = casts->explicit_casts; row->using; row++)
		if (is_called(row->from, from) && is_called(row->to, to) &&
		    !(lists && strstr(row->using, " AT ")))
			return row;
	return NULL;
}

/* Returns the verdict of the dialect's own rows, else `otherwise`. */
static enum cast own_cast(const struct dialect_casts *casts, const struct type *from,
			  const struct type *to, enum cast otherwise)
{
	if (to->kind != TYPE_NATIVE)
		return otherwise;
	return (enum cast)diff_look_up_cast(casts->own_rows, from, to, (int)otherwise);
}

/*
 * Casts to or from an unknown type. Every type can be cast to text and from it, but only the cast
 * to text is implicit.
 */
static enum cast cast_unknown(const struct dialect_casts *casts, const struct type *from,
			      const struct type *to, enum cast cast, const char **using)
{
	if (cast == CAST_NONE)
		return cast;
	if (!diff_type_is_listed(casts->textual, to))
		*using = diff_type_is_listed(casts->textual, from) ? "$::@" : "$::text::@";
	return own_cast(casts, from, to, cast);
}

/* Casts a value, or each value of a list. `cast` is the engine's verdict. */
static enum cast cast_value(const struct dialect_casts *casts, const struct type *from,
			    const struct type *to, bool lists, enum cast cast, const char **using)
{
	const struct explicit_cast *row = find_explicit(casts, from, to, lists);

	if (diff_type_is_unknown(casts, from) || diff_type_is_unknown(casts, to))
		return cast_unknown(casts, from, to, cast, using);
	if (row && cast != CAST_NONE)
		*using = row->using;
	if (cast != CAST_IMPOSSIBLE)
		return cast;
	if (row || from->kind == TYPE_NATIVE)
		return own_cast(casts, from, to, row ? row->cast : CAST_IMPOSSIBLE);
	return cast;
}

/* Returns the SQL of a cast with each $ replaced. */
static const char *replace_value(struct arena *arena, const char *using, const char *value)
{
	struct buffer text = {.arena = arena};

	for (const char *c = using; *c; c++)
		if (*c == '$')
			buffer_add(&text, value);
		else
			buffer_add_char(&text, *c);
	return buffer_take(&text);
}

/* True if a text that begins with a brace can only be a list. */
static bool reads_lists(const struct dialect_casts *casts, const struct type *from,
			const struct type *to)
{
	return diff_type_is_listed(casts->textual, from) &&
	       !diff_type_is_listed(casts->braced, to) && !diff_type_is_unknown(casts, to);
}

/* Returns the SQL of a list with one value, or of the first value of a list. */
static const char *change_arity(struct arena *arena, const struct dialect_casts *casts,
				const struct column *old, const struct column *new,
				const char *using)
{
	if (old->arity == ARITY_LIST)
		return replace_value(arena, using, "$[1]");
	if (reads_lists(casts, &old->type, &new->type))
		return arena_format(arena,
				    "CASE WHEN $ LIKE '{%%' THEN %s[] "
				    "WHEN $ IS NOT NULL THEN ARRAY[%s] END",
				    using, using);
	if (old->arity == ARITY_REQUIRED)
		return arena_format(arena, "ARRAY[%s]", using);
	return arena_format(arena, "CASE WHEN $ IS NOT NULL THEN ARRAY[%s] END", using);
}

/* Casts a single value to a list of one, or a list to its first value. */
static enum cast cast_arity(struct arena *arena, const struct dialect_casts *casts,
			    const struct column *old, const struct column *new, const char **using)
{
	struct column a = *old, b = *new;

	a.arity = b.arity = ARITY_REQUIRED;
	int cast = cast_kinds(casts, &a, &b);
	if (cast == CAST_NEXT_ROW)
		cast = diff_look_up_cast(casts->rows, &a.type, &b.type, CAST_IMPOSSIBLE);
	bool same = cast == CAST_NONE;
	*using = "$";
	/* An enum that loses values became text in its own step, so cast it again. */
	if (same && a.type.kind == TYPE_ENUM)
		cast = CAST_IMPOSSIBLE;
	bool lists = reads_lists(casts, &a.type, &b.type) && b.arity != new->arity;
	cast = (int)cast_value(casts, &a.type, &b.type, lists, (enum cast)cast, using);
	/* An unknown type is cast to text implicitly, but not inside a list. */
	if (!*using)
		*using = same ? "$" : "$::text";
	*using = change_arity(arena, casts, old, new, *using);
	return same ? CAST_SAFE : (enum cast)cast;
}

/* ---- all of it ---- */

/* Returns the verdict of Prisma's engine. */
static enum cast cast_as_prisma(const struct dialect_casts *casts, struct column_place old,
				struct column_place new)
{
	const struct type *from = &old.column->type, *to = &new.column->type;
	int cast = cast_kinds(casts, old.column, new.column);

	if (cast == CAST_NEXT_ROW && casts->unindexed_rows &&
	    (!in_index_or_key(old) || !in_index_or_key(new)))
		cast = diff_look_up_cast(casts->unindexed_rows, from, to, CAST_NEXT_ROW);
	if (cast == CAST_NEXT_ROW)
		cast = diff_look_up_cast(casts->rows, from, to, CAST_IMPOSSIBLE);
	return (enum cast)cast;
}

/*
 * A list with one value becomes that value. A longer one becomes its text, from which the way back
 * restores the list.
 */
static const char list_to_text[] =
	"coalesce(CASE WHEN cardinality($) = 1 THEN $[1]::text END, $::text)";

enum cast diff_cast(struct arena *arena, const struct alter_rules *rules, struct column_place old,
		    struct column_place new, const char **using)
{
	const struct dialect_casts *casts = &rules->casts;
	const struct type *from = &old.column->type, *to = &new.column->type;
	bool from_list = old.column->arity == ARITY_LIST, to_list = new.column->arity == ARITY_LIST;

	*using = NULL;
	if (casts->declared_only)
		return cast_declared(from, to);
	enum cast cast = cast_as_prisma(casts, old, new);
	if (!casts->explicit_casts)
		return cast;
	if (from_list == to_list)
		return cast_value(casts, from, to, from_list, cast, using);
	if (to_list || !diff_type_is_listed(casts->textual, to))
		return cast_arity(arena, casts, old.column, new.column, using);
	*using = list_to_text;
	return own_cast(casts, from, to, CAST_RISKY);
}
