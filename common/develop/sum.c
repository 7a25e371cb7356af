/* Finds what a folder adds up to, and drift. */
#include "develop/sum.h"

#include <string.h>
#include <unistd.h>

#include "db/schema.h"
#include "develop/compare.h"
#include "folder/sum.h"
#include "migrate/drift.h"
#include "migrate/replay.h"
#include "schema/text.h"

static bool replay(struct develop *develop, struct schema *schema)
{
	struct migrate *migrate = &develop->migrate;
	struct replay replay = {
		.report = migrate->report,
		.patience = migrate->patience,
		.near = &migrate->url,
	};

	return migrate_replay_folder(&replay, &migrate->folder, schema);
}

/*
 * True if nothing differs but the order of enum values: the server adds a value at the end, wherever
 * the schema has it.
 */
static bool differs_in_order_only(const struct diff *diff)
{
	struct notices notices = diff_notices(diff);
	const struct notice *notice;

	vector_each(notice, &notices)
		if (strcmp(notice->kind, "reorder-values") != 0)
			return false;
	return !diff->objects.count;
}

/* Gives the values of an enum the order that they have in the new schema; others come last. */
static void align_values(struct enumeration *enumeration, const struct enumeration *new)
{
	const struct enum_value *value;
	uint32_t next = 0;

	vector_each(value, &new->values)
		for (uint32_t i = next; i < enumeration->values.count; i++) {
			if (strcmp(enumeration->values.at[i].name, value->name) != 0)
				continue;
			const struct enum_value found = enumeration->values.at[i];
			for (uint32_t to = i; to > next; to--)
				enumeration->values.at[to] = enumeration->values.at[to - 1];
			enumeration->values.at[next++] = found;
			break;
		}
}

/* A replay tells nothing of an order that was never asked for. */
static void align_enums(struct schema *sum, const struct schema *new)
{
	struct enumeration *enumeration;

	vector_each(enumeration, &sum->enums) {
		const struct enumeration *same = schema_enum(new, enumeration->name);
		if (same)
			align_values(enumeration, same);
	}
}

/* Reads schema.text. *agrees is true if the database is what it says. */
static bool read_text(struct develop *develop, struct schema *sum, bool *agrees)
{
	struct migrate *migrate = &develop->migrate;
	const char *file = folder_sum_file(migrate->report->arena, migrate->folder.path);
	struct schema actual;
	struct diff diff;

	*agrees = false;
	if (access(file, F_OK) != 0)
		return true;
	if (!schema_read_file(file, sum, migrate->report) ||
	    !db_schema_read(migrate->db, &sum->namespaces, NULL, &actual) ||
	    !develop_compare(sum, &actual, &diff, migrate->report))
		return false;
	/* Triggers and views are in no Prisma schema: only a replay tells if they belong there. */
	*agrees = differs_in_order_only(&diff) && !actual.objects.count;
	return true;
}

/* Refuses drift, unless it is to be ignored. */
static enum outcome check_drift(struct develop *develop)
{
	struct view view;

	if (develop->force)
		return OUTCOME_DONE;
	return migrate_look(&develop->migrate, &view)
		       ? migrate_check_drift(&develop->migrate, &view)
		       : OUTCOME_TROUBLE;
}

enum outcome develop_sum(struct develop *develop, const struct schema *new, struct schema *sum)
{
	bool agrees;

	if (!read_text(develop, sum, &agrees))
		return OUTCOME_TROUBLE;
	enum outcome outcome = agrees ? OUTCOME_DONE : check_drift(develop);
	if (agrees || outcome != OUTCOME_DONE)
		return outcome;
	if (!replay(develop, sum))
		return OUTCOME_TROUBLE;
	align_enums(sum, new);
	develop_skip_partial(sum, new);
	return OUTCOME_DONE;
}
