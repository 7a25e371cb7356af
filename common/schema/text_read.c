/*
 * Reads schema text, record by record, into a model.
 */
#include "schema/text.h"

#include <string.h>

#include "base/file.h"
#include "schema/text_fields.h"

/* Records the position of a table or an enum. Reports a name that is taken, and returns false. */
static bool declare(struct reader *reader, const char *what, size_t position)
{
	struct slice raw = reader->fields[0];
	char *key = arena_format(reader->arena, "%s\t%.*s", what, (int)raw.length, raw.start);

	if (map_add(&reader->positions, key, (void *)(uintptr_t)(position + 1)))
		return report_error(reader->report, text_place(reader, raw), "duplicate %s '%.*s'",
				    what, (int)raw.length, raw.start);
	return true;
}

static const char table_owner[] = "table", enum_owner[] = "enum";

static bool find_owner(struct reader *reader, const char *what, size_t *position)
{
	struct slice raw = reader->fields[0];

	/* The records of a table are usually adjacent. */
	if (reader->owner_kind == what && reader->owner.length == raw.length &&
	    memcmp(reader->owner.start, raw.start, raw.length) == 0) {
		*position = reader->owner_position;
		return true;
	}
	char *key = arena_format(reader->arena, "%s\t%.*s", what, (int)raw.length, raw.start);
	uintptr_t found = (uintptr_t)map_get(&reader->positions, key);

	if (!found)
		return report_error(reader->report, text_place(reader, raw),
				    "unknown %s '%.*s': its record must come first", what,
				    (int)raw.length, raw.start);
	*position = found - 1;
	reader->owner_kind = what;
	reader->owner = raw;
	reader->owner_position = *position;
	return true;
}

static bool read_provider(struct reader *reader, struct slice rest)
{
	const char *name;

	if (!text_read_string(reader, reader->fields[0], &name))
		return false;
	if (!(reader->schema->dialect = dialect_by_name(name)))
		return report_error(reader->report, text_place(reader, reader->fields[0]),
				    "unknown provider '%s'", name);
	return text_read_facts(reader, KIND_PROVIDER, rest, &reader->schema->facts);
}

static bool read_block(struct reader *reader, enum kind kind, struct slice rest)
{
	struct block *block = vector_add(reader->arena, &reader->schema->blocks);

	block->keyword = text_kinds[kind].word;
	return text_read_string(reader, reader->fields[0], &block->name) &&
	       text_read_facts(reader, kind, rest, &block->properties);
}

static bool read_namespace(struct reader *reader, enum kind kind, struct slice rest)
{
	struct facts none = {0};

	return text_read_string(reader, reader->fields[0],
				vector_add(reader->arena, &reader->schema->namespaces)) &&
	       text_read_facts(reader, kind, rest, &none);
}

static bool read_extension(struct reader *reader, enum kind kind, struct slice rest)
{
	struct extension *extension = vector_add(reader->arena, &reader->schema->extensions);

	return text_read_string(reader, reader->fields[0], &extension->name) &&
	       text_read_optional(reader, reader->fields[1], &extension->namespace) &&
	       text_read_optional(reader, reader->fields[2], &extension->version) &&
	       text_read_facts(reader, kind, rest, &extension->facts);
}

static bool read_enum(struct reader *reader, enum kind kind, struct slice rest)
{
	struct schema *schema = reader->schema;
	size_t position = schema->enums.count;
	struct enumeration *enumeration = vector_add(reader->arena, &schema->enums);

	return text_read_object_name(reader, reader->fields[0], &enumeration->name) &&
	       declare(reader, "enum", position) &&
	       text_read_facts(reader, kind, rest, &enumeration->facts);
}

static bool read_enum_value(struct reader *reader, enum kind kind, struct slice rest)
{
	size_t owner;

	if (!find_owner(reader, enum_owner, &owner))
		return false;
	struct enum_value *value =
		vector_add(reader->arena, &reader->schema->enums.at[owner].values);
	return text_read_string(reader, reader->fields[1], &value->name) &&
	       text_read_facts(reader, kind, rest, &value->facts);
}

