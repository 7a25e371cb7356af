/* Replaces the words of a schema by those of a database where they mean the same. */
#include "diff/respell.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "base/text.h"
#include "diff/predicate.h"
#include "diff/sql_names.h"
#include "schema/value.h"

struct respelling {
	struct arena *arena;
	const struct sqltext_dialect *dialect;
	struct schema *schema; /* the copy */
	const struct schema *stored;
	bool holds_predicates; /* the schema can */
};

/* Returns the value of an expression that may be a literal: dbgenerated("'x'"). */
static struct default_value value_of(const struct respelling *respelling,
				     const struct column *column)
{
	const struct default_value *value = &column->value;
	enum scalar scalar =
		column->type.kind == TYPE_NATIVE ? column->type.native->scalar : SCALAR_STRING;
	struct default_value read = *value;

	if (value->kind != DEFAULT_EXPRESSION || column->type.kind == TYPE_UNSUPPORTED)
		return read;
	if (column->arity == ARITY_LIST)
		schema_value_read_list(respelling->arena, respelling->dialect, scalar, value->text,
				       &read);
	else
		schema_value_read(respelling->arena, respelling->dialect, scalar, value->text,
				  &read);
	if (column->type.kind == TYPE_ENUM)
		schema_value_is_enum(&read);
	return read;
}

static bool same_json(const char *a, const char *b)
{
	struct arena arena = {0};
	struct json left, right;
	bool same = json_read(&arena, a, &left) && json_read(&arena, b, &right) &&
		    json_same_value(&left, &right);

	arena_free(&arena);
	return same;
}

/* True if two values are equal JSON, or lists of equal JSON. */
static bool json_values_equal(const struct default_value *a, const struct default_value *b)
{
	bool same = a->items.count == b->items.count;

	if (a->kind != DEFAULT_LIST || b->kind != DEFAULT_LIST)
		return a->kind == DEFAULT_JSON && b->kind == DEFAULT_JSON &&
		       same_json(a->text, b->text);
	for (size_t i = 0; same && i < a->items.count; i++)
		same = json_values_equal(&a->items.at[i], &b->items.at[i]);
	return same;
}

/*
 * True for an OID that numbers itself: it has no serial type, so Prisma creates it without a
 * default.
 */
static bool is_uncounted(const struct column *column)
{
	return column->value.kind == DEFAULT_AUTOINCREMENT && column->type.kind == TYPE_NATIVE &&
	       strcmp(column->type.native->sql, "OID") == 0;
}

/* True if the text is NULL, for which a server stores no default. */
static bool is_null(const struct respelling *respelling, const char *text,
		    const struct default_value *stored)
{
	return stored->kind == DEFAULT_NONE &&
	       diff_expressions_equal(respelling->arena, text, "NULL");
}

static bool has_bits(const struct column *column)
{
	const char *name = column->type.kind == TYPE_NATIVE ? column->type.native->sql : "";

	return strcmp(name, "BIT") == 0 || strcmp(name, "VARBIT") == 0;
}

/*
 * Returns the digits of a bit string as a server prints them: 00011111 for both x1F and b00011111.
 */
static const char *bits_of(struct arena *arena, const char *text)
{
	static const char hexadecimal[] = "0123456789abcdef";
	struct buffer bits = {.arena = arena};
	const char *digit;

	if (*text != 'x' && *text != 'X')
		return *text == 'b' || *text == 'B' ? text + 1 : text;
	while (*++text && (digit = strchr(hexadecimal, tolower((unsigned char)*text))))
		for (int bit = 8; bit; bit /= 2)
			buffer_add(&bits, (digit - hexadecimal) & bit ? "1" : "0");
	return buffer_text(&bits);
}

/* True if two values are equal bits, or lists of equal bits. */
static bool bits_equal(struct arena *arena, const struct default_value *written,
		       const struct default_value *stored)
{
	bool same = written->items.count == stored->items.count;

	if (written->kind != DEFAULT_LIST || stored->kind != DEFAULT_LIST)
		return written->kind == DEFAULT_STRING && stored->kind == DEFAULT_STRING &&
		       strcmp(bits_of(arena, written->text), stored->text) == 0;
	for (size_t i = 0; same && i < written->items.count; i++)
		same = bits_equal(arena, &written->items.at[i], &stored->items.at[i]);
	return same;
}

/* Respells a default. dbgenerated() without an argument matches any default of the database. */
static void respell_default(const struct respelling *respelling, struct column *column,
			    const struct column *stored)
{
	const struct default_value *there = &stored->value;

	if (json_values_equal(&column->value, there) || is_uncounted(column) ||
	    (has_bits(column) && bits_equal(respelling->arena, &column->value, there)))
		column->value = *there;
	if (column->value.kind != DEFAULT_EXPRESSION)
		return;
	struct default_value here = value_of(respelling, column);
	if (!*column->value.text || is_null(respelling, column->value.text, there))
		column->value = *there;
	else if (here.kind != DEFAULT_EXPRESSION)
		column->value = here;
	else if (there->kind == DEFAULT_EXPRESSION &&
		 diff_expressions_equal(respelling->arena, here.text, there->text))
		column->value = *there;
}

