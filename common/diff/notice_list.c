/* Builds the list of notices. */
#include "diff/notice_list.h"

#include "base/buffer.h"
#include "base/text.h"

/* ---- names ---- */

static bool renames_object(const struct renaming *renaming)
{
	return renaming->kind == CHANGE_RENAME_TABLE || renaming->kind == CHANGE_RENAME_ENUM;
}

/* Parts of all kinds are known under one kind, as are objects: no two share a temporary name. */
void diff_know_names(struct notice_list *list)
{
	struct renaming *renaming;

	list->known = (struct rename_map){.arena = list->diff->arena};
	vector_each(renaming, &list->diff->renames) {
		enum change_kind kind =
			renames_object(renaming) ? CHANGE_RENAME_TABLE : CHANGE_RENAME_COLUMN;
		if (!renaming->temporary)
			continue;
		*rename_map_place(&list->known, kind, renaming->renamed, renaming->new) = renaming;
	}
}

/* Returns the name of an object as users know it, even while it has a temporary one. */
static struct object_name known_object(const struct notice_list *list, struct object_name name)
{
	const struct renaming *renaming =
		rename_map_get(&list->known, CHANGE_RENAME_TABLE, name, name.name);

	return renaming ? renaming->object : name;
}

const char *diff_known_part(const struct notice_list *list, struct object_name object,
			    const char *part)
{
	const struct renaming *renaming =
		part ? rename_map_get(&list->known, CHANGE_RENAME_COLUMN, object, part) : NULL;

	return renaming ? renaming->old : part;
}

/* ---- texts ---- */

const char *diff_object_text(const struct notice_list *list, struct object_name name)
{
	return name.namespace ? arena_join(list->diff->arena, name.namespace, '.', name.name)
			      : name.name;
}

const char *diff_parts_text(const struct notice_list *list, const struct key_parts *parts)
{
	struct buffer text = {.arena = list->diff->arena};
	const struct key_part *part;

	vector_each(part, parts)
		buffer_format(&text, "%s%s", part == parts->at ? "(" : ", ", part->column);
	buffer_add_char(&text, ')');
	return buffer_take(&text);
}

const char *diff_to_text(const struct notice_list *list, const char *name)
{
	return arena_join(list->diff->arena, "to", ' ', name);
}

/* Returns "detail: why", or the one of the two that is not NULL, or "". */
static const char *detail_text(struct arena *arena, const char *detail, const char *why)
{
	if (detail && why)
		return arena_format(arena, "%s: %s", detail, why);
	return detail ? detail : why ? why : "";
}

/* ---- notices ---- */

struct notice *diff_note(struct notice_list *list, const struct event *event,
			 struct object_name object, const char *part, const char *detail)
{
	const struct diff *diff = list->diff;
	const char *text = diff_object_text(list, known_object(list, object));

	struct notice *notice = vector_add_alone(diff->arena, list->notices);

	*notice = (struct notice){
		.risk = list->copied && event->risk < RISK_REWRITES ? RISK_REWRITES : event->risk,
		.kind = event->kind,
		.object = part ? arena_join(diff->arena, text, '.',
					    diff_known_part(list, object, part))
			       : text,
		.detail = detail_text(diff->arena, detail, event->why),
	};
	return notice;
}
