/* Finds the relations of a diagram, and how many rows they join. */
#include "print/edges.h"

#include "base/buffer.h"
#include "base/record.h"
#include "print/client.h"

static const char *join(struct arena *arena, const struct names *columns)
{
	struct buffer text = {.arena = arena};
	const char **column;

	vector_each(column, columns)
		buffer_format(&text, "%s%s", column == columns->at ? "" : ", ", *column);
	return buffer_take(&text);
}

/* True if a row may have no parent, because a column can be NULL. */
static bool is_optional(const struct table *table, const struct foreign_key *key)
{
	const char **name;

	vector_each(name, &key->columns) {
		const struct column *column = table_column(table, *name);
		if (column && column->arity == ARITY_OPTIONAL)
			return true;
	}
	return false;
}

static void add_key(const struct schema *schema, const struct table *table,
		    const struct foreign_key *key, struct edges *edges)
{
	const struct table *to = schema_table(schema, key->references);

	if (to)
		*vector_add(schema->arena, edges) = (struct edge){
			.from = table,
			.to = to,
			.key = key,
			.label = join(schema->arena, &key->columns),
			.from_many = !table_is_unique(table, &key->columns),
			.to_optional = is_optional(table, key),
		};
}

static void add_join_table(const struct schema *schema, const struct table *table,
			   struct edges *edges)
{
	const struct table *from = schema_table(schema, table->foreign_keys.at[0].references);
	const struct table *to = schema_table(schema, table->foreign_keys.at[1].references);

	if (from && to)
		*vector_add(schema->arena, edges) = (struct edge){
			.from = from,
			.to = to,
			.label = table->name.name,
			.from_many = true,
			.to_many = true,
			.to_optional = true,
		};
}

void edges_find(const struct schema *schema, struct edges *edges)
{
	const struct table *table;
	const struct foreign_key *key;

	*edges = (struct edges){0};
	vector_each(table, &schema->tables) {
		if (client_is_join_table(schema, table))
			add_join_table(schema, table, edges);
		else
			vector_each(key, &table->foreign_keys)
				add_key(schema, table, key, edges);
	}
}

static bool has_part(const struct key_parts *parts, const char *column)
{
	const struct key_part *part;

	vector_each(part, parts)
		if (text_equal(part->column, column))
			return true;
	return false;
}

struct column_keys column_keys(const struct table *table, const char *column)
{
	struct column_keys keys = {0};
	const struct index *index;
	const struct foreign_key *key;
	const char **name;

	keys.primary = table->primary_key && has_part(&table->primary_key->parts, column);
	vector_each(index, &table->indexes)
		keys.unique |= index->unique && index->parts.count == 1 && !index->predicate &&
			       has_part(&index->parts, column);
	vector_each(key, &table->foreign_keys)
		vector_each(name, &key->columns)
			keys.foreign |= text_equal(*name, column);
	return keys;
}
