/* Builds the models that clients see, with relations on both sides. */
#include "print/client.h"

#include <stdlib.h>
#include <string.h>

#include "base/record.h"
#include "print/client_names.h"

/* ---- enums ---- */

/* Reserves the names in the schema text, and then those of values that need no other one. */
static void reserve_values(const struct enumeration *enumeration, struct map *taken)
{
	const struct enum_value *value;
	const char *given;

	vector_each(value, &enumeration->values)
		if ((given = fact_get(&value->facts, "value")))
			map_add(taken, given, CLIENT_NAME_TAKEN);
	vector_each(value, &enumeration->values)
		if (!fact_get(&value->facts, "value") && client_is_identifier(value->name))
			map_add(taken, value->name, CLIENT_NAME_OWN);
}

static const char *value_name(struct arena *arena, const struct enum_value *value,
			      struct map *taken)
{
	const char *given = fact_get(&value->facts, "value");
	const char *name = client_identifier(arena, value->name, "EMPTY");

	if (given || (name == value->name && map_get(taken, name) == CLIENT_NAME_OWN))
		return given ? given : name;
	name = client_free_name(arena, taken, name, "value");
	map_add(taken, name, CLIENT_NAME_TAKEN);
	return name;
}

static void add_enum(struct client *client, const struct enumeration *enumeration)
{
	struct arena *arena = client->schema->arena;
	struct client_enum *to = vector_add(arena, &client->enums);
	const char *given = fact_get(&enumeration->facts, "enum");
	const struct enum_value *value;
	struct map taken = {.arena = arena};

	to->enumeration = enumeration;
	to->name = client_block_name(client, enumeration->name, given, "Enum");
	reserve_values(enumeration, &taken);
	vector_each(value, &enumeration->values)
		*vector_add(arena, &to->values) =
			(struct client_value){value, value_name(arena, value, &taken)};
}

static void add_enums(struct client *client)
{
	const struct enumeration *enumeration;
	struct client_enum *one;

	vector_each(enumeration, &client->schema->enums)
		add_enum(client, enumeration);
	vector_each(one, &client->enums)
		map_add_in(&client->enums_by_name, one->enumeration->name.namespace,
			   one->enumeration->name.name, one);
}

/* Returns the enum of a column. In a database without enums, a fact names it. */
static const struct client_enum *enum_of(const struct client *client, const struct table *table,
					 const struct column *column)
{
	const char *fact = fact_get(&column->facts, "enum");

	if (column->type.kind == TYPE_ENUM)
		return map_get_in(&client->enums_by_name, column->type.enumeration.namespace,
				  column->type.enumeration.name);
	return fact ? map_get_in(&client->enums_by_name, table->name.namespace, fact) : NULL;
}

/* ---- models ---- */

/* True if these are the columns of a key, in this order. */
static bool has_parts(const struct key_parts *parts, const char *const *columns, size_t count)
{
	if (parts->count != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!text_equal(parts->at[i].column, columns[i]))
			return false;
	return true;
}

/* True if a table has the indexes of a join table, whatever their names: unique A and B, and B. */
static bool has_join_indexes(const struct table *table)
{
	static const char *const pair[] = {"A", "B"};
	bool unique = table->primary_key && has_parts(&table->primary_key->parts, pair, 2);
	bool second = false;
	const struct index *index;

	vector_each(index, &table->indexes) {
		unique = unique || (index->unique && has_parts(&index->parts, pair, 2));
		second = second || (!index->unique && has_parts(&index->parts, pair + 1, 1));
	}
	return unique && second;
}

/* True if a foreign key refers to the primary key of a table, of one column. */
static bool refers_to_id(const struct schema *schema, const struct foreign_key *key)
{
	const struct table *target = schema_table(schema, key->references);

	return key->columns.count == 1 && target && target->primary_key &&
	       has_parts(&target->primary_key->parts, key->referenced_columns.at, 1);
}

