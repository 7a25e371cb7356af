/*
 * The join tables of implicit many-to-many relations.
 */
#include <stdlib.h>
#include <string.h>

#include "psl/constraint.h"
#include "psl/lower.h"

/* Adds a primary key, or the unique index that older versions of Prisma create in every dialect. */
static void add_keys(const struct context *context, struct table *table)
{
	const struct dialect *dialect = context->settings.dialect;
	struct arena *arena = context->arena;
	const char *name = table->name.name;
	struct key_part parts[] = {{.column = "A"}, {.column = "B"}};
	struct key_parts *both;

	if (psl_rules(context)->many_to_many_key) {
		table->primary_key = arena_alloc(arena, sizeof *table->primary_key);
		table->primary_key->name = constraint_name(arena, dialect, name, NULL, "_AB_pkey");
		both = &table->primary_key->parts;
	} else {
		struct index *unique = vector_add(arena, &table->indexes);
		unique->name = constraint_name(arena, dialect, name, NULL, "_AB_unique");
		unique->unique = true;
		unique->method = psl_index_method_sql(INDEX_BTREE);
		both = &unique->parts;
	}
	*vector_add(arena, both) = parts[0];
	*vector_add(arena, both) = parts[1];
	struct index *index = vector_add(arena, &table->indexes);
	index->name = constraint_name(arena, dialect, name, NULL, "_B_index");
	index->method = psl_index_method_sql(INDEX_BTREE);
	*vector_add(arena, &index->parts) = parts[1];
}

/* Adds the column that refers to a model, with the type of the model's id, and its foreign key. */
static void add_side(const struct context *context, struct table *table, const char *name,
		     const struct field *field)
{
	struct arena *arena = context->arena;
	const struct model *model = field->owner;
	const struct field *id = model->id->fields.at[0].field;
	struct column *column = vector_add(arena, &table->columns);
	struct foreign_key *key = vector_add(arena, &table->foreign_keys);

	column->name = name;
	psl_lower_type(context, id, &column->type);
	*vector_add(arena, &key->columns) = name;
	*vector_add(arena, &key->referenced_columns) = psl_field_column(id);
	key->enforced = !context->settings.emulated;
	key->references = psl_model_object(model);
	key->on_delete = key->on_update = ACTION_CASCADE;
	key->name = constraint_name(arena, context->settings.dialect, table->name.name, NULL,
				    arena_format(arena, "_%s_fkey", name));
	fact_add(arena, &key->facts, "back", field->name.text);
	if (field->ignored)
		fact_add(arena, &key->facts, "back-ignore", "");
	psl_lower_doc(context, field->doc, "back-doc", &key->facts);
}

void psl_lower_many_to_many(const struct context *context, const struct relation *relation,
			    struct table *table)
{
	struct arena *arena = context->arena;

	table->name.namespace = relation->model_a->namespace.text;
	table->name.name = psl_relation_table(context, relation);
	fact_add(arena, &table->facts, "many-to-many", "");
	fact_add(arena, &table->facts, "relation", relation->name);
	add_side(context, table, "A", relation->a);
	add_side(context, table, "B", relation->b);
	add_keys(context, table);
}
