/* Collects the renames between two schemas. */
#include "diff/rename_set.h"

#include "base/text.h"

void diff_index_rename_set(struct rename_set *set)
{
	struct table *table;
	struct enumeration *enumeration;
	const char *name;

	set->from.arena = set->to.arena = set->arena;
	set->old_models.arena = set->old_enums.arena = set->arena;
	vector_each(table, &set->old->tables)
		if ((name = fact_get(&table->facts, "model")))
			map_add_in(&set->old_models, table->name.namespace, name, table);
	vector_each(enumeration, &set->old->enums)
		if ((name = fact_get(&enumeration->facts, "enum")))
			map_add_in(&set->old_enums, enumeration->name.namespace, name, enumeration);
}

/* ---- adding ---- */

static const char stays[] = "its name in the database does not change";

static bool is_object(enum change_kind kind)
{
	return kind == CHANGE_RENAME_TABLE || kind == CHANGE_RENAME_ENUM;
}

static const struct renaming *numbered(const struct rename_set *set, void *number)
{
	return number ? &set->renames->at[(size_t)number - 1] : NULL;
}

const struct renaming *diff_renaming_from(const struct rename_set *set, enum change_kind kind,
					  struct object_name object, const char *old)
{
	return numbered(set, rename_map_get(&set->from, kind, object, old));
}

const struct renaming *diff_renaming_to(const struct rename_set *set, enum change_kind kind,
					struct object_name object, const char *new)
{
	return numbered(set, rename_map_get(&set->to, kind, object, new));
}

/* Makes the places of a rename's names hold its number, or none, unless they hold another's. */
static void place(struct rename_set *set, const struct renaming *renaming, void *before,
		  void *number)
{
	enum change_kind kind = renaming->kind;
	struct object_name to = is_object(kind) ? renaming->renamed : renaming->object;
	void **from = rename_map_place(&set->from, kind, renaming->object, renaming->old);

	*from = *from == before ? number : *from;
	from = rename_map_place(&set->to, kind, to, renaming->new);
	*from = *from == before ? number : *from;
}

static void place_all(struct rename_set *set, size_t first)
{
	for (size_t i = first; i < set->renames->count; i++)
		place(set, &set->renames->at[i], NULL, (void *)(i + 1));
}

void diff_drop_renaming(struct rename_set *set, const struct renaming *renaming)
{
	size_t i = (size_t)(renaming - set->renames->at);

	place(set, renaming, (void *)(i + 1), NULL);
	set->renames->at[i].old = NULL;
}

void diff_close_gaps(struct rename_set *set)
{
	struct renames *renames = set->renames;
	size_t count = 0;

	for (size_t i = 0; i < renames->count; i++)
		if (renames->at[i].old)
			renames->at[count++] = renames->at[i];
	if (count == renames->count)
		return;
	renames->count = (uint32_t)count;
	set->from = set->to = (struct rename_map){.arena = set->arena};
	place_all(set, 0);
}

static void add(struct rename_set *set, struct renaming new)
{
	if (diff_renaming_from(set, new.kind, new.object, new.old) ||
	    (!is_object(new.kind) && diff_renaming_to(set, new.kind, new.object, new.new)))
		return;
	*vector_add(set->arena, set->renames) = new;
	place_all(set, set->renames->count - 1);
}

const char *diff_rename_object(struct rename_set *set, enum change_kind kind,
			       struct object_name old, struct object_name new, bool documented)
{
	struct renaming renaming = {
		.kind = kind,
		.object = old,
		.renamed = new,
		.old = old.name,
		.new = new.name,
		.documented = documented,
	};

	/*
	 * A model that keeps its table counts as well: many-to-many tables are named after models.
	 */
	if (kind == CHANGE_RENAME_ENUM && object_name_equal(old, new))
		return stays;
	add(set, renaming);
	return NULL;
}

const char *diff_rename_part(struct rename_set *set, enum change_kind kind,
			     struct object_name object, struct object_name renamed, const char *old,
			     const char *new, bool documented)
{
	struct renaming renaming = {
		.kind = kind,
		.object = object,
		.renamed = renamed,
		.old = old,
		.new = new,
		.documented = documented,
	};

	if (text_equal(old, new))
		return stays;
	add(set, renaming);
	return NULL;
}

/* ---- from one schema to the other ---- */

/* Returns the new name of an object; an empty one if another object gets its name. */
static struct object_name new_name(const struct rename_set *set, enum change_kind kind,
				   struct object_name object)
{
	static const struct object_name none = {NULL, ""};
	const struct renaming *renaming = diff_renaming_from(set, kind, object, object.name);

	if (renaming)
		return renaming->renamed;
	return diff_renaming_to(set, kind, object, object.name) ? none : object;
}

static struct object_name old_name(const struct rename_set *set, enum change_kind kind,
				   struct object_name renamed)
{
	const struct renaming *renaming = diff_renaming_to(set, kind, renamed, renamed.name);

	return renaming ? renaming->object : renamed;
}

const struct table *diff_old_table(const struct rename_set *set, const struct table *new)
{
	return schema_table(set->old, old_name(set, CHANGE_RENAME_TABLE, new->name));
}

const struct table *diff_new_table(const struct rename_set *set, const struct table *old)
{
	return schema_table(set->new, new_name(set, CHANGE_RENAME_TABLE, old->name));
}

const struct enumeration *diff_old_enum(const struct rename_set *set, const struct enumeration *new)
{
	return schema_enum(set->old, old_name(set, CHANGE_RENAME_ENUM, new->name));
}

const struct enumeration *diff_new_enum(const struct rename_set *set, const struct enumeration *old)
{
	return schema_enum(set->new, new_name(set, CHANGE_RENAME_ENUM, old->name));
}