bool client_is_join_table(const struct schema *schema, const struct table *table)
{
	const struct foreign_key *key;

	if (fact_get(&table->facts, "many-to-many"))
		return table->foreign_keys.count == 2;
	if (*table->name.name != '_' || table->columns.count != 2 ||
	    table->foreign_keys.count != 2 || !table_column(table, "A") ||
	    !table_column(table, "B") || fact_get(&table->facts, "model") ||
	    !has_join_indexes(table))
		return false;
	vector_each(key, &table->foreign_keys)
		if (!refers_to_id(schema, key) || fact_get(&key->facts, "field"))
			return false;
	return true;
}

static struct client_field *add_field(struct client_model *model, const char *name,
				      struct arena *arena)
{
	struct client_field *field = vector_add(arena, &model->fields);

	field->name = name;
	/* The vector may move, so the map only says which names are taken. */
	map_add(&model->by_name, name, model);
	return field;
}

static void take_field(struct client_model *model, const char *given)
{
	if (model && given)
		map_add(&model->by_name, given, model);
}

/* Reserves the names of the fields on the other side of a table's foreign keys. */
static void reserve_backs(const struct client *client, const struct table *table)
{
	const struct foreign_key *key;

	vector_each(key, &table->foreign_keys)
		take_field(client_model(client, key->references), fact_get(&key->facts, "back"));
}

/* Reserves the field names in the schema text, so that no other field gets one of them. */
static void reserve_fields(const struct client *client, struct client_model *model)
{
	const struct column *column;
	const struct foreign_key *key;

	vector_each(column, &model->table->columns)
		take_field(model, fact_get(&column->facts, "field"));
	vector_each(key, &model->table->foreign_keys)
		take_field(model, fact_get(&key->facts, "field"));
	reserve_backs(client, model->table);
}

static void add_columns(const struct client *client, struct client_model *model)
{
	struct arena *arena = client->schema->arena;
	const struct column *column;

	vector_each(column, &model->table->columns) {
		const char *given = fact_get(&column->facts, "field");
		const char *name =
			given ? given
			      : client_free_name(arena, &model->by_name,
						 client_identifier(arena, column->name, "field"),
						 "column");
		struct client_field *field = add_field(model, name, arena);
		field->column = column;
		field->arity = column->arity;
		field->enumeration = enum_of(client, model->table, column);
		field->doc = fact_get(&column->facts, "doc");
		field->ignored = fact_get(&column->facts, "ignore");
	}
}

struct client_model *client_model(const struct client *client, struct object_name table)
{
	return map_get_in(&client->models_by_table, table.namespace, table.name);
}

/* True if every row has a value in each column of a key, of a type that clients know. */
static bool identifies(const struct table *table, const struct key_parts *parts)
{
	const struct key_part *part;

	vector_each(part, parts) {
		const struct column *column = table_column(table, part->column);
		if (!column || column->arity == ARITY_OPTIONAL ||
		    column->type.kind == TYPE_UNSUPPORTED)
			return false;
	}
	return true;
}

/* True if Prisma's clients can tell the rows of a table apart. If not, they ignore the table. */
static bool is_identified(const struct table *table)
{
	const struct index *index;

	if (table->view || (table->primary_key && identifies(table, &table->primary_key->parts)))
		return true;
	vector_each(index, &table->indexes)
		if (index->unique && identifies(table, &index->parts))
			return true;
	return false;
}

static void add_model(struct client *client, const struct table *table)
{
	struct arena *arena = client->schema->arena;

	*vector_add(arena, &client->models) = (struct client_model){
		.table = table,
		.name = client_block_name(client, table->name, fact_get(&table->facts, "model"),
					  "model"),
		.ignored = fact_get(&table->facts, "ignore") || !is_identified(table),
		.by_name = {.arena = arena}};
}