/* Returns the number of column records after the current record. */
static size_t count_columns(const struct reader *reader)
{
	const char *word = text_kinds[KIND_COLUMN].word;
	const char *at = reader->fields[0].start,
		   *end = reader->source->text + reader->source->length;
	size_t length = strlen(word), count = 0;

	while ((at = memchr(at, '\n', (size_t)(end - at))) && (size_t)(end - ++at) > length &&
	       memcmp(at, word, length) == 0)
		count++;
	return count;
}

static bool read_table(struct reader *reader, enum kind kind, struct slice rest)
{
	struct schema *schema = reader->schema;
	size_t position = schema->tables.count;
	struct table *table = vector_add(reader->arena, &schema->tables);

	table->view = kind == KIND_VIEW;
	vector_reserve(reader->arena, &table->columns, count_columns(reader));
	return text_read_object_name(reader, reader->fields[0], &table->name) &&
	       declare(reader, "table", position) &&
	       text_read_facts(reader, kind, rest, &table->facts);
}

static bool owning_table(struct reader *reader, struct table **table)
{
	size_t owner;

	if (!find_owner(reader, table_owner, &owner))
		return false;
	*table = &reader->schema->tables.at[owner];
	return true;
}

/* Reports that the dialect has no such `things`. Always returns false. */
static bool refuse(struct reader *reader, struct slice raw, const char *things)
{
	return report_error(reader->report, text_place(reader, raw), "%s has no %s",
			    reader->schema->dialect->name, things);
}

static bool read_arity(struct reader *reader, struct column *column)
{
	int arity;

	if (!text_read_word(reader, reader->fields[3], text_arities, ARITY_COUNT, "arity", &arity))
		return false;
	column->arity = (enum arity)arity;
	if (column->arity == ARITY_LIST && !reader->schema->dialect->lists)
		return refuse(reader, reader->fields[3], "lists");
	if (column->type.kind == TYPE_ENUM && !reader->schema->dialect->enums)
		return refuse(reader, reader->fields[2], "enums");
	return true;
}

static bool read_column(struct reader *reader, enum kind kind, struct slice rest)
{
	struct table *table;

	if (!owning_table(reader, &table))
		return false;
	struct column column = {0};
	if (!text_read_string(reader, reader->fields[1], &column.name) ||
	    !text_read_type(reader, reader->fields[2], &column.type) ||
	    !read_arity(reader, &column) ||
	    !text_read_default(reader, reader->fields[4], &column) ||
	    !text_read_facts(reader, kind, rest, &column.facts))
		return false;
	if (table_column(table, column.name))
		return report_error(reader->report, text_place(reader, reader->fields[1]),
				    "duplicate column '%s'", column.name);
	table_add_column(reader->arena, table, &column);
	if (column.type.kind == TYPE_ENUM)
		*vector_add(reader->arena, &reader->references) = (struct text_reference){
			.place = text_place(reader, reader->fields[2]),
			.table = (size_t)(table - reader->schema->tables.at),
			.column = table->columns.count,
		};
	return true;
}

static bool check_column(struct reader *reader, const struct table *table, struct slice raw,
			 const char *name)
{
	if (table_column(table, name))
		return true;
	return report_error(reader->report, text_place(reader, raw), "unknown column '%s.%s'",
			    table->name.name, name);
}

static bool read_key_parts(struct reader *reader, const struct table *table, struct slice raw,
			   struct key_parts *parts)
{
	struct slice rest = raw, item, column, sort, operator_class;

