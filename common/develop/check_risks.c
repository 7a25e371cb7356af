/* Lists the risks of the scripts of a folder. */
#include <string.h>

#include "develop/check_run.h"
#include "folder/risks.h"

/* A risk's text, "drop-table notes: all rows are lost", as schema-diff lists it. */
struct parts {
	const char *kind, *object; /* NULL in the words of Prisma and of users */
	const char *detail;
};

/* The first words of the kinds of changes that have a risk: "drop-table", "drop-trigger". */
static const char *const verbs[] = {
	"add",	  "change", "create",  "delete",  "drop",     "recreate", "redefine",
	"remove", "rename", "reorder", "require", "truncate", "validate",
};

/* Returns the length of the kind of change at the start of a risk's text; 0 if there is none. */
static size_t kind_length(const char *text)
{
	size_t verb = strcspn(text, "- ");

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (slice_is((struct slice){text, verb}, verbs[i]))
			return strcspn(text, " ");
	return 0;
}

static struct parts split(struct arena *arena, const char *text)
{
	size_t kind = kind_length(text);
	const char *object = text + kind + 1, *colon = strstr(text, ": ");

	if (!kind || !text[kind] || !colon || colon < object)
		return (struct parts){NULL, NULL, text};
	return (struct parts){arena_slice(arena, text, kind),
			      arena_slice(arena, object, (size_t)(colon - object)), colon + 2};
}

void check_list_risks(struct check_run *run)
{
	struct record_writer *to = &run->check->records;
	struct arena *arena = run->check->report->arena;
	const struct risk_note *note;
	struct risk_notes notes;

	for (size_t i = run->first; i < run->folder.migrations.count; i++) {
		const struct migration *migration = &run->folder.migrations.at[i];
		folder_read_risks(arena, run->folder.dialect, &migration->sql, &notes);
		vector_each(note, &notes) {
			struct parts parts = split(arena, note->text);
			record_begin(to);
			record_raw(to, "risk", risk_name(note->risk));
			record_field(to, "migration", migration->name);
			record_field(to, "kind", parts.kind);
			record_field(to, "object", parts.object);
			record_field(to, "detail", parts.detail);
			record_end(to);
		}
	}
}
