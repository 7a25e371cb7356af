/* Recognizes texts that are not scripts yet. */
#include "folder/not_sql.h"

#include "base/record.h"
#include "schema/risk.h"

static bool is_schema_text(struct slice text)
{
	struct slice line, word = {0};

	return record_split(&text, '\n', &line) && record_split(&line, '\t', &word) &&
	       slice_is(word, "migtools-schema");
}

/* True if every line has four fields and begins with a risk. */
static bool is_list(struct slice text)
{
	struct slice line, word, field;
	enum risk risk;
	size_t lines = 0;

	while (record_split(&text, '\n', &line)) {
		size_t fields = 1;
		if (!line.length)
			continue;
		record_split(&line, '\t', &word);
		while (record_split(&line, '\t', &field))
			fields++;
		if (fields != 4 || !risk_from_name(word, &risk))
			return false;
		lines++;
	}
	return lines > 0;
}

/* True if the text begins like a record in JSON. */
static bool is_json(struct slice text)
{
	return slice_starts(text, "{\"");
}

/* True if the first line that is not blank or a comment opens a block. No SQL begins like that. */
static bool is_prisma_schema(struct slice text)
{
	static const char *const blocks[] = {"datasource", "generator", "model",
					     "enum",	   "type",	"view"};
	struct slice line, word;

	while (record_split(&text, '\n', &line)) {
		line = slice_trim(line, " \t\r");
		if (!line.length || slice_starts(line, "//"))
			continue;
		if (line.start[line.length - 1] != '{')
			return false;
		record_split(&line, ' ', &word);
		for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
			if (slice_is(word, blocks[i]))
				return true;
		return false;
	}
	return false;
}

static const struct {
	bool (*is)(struct slice text);
	const char *name, *hint;
} not_sql[] = {
	{is_schema_text, "schema text",
	 "compare two schemas: schema-diff old.text new.text | mig-new NAME"},
	{is_list, "a list of changes", "run schema-diff without -o list"},
	{is_json, "JSON", "run schema-diff without -o json"},
	{is_prisma_schema, "a Prisma schema",
	 "convert it with schema-parse, then compare two schemas with schema-diff"},
};

bool folder_check_sql(const struct source *source, struct report *report)
{
	struct slice text = {source->text, source->length};

	for (size_t i = 0; i < sizeof not_sql / sizeof *not_sql; i++) {
		if (!not_sql[i].is(text))
			continue;
		report_error(report, (struct place){source, 0, 0}, "expected SQL, found %s",
			     not_sql[i].name);
		return report_hint(report, "%s", not_sql[i].hint);
	}
	return true;
}