/* Rebuilds the map: the vector may have moved. */
static void index_models(struct client *client)
{
	struct client_model *model;

	client->models_by_table = (struct map){.arena = client->schema->arena};
	vector_each(model, &client->models)
		map_add_in(&client->models_by_table, model->table->name.namespace,
			   model->table->name.name, model);
}

/* Returns the model to which a column of a join table refers, or NULL. */
static const struct client_model *joined_model(const struct client *client,
					       const struct table *table, const char *column)
{
	const struct foreign_key *key;

	vector_each(key, &table->foreign_keys)
		if (text_equal(key->columns.at[0], column))
			return client_model(client, key->references);
	return NULL;
}

/*
 * True if a join table has its columns the other way round: Prisma gives column A to the model
 * whose name comes first.
 */
static bool is_crossed(const struct client *client, const struct table *table)
{
	const struct client_model *a = joined_model(client, table, "A"),
				  *b = joined_model(client, table, "B");

	return a && b && strcmp(a->name, b->name) > 0;
}

/* Compares models by the places of their tables in the schema. */
static int compare_tables(const void *a, const void *b)
{
	const struct table *first = ((const struct client_model *)a)->table;
	const struct table *second = ((const struct client_model *)b)->table;

	return (first > second) - (first < second);
}

/* Adds the models. A join table that Prisma would not make like this becomes an ordinary model. */
static void add_models(struct client *client)
{
	struct arena *arena = client->schema->arena;
	const struct table *table;
	size_t ordinary;

	vector_each(table, &client->schema->tables)
		if (!client_is_join_table(client->schema, table))
			add_model(client, table);
	ordinary = client->models.count;
	index_models(client);
	vector_each(table, &client->schema->tables) {
		if (!client_is_join_table(client->schema, table))
			continue;
		if (is_crossed(client, table))
			add_model(client, table);
		else
			vector_add(arena, &client->joins)->table = table;
	}
	if (client->models.count > ordinary)
		qsort(client->models.at, client->models.count, sizeof *client->models.at,
		      compare_tables);
	index_models(client);
}

const struct client_field *client_field(const struct client_model *model, const char *column)
{
	return map_get(&model->by_column, column);
}

/* ---- relations ---- */

/* Counts the foreign keys of a table that make relations between two models. */
static size_t count_keys(const struct client *client, const struct client_model *from,
			 const struct client_model *to)
{
	const struct foreign_key *key;
	size_t count = 0;

	vector_each(key, &from->table->foreign_keys)
		count += client_model(client, key->references) == to;
	return count;
}

/* Counts the many-to-many relations between two models. */
static size_t count_join_tables(const struct client *client, const struct client_model *a,
				const struct client_model *b)
{
	const struct client_join *join;
	size_t count = 0;

	vector_each(join, &client->joins) {
		const struct foreign_key *keys = join->table->foreign_keys.at;
		const struct client_model *first = client_model(client, keys[0].references);
		const struct client_model *second = client_model(client, keys[1].references);
		count += (first == a && second == b) || (first == b && second == a);
	}
	return count;
}

/* True if there is only one relation between two models. */
static bool is_alone(const struct client *client, const struct client_model *a,
		     const struct client_model *b)
{
	return count_keys(client, a, b) + (a == b ? 0 : count_keys(client, b, a)) +
		       count_join_tables(client, a, b) ==
	       1;
}

/* Returns the arity of the field with a foreign key: optional if any of its columns is. */
static enum arity forward_arity(const struct table *table, const struct foreign_key *key)
{
	const char *fact = fact_get(&key->facts, "arity");
	const char **name;

	if (fact)
		return text_equal(fact, "optional") ? ARITY_OPTIONAL : ARITY_REQUIRED;
	vector_each(name, &key->columns) {
		const struct column *column = table_column(table, *name);
		if (column && column->arity == ARITY_OPTIONAL)
			return ARITY_OPTIONAL;
	}
	return ARITY_REQUIRED;
}

