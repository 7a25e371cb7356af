/* schema-print: prints schema text as a Prisma schema, a diagram, types or SQL. */
#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

#include "base/program.h"
#include "diff/diff.h"
#include "diff/facts.h"
#include "print/print.h"
#include "psl/psl.h"
#include "schema/text.h"
#include "sql/sql.h"

static const struct option_row options[] = {
	{'b', "base", "file", "keep the names, order and attributes of this Prisma schema"},
	{'o', "output", "form", "prisma (the default), mermaid, dot, typescript or sql"},
	{0},
};

static const struct program program = {
	"schema-print",
	"[file]",
	"prints schema text as a Prisma schema, a diagram, types or SQL",
	options,
};

/* Prints the statements that create the schema in an empty database. */
static void print_sql(const struct schema *schema, struct buffer *to)
{
	struct report report = {.arena = schema->arena};
	struct schema none = {.arena = schema->arena, .blank = true, .dialect = schema->dialect};
	struct names given = {0};
	struct renames renames;
	struct diff diff = {.arena = schema->arena};

	schema_index(&none);
	if (diff_find_renames(&none, schema, &given, &renames, &report) &&
	    diff_schemas(&none, schema, &renames, &diff, &report))
		sql_script(&diff, to);
}

static const struct {
	const char *name;
	void (*print)(const struct schema *schema, struct buffer *to);
} forms[] = {
	{"prisma", print_prisma},	  {"mermaid", print_mermaid}, {"dot", print_dot},
	{"typescript", print_typescript}, {"sql", print_sql},
};

enum { FORM_COUNT = sizeof forms / sizeof *forms };

static size_t form_from_name(const char *name)
{
	const char *names[FORM_COUNT + 1] = {0};

	for (size_t i = 0; i < FORM_COUNT; i++)
		names[i] = forms[i].name;
	return program_word(name, "form", names);
}

/* The schema given with -b. */
struct base {
	struct schema schema;
	struct sources files;
	bool is_text; /* schema text, not a Prisma schema */
};

static bool read_base(const char *path, struct base *base, struct report *report)
{
	if (!psl_load(path, &base->files, report) ||
	    !psl_read_files(&base->files, &base->schema, report))
		return false;
	base->is_text = schema_is_text(base->files.at);
	return true;
}

/* Prints the schema as an edit of the base. */
static void print_edit(const struct schema *schema, const struct base *base, struct buffer *to)
{
	struct buffer text = {.arena = schema->arena};

	print_prisma_edit(schema, &base->schema, psl_join(schema->arena, &base->files), &text);
	psl_add_like(to, buffer_text(&text), &base->files);
}

/* Reads the schema text, and adds the facts of the base, if given. */
static bool read_schema(const char *path, const char *base_path, struct schema *schema,
			struct base *base, struct report *report)
{
	if (!schema_read_file(path, schema, report))
		return false;
	return !base_path || (read_base(base_path, base, report) &&
			      diff_keep_facts(&base->schema, schema, report));
}

/* Says which objects a Prisma schema cannot express: "check (2), view (1)". */
static void note_inexpressible(const struct schema *schema)
{
	struct buffer text = {.arena = schema->arena};
	size_t counts[OBJECT_KIND_COUNT] = {0};
	const struct object *object;

	vector_each(object, &schema->objects)
		counts[object->kind]++;
	for (enum object_kind kind = 0; kind < OBJECT_KIND_COUNT; kind++)
		if (counts[kind])
			buffer_format(&text, "%s%s (%zu)", text.length ? ", " : "",
				      object_kind_word(kind), counts[kind]);
	if (text.length)
		program_note("a Prisma schema cannot express all of this: %s", buffer_text(&text));
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct buffer text = {.arena = &arena, .file = stdout};
	const char *base_path = NULL;
	struct schema schema;
	struct base base = {0};
	size_t form = 0;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'b':
			base_path = optarg;
			break;
		case 'o':
			form = form_from_name(optarg);
			break;
		}
	if (read_schema(optind < argc ? argv[optind] : "-", base_path, &schema, &base, &report)) {
		if (base.files.count && !base.is_text && forms[form].print == print_prisma)
			print_edit(&schema, &base, &text);
		else
			forms[form].print(&schema, &text);
		buffer_flush(&text);
		if (forms[form].print == print_prisma)
			note_inexpressible(&schema);
	}
	return program_end(&report, EXIT_YES);
}
