/* Reads the output of mig-apply. */
#include "migrate/applied.h"

#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/record.h"

/* The fields in use. */
enum field { FIELD_STATE, FIELD_NAME, FIELD_STARTED, FIELD_COUNT };

static const char *const field_names[FIELD_COUNT] = {"state", "name", "started_at"};

/* Reads the first fields of a record. Missing ones stay NULL. */
static void read_text(struct arena *arena, struct slice line, const char *fields[FIELD_COUNT])
{
	struct slice field;

	for (size_t i = 0; i < FIELD_COUNT && record_split(&line, '\t', &field); i++)
		fields[i] = record_unescape(arena, field);
}

static void read_json(struct arena *arena, struct slice line, const char *fields[FIELD_COUNT])
{
	struct json json;
	const struct json *item;

	if (!json_read(arena, arena_slice(arena, line.start, line.length), &json) ||
	    json.kind != JSON_OBJECT)
		return;
	vector_each(item, json.items)
		for (size_t i = 0; i < FIELD_COUNT; i++)
			if (text_equal(item->key, field_names[i]) && item->kind == JSON_STRING)
				fields[i] = item->text;
}

/* True if the fields belong to an applied migration. */
static bool take_fields(const char *const fields[FIELD_COUNT], struct applied *record)
{
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (!fields[i])
			return false;
	record->name = fields[FIELD_NAME];
	return strcmp(fields[FIELD_STATE], "applied") == 0 &&
	       db_time_parse(fields[FIELD_STARTED], &record->started) && record->started > 0;
}

static bool read_line(const struct source *source, struct slice line, struct applied *record,
		      struct report *report)
{
	const char *fields[FIELD_COUNT] = {0};
	size_t start = (size_t)(line.start - source->text);

	(slice_starts(line, "{") ? read_json : read_text)(report->arena, line, fields);
	if (take_fields(fields, record))
		return true;
	return report_error(report, (struct place){source, start, start + line.length},
			    "not the record of an applied migration");
}

bool migrate_read_applied(const char *path, struct applied_list *list, struct report *report)
{
	struct source *source = arena_alloc(report->arena, sizeof *source);

	*list = (struct applied_list){.file = path};
	if (!file_read_text(path, source, report))
		return false;
	list->file = source->name;
	for (const char *at = source->text, *end = at + source->length; at < end;) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		struct slice line = {at, (size_t)((newline ? newline : end) - at)};
		struct place last = {source, source->length, source->length};
		if (!newline)
			return report_error(report, last, "the last line is incomplete");
		if (!read_line(source, line, vector_add(report->arena, &list->records), report))
			return false;
		at = newline + 1;
	}
	return true;
}
