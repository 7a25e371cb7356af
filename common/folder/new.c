/* Turns a script into a migration: reads, checks, names and writes it. */
#include "folder/new.h"

#include <unistd.h>

#include "base/file.h"
#include "folder/create.h"
#include "folder/folder.h"
#include "folder/lock_file.h"
#include "folder/name.h"
#include "folder/not_sql.h"
#include "folder/risks.h"
#include "schema/dialect.h"
#include "sqltext/script.h"

/* A migration being made. */
struct draft {
	const char *directory; /* the migrations folder */
	struct folder_content content;
	bool tells_risks;
};

/* Returns the given name, or its slug. Reports an invalid one, and returns NULL. */
static const char *choose_name(const struct folder_request *request, struct report *report)
{
	const char *name = request->name;

	if (!request->whole)
		name = folder_slug(report->arena, name);
	if (folder_is_name(name) && !folder_is_hidden(name))
		return name;
	report_error(report, nowhere, "invalid migration name '%s'", request->name);
	report_hint(report, request->whole ? "a name cannot be empty, begin with '.' or contain '/'"
					   : "a name needs a letter from a to z or a digit");
	return NULL;
}

/* Checks the script's provider, from -p or a marker, against the folder's. */
static bool choose_provider(struct draft *draft, const char *given, const char *locked,
			    struct report *report)
{
	const struct dialect *dialect = given ? dialect_by_name(given) : NULL;

	draft->content.provider = locked;
	if (!given)
		return true;
	if (!dialect)
		return report_error(report, nowhere, "unknown provider '%s': expected %s", given,
				    dialect_names(report->arena, "or"));
	/* The folder must say "postgresql": only schemas may say "postgres". */
	draft->content.provider = dialect->name;
	return folder_check_provider(draft->directory, dialect->name, report);
}

/* Returns the provider of the schema, or NULL if there is none or it is blank. */
static const char *provider_of(const struct schema *schema)
{
	return schema && !schema->blank ? schema->dialect->name : NULL;
}

/* Reads the script and splits it. */
static bool read_script(const struct folder_request *request, struct draft *draft,
			struct report *report)
{
	static const char empty[] = "-- Write the SQL of this migration here.";
	/* Messages that quote it are printed at the end. */
	struct source *source = arena_alloc(report->arena, sizeof *source);
	const char *locked, *given = request->provider;

	*source = (struct source){.name = "<empty>", .text = empty, .length = sizeof empty - 1};
	if (!folder_provider(draft->directory, &locked, report) ||
	    (!request->empty && !request->script && !file_read_text("-", source, report)))
		return false;
	if (request->script)
		*source = *request->script;
	if (!folder_check_sql(source, report) ||
	    !folder_split(source, given ? given : locked, &draft->content.directions, report))
		return false;
	if (!given)
		given = draft->content.directions.provider;
	return choose_provider(draft, given ? given : provider_of(request->schema), locked, report);
}

/* Checks that the schema is for the provider. A blank schema fits any. */
static bool choose_schema(struct draft *draft, const struct schema *schema, struct report *report)
{
	const char *provider = draft->content.provider;

	if (!schema)
		return true;
	if (!schema->blank && dialect_by_name(provider) != schema->dialect)
		return report_error(report, nowhere,
				    "the schema is for %s, but the migration is for %s",
				    schema->dialect->name, provider);
	if (!provider)
		return report_error(report, nowhere,
				    "-s with an empty schema requires -p: name the provider");
	struct schema *kept = arena_alloc(report->arena, sizeof *kept);
	*kept = *schema;
	if (schema->blank)
		kept->dialect = dialect_by_name(provider);
	draft->content.schema = kept;
	return true;
}

static bool is_empty(const struct draft *draft)
{
	const struct sqltext_dialect *dialect = sqltext_dialect(draft->content.provider);
	struct slice up = draft->content.directions.up, down = draft->content.directions.down;

	return sqltext_is_empty(dialect, up.start, up.length) &&
	       sqltext_is_empty(dialect, down.start, down.length);
}

/* Repeats the risks at the head of the script: in a pipe nobody sees the script itself. */
static void warn_of_risks(const struct draft *draft, const char *name, struct report *report)
{
	struct slice up = draft->content.directions.up;
	struct source script = {
		.name = name,
		.text = arena_slice(report->arena, up.start, up.length),
		.length = up.length,
	};
	struct risk_notes risks;
	const struct risk_note *note;

	folder_read_risks(report->arena, sqltext_dialect(draft->content.provider), &script, &risks);
	vector_each(note, &risks)
		report_warning(report, nowhere, "%s %s: %s", name, risk_name(note->risk),
			       note->text);
}

static void warn(const struct draft *draft, const char *name, const struct names *folders,
		 struct report *report)
{
	const char *last = folder_runs_after(report->arena, draft->directory, folders, name);

	if (!draft->content.provider)
		report_warning(report, nowhere,
			       "did not write migration_lock.toml: name the provider with -p");
	if (draft->tells_risks)
		warn_of_risks(draft, name, report);
	if (!last || draft->content.replaces)
		return;
	report_warning(report, nowhere, "'%s' does not run last: '%s' sorts after it", name, last);
	report_hint(report, "migrations run in byte order of their names; use -f to choose a name "
			    "that sorts later");
}

/* Writes the migration under the given name, or under a new time and the slug. */
static bool add(const struct draft *draft, const char *name, bool whole, const char **path,
		struct report *report)
{
	struct names folders = {0};

	if (!directory_list(draft->directory, &folders, report))
		return false;
	if (!whole)
		name = folder_name_now(report->arena, &folders, name);
	if (!folder_create(draft->directory, name, &draft->content, report))
		return false;
	*path = path_join(report->arena, draft->directory, name);
	warn(draft, name, &folders, report);
	return true;
}

bool folder_new(const struct folder_request *request, const char **path, struct report *report)
{
	const char *name = choose_name(request, report);
	struct draft draft = {.directory = folder_path(request->directory),
			      .content = {.replaces = request->replaces},
			      .tells_risks = request->tells_risks};
	int turn;

	*path = NULL;
	if (!name || !read_script(request, &draft, report) ||
	    !choose_schema(&draft, request->schema, report))
		return false;
	if (!request->empty && is_empty(&draft))
		return true;
	if (!folder_take_turn(draft.directory, &turn, report))
		return false;
	bool written = add(&draft, name, request->whole, path, report);
	if (turn >= 0)
		close(turn);
	return written;
}

bool folder_complete(const char *directory, struct report *report)
{
	int turn;

	if (!folder_take_turn(directory, &turn, report))
		return false;
	if (turn >= 0)
		close(turn);
	return true;
}
