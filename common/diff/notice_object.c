/* Describes other objects: those that differ, and those dropped with their table. */
#include "diff/notice_object.h"

#include "base/buffer.h"
#include "base/text.h"
#include "diff/falling.h"

/* Returns "namespace.table.trigger". An object without a name takes its owner's. */
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
		if (!difference->handled)
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

/* ---- objects dropped with a column ---- */

/* Adds "trigger log" to a list; the definition of an object without a name. */
static void add_object(struct buffer *text, const char *first, const struct object *object)
{
	const char *name = object->name.name;

	buffer_format(text, "%s%s%s%s", text->length ? ", " : first,
		      name ? object_kind_word(object->kind) : "", name ? " " : "",
		      name ? name : object->definition);
}

/*
 * True if the server refuses to change a column that such an object names, and no script can help.
 */
static bool holds(const struct diff *diff, const struct object *object)
{
	return diff->dialect->alter.holds_columns && object->kind == OBJECT_PARTITION_KEY;
}

static struct sql_index new_index(const struct diff *diff)
{
	return (struct sql_index){.arena = diff->arena, .dialect = diff->dialect};
}

/* Reads the objects of the old schema, once. */
static void read_objects(struct dependents *dependents)
{
	const struct objects *objects = &dependents->diff->old->objects;

	if (dependents->objects.dialect)
		return;
	dependents->objects = new_index(dependents->diff);
	for (size_t i = 0; i < objects->count; i++)
		diff_index_sql(&dependents->objects, objects->at[i].definition, i);
}

static void read_index(struct sql_index *to, const struct index *index, size_t number)
{
	const struct key_part *part;

	vector_each(part, &index->parts)
		diff_index_name(to, part->column, number);
	diff_index_sql(to, index->predicate, number);
}

/* Reads the objects of a table, unless it was the last one read. */
static void read_pair(struct dependents *dependents, const struct table_pair *pair)
{
	const struct diff *diff = dependents->diff;
	const struct object *object;
	size_t count;

	if (dependents->pair == pair)
		return;
	object = schema_objects_of(diff->old, pair->old->name, &count);
	dependents->pair = pair;
	dependents->first = object ? (size_t)(object - diff->old->objects.at) : 0;
	dependents->end = dependents->first + count;
	dependents->fallen = dependents->indexes = new_index(diff);
	for (size_t i = 0; i < pair->fallen.count; i++)
		diff_index_sql(&dependents->fallen, pair->fallen.at[i]->definition, i);
	for (size_t i = 0; i < pair->dropped_indexes.count; i++)
		read_index(&dependents->indexes, pair->dropped_indexes.at[i], i);
}

static bool is_view(const struct object *object)
{
	return !object->owner.name &&
	       (object->kind == OBJECT_VIEW || object->kind == OBJECT_MATERIALIZED_VIEW);
}

/* Adds the views that name a column of a table, or another column with that name. */
static void add_views(const struct dependents *dependents, const struct table_pair *pair,
		      const char *column, struct buffer *text)
{
	const struct object *objects = dependents->diff->old->objects.at;
	struct sql_pieces few = diff_sql_with(&dependents->objects, pair->old->name.name);
	struct sql_pieces many = diff_sql_with(&dependents->objects, column);
	const size_t *piece;

	if (few.count > many.count) {
		struct sql_pieces more = few;
		few = many;
		many = more;
	}
	vector_each(piece, &few) {
		size_t at = diff_first_piece(&many, *piece);
		if (at < many.count && many.at[at] == *piece && is_view(&objects[*piece]))
			add_object(text, "; named by ", &objects[*piece]);
	}
}

const char *diff_depending_on(struct dependents *dependents, const struct table_pair *pair,
			      const struct column *column)
{
	const struct diff *diff = dependents->diff;
	struct buffer text = {.arena = diff->arena};

	read_objects(dependents);
	read_pair(dependents, pair);
	if (!diff->dialect->alter.holds_columns)
		add_views(dependents, pair, column->name, &text);
	struct sql_pieces pieces = diff_sql_with(&dependents->objects, column->name);
	for (size_t i = diff_first_piece(&pieces, dependents->first);
	     i < pieces.count && pieces.at[i] < dependents->end; i++) {
		const struct object *object = &diff->old->objects.at[pieces.at[i]];
		if (holds(diff, object) && !text_equal(object->name.name, column->name))
			add_object(&text, "; named by ", object);
	}
	return buffer_text(&text);
}

const char *diff_falling_with(struct dependents *dependents, const struct table_pair *pair,
			      const struct column *column)
{
	struct buffer text = {.arena = dependents->diff->arena};
	const size_t *piece;

	read_pair(dependents, pair);
	struct sql_pieces indexes = diff_sql_with(&dependents->indexes, column->name);
	vector_each(piece, &indexes)
		buffer_format(&text, "%sindex %s", text.length ? ", " : ", with ",
			      pair->dropped_indexes.at[*piece]->name);
	struct sql_pieces fallen = diff_sql_with(&dependents->fallen, column->name);
	vector_each(piece, &fallen)
		if (!holds(dependents->diff, pair->fallen.at[*piece]))
			add_object(&text, ", with ", pair->fallen.at[*piece]);
	buffer_add(&text, diff_depending_on(dependents, pair, column));
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

void diff_report_objects(const struct diff *diff, struct report *report)
{
	struct object_notices notices = diff_object_notices(diff);
	const struct object_notice *notice;

	vector_each(notice, &notices)
		report_note(report, nowhere, "not changed by the script: %s '%s' %s", notice->kind,
			    notice->object, notice->state);
}
