/* Notes the other objects: those that differ, and those that fall with their table. */
#include "diff/notice_object.h"

#include "base/buffer.h"

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
