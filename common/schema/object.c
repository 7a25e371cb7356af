/*
 * Objects of a database outside the model: their kinds and their order.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "schema/schema.h"
#include "schema/text_format.h"

const char *object_kind_word(enum object_kind kind)
{
	return text_objects[kind];
}

enum object_kind object_kind_by_word(const char *word)
{
	int kind = 0;

	while (kind < OBJECT_KIND_COUNT - 1 && strcmp(text_objects[kind], word) != 0)
		kind++;
	return (enum object_kind)kind;
}

void schema_list_objects(struct schema *schema)
{
	fact_add(schema->arena, &schema->facts, text_objects_fact, "");
}

bool schema_lists_objects(const struct schema *schema)
{
	return fact_get(&schema->facts, text_objects_fact) != NULL;
}

/* Compares two texts; NULL comes first. */
static int compare_texts(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static int compare_names(struct object_name a, struct object_name b)
{
	int order = compare_texts(a.namespace, b.namespace);

	return order ? order : compare_texts(a.name, b.name);
}

int object_compare(const struct object *a, const struct object *b)
{
	int order = compare_names(a->owner, b->owner);

	if (!order)
		order = (a->kind > b->kind) - (a->kind < b->kind);
	return order ? order : compare_names(a->name, b->name);
}

/* Sorts objects without a name by their definition, so that equal schemas give equal bytes. */
static int compare_objects(const void *a, const void *b)
{
	const struct object *left = a, *right = b;
	int order = object_compare(left, right);

	return order ? order : strcmp(left->definition, right->definition);
}

void schema_sort_objects(struct schema *schema)
{
	if (schema->objects.count)
		qsort(schema->objects.at, schema->objects.count, sizeof *schema->objects.at,
		      compare_objects);
}

const struct object *schema_object(const struct schema *schema, const struct object *like)
{
	const struct objects *objects = &schema->objects;
	size_t first = 0, end = objects->count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;
		if (object_compare(&objects->at[middle], like) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	return first < objects->count && object_compare(&objects->at[first], like) == 0
		       ? &objects->at[first]
		       : NULL;
}

const struct object *schema_objects_of(const struct schema *schema, struct object_name table,
				       size_t *count)
{
	const struct objects *objects = &schema->objects;
	size_t first = 0, end = objects->count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;
		if (compare_names(objects->at[middle].owner, table) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	for (end = first; end < objects->count; end++)
		if (compare_names(objects->at[end].owner, table) != 0)
			break;
	*count = end - first;
	return *count ? objects->at + first : NULL;
}
