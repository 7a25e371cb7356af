/* Collects the renames between two schemas. */
#include "diff/rename_set.h"

#include "base/text.h"

void diff_index_rename_set(struct rename_set *set)
{
	struct table *table;
	struct enumeration *enumeration;
	const char *name;

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

static void add(struct rename_set *set, struct renaming new)
{
	const struct renaming *renaming;

	vector_each(renaming, set->renames)
		if (renaming->kind == new.kind && object_name_equal(renaming->object, new.object) &&
		    (text_equal(renaming->old, new.old) || text_equal(renaming->new, new.new)))
			return;
	*vector_add(set->arena, set->renames) = new;
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

	/* A model that keeps its table counts: many-to-many tables are named after models. */
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
	const struct renaming *renaming;
	bool taken = false;

	vector_each(renaming, set->renames) {
		if (renaming->kind != kind)
			continue;
		if (object_name_equal(renaming->object, object))
			return renaming->renamed;
		taken = taken || object_name_equal(renaming->renamed, object);
	}
	return taken ? none : object;
}

static struct object_name old_name(const struct rename_set *set, enum change_kind kind,
				   struct object_name renamed)
{
	const struct renaming *renaming;

	vector_each(renaming, set->renames)
		if (renaming->kind == kind && object_name_equal(renaming->renamed, renamed))
			return renaming->object;
	return renamed;
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
