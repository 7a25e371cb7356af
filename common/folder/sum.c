/* Writes schema.text. */
#include "folder/sum.h"

#include <errno.h>
#include <stdio.h>

#include "base/file.h"
#include "schema/text.h"

char *folder_sum_file(struct arena *arena, const char *directory)
{
	return path_join(arena, directory, "schema.text");
}

char *folder_new_sum_file(struct arena *arena, const char *directory, const char *name)
{
	return path_join(arena, path_join(arena, directory, name), ".schema.text");
}

/* Returns the facts without the order of fields. */
static struct facts without_order(struct arena *arena, const struct facts *facts)
{
	struct facts kept = {0};
	const struct fact *fact;

	vector_each(fact, facts)
		if (strcmp(fact->key, "fields") != 0)
			fact_add(arena, &kept, fact->key, fact->value);
	return kept;
}

bool folder_write_sum(const char *path, const struct schema *schema)
{
	struct arena *arena = schema->arena;
	struct record_writer to = {.text = {.arena = arena}};
	struct schema head = *schema;
	const struct table *table;

	head.blocks.count = 0;
	schema_write_head(&head, &to);
	vector_each(table, &schema->tables) {
		struct table kept = *table;
		kept.facts = without_order(arena, &table->facts);
		schema_write_table(&kept, &to);
	}
	schema_write_objects(schema, &to);
	schema_write_end(&to);
	return file_write(path, to.text.text, to.text.length);
}

bool folder_place_sum(struct arena *arena, const char *directory, const char *name)
{
	const char *from = folder_new_sum_file(arena, directory, name);

	return rename(from, folder_sum_file(arena, directory)) == 0 || errno == ENOENT ||
	       errno == ENOTDIR;
}
