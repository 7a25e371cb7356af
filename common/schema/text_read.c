#include "schema/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "schema/text_format.h"

struct reader {
	const struct source *source;
	struct schema *schema;
	struct report *report;
	struct arena *arena;
	struct map positions;		  /* raw "table\tNAME" or "enum\tNAME": its place, from 1 */
	struct slice fields[MOST_FIELDS]; /* of the record at hand, without its kind; raw */
	struct place place;		  /* of the record at hand */
	const char *owner_kind; /* of the last record that had an owner: "table" or "enum" */
	struct slice owner;
	size_t owner_position;
};

static struct place place_of(const struct reader *reader, struct slice slice)
{
	size_t start = (size_t)(slice.start - reader->source->text);

	return (struct place){reader->source, start, start + slice.length};
}

static bool fault(struct reader *reader, struct slice at, const char *what)
{
	return report_error(reader->report, place_of(reader, at), "%s", what);
}

static bool read_text(struct reader *reader, struct slice raw, const char **text)
{
	*text = record_unescape(reader->arena, raw);
	if (*text)
		return true;
	return fault(reader, raw, "a backslash that is no escape of schema(5)");
}

/* `-` is NULL. */
static bool read_optional(struct reader *reader, struct slice raw, const char **text)
{
	*text = NULL;
	return slice_is(raw, "-") || read_text(reader, raw, text);
}

static bool read_object_name(struct reader *reader, struct slice raw, struct object_name *name)
{
	struct slice rest = raw, first, second, none;

	if (!record_split(&rest, '.', &first))
		return fault(reader, raw, "a name is missing");
	if (!record_split(&rest, '.', &second)) {
		name->namespace = NULL;
		return read_text(reader, first, &name->name);
	}
	if (record_split(&rest, '.', &none))
		return fault(reader, raw, "a name has two parts at the most: namespace.name");
	return read_text(reader, first, &name->namespace) && read_text(reader, second, &name->name);
}

static bool read_names(struct reader *reader, struct slice raw, struct names *list)
{
	struct slice rest = raw, part;

	while (record_split(&rest, ',', &part))
		if (!read_text(reader, part, vector_add(reader->arena, list)))
			return false;
	return true;
}

/* The place of a word in a table of words. */
static bool read_word(struct reader *reader, struct slice raw, const char *const *words,
		      size_t count, const char *what, int *value)
{
	for (size_t i = 0; i < count; i++)
		if (slice_is(raw, words[i])) {
			*value = (int)i;
			return true;
		}
	return report_error(reader->report, place_of(reader, raw), "unknown %s '%.*s'", what,
			    (int)raw.length, raw.start);
}

static bool read_arguments(struct reader *reader, struct slice raw, struct type *type)
{
	const char *at = raw.start, *end = raw.start + raw.length;

	while (at < end && type->argument_count < NATIVE_ARGUMENTS) {
		char *after;
		errno = 0;
		unsigned long number = strtoul(at, &after, 10);
		if (*at < '0' || *at > '9' || errno || number > UINT32_MAX)
			break;
		type->arguments[type->argument_count++] = (uint32_t)number;
		if (after == end - 1 && *after == ')')
			return type->argument_count == type->native->most ||
			       fault(reader, raw, "a wrong number of arguments of a type");
		if (*after != ',')
			break;
		at = after + 1;
	}
	return fault(reader, raw, "these are no arguments of a type");
}

static bool read_type(struct reader *reader, struct slice raw, struct type *type)
{
	size_t enum_length = strlen(text_enum_word),
	       unsupported_length = strlen(text_unsupported_word);

	if (raw.length > enum_length && memcmp(raw.start, text_enum_word, enum_length) == 0) {
		type->kind = TYPE_ENUM;
		return read_object_name(
			reader, (struct slice){raw.start + enum_length, raw.length - enum_length},
			&type->enumeration);
	}
	if (raw.length >= unsupported_length &&
	    memcmp(raw.start, text_unsupported_word, unsupported_length) == 0) {
		type->kind = TYPE_UNSUPPORTED;
		return read_text(reader,
				 (struct slice){raw.start + unsupported_length,
						raw.length - unsupported_length},
				 &type->unsupported);
	}
	const char *parenthesis = memchr(raw.start, '(', raw.length);
	struct slice name = {raw.start,
			     parenthesis ? (size_t)(parenthesis - raw.start) : raw.length};
	type->kind = TYPE_NATIVE;
	type->native = native_type_by_sql(reader->schema->dialect->types, name);
	if (!type->native)
		return report_error(reader->report, place_of(reader, raw), "%s has no type '%.*s'",
				    reader->schema->dialect->name, (int)name.length, name.start);
	if (!parenthesis)
		return true;
	return read_arguments(reader, (struct slice){parenthesis + 1, raw.length - name.length - 1},
			      type);
}