	while (record_split(&rest, ',', &item)) {
		struct key_part *part = vector_add(reader->arena, parts);
		int value = SORT_UNSAID;
		record_split(&item, ':', &column);
		if (!text_read_string(reader, column, &part->column) ||
		    !check_column(reader, table, column, part->column))
			return false;
		if (record_split(&item, ':', &sort) &&
		    !text_read_word(reader, sort, text_sorts, SORT_COUNT, "sort order", &value))
			return false;
		part->sort = (enum sort)value;
		if (record_split(&item, ':', &operator_class) &&
		    !text_read_string(reader, operator_class, &part->operator_class))
			return false;
		if (item.start)
			return text_fault(reader, item,
					  "too many parts: expected column:sort:class");
	}
	return true;
}

/* Reports a constraint without the name that the database needs to drop it, and returns false. */
static bool check_name(struct reader *reader, const char *name, bool optional)
{
	return name || optional ||
	       text_fault(reader, reader->fields[1], "this constraint must have a name");
}

static bool read_primary_key(struct reader *reader, enum kind kind, struct slice rest)
{
	const struct dialect *dialect = reader->schema->dialect;
	struct table *table;

	if (!owning_table(reader, &table))
		return false;
	if (table->primary_key)
		return text_fault(reader, reader->fields[0], "duplicate primary key");
	struct primary_key *key = table->primary_key = arena_alloc(reader->arena, sizeof *key);
	return text_read_optional(reader, reader->fields[1], &key->name) &&
	       check_name(reader, key->name, table->view || !dialect->named_primary_keys) &&
	       read_key_parts(reader, table, reader->fields[2], &key->parts) &&
	       text_read_facts(reader, kind, rest, &key->facts);
}

static bool read_index(struct reader *reader, enum kind kind, struct slice rest)
{
	struct table *table;

	if (!owning_table(reader, &table))
		return false;
	struct index *index = vector_add(reader->arena, &table->indexes);
	index->unique = kind == KIND_UNIQUE;
	return text_read_string(reader, reader->fields[1], &index->name) &&
	       text_read_string(reader, reader->fields[2], &index->method) &&
	       read_key_parts(reader, table, reader->fields[3], &index->parts) &&
	       text_read_optional(reader, reader->fields[4], &index->predicate) &&
	       text_read_facts(reader, kind, rest, &index->facts);
}

static bool read_foreign_key(struct reader *reader, enum kind kind, struct slice rest)
{
	const struct dialect *dialect = reader->schema->dialect;
	struct table *table;
	const char **column;
	int on_delete = 0, on_update = 0;

	if (!owning_table(reader, &table))
		return false;
	struct foreign_key *key = vector_add(reader->arena, &table->foreign_keys);
	key->enforced = kind == KIND_FOREIGN_KEY;
	if (!text_read_optional(reader, reader->fields[1], &key->name) ||
	    !check_name(reader, key->name, !key->enforced || !dialect->named_foreign_keys) ||
	    !text_read_names(reader, reader->fields[2], &key->columns) ||
	    !text_read_object_name(reader, reader->fields[3], &key->references) ||
	    !text_read_names(reader, reader->fields[4], &key->referenced_columns) ||
	    !text_read_word(reader, reader->fields[5], text_actions, ACTION_COUNT, "action",
			    &on_delete) ||
	    !text_read_word(reader, reader->fields[6], text_actions, ACTION_COUNT, "action",
			    &on_update) ||
	    !text_read_facts(reader, kind, rest, &key->facts))
		return false;
	key->on_delete = (enum action)on_delete;
	key->on_update = (enum action)on_update;
	vector_each(column, &key->columns)
		if (!check_column(reader, table, reader->fields[2], *column))
			return false;
	if (key->columns.count != key->referenced_columns.count)
		return text_fault(reader, reader->fields[4],
				  "the number of columns differs on the two sides of the key");
	*vector_add(reader->arena, &reader->references) = (struct text_reference){
		.place = text_place(reader, reader->fields[3]),
		.table = (size_t)(table - reader->schema->tables.at),
		.foreign_key = table->foreign_keys.count,
	};
	return true;
}

static bool read_optional_name(struct reader *reader, struct slice raw, struct object_name *name)
{
	return slice_is(raw, "-") || text_read_object_name(reader, raw, name);
}

