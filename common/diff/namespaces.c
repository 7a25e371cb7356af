/* Finds changes of namespaces and extensions. */
#include "diff/namespaces.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* ---- namespaces ---- */

static int compare_names(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

static void add_used(const struct comparison *comparison, struct map *used, const char *namespace)
{
	if (!namespace)
	namespace = comparison->rules->default_namespace;
	if (namespace)
		map_add(used, namespace, used);
}

static struct map used_namespaces(const struct comparison *comparison, const struct schema *schema)
{
	struct map used = {.arena = comparison->arena};
	const struct table *table;
	const struct enumeration *enumeration;

	vector_each(table, &schema->tables)
		if (diff_is_compared(table))
			add_used(comparison, &used, table->name.namespace);
	vector_each(enumeration, &schema->enums)
		add_used(comparison, &used, enumeration->name.namespace);
	return used;
}

static bool declares(const struct schema *schema, const char *namespace)
{
	const char **name;

	vector_each(name, &schema->namespaces)
		if (text_equal(*name, namespace))
			return true;
	return false;
}

/*
 * True if the namespace already exists: something of the old schema is in it, or it is the default
 * one. If the old schema declares namespaces, the default one must be among them.
 */
static bool exists(const struct comparison *comparison, const struct map *used,
		   const char *namespace)
{
	const struct schema *old = comparison->old;
	bool is_default = text_equal(comparison->rules->default_namespace, namespace);

	return map_get(used, namespace) ||
	       (!old->blank && is_default && (!old->namespaces.count || declares(old, namespace)));
}

/* True if a rename moves something into the namespace. */
static bool is_target(const struct comparison *comparison, const char *namespace)
{
	const struct renaming *renaming;

	vector_each(renaming, &comparison->diff->renames)
		if (text_equal(renaming->renamed.namespace, namespace) &&
		    !text_equal(renaming->object.namespace, namespace))
			return true;
	return false;
}

/*
 * Adds the change. If a rename needs it, that is before the renames, which come before everything
 * else.
 */
static void create_namespace(struct comparison *comparison, const char *namespace)
{
	struct change *change = diff_add_change(comparison, CHANGE_CREATE_SCHEMA, 0, 0, 0);

	change->namespace = namespace;
	if (is_target(comparison, namespace))
		change->order[0] = 0;
}

/* Creates the namespaces that the new schema uses and the old one does not. */
void diff_compare_namespaces(struct comparison *comparison, const struct schema *old)
{
	struct map before = used_namespaces(comparison, old);
	struct map after = used_namespaces(comparison, comparison->new);
	struct names created = {0};
	const char **name;

	for (size_t i = 0; i < after.room; i++) {
		const char *namespace = after.slots[i].key;
		if (namespace && !exists(comparison, &before, namespace))
			*vector_add(comparison->arena, &created) = namespace;
	}
	if (created.count)
		qsort(created.at, created.count, sizeof *created.at, compare_names);
	vector_each(name, &created)
		create_namespace(comparison, *name);
}

/* ---- extensions ---- */

/* Returns the extensions by name. Of several with the same name, the last one counts. */
static struct map extensions_by_name(struct arena *arena, const struct schema *schema)
{
	struct map map = {.arena = arena};
	struct extension *extension;

	vector_each(extension, &schema->extensions)
		map_replace(&map, extension->name, extension);
	return map;
}

/* True if both are given, and differ. */
static bool contradicts(const char *a, const char *b)
{
	return a && b && *a && *b && !text_equal(a, b);
}

void diff_compare_extensions(struct comparison *comparison)
{
	const struct schema *old_schema = comparison->old, *new_schema = comparison->new;
	struct map olds = extensions_by_name(comparison->arena, old_schema);
	struct map news = extensions_by_name(comparison->arena, new_schema);
	const struct extension *old, *new;

	vector_each(new, &new_schema->extensions) {
		size_t position = (size_t)(new - new_schema->extensions.at);
		old = map_get(&olds, new->name);
		if (map_get(&news, new->name) != new)
			continue;
		if (old && !contradicts(old->namespace, new->namespace) &&
		    !contradicts(old->version, new->version))
			continue;
		if (old)
			diff_add_change(comparison, CHANGE_DROP_EXTENSION,
					(size_t)(old - old_schema->extensions.at), 0, 0)
				->old_extension = old;
		diff_add_change(comparison, CHANGE_CREATE_EXTENSION, position, 0, 0)
			->new_extension = new;
	}
}