static bool read_default(struct reader *reader, struct slice raw, bool in_list,
			 struct default_value *value)
{
	struct slice rest = raw, word, item;

	record_split(&rest, ':', &word);
	for (size_t i = 0; i < DEFAULT_COUNT; i++) {
		if (!slice_is(word, text_defaults[i].word) ||
		    text_defaults[i].text != (rest.start != NULL))
			continue;
		value->kind = (enum default_kind)i;
		if (value->kind != DEFAULT_LIST)
			return !rest.start || read_text(reader, rest, &value->text);
		if (in_list)
			return fault(reader, raw, "a list in a list");
		while (rest.length && record_split(&rest, ',', &item))
			if (!read_default(reader, item, true,
					  vector_add(reader->arena, &value->items)))
				return false;
		return true;
	}
	return report_error(reader->report, place_of(reader, raw), "unknown default '%.*s'",
			    (int)raw.length, raw.start);
}

static bool read_facts(struct reader *reader, enum kind kind, struct slice rest,
		       struct facts *facts)
{
	struct slice raw, key;
	const struct kind_row *row = &text_kinds[kind];

	while (record_split(&rest, '\t', &raw)) {
		struct fact fact;
		struct slice value = raw;
		record_split(&value, '=', &key);
		if (!value.start)
			return fault(reader, raw,
				     "a field too many: neither key=value nor a field "
				     "of this kind of record");
		if (!read_text(reader, key, &fact.key) || !read_text(reader, value, &fact.value))
			return false;
		bool known = row->free_facts;
		for (size_t i = 0; i < MOST_FACTS && row->facts[i]; i++)
			known = known || strcmp(row->facts[i], fact.key) == 0;
		if (!known)
			return report_error(reader->report, place_of(reader, raw),
					    "unknown key '%s' of a record '%s'", fact.key,
					    row->word);
		if (fact_get(facts, fact.key))
			return report_error(reader->report, place_of(reader, raw),
					    "the key '%s' is there twice", fact.key);
		*vector_add(reader->arena, facts) = fact;
	}
	return true;
}

/* Remembers where an owner of later records stands; false where that name is taken. */
static bool declare(struct reader *reader, const char *what, size_t position)
{
	struct slice raw = reader->fields[0];
	char *key = arena_format(reader->arena, "%s\t%.*s", what, (int)raw.length, raw.start);

	if (map_add(&reader->positions, key, (void *)(uintptr_t)(position + 1)))
		return report_error(reader->report, place_of(reader, raw),
				    "the %s '%.*s' is there twice", what, (int)raw.length,
				    raw.start);
	return true;
}

static const char table_owner[] = "table", enum_owner[] = "enum";

static bool find_owner(struct reader *reader, const char *what, size_t *position)
{
	struct slice raw = reader->fields[0];

	/* A table's records stand together, as a rule. */
	if (reader->owner_kind == what && reader->owner.length == raw.length &&
	    memcmp(reader->owner.start, raw.start, raw.length) == 0) {
		*position = reader->owner_position;
		return true;
	}
	char *key = arena_format(reader->arena, "%s\t%.*s", what, (int)raw.length, raw.start);
	uintptr_t found = (uintptr_t)map_get(&reader->positions, key);

	if (!found)
		return report_error(reader->report, place_of(reader, raw),
				    "no %s '%.*s' stands before this line", what, (int)raw.length,
				    raw.start);
	*position = found - 1;
	reader->owner_kind = what;
	reader->owner = raw;
	reader->owner_position = *position;
	return true;
}

