/* Writes keys and indexes as attributes of fields and blocks. */
#include <string.h>

#include "base/record.h"
#include "print/literal.h"
#include "print/prisma_field.h"
#include "psl/words.h"

/* Begins the next argument of an attribute. */
static void next_argument(struct buffer *to, size_t start)
{
	buffer_add(to, to->length == start ? "(" : ", ");
}

static void add_text_argument(struct buffer *to, size_t start, const char *name, const char *text)
{
	if (!text)
		return;
	next_argument(to, start);
	buffer_format(to, "%s: ", name);
	literal_add_string(to, text);
}

static void end_arguments(struct buffer *to, size_t start)
{
	if (to->length > start)
		buffer_add_char(to, ')');
}

/* Returns the name of a constraint, or NULL if it is Prisma's default. */
static const char *other_name(const struct schema *schema, const struct table *table,
			      const char *name, const struct key_parts *parts, const char *suffix)
{
	struct names columns = {0};
	const struct key_part *part;

	if (!name)
		return NULL;
	if (parts)
		vector_each(part, parts)
			*vector_add(schema->arena, &columns) = part->column;
	const char *usual = constraint_name(schema->arena, schema->dialect, table->name.name,
					    parts ? &columns : NULL, suffix);
	return text_equal(name, usual) ? NULL : name;
}

/* ---- fields of a key ---- */

static void add_operator_class(struct buffer *to, const char *sql)
{
	const char *word = psl_operator_class_word(sql);

	if (word) {
		buffer_format(to, "ops: %s", word);
		return;
	}
	buffer_add(to, "ops: raw(");
	literal_add_string(to, sql);
	buffer_add_char(to, ')');
}

static void add_sort(struct buffer *to, enum sort sort)
{
	buffer_format(to, "sort: %s", sort == SORT_ASC ? "Asc" : "Desc");
}

static void add_part(struct buffer *to, const struct client_model *model,
		     const struct key_part *part)
{
	const struct client_field *field = client_field(model, part->column);

	buffer_add(to, field ? field->name : part->column);
	if (!part->operator_class && part->sort == SORT_UNSAID)
		return;
	buffer_add_char(to, '(');
	if (part->operator_class)
		add_operator_class(to, part->operator_class);
	if (part->operator_class && part->sort != SORT_UNSAID)
		buffer_add(to, ", ");
	if (part->sort != SORT_UNSAID)
		add_sort(to, part->sort);
	buffer_add_char(to, ')');
}

static void add_parts(struct buffer *to, const struct client_model *model,
		      const struct key_parts *parts)
{
	const struct key_part *part;

	buffer_add(to, "([");
	vector_each(part, parts) {
		if (part != parts->at)
			buffer_add(to, ", ");
		add_part(to, model, part);
	}
	buffer_add_char(to, ']');
}

/* ---- keys ---- */

/* True if a key or an index must be an attribute of the block. */
static bool is_block_key(const struct key_parts *parts, const struct facts *facts)
{
	return parts->count != 1 || parts->at[0].operator_class || fact_get(facts, "name");
}

static const char *index_suffix(const struct index *index)
{
	return index->unique ? "_key" : "_idx";
}

static void add_predicate(struct buffer *to, size_t start, const struct index *index)
{
	const char *where = fact_get(&index->facts, "where");

	if (!index->predicate)
		return;
	next_argument(to, start);
	buffer_add(to, "where: ");
	if (where) {
		buffer_add(to, where);
		return;
	}
	buffer_add(to, "raw(");
	literal_add_string(to, index->predicate);
	buffer_add_char(to, ')');
}

static void add_id(struct buffer *to, const struct schema *schema, const struct client_model *model)
{
	const struct primary_key *key = model->table->primary_key;

	buffer_add(to, "  @@id");
	size_t start = to->length;
	add_parts(to, model, &key->parts);
	add_text_argument(to, start, "name", fact_get(&key->facts, "name"));
	add_text_argument(to, start, "map",
			  other_name(schema, model->table, key->name, NULL, "_pkey"));
	buffer_add(to, ")\n");
}

static void add_index(struct buffer *to, const struct schema *schema,
		      const struct client_model *model, const struct index *index)
{
	const char *type = psl_index_type_word(index->method);

	buffer_add(to, index->unique ? "  @@unique" : "  @@index");
	size_t start = to->length;
	add_parts(to, model, &index->parts);
	add_text_argument(to, start, "name", fact_get(&index->facts, "name"));
	add_text_argument(
		to, start, "map",
		other_name(schema, model->table, index->name, &index->parts, index_suffix(index)));
	if (type && !text_equal(index->method, "btree"))
		buffer_format(to, ", type: %s", type);
	add_predicate(to, start, index);
	buffer_add(to, ")\n");
}

/* True if the index may be an attribute of its only field. */
static bool suits_field(const struct index *index)
{
	return index->unique && !is_block_key(&index->parts, &index->facts) &&
	       text_equal(index->method, "btree");
}

/* True if the index is an attribute of its field, which can have only one @unique. */
static bool is_field_index(const struct table *table, const struct index *index)
{
	const struct index *first;

	if (!suits_field(index))
		return false;
	vector_each(first, &table->indexes)
		if (suits_field(first) &&
		    text_equal(first->parts.at[0].column, index->parts.at[0].column))
			return first == index;
	return false;
}

void prisma_add_keys(struct buffer *to, const struct schema *schema,
		     const struct client_model *model)
{
	const struct primary_key *key = model->table->primary_key;
	const struct index *index;

	if (key && is_block_key(&key->parts, &key->facts))
		add_id(to, schema, model);
	vector_each(index, &model->table->indexes)
		if (index->unique && !is_field_index(model->table, index))
			add_index(to, schema, model, index);
	vector_each(index, &model->table->indexes)
		if (!index->unique)
			add_index(to, schema, model, index);
}

/* Writes a key of one field. `index` is NULL for the primary key. */
static void add_field_key(struct buffer *to, const char *attribute, const char *name,
			  enum sort sort, const struct index *index)
{
	buffer_format(to, " %s", attribute);
	size_t start = to->length;
	add_text_argument(to, start, "map", name);
	if (sort != SORT_UNSAID) {
		next_argument(to, start);
		add_sort(to, sort);
	}
	if (index)
		add_predicate(to, start, index);
	end_arguments(to, start);
}

void prisma_add_field_keys(struct buffer *to, const struct schema *schema,
			   const struct client_model *model, const struct client_field *field)
{
	const struct table *table = model->table;
	const struct primary_key *key = table->primary_key;
	const struct index *index;

	if (column_is_id(table, field->column) && !is_block_key(&key->parts, &key->facts))
		add_field_key(to, "@id", other_name(schema, table, key->name, NULL, "_pkey"),
			      key->parts.at[0].sort, NULL);
	vector_each(index, &table->indexes)
		if (is_field_index(table, index) &&
		    text_equal(index->parts.at[0].column, field->column->name))
			add_field_key(to, "@unique",
				      other_name(schema, table, index->name, &index->parts, "_key"),
				      index->parts.at[0].sort, index);
}
