/* Notes the other objects: those that differ, and those that fall with their table. */
#include "diff/notice_object.h"

#include "base/buffer.h"
#include "base/text.h"
#include "diff/falling.h"
#include "diff/sql_names.h"

/* Returns "namespace.table.trigger"; an object without a name is called after its owner. */
static const char *object_text(struct arena *arena, const struct object *object)
{
	const char *parts[] = {object->owner.namespace, object->owner.name, object->name.namespace,
			       object->name.name};
	struct buffer text = {.arena = arena};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i])
			buffer_format(&text, "%s%s", text.length ? "." : "", parts[i]);
	return buffer_take(&text);
}

struct object_notices diff_object_notices(const struct diff *diff)
{
	static const char *const states[] = {
		[OBJECT_DIFFERS] = "differs",
		[OBJECT_MISSING] = "missing",
		[OBJECT_EXTRA] = "extra",
	};
	struct object_notices notices = {0};
	const struct object_difference *difference;

	vector_each(difference, &diff->objects)
		*vector_add(diff->arena, &notices) = (struct object_notice){
			.kind = object_kind_word(difference->object->kind),
			.object = object_text(diff->arena, difference->object),
			.state = states[difference->state],
		};
	return notices;
}

const char *diff_falling_text(const struct diff *diff, struct object_name table)
{
	struct buffer text = {.arena = diff->arena};
	size_t count;
	const struct object *object = schema_objects_of(diff->old, table, &count);

	for (; count > 0; count--, object++)
		if (object->name.name && object->kind != OBJECT_COMMENT &&
		    object->kind != OBJECT_GRANT)
			buffer_format(&text, "%s%s %s", text.length ? ", " : "with ",
				      object_kind_word(object->kind), object->name.name);
	return text.length ? buffer_take(&text) : NULL;
}

/* ---- what falls with a column ---- */

/* Adds "trigger log" to a list, or the definition of an object without a name. */
static void add_object(struct buffer *text, const char *first, const struct object *object)
{
	const char *name = object->name.name;

	buffer_format(text, "%s%s%s%s", text->length ? ", " : first,
		      name ? object_kind_word(object->kind) : "", name ? " " : "",
		      name ? name : object->definition);
}

/* True if the server refuses to drop a column that such an object names. */
static bool holds(const struct diff *diff, const struct object *object)
{
	return diff->dialect->alter.alters_columns &&
	       (object->kind == OBJECT_TRIGGER || object->kind == OBJECT_POLICY ||
		object->kind == OBJECT_RULE || object->kind == OBJECT_GENERATED);
}

static bool index_names(const struct diff *diff, const struct index *index, const char *column)
{
	const struct key_part *part;

	vector_each(part, &index->parts)
		if (text_equal(part->column, column))
			return true;
	return diff_sql_names(diff->dialect, index->predicate, column);
}

/* Adds the views that name a column of a table, or another column of that name. */
static void add_views(const struct diff *diff, const struct table_pair *pair, const char *column,
		      struct buffer *text)
{
	const struct object *object;

	vector_each(object, &diff->old->objects) {
		if (object->owner.name)
			break;
		if ((object->kind == OBJECT_VIEW || object->kind == OBJECT_MATERIALIZED_VIEW) &&
		    diff_sql_names(diff->dialect, object->definition, pair->old->name.name) &&
		    diff_sql_names(diff->dialect, object->definition, column))
			add_object(text, "; named by ", object);
	}
}

const char *diff_depending_on(const struct diff *diff, const struct table_pair *pair,
			      const struct column *column)
{
	struct buffer text = {.arena = diff->arena};
	size_t count;
	const struct object *object = schema_objects_of(diff->old, pair->old->name, &count);

	add_views(diff, pair, column->name, &text);
	for (; count > 0; count--, object++)
		if (holds(diff, object) && !text_equal(object->name.name, column->name) &&
		    diff_sql_names(diff->dialect, object->definition, column->name))
			add_object(&text, "; named by ", object);
	return buffer_text(&text);
}

const char *diff_falling_with(const struct diff *diff, const struct table_pair *pair,
			      const struct column *column)
{
	struct buffer text = {.arena = diff->arena};
	const struct index **index;
	const struct object **object;

	vector_each(index, &pair->dropped_indexes)
		if (index_names(diff, *index, column->name))
			buffer_format(&text, "%sindex %s", text.length ? ", " : ", with ",
				      (*index)->name);
	vector_each(object, &pair->fallen)
		if (!holds(diff, *object) &&
		    diff_sql_names(diff->dialect, (*object)->definition, column->name))
			add_object(&text, ", with ", *object);
	buffer_add(&text, diff_depending_on(diff, pair, column));
	return buffer_text(&text);
}

const char *diff_left_out(const struct diff *diff, const struct table_pair *pair)
{
	struct buffer text = {.arena = diff->arena};
	const struct object **object;

	vector_each(object, &pair->fallen)
		if (!diff_names_dropped(diff->dialect, pair, (*object)->definition))
			add_object(&text, "without ", *object);
	return text.length ? buffer_take(&text) : NULL;
}
