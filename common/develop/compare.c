/* Compares schemas. */
#include "develop/compare.h"

#include "base/text.h"
#include "diff/diff.h"

bool develop_compare(const struct schema *old, const struct schema *new, struct diff *diff,
		     struct report *report)
{
	static const struct renames none;

	*diff = (struct diff){.arena = old->arena};
	return diff_schemas(old, new, &none, diff, report);
}

/* True if a Prisma schema describes a namespace. NULL is the URL's. */
static bool tells(const struct schema *schema, const char *namespace)
{
	const char **name;

	vector_each(name, &schema->namespaces)
		if (text_equal(*name, namespace))
			return true;
	return !namespace;
}

static void skip_namespaces(struct schema *sum, const struct schema *schema)
{
	const struct schema all = *sum;
	const struct table *table;
	const struct enumeration *enumeration;
	const struct object *object;

	sum->tables.count = sum->enums.count = sum->objects.count = 0;
	vector_each(table, &all.tables)
		if (tells(schema, table->name.namespace))
			sum->tables.at[sum->tables.count++] = *table;
	vector_each(enumeration, &all.enums)
		if (tells(schema, enumeration->name.namespace))
			sum->enums.at[sum->enums.count++] = *enumeration;
	vector_each(object, &all.objects)
		if (tells(schema,
			  object->owner.name ? object->owner.namespace : object->name.namespace))
			sum->objects.at[sum->objects.count++] = *object;
	sum->namespaces = schema->namespaces;
	schema_index(sum);
}

void develop_skip_untold(struct schema *sum, const struct schema *schema)
{
	if (sum->namespaces.count)
		skip_namespaces(sum, schema);
}

const char *develop_notice_text(struct arena *arena, const struct notice *notice)
{
	return arena_format(arena, "%s %s%s%s", notice->kind, notice->object,
			    *notice->detail ? ": " : "", notice->detail);
}