/* Reads an object. Its owner need not be in the schema: it may be a view or a partition. */
static bool read_object(struct reader *reader, enum kind kind, struct slice rest)
{
	struct object *object = vector_add(reader->arena, &reader->schema->objects);
	struct facts none = {0};
	int word = 0;

	if (!text_read_word(reader, reader->fields[0], text_objects, OBJECT_KIND_COUNT,
			    "kind of object", &word) ||
	    !read_optional_name(reader, reader->fields[1], &object->owner) ||
	    !read_optional_name(reader, reader->fields[2], &object->name) ||
	    !text_read_string(reader, reader->fields[3], &object->definition))
		return false;
	object->kind = (enum object_kind)word;
	return text_read_facts(reader, kind, rest, &none);
}

static bool read_second_provider(struct reader *reader, enum kind kind, struct slice rest)
{
	(void)kind;
	(void)rest;
	return text_fault(reader, reader->fields[0], "duplicate provider");
}

/* Each reads a record whose fields are already split; `rest` holds its facts. */
static bool (*const readers[KIND_COUNT])(struct reader *reader, enum kind kind,
					 struct slice rest) = {
	[KIND_PROVIDER] = read_second_provider,
	[KIND_DATASOURCE] = read_block,
	[KIND_GENERATOR] = read_block,
	[KIND_NAMESPACE] = read_namespace,
	[KIND_EXTENSION] = read_extension,
	[KIND_ENUM] = read_enum,
	[KIND_VALUE] = read_enum_value,
	[KIND_TABLE] = read_table,
	[KIND_VIEW] = read_table,
	[KIND_COLUMN] = read_column,
	[KIND_PRIMARY_KEY] = read_primary_key,
	[KIND_UNIQUE] = read_index,
	[KIND_INDEX] = read_index,
	[KIND_FOREIGN_KEY] = read_foreign_key,
	[KIND_RELATION] = read_foreign_key,
	[KIND_OBJECT] = read_object,
};

static bool split_fields(struct reader *reader, const struct kind_row *row, struct slice line,
			 struct slice *rest)
{
	for (size_t field = 0; field < row->fields; field++)
		if (!record_split(rest, '\t', &reader->fields[field]))
			return report_error(
				reader->report, text_place(reader, line),
				"expected %zu field%s in a record of kind '%s', found %zu",
				row->fields, row->fields == 1 ? "" : "s", row->word, field);
	return true;
}

static bool read_record(struct reader *reader, struct slice line)
{
	struct slice rest = line, word;

	record_split(&rest, '\t', &word);
	for (int kind = 0; kind < KIND_COUNT; kind++)
		if (slice_is(word, text_kinds[kind].word))
			return split_fields(reader, &text_kinds[kind], line, &rest) &&
			       readers[kind](reader, (enum kind)kind, rest);
	return report_error(reader->report, text_place(reader, word),
			    "unknown kind of record '%.*s'", (int)word.length, word.start);
}

/* Reads the first two lines: format, version and dialect. */
static bool read_head(struct reader *reader, struct slice *lines)
{
	struct slice line = {0}, word, version = {0};

	record_split(lines, '\n', &line);
	struct slice rest = line;
	record_split(&rest, '\t', &word);
	if (!slice_is(word, text_format_word)) {
		text_fault(reader, line, "not schema text");
		return report_hint(reader->report,
				   "make it with: schema-parse schema.prisma > schema.text");
	}
	record_split(&rest, '\t', &version);
	if (!version.start || version.length != 1 || *version.start != '0' + FORMAT_VERSION)
		return report_error(reader->report, text_place(reader, line),
				    "unsupported version of schema text: expected version %d",
				    FORMAT_VERSION);
	if (!record_split(lines, '\n', &line))
		line = (struct slice){reader->source->text + reader->source->length, 0};
	rest = line;
	record_split(&rest, '\t', &word);
	if (!slice_is(word, text_kinds[KIND_PROVIDER].word) ||
	    !record_split(&rest, '\t', &reader->fields[0]))
		return text_fault(reader, line, "expected the provider in the second line");
	return read_provider(reader, rest);
}

