/* Namespaces and extensions. */
#include <stdlib.h>
#include <string.h>

#include "diff/differ.h"

static int compare_names(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

static void add_used(struct differ *differ, struct map *used, const char *namespace)
{
	if (!namespace)
	namespace = differ->rules->default_namespace;
	if (namespace)
		map_add(used, namespace, differ);
}

static struct map used_namespaces(struct differ *differ, const struct schema *schema)
{
	struct map used = {.arena = differ->arena};
	const struct table *table;
	const struct enumeration *enumeration;

	vector_each(table, &schema->tables)
		if (table_counts(table))
			add_used(differ, &used, table->name.namespace);
	vector_each(enumeration, &schema->enums)
		add_used(differ, &used, enumeration->name.namespace);
	return used;
}

static bool declares(const struct schema *schema, const char *namespace)
{
	const char **name;

	vector_each(name, &schema->namespaces)
		if (strcmp(*name, namespace) == 0)
			return true;
	return false;
}

/* A database that a schema was made in has the default namespace, unless that was left out. */
static bool is_there(const struct differ *differ, const struct map *used, const char *namespace)
{
	const struct schema *old = differ->old;
	const char *usual = differ->rules->default_namespace;

	if (map_get(used, namespace))
		return true;
	return !old->blank && usual && strcmp(usual, namespace) == 0 &&
	       (!old->namespaces.count || declares(old, namespace));
}

/* Namespaces that have something in them now and had nothing before. */
void push_namespaces(struct differ *differ)
{
	struct map before = used_namespaces(differ, differ->old);
	struct map used = used_namespaces(differ, differ->new);
	struct names created = {0};
	const char **name;

	for (size_t i = 0; i < used.room; i++) {
		const char *namespace = used.slots[i].key;
		if (namespace && !is_there(differ, &before, namespace))
			*vector_add(differ->arena, &created) = namespace;
	}
	if (created.count)
		qsort(created.at, created.count, sizeof *created.at, compare_names);
	vector_each(name, &created)
		push_change(differ, CHANGE_CREATE_SCHEMA, 0, 0, 0)->namespace = *name;
}

static const struct extension *find_extension(const struct schema *schema, const char *name)
{
	const struct extension *extension, *found = NULL;

	/* Of two that are called the same, the later one counts. */
	vector_each(extension, &schema->extensions)
		if (strcmp(extension->name, name) == 0)
			found = extension;
	return found;
}

static bool says_otherwise(const char *a, const char *b)
{
	return a && b && *a && *b && strcmp(a, b) != 0;
}

void push_extensions(struct differ *differ)
{
	const struct extension *old, *new;

	vector_each(new, &differ->new->extensions) {
		size_t position = (size_t)(new - differ->new->extensions.at);
		old = find_extension(differ->old, new->name);
		if (find_extension(differ->new, new->name) != new)
			continue;
		if (old && !says_otherwise(old->namespace, new->namespace) &&
		    !says_otherwise(old->version, new->version))
			continue;
		if (old)
			push_change(differ, CHANGE_DROP_EXTENSION,
				    (size_t)(old - differ->old->extensions.at), 0, 0)
				->old_extension = old;
		push_change(differ, CHANGE_CREATE_EXTENSION, position, 0, 0)->new_extension = new;
	}
}