static bool read_provider(struct reader *reader, struct slice rest)
{
	const char *name;

	if (!read_text(reader, reader->fields[0], &name))
		return false;
	if (!(reader->schema->dialect = dialect_by_name(name)))
		return report_error(reader->report, place_of(reader, reader->fields[0]),
				    "unknown provider '%s'", name);
	return read_facts(reader, KIND_PROVIDER, rest, &reader->schema->facts);
}

static bool read_block(struct reader *reader, enum kind kind, struct slice rest)
{
	struct block *block = vector_add(reader->arena, &reader->schema->blocks);

	block->keyword = text_kinds[kind].word;
	return read_text(reader, reader->fields[0], &block->name) &&
	       read_facts(reader, kind, rest, &block->properties);
}

static bool read_namespace(struct reader *reader, struct slice rest)
{
	struct facts none = {0};

	return read_text(reader, reader->fields[0],
			 vector_add(reader->arena, &reader->schema->namespaces)) &&
	       read_facts(reader, KIND_NAMESPACE, rest, &none);
}

static bool read_extension(struct reader *reader, struct slice rest)
{
	struct extension *extension = vector_add(reader->arena, &reader->schema->extensions);

	return read_text(reader, reader->fields[0], &extension->name) &&
	       read_optional(reader, reader->fields[1], &extension->namespace) &&
	       read_optional(reader, reader->fields[2], &extension->version) &&
	       read_facts(reader, KIND_EXTENSION, rest, &extension->facts);
}

static bool read_enum(struct reader *reader, struct slice rest)
{
	struct schema *schema = reader->schema;
	size_t position = schema->enums.count;
	struct enumeration *enumeration = vector_add(reader->arena, &schema->enums);

	return read_object_name(reader, reader->fields[0], &enumeration->name) &&
	       declare(reader, "enum", position) &&
	       read_facts(reader, KIND_ENUM, rest, &enumeration->facts);
}

static bool read_value(struct reader *reader, struct slice rest)
{
	size_t owner;

	if (!find_owner(reader, enum_owner, &owner))
		return false;
	struct enum_value *value =
		vector_add(reader->arena, &reader->schema->enums.at[owner].values);
	return read_text(reader, reader->fields[1], &value->name) &&
	       read_facts(reader, KIND_VALUE, rest, &value->facts);
}

static bool read_table(struct reader *reader, enum kind kind, struct slice rest)
{
	struct schema *schema = reader->schema;
	size_t position = schema->tables.count;
	struct table *table = vector_add(reader->arena, &schema->tables);

	table->view = kind == KIND_VIEW;
	return read_object_name(reader, reader->fields[0], &table->name) &&
	       declare(reader, "table", position) && read_facts(reader, kind, rest, &table->facts);
}

static bool owning_table(struct reader *reader, struct table **table)
{
	size_t owner;

	if (!find_owner(reader, table_owner, &owner))
		return false;
	*table = &reader->schema->tables.at[owner];
	return true;
}

static bool read_column(struct reader *reader, struct slice rest)
{
	struct table *table;
	int arity = 0;

	if (!owning_table(reader, &table))
		return false;
	struct column column = {0};
	if (!read_text(reader, reader->fields[1], &column.name) ||
	    !read_type(reader, reader->fields[2], &column.type) ||
	    !read_word(reader, reader->fields[3], text_arities, ARITY_COUNT, "arity", &arity) ||
	    !read_default(reader, reader->fields[4], false, &column.value) ||
	    !read_facts(reader, KIND_COLUMN, rest, &column.facts))
		return false;
	column.arity = (enum arity)arity;
	if (table_column(table, column.name))
		return report_error(reader->report, place_of(reader, reader->fields[1]),
				    "the column '%s' is there twice", column.name);
	*vector_add(reader->arena, &table->columns) = column;
	return true;
}

static bool check_column(struct reader *reader, const struct table *table, struct slice raw,
			 const char *name)
{
	if (table_column(table, name))
		return true;
	return report_error(reader->report, place_of(reader, raw),
			    "the table '%s' has no column '%s'", table->name.name, name);
}

static bool read_key_parts(struct reader *reader, const struct table *table, struct slice raw,
			   struct key_parts *parts)
{
	struct slice rest = raw, item, column, sort, operator_class;

