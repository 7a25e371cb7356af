/* Finds unused names. */
#include "diff/free_name.h"

#include <ctype.h>
#include <string.h>

#include "base/record.h"
#include "base/utf8.h"

const char *diff_folded_name(struct arena *arena, const struct dialect *dialect, const char *name)
{
	char *lower;

	if (!dialect->alter.ignores_case)
		return name;
	lower = arena_string(arena, name);
	for (char *c = lower; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return lower;
}

const char *diff_cut_name(struct arena *arena, const struct dialect *dialect, const char *name,
			  const char *suffix)
{
	size_t length = strlen(name), most = dialect->name_limit - strlen(suffix);

	if (length > most)
		length = utf8_cut(name, most);
	return arena_format(arena, "%.*s%s", (int)length, name, suffix);
}

/* Tries `first`, then the name with the suffix and a number from 2 on. */
static const char *find_free(struct arena *arena, const struct dialect *dialect, const char *first,
			     const char *name, const char *suffix, diff_name_test *is_taken,
			     const void *context)
{
	const char *tried = first;

	for (int i = 2; is_taken(context, tried); i++)
		tried = diff_cut_name(arena, dialect, name, arena_format(arena, "%s%d", suffix, i));
	return tried;
}

const char *diff_old_name(struct arena *arena, const struct dialect *dialect, const char *name,
			  diff_name_test *is_taken, const void *context)
{
	static const char suffix[] = "_old";
	const char *first = diff_cut_name(arena, dialect, name, suffix);

	return find_free(arena, dialect, first, name, suffix, is_taken, context);
}

/* The arguments of is_object. */
struct object_context {
	const struct diff *diff;
	const char *namespace;
};

static void add_taken(struct map *taken, const struct dialect *dialect, const char *name)
{
	map_add(taken, diff_folded_name(taken->arena, dialect, name), taken);
}

/* Adds the names of tables, and those of indexes if these keep a table from having them. */
static void add_names(struct map *taken, const struct dialect *dialect, const struct schema *schema)
{
	const struct table *table;
	const struct index *index;

	vector_each(table, &schema->tables) {
		add_taken(taken, dialect, table->name.name);
		if (dialect->language.indexes_share_namespace)
			vector_each(index, &table->indexes)
				add_taken(taken, dialect, index->name);
	}
}

/* True if a name is taken where case does not count and there is one namespace. */
static bool is_taken(const struct diff *diff, const char *name)
{
	struct map *taken = diff->taken;

	if (!taken->arena) {
		taken->arena = diff->arena;
		add_names(taken, diff->dialect, diff->old);
		add_names(taken, diff->dialect, diff->new);
	}
	return map_get(taken, diff_folded_name(diff->arena, diff->dialect, name));
}

static bool has_object(const struct schema *schema, struct object_name name)
{
	return schema_table(schema, name) || schema_enum(schema, name);
}

static bool is_object(const void *context, const char *name)
{
	const struct object_context *in = context;
	const struct diff *diff = in->diff;
	struct object_name tried = {in->namespace, name};

	if (diff->dialect->alter.ignores_case)
		return is_taken(diff, name);
	return has_object(diff->old, tried) || has_object(diff->new, tried);
}

const char *diff_free_name(const struct diff *diff, struct object_name name)
{
	struct object_context context = {diff, name.namespace};

	return find_free(diff->arena, diff->dialect, name.name, name.name, "", is_object, &context);
}