bool schema_is_text(const struct source *source)
{
	struct slice rest = {source->text, source->length}, word;

	return record_split(&rest, '\t', &word) && slice_is(word, text_format_word);
}

static void check_foreign_key(struct reader *reader, const struct text_reference *reference)
{
	const struct table *table = &reader->schema->tables.at[reference->table];
	const struct foreign_key *key = &table->foreign_keys.at[reference->foreign_key - 1];
	const struct table *target = schema_table(reader->schema, key->references);
	const char **name;

	if (!target)
		report_error(reader->report, reference->place, "'%s' refers to unknown table '%s'",
			     table->name.name, key->references.name);
	vector_each(name, &key->referenced_columns)
		if (target && !table_column(target, *name))
			report_error(reader->report, reference->place,
				     "'%s' refers to unknown column '%s.%s'", table->name.name,
				     target->name.name, *name);
}

/* Reports a default, or an item of one, that is not a value of the enum. */
static void check_enum_value(struct reader *reader, const struct text_reference *reference,
			     const struct enumeration *enumeration,
			     const struct default_value *value)
{
	const struct default_value *item;

	vector_each(item, &value->items)
		check_enum_value(reader, reference, enumeration, item);
	if (value->kind == DEFAULT_ENUM && !enumeration_value(enumeration, value->text))
		report_error(reader->report, reference->place, "enum '%s' has no value '%s'",
			     enumeration->name.name, value->text);
}

static void check_enum(struct reader *reader, const struct text_reference *reference)
{
	const struct table *table = &reader->schema->tables.at[reference->table];
	const struct column *column = &table->columns.at[reference->column - 1];
	const struct enumeration *found = schema_enum(reader->schema, column->type.enumeration);

	if (!found)
		report_error(reader->report, reference->place, "unknown enum '%s'",
			     column->type.enumeration.name);
	else
		check_enum_value(reader, reference, found, &column->value);
}

static void check_references(struct reader *reader)
{
	const struct text_reference *reference;

	vector_each(reference, &reader->references)
		if (reference->foreign_key)
			check_foreign_key(reader, reference);
		else
			check_enum(reader, reference);
}

bool schema_read(const struct source *source, struct schema *schema, struct report *report)
{
	struct reader reader = {
		.source = source,
		.schema = schema,
		.report = report,
		.arena = report->arena,
		.positions = {.arena = report->arena},
	};
	struct slice lines = {source->text, source->length}, line;
	struct place end = {source, source->length, source->length};
	size_t errors = report->errors;
	bool whole = false;

	*schema = (struct schema){.arena = report->arena, .dialect = dialect_default()};
	if (source->length == 0)
		return file_refuse_empty(source, report);
	if (!read_head(&reader, &lines))
		return false;
	while (!whole && record_split(&lines, '\n', &line)) {
		whole = slice_is(line, text_end);
		if (!whole && (line.length || lines.start))
			read_record(&reader, line);
	}
	if (!whole)
		report_error(report, end, "unexpected end of text: the last line must be '%s'",
			     text_end);
	else if (lines.start && lines.length)
		text_fault(&reader, lines, "unexpected text after the end");
	if (report->errors > errors)
		return false;
	schema_index(schema);
	schema_sort_objects(schema);
	check_references(&reader);
	return report->errors == errors;
}

bool schema_read_file(const char *path, struct schema *schema, struct report *report)
{
	struct source *source = arena_alloc(report->arena, sizeof *source);

	if (is_null_device(path)) {
		*schema = (struct schema){
			.arena = report->arena, .dialect = dialect_default(), .blank = true};
		return true;
	}
	if (!file_read_text(path, source, report) || !schema_read(source, schema, report))
		return false;
	/* Only errors have places in the text. */
	arena_give_back(report->arena, source->text, source->length + 1);
	source->text = NULL;
	source->length = 0;
	return true;
}