	while (record_split(&rest, ',', &item)) {
		struct key_part *part = vector_add(reader->arena, parts);
		int value = SORT_UNSAID;
		record_split(&item, ':', &column);
		if (!read_text(reader, column, &part->column) ||
		    !check_column(reader, table, column, part->column))
			return false;
		if (record_split(&item, ':', &sort) &&
		    !read_word(reader, sort, text_sorts, SORT_COUNT, "sort order", &value))
			return false;
		part->sort = (enum sort)value;
		if (record_split(&item, ':', &operator_class) &&
		    !read_text(reader, operator_class, &part->operator_class))
			return false;
		if (item.start)
			return fault(reader, item, "too many parts of a column in a key");
	}
	return true;
}

static bool read_primary_key(struct reader *reader, struct slice rest)
{
	struct table *table;

	if (!owning_table(reader, &table))
		return false;
	if (table->primary_key)
		return fault(reader, reader->fields[0], "a second primary key of this table");
	struct primary_key *key = table->primary_key = arena_alloc(reader->arena, sizeof *key);
	return read_optional(reader, reader->fields[1], &key->name) &&
	       read_key_parts(reader, table, reader->fields[2], &key->parts) &&
	       read_facts(reader, KIND_PRIMARY_KEY, rest, &key->facts);
}

static bool read_index(struct reader *reader, enum kind kind, struct slice rest)
{
	struct table *table;

	if (!owning_table(reader, &table))
		return false;
	struct index *index = vector_add(reader->arena, &table->indexes);
	index->unique = kind == KIND_UNIQUE;
	return read_text(reader, reader->fields[1], &index->name) &&
	       read_text(reader, reader->fields[2], &index->method) &&
	       read_key_parts(reader, table, reader->fields[3], &index->parts) &&
	       read_optional(reader, reader->fields[4], &index->predicate) &&
	       read_facts(reader, kind, rest, &index->facts);
}

static bool read_foreign_key(struct reader *reader, enum kind kind, struct slice rest)
{
	struct table *table;
	const char **column;
	int on_delete = 0, on_update = 0;

	if (!owning_table(reader, &table))
		return false;
	struct foreign_key *key = vector_add(reader->arena, &table->foreign_keys);
	key->enforced = kind == KIND_FOREIGN_KEY;
	if (!read_optional(reader, reader->fields[1], &key->name) ||
	    !read_names(reader, reader->fields[2], &key->columns) ||
	    !read_object_name(reader, reader->fields[3], &key->references) ||
	    !read_names(reader, reader->fields[4], &key->referenced_columns) ||
	    !read_word(reader, reader->fields[5], text_actions, ACTION_COUNT, "action",
		       &on_delete) ||
	    !read_word(reader, reader->fields[6], text_actions, ACTION_COUNT, "action",
		       &on_update) ||
	    !read_facts(reader, kind, rest, &key->facts))
		return false;
	key->on_delete = (enum action)on_delete;
	key->on_update = (enum action)on_update;
	vector_each(column, &key->columns)
		if (!check_column(reader, table, reader->fields[2], *column))
			return false;
	if (key->columns.count != key->referenced_columns.count)
		return fault(reader, reader->fields[4], "not as many columns as refer to them");
	return true;
}

static bool read_record(struct reader *reader, struct slice line)
{
	struct slice rest = line, word;

	record_split(&rest, '\t', &word);
	for (int i = 0; i < KIND_COUNT; i++) {
		enum kind kind = (enum kind)i;
		if (!slice_is(word, text_kinds[kind].word))
			continue;
		for (size_t field = 0; field < text_kinds[kind].fields; field++)
			if (!record_split(&rest, '\t', &reader->fields[field]))
				return report_error(
					reader->report, place_of(reader, line),
					"a record '%s' has %zu fields, and this one %zu",
					text_kinds[kind].word, text_kinds[kind].fields, field);
		switch (kind) {
		case KIND_PROVIDER:
			return fault(reader, line, "a second provider");
		case KIND_DATASOURCE:
		case KIND_GENERATOR:
			return read_block(reader, kind, rest);
		case KIND_NAMESPACE:
			return read_namespace(reader, rest);
		case KIND_EXTENSION:
			return read_extension(reader, rest);
		case KIND_ENUM:
			return read_enum(reader, rest);
		case KIND_VALUE:
			return read_value(reader, rest);
		case KIND_TABLE:
		case KIND_VIEW:
			return read_table(reader, kind, rest);
		case KIND_COLUMN:
			return read_column(reader, rest);
		case KIND_PRIMARY_KEY:
			return read_primary_key(reader, rest);
		case KIND_UNIQUE:
		case KIND_INDEX:
			return read_index(reader, kind, rest);
		case KIND_FOREIGN_KEY:
		case KIND_RELATION:
			return read_foreign_key(reader, kind, rest);
		case KIND_COUNT:
			break;
		}
	}
	return report_error(reader->report, place_of(reader, word), "unknown kind of record '%.*s'",
			    (int)word.length, word.start);
}