static enum arity back_arity(const struct table *table, const struct foreign_key *key)
{
	if (fact_get(&key->facts, "field") && !fact_get(&key->facts, "back-arity"))
		return ARITY_LIST;
	return table_has_key(table, &key->columns) ? ARITY_OPTIONAL : ARITY_LIST;
}

static struct relation_names relation_names(const struct client *client, struct client_model *from,
					    struct client_model *to, const struct foreign_key *key)
{
	struct arena *arena = client->schema->arena;
	const char *field = fact_get(&key->facts, "field");

	if (field)
		return (struct relation_names){fact_get(&key->facts, "relation"), field,
					       fact_get(&key->facts, "back")};
	struct relation_names names =
		client_name_relation(arena, from, to, key, is_alone(client, from, to));
	names.forward = client_free_name(arena, &from->by_name, names.forward, "relation");
	names.back = client_free_name(arena, &to->by_name, names.back, "relation");
	return names;
}

static void add_relation(struct client *client, struct client_model *from,
			 const struct foreign_key *key)
{
	struct arena *arena = client->schema->arena;
	struct client_model *to = client_model(client, key->references);

	if (!to)
		return;
	struct relation_names names = relation_names(client, from, to, key);
	struct client_field *field = add_field(from, names.forward, arena);
	field->model = to;
	field->key = key;
	field->arity = forward_arity(from->table, key);
	field->relation = names.relation;
	field->doc = fact_get(&key->facts, "doc");
	field->ignored = fact_get(&key->facts, "ignore") || (to->ignored && !from->ignored);
	if (!names.back)
		return;
	field = add_field(to, names.back, arena);
	field->model = from;
	field->arity = back_arity(from->table, key);
	field->relation = names.relation;
	field->doc = fact_get(&key->facts, "back-doc");
	field->ignored = fact_get(&key->facts, "back-ignore") || (from->ignored && !to->ignored);
}

/* Returns the name of a many-to-many relation, or NULL if its table has the default name. */
static const char *join_relation(const struct client *client, const struct table *table,
				 const struct client_model *a, const struct client_model *b)
{
	struct arena *arena = client->schema->arena;
	const char *name = table->name.name;

	if (fact_get(&table->facts, "many-to-many"))
		return fact_get(&table->facts, "relation");
	if (a != b && is_alone(client, a, b) &&
	    text_equal(name, many_to_many_name(arena, client->schema->dialect, a->name, b->name)))
		return NULL;
	return name + 1;
}

/*
 * Returns the name of a list field: that of the other model, plus what distinguishes it from
 * others.
 */
static const char *join_field(const struct client *client, const struct client_model *model,
			      const struct client_model *target, const char *relation,
			      const char *column)
{
	struct arena *arena = client->schema->arena;
	const char *name = target->name;

	if (!is_alone(client, model, target))
		name = arena_format(arena, "%s_%s", name,
				    client_identifier(arena, relation, "relation"));
	if (model == target)
		name = arena_format(arena, "%s_%s", name, column);
	return client_free_name(arena, &model->by_name, name, "relation");
}

/* Adds both sides of a many-to-many relation: a list in each of the models. */
static void add_join(struct client *client, const struct table *table)
{
	const struct foreign_key *keys = table->foreign_keys.at;
	struct client_model *const models[] = {client_model(client, keys[0].references),
					       client_model(client, keys[1].references)};

	if (!models[0] || !models[1])
		return;
	const char *relation = join_relation(client, table, models[0], models[1]);
	for (size_t i = 0; i < 2; i++) {
		const char *back = fact_get(&keys[i].facts, "back");
		struct client_model *model = models[i], *target = models[1 - i];
		struct client_field *field = add_field(
			model,
			back ? back
			     : join_field(client, model, target, relation, keys[i].columns.at[0]),
			client->schema->arena);
		field->model = target;
		field->arity = ARITY_LIST;
		field->relation = relation;
		field->doc = fact_get(&keys[i].facts, "back-doc");
		field->ignored = fact_get(&keys[i].facts, "back-ignore");
	}
}