/* True if two types differ only in spaces and case: geometry(Point, 4326). */
static bool types_equal(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a == ' ')
			a++;
		while (*b == ' ')
			b++;
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
		if (!*a)
			return true;
	}
}

/* True for CHAR and CHAR(1), or BIT and BIT(1), which are the same. */
static bool is_one_long(const struct type *written, const struct type *stored)
{
	const char *name = written->kind == TYPE_NATIVE ? written->native->sql : "";

	return (strcmp(name, "CHAR") == 0 || strcmp(name, "BIT") == 0) &&
	       stored->kind == TYPE_NATIVE && stored->native == written->native &&
	       written->argument_count == 0 && stored->argument_count == 1 &&
	       stored->arguments[0] == 1;
}

static void respell_column(const struct respelling *respelling, struct column *column,
			   const struct column *stored)
{
	const struct type *there = &stored->type;

	if (column->type.kind == TYPE_UNSUPPORTED && there->kind == TYPE_UNSUPPORTED &&
	    types_equal(column->type.unsupported, there->unsupported))
		column->type.unsupported = there->unsupported;
	if (is_one_long(&column->type, there))
		column->type = *there;
	respell_default(respelling, column, stored);
	if (column->value.kind == DEFAULT_AUTOINCREMENT &&
	    stored->value.kind == DEFAULT_AUTOINCREMENT && column->arity == ARITY_OPTIONAL)
		column->arity = stored->arity;
}

/* Returns the table in the database. The schema may omit the default namespace. */
static const struct table *find_stored(const struct respelling *respelling, struct object_name name)
{
	const char *usual = respelling->schema->dialect->alter.default_namespace;
	const struct table *table = schema_table(respelling->stored, name);

	if (table || (name.namespace && !text_equal(name.namespace, usual)))
		return table;
	name.namespace = name.namespace ? NULL : usual;
	return schema_table(respelling->stored, name);
}

/* True if two indexes are equal but for their conditions. */
static bool differ_in_condition(const struct index *a, const struct index *b)
{
	if (a->unique != b->unique || a->parts.count != b->parts.count ||
	    !text_equal(a->method, b->method))
		return false;
	for (size_t i = 0; i < a->parts.count; i++) {
		const struct key_part *left = &a->parts.at[i], *right = &b->parts.at[i];
		if (!text_equal(left->column, right->column) ||
		    (left->sort == SORT_DESC) != (right->sort == SORT_DESC))
			return false;
	}
	return true;
}

/* True if a table has all columns of an index, and all that its condition names in another one. */
static bool has_columns(const struct respelling *respelling, const struct table *table,
			const struct index *index, const struct table *of)
{
	const struct key_part *part;
	const struct column *column;

	vector_each(part, &index->parts)
		if (!table_column(table, part->column))
			return false;
	vector_each(column, &of->columns)
		if (!table_column(table, column->name) &&
		    diff_sql_names(respelling->schema->dialect, index->predicate, column->name))
			return false;
	return true;
}

/* Gives a table a partial index of the database: as one that it has, or besides those. */
static void take_over_index(const struct respelling *respelling, struct table *table,
			    const struct index *index, const struct table *stored)
{
	struct index *own;

	vector_each(own, &table->indexes)
		if (!own->predicate && differ_in_condition(own, index)) {
			own->predicate = index->predicate;
			return;
		}
	if (has_columns(respelling, table, index, stored))
		*vector_add(respelling->arena, &table->indexes) = *index;
}

/* Gives a table indexes of its own, which can be changed. */
static void copy_indexes(const struct respelling *respelling, struct table *table)
{
	const struct table written = *table;
	const struct index *index;

	memset(&table->indexes, 0, sizeof table->indexes);
	vector_each(index, &written.indexes)
		*vector_add(respelling->arena, &table->indexes) = *index;
}

/*
 * Gives a table the partial indexes of the database, for which a Prisma schema without that feature
 * has no word. Prisma takes one for an index without a condition, and leaves others alone.
 */
static void take_over_indexes(const struct respelling *respelling, struct table *table,
			      const struct table *stored)
{
	const struct index *index;

	vector_each(index, &stored->indexes)
		if (index->predicate)
			take_over_index(respelling, table, index, stored);
}

/* Returns the end of a text in quotes, and stores a copy of what is between them. */
static const char *skip_quotes(struct arena *arena, const char *quote, const char **text)
{
	size_t length = strcspn(quote + 1, "'");

	*text = arena_slice(arena, quote + 1, length);
	return quote + 1 + length + (quote[1 + length] == '\'');
}