/* The first two lines say that it is schema text, of this version, and of which dialect. */
static bool read_head(struct reader *reader, struct slice *lines)
{
	struct slice line = {0}, word, version = {0};

	record_split(lines, '\n', &line);
	struct slice rest = line;
	record_split(&rest, '\t', &word);
	if (!slice_is(word, "migtools-schema")) {
		fault(reader, line, "this is not schema text");
		return report_hint(
			reader->report,
			"schema-parse makes it: schema-parse schema.prisma > schema.text");
	}
	record_split(&rest, '\t', &version);
	if (!version.start || version.length != 1 || *version.start != '0' + FORMAT_VERSION)
		return report_error(reader->report, place_of(reader, line),
				    "schema text of another version: this program knows version %d",
				    FORMAT_VERSION);
	if (!record_split(lines, '\n', &line))
		line = (struct slice){reader->source->text + reader->source->length, 0};
	rest = line;
	record_split(&rest, '\t', &word);
	if (!slice_is(word, text_kinds[KIND_PROVIDER].word) ||
	    !record_split(&rest, '\t', &reader->fields[0]))
		return fault(reader, line, "the second line does not say the provider");
	return read_provider(reader, rest);
}

/* What can be checked only when all is read: what foreign keys and columns refer to. */
static void check_references(struct reader *reader)
{
	struct schema *schema = reader->schema;
	const struct table *table;
	const struct foreign_key *key;
	const struct column *column;
	const char **name;

	vector_each(table, &schema->tables) {
		vector_each(column, &table->columns)
			if (column->type.kind == TYPE_ENUM &&
			    !schema_enum(schema, column->type.enumeration))
				report_error(reader->report, nowhere,
					     "%s: the column '%s.%s' has the type of an enum '%s' "
					     "that is not there",
					     reader->source->name, table->name.name, column->name,
					     column->type.enumeration.name);
		vector_each(key, &table->foreign_keys) {
			const struct table *target = schema_table(schema, key->references);
			if (!target) {
				report_error(reader->report, nowhere,
					     "%s: '%s' refers to a table '%s' that is not there",
					     reader->source->name, table->name.name,
					     key->references.name);
				continue;
			}
			vector_each(name, &key->referenced_columns)
				if (!table_column(target, *name))
					report_error(reader->report, nowhere,
						     "%s: '%s' refers to a column '%s.%s' that is "
						     "not there",
						     reader->source->name, table->name.name,
						     target->name.name, *name);
		}
	}
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

	*schema = (struct schema){.arena = report->arena};
	schema_index(schema);
	if (source->length == 0) {
		report_error(report, nowhere, "'%s' is empty, and no schema text", source->name);
		return report_hint(report, "what was to write it has failed; where the empty "
					   "schema is meant, say /dev/null");
	}
	if (!read_head(&reader, &lines))
		return false;
	while (!whole && record_split(&lines, '\n', &line)) {
		whole = slice_is(line, text_end);
		if (!whole && (line.length || lines.start))
			read_record(&reader, line);
	}
	if (!whole)
		report_error(report, end, "the text is cut off: its last line is not '%s'",
			     text_end);
	else if (lines.start && lines.length)
		fault(&reader, lines, "something follows the end");
	if (report->errors > errors)
		return false;
	schema_index(schema);
	check_references(&reader);
	return report->errors == errors;
}

bool schema_read_file(const char *path, struct schema *schema, struct report *report)
{
	struct source *source = arena_alloc(report->arena, sizeof *source);

	if (is_null_device(path)) {
		*schema = (struct schema){
			.arena = report->arena, .dialect = dialect_default(), .blank = true};
		schema_index(schema);
		return true;
	}
	return file_read_text(path, source, report) && schema_read(source, schema, report);
}
