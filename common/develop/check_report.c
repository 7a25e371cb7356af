/* Writes findings. */
#include "develop/check_run.h"
#include "develop/compare.h"

static const char *const findings[] = {
	[FOUND_FAILS] = "fails",
	[FOUND_DOWN_FAILS] = "down-fails",
	[FOUND_DOWN_DIFFERS] = "down-differs",
	[FOUND_AGAIN_FAILS] = "again-fails",
	[FOUND_AGAIN_DIFFERS] = "again-differs",
	[FOUND_LOSES_DATA] = "loses-data",
	[FOUND_DOWN_LOSES_DATA] = "down-loses-data",
	[FOUND_LOSES_OBJECT] = "loses-object",
	[FOUND_SCHEMA] = "schema",
	[FOUND_SCHEMA_TEXT] = "schema-text",
	[FOUND_TWICE] = "twice",
	[FOUND_SAME_TIME] = "same-time",
	[FOUND_FUTURE] = "future",
	[FOUND_BEFORE_BASE] = "before-base",
	[FOUND_EDITED] = "edited",
	[FOUND_REMOVED] = "removed",
};

void check_found(struct check_run *run, enum finding kind, const char *migration,
		 const char *object, const char *words)
{
	struct record_writer *to = &run->check->records;

	run->findings++;
	if (run->check->quiet)
		return;
	if (run->check->patience.progress)
		run->check->patience.progress(NULL);
	record_begin(to);
	record_raw(to, "kind", findings[kind]);
	record_field(to, "migration", migration);
	record_field(to, "object", object);
	record_field(to, "words", words);
	record_end(to);
}

/* Returns words for this schema from the state of an object in the other one. */
static const char *state_words(const char *state)
{
	if (strcmp(state, "missing") == 0)
		return "is left over";
	return strcmp(state, "extra") == 0 ? "is missing" : state;
}

bool check_compare(struct check_run *run, enum finding kind, const char *migration,
		   const struct schema *is, const struct schema *should, bool *differ)
{
	struct arena *arena = is->arena;
	struct report trial = {.arena = arena};
	struct diff diff;
	size_t before = run->findings;

	if (!develop_compare(is, should, &diff, &trial))
		return report_error(run->check->report, nowhere, "%s", trial.messages.at[0].text);
	struct notices notices = diff_notices(&diff);
	struct object_notices objects = diff_object_notices(&diff);
	const struct notice *notice;
	const struct object_notice *object;
	vector_each(notice, &notices)
		if (migration || strcmp(notice->kind, "reorder-values") != 0)
			check_found(run, kind, migration, notice->object,
				    arena_format(arena, "needs %s", notice->kind));
	vector_each(object, &objects)
		check_found(run, kind, migration, object->object,
			    arena_format(arena, "%s %s", object->kind, state_words(object->state)));
	*differ = run->findings > before;
	return true;
}