/* True if two conditions are equal once a server has read the bit strings of the first: 'x1F'. */
static bool conditions_equal(struct arena *arena, const char *written, const char *stored)
{
	const char *a = diff_spell_predicate(arena, written), *text;
	const char *b = diff_spell_predicate(arena, stored), *bits;

	while (*a && *b) {
		if (*a == '\'' && *b == '\'') {
			a = skip_quotes(arena, a, &text);
			b = skip_quotes(arena, b, &bits);
			if (strcmp(text, bits) != 0 && strcmp(bits_of(arena, text), bits) != 0)
				return false;
		} else if (*a++ != *b++) {
			return false;
		}
	}
	return *a == *b;
}

/* True if a condition names a column of bits. */
static bool names_bits(const struct respelling *respelling, const struct table *table,
		       const char *condition)
{
	const struct column *column;

	vector_each(column, &table->columns)
		if (has_bits(column) &&
		    diff_sql_names(respelling->schema->dialect, condition, column->name))
			return true;
	return false;
}

static void respell_conditions(const struct respelling *respelling, struct table *table,
			       const struct table *stored)
{
	struct index *index;

	vector_each(index, &table->indexes) {
		const struct index *there = table_index(stored, index->name);
		if (index->predicate && there && there->predicate &&
		    names_bits(respelling, table, index->predicate) &&
		    conditions_equal(respelling->arena, index->predicate, there->predicate))
			index->predicate = there->predicate;
	}
}

static void respell_columns(const struct respelling *respelling, struct table *table,
			    const struct table *stored)
{
	size_t count = table->columns.count;
	struct column *columns = arena_alloc(respelling->arena, (count + 1) * sizeof *columns);

	for (size_t i = 0; i < count; i++) {
		columns[i] = table->columns.at[i];
		const struct column *column = table_column(stored, columns[i].name);
		if (column)
			respell_column(respelling, &columns[i], column);
	}
	table->columns.at = columns;
	table->columns.room = table->columns.count;
}

static void respell_table(const struct respelling *respelling, struct table *table)
{
	const struct table *stored = find_stored(respelling, table->name);

	if (!stored)
		return;
	respell_columns(respelling, table, stored);
	copy_indexes(respelling, table);
	if (respelling->holds_predicates)
		respell_conditions(respelling, table, stored);
	else
		take_over_indexes(respelling, table, stored);
}

/* Puts existing values into the database's order. New ones keep their places between them. */
static void respell_values(const struct respelling *respelling, struct enumeration *enumeration,
			   const struct enumeration *stored)
{
	const struct enumeration written = *enumeration;
	const struct enum_value *value;
	size_t next = 0;

	memset(&enumeration->values, 0, sizeof enumeration->values);
	vector_each(value, &written.values) {
		const struct enum_value *there = value;
		if (enumeration_value(stored, value->name)) {
			while (!(there = enumeration_value(&written, stored->values.at[next].name)))
				next++;
			next++;
		}
		*vector_add(respelling->arena, &enumeration->values) = *there;
	}
}

/*
 * Puts enum values into the database's order: a server adds a value at the end, wherever it is in
 * the schema.
 */
static void respell_enums(const struct respelling *respelling)
{
	struct schema *schema = respelling->schema;
	const struct schema written = *schema;
	const struct enumeration *enumeration;

	memset(&schema->enums, 0, sizeof schema->enums);
	vector_each(enumeration, &written.enums) {
		const struct enumeration *stored =
			schema_enum(respelling->stored, enumeration->name);
		struct enumeration *copy = vector_add(respelling->arena, &schema->enums);
		*copy = *enumeration;
		if (stored)
			respell_values(respelling, copy, stored);
	}
}

static bool has_extension(const struct schema *schema, const char *name)
{
	const struct extension *extension;

	vector_each(extension, &schema->extensions)
		if (text_equal(extension->name, name))
			return true;
	return false;
}

/* Adds the database's extensions: a schema need not name every one. */
static void add_extensions(struct respelling *respelling)
{
	const struct extension *extension;
	const struct schema before = *respelling->schema;

	memset(&respelling->schema->extensions, 0, sizeof respelling->schema->extensions);
	vector_each(extension, &before.extensions)
		*vector_add(respelling->arena, &respelling->schema->extensions) = *extension;
	vector_each(extension, &respelling->stored->extensions)
		if (!has_extension(&before, extension->name))
			*vector_add(respelling->arena, &respelling->schema->extensions) =
				*extension;
}

const struct schema *diff_respell(struct arena *arena, const struct schema *written,
				  const struct schema *stored)
{
	struct schema *copy = arena_alloc(arena, sizeof *copy);
	struct respelling respelling = {
		.arena = arena,
		.dialect = sqltext_dialect(written->dialect->name),
		.schema = copy,
		.stored = stored,
		.holds_predicates = schema_has_predicates(written) ||
				    schema_has_feature(written, "partialIndexes"),
	};
	size_t size = written->tables.count * sizeof *written->tables.at;
	struct table *table;

	*copy = *written;
	copy->tables.at = arena_alloc(arena, size + 1);
	if (size)
		memcpy(copy->tables.at, written->tables.at, size);
	vector_each(table, &copy->tables)
		respell_table(&respelling, table);
	respell_enums(&respelling);
	add_extensions(&respelling);
	schema_index(copy);
	return copy;
}
