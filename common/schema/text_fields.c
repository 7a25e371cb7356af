/*
 * Reads the fields of a record: texts, names, types, defaults, facts.
 */
#include "schema/text_fields.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/record.h"
#include "base/report.h"

struct place text_place(const struct reader *reader, struct slice slice)
{
	size_t start = (size_t)(slice.start - reader->source->text);

	return (struct place){reader->source, start, start + slice.length};
}

bool text_fault(struct reader *reader, struct slice at, const char *message)
{
	return report_error(reader->report, text_place(reader, at), "%s", message);
}

bool text_read_string(struct reader *reader, struct slice raw, const char **text)
{
	*text = record_unescape(reader->arena, raw);
	if (*text)
		return true;
	return text_fault(reader, raw, "invalid escape: see schema(5)");
}

bool text_read_optional(struct reader *reader, struct slice raw, const char **text)
{
	*text = NULL;
	return slice_is(raw, "-") || text_read_string(reader, raw, text);
}

bool text_read_object_name(struct reader *reader, struct slice raw, struct object_name *name)
{
	struct slice rest = raw, first, second, none;

	if (!record_split(&rest, '.', &first))
		return text_fault(reader, raw, "missing name");
	if (!record_split(&rest, '.', &second)) {
		name->namespace = NULL;
		return text_read_string(reader, first, &name->name);
	}
	if (record_split(&rest, '.', &none))
		return text_fault(reader, raw, "too many parts in a name: expected namespace.name");
	return text_read_string(reader, first, &name->namespace) &&
	       text_read_string(reader, second, &name->name);
}

bool text_read_names(struct reader *reader, struct slice raw, struct names *list)
{
	struct slice rest = raw, part;

	while (record_split(&rest, ',', &part))
		if (!text_read_string(reader, part, vector_add(reader->arena, list)))
			return false;
	return true;
}

bool text_read_word(struct reader *reader, struct slice raw, const char *const *words, size_t count,
		    const char *what, int *value)
{
	for (size_t i = 0; i < count; i++)
		if (slice_is(raw, words[i])) {
			*value = (int)i;
			return true;
		}
	return report_error(reader->report, text_place(reader, raw), "unknown %s '%.*s'", what,
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
			       text_fault(reader, raw, "wrong number of arguments for a type");
		if (*after != ',')
			break;
		at = after + 1;
	}
	return text_fault(reader, raw, "invalid arguments of a type");
}

bool text_read_type(struct reader *reader, struct slice raw, struct type *type)
{
	size_t enum_length = strlen(text_enum_word),
	       unsupported_length = strlen(text_unsupported_word);

	if (raw.length > enum_length && memcmp(raw.start, text_enum_word, enum_length) == 0) {
		type->kind = TYPE_ENUM;
		return text_read_object_name(
			reader, (struct slice){raw.start + enum_length, raw.length - enum_length},
			&type->enumeration);
	}
	if (raw.length >= unsupported_length &&
	    memcmp(raw.start, text_unsupported_word, unsupported_length) == 0) {
		type->kind = TYPE_UNSUPPORTED;
		return text_read_string(reader,
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
		return report_error(reader->report, text_place(reader, raw),
				    "%s has no type '%.*s'", reader->schema->dialect->name,
				    (int)name.length, name.start);
	if (!parenthesis)
		return true;
	return read_arguments(reader, (struct slice){parenthesis + 1, raw.length - name.length - 1},
			      type);
}

/* Reads the key of a raw fact. Known keys are not copied. */
static bool read_fact_key(struct reader *reader, const struct kind_row *row, struct slice raw,
			  struct slice word, const char **key)
{
	for (size_t i = 0; i < MOST_FACTS && row->facts[i]; i++)
		if (slice_is(word, row->facts[i])) {
			*key = row->facts[i];
			return true;
		}
	if (!text_read_string(reader, word, key))
		return false;
	return row->free_facts ||
	       report_error(reader->report, text_place(reader, raw),
			    "unknown key '%s' in a record of kind '%s'", *key, row->word);
}

/* Makes room for all facts of a record at once: a growing vector leaves its old memory behind. */
static void reserve_facts(struct reader *reader, struct slice rest, struct facts *facts)
{
	size_t count = rest.start != NULL;

	for (size_t i = 0; i < rest.length; i++)
		count += rest.start[i] == '\t';
	vector_reserve(reader->arena, facts, count);
}

bool text_read_facts(struct reader *reader, enum kind kind, struct slice rest, struct facts *facts)
{
	struct slice raw, key;

	reserve_facts(reader, rest, facts);
	while (record_split(&rest, '\t', &raw)) {
		struct fact fact;
		struct slice value = raw;
		record_split(&value, '=', &key);
		if (!value.start)
			return text_fault(reader, raw, "unexpected field: expected key=value");
		if (!read_fact_key(reader, &text_kinds[kind], raw, key, &fact.key) ||
		    !text_read_string(reader, value, &fact.value))
			return false;
		if (fact_get(facts, fact.key))
			return report_error(reader->report, text_place(reader, raw),
					    "duplicate key '%s'", fact.key);
		*vector_add(reader->arena, facts) = fact;
	}
	return true;
}