static void add_relations(struct client *client)
{
	const struct client_join *join;
	const struct foreign_key *key;
	struct client_model *model;

	vector_each(model, &client->models)
		vector_each(key, &model->table->foreign_keys)
			add_relation(client, model, key);
	vector_each(join, &client->joins)
		add_join(client, join->table);
}

/* ---- order ---- */

/*
 * Inserts a field that the order does not name: a column after the last column, a relation at the
 * end.
 */
static void place_field(struct arena *arena, struct client_model *model,
			const struct client_field *field)
{
	size_t at = model->fields.count;

	while (field->column && at > 0 && !model->fields.at[at - 1].column)
		at--;
	*vector_insert(arena, &model->fields, at) = *field;
}

/* Puts the fields into the order of the Prisma schema, followed by those that it does not name. */
static void order_fields(struct arena *arena, struct client_model *model)
{
	struct map left = {.arena = arena};
	const struct client_model unordered = *model;
	const char *order = fact_get(&model->table->facts, "fields");
	struct slice rest = slice_of(order ? order : ""), name;
	struct client_field *field;

	if (!order)
		return;
	vector_each(field, &unordered.fields)
		map_add(&left, field->name, field);
	vector_reserve(arena, &model->fields, unordered.fields.count);
	model->fields.count = 0;
	while (record_split(&rest, ',', &name)) {
		field = map_replace(&left, arena_slice(arena, name.start, name.length), NULL);
		if (field)
			*vector_add(arena, &model->fields) = *field;
	}
	vector_each(field, &unordered.fields)
		if (map_get(&left, field->name) == field)
			place_field(arena, model, field);
}

static void index_fields(struct arena *arena, struct client_model *model)
{
	struct client_field *field;

	model->by_column = (struct map){.arena = arena};
	vector_each(field, &model->fields)
		if (field->column)
			map_add(&model->by_column, field->column->name, field);
}

/* Reserves the block names in the schema text, so that no other block gets one of them. */
static void reserve_given_names(struct client *client)
{
	const struct table *table;
	const struct enumeration *enumeration;
	const char *given;

	vector_each(table, &client->schema->tables)
		if ((given = fact_get(&table->facts, "model")))
			map_add(&client->taken, given, CLIENT_NAME_TAKEN);
	vector_each(enumeration, &client->schema->enums)
		if ((given = fact_get(&enumeration->facts, "enum")))
			map_add(&client->taken, given, CLIENT_NAME_TAKEN);
}

/* Reserves the names of tables that need no other one. With namespaces, prefixes decide. */
static void reserve_names(struct client *client)
{
	const struct table *table;

	reserve_given_names(client);
	vector_each(table, &client->schema->tables)
		if (!table->name.namespace && !fact_get(&table->facts, "model") &&
		    client_is_identifier(table->name.name))
			map_add(&client->taken, table->name.name, CLIENT_NAME_OWN);
}

void client_build(const struct schema *schema, struct client *client)
{
	struct client_model *model;
	struct client_join *join;

	*client = (struct client){.schema = schema,
				  .models_by_table = {.arena = schema->arena},
				  .enums_by_name = {.arena = schema->arena},
				  .taken = {.arena = schema->arena}};
	reserve_names(client);
	add_models(client);
	add_enums(client);
	vector_each(join, &client->joins)
		join->name = client_block_name(client, join->table->name, NULL, "Join");
	vector_each(model, &client->models)
		reserve_fields(client, model);
	vector_each(join, &client->joins)
		reserve_backs(client, join->table);
	vector_each(model, &client->models)
		add_columns(client, model);
	add_relations(client);
	vector_each(model, &client->models) {
		order_fields(schema->arena, model);
		index_fields(schema->arena, model);
	}
}
