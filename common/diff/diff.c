/* Finds the changes between two schemas, subject by subject, and sorts them. */
#include "diff/diff.h"

#include <stdlib.h>
#include <string.h>

#include "diff/comparison.h"
#include "diff/enums.h"
#include "diff/name_conflicts.h"
#include "diff/namespaces.h"
#include "diff/objects.h"
#include "diff/recreate.h"
#include "diff/rename_steps.h"
#include "diff/respell.h"
#include "diff/rewrite.h"
#include "diff/tables.h"

static int compare_changes(const void *a, const void *b)
{
	const struct change *left = a, *right = b;

	for (size_t i = 0; i < sizeof left->order / sizeof *left->order; i++)
		if (left->order[i] != right->order[i])
			return left->order[i] < right->order[i] ? -1 : 1;
	return 0;
}

/* Adds a rename. Renames come before all other changes, in the order of these calls. */
static void add_rename(struct comparison *comparison, enum change_kind kind,
		       const struct renaming *renaming, struct object_name from,
		       struct object_name to)
{
	struct change *change = diff_add_change(comparison, kind, 0, 0, 0);

	change->order[0] = 0;
	change->renaming = renaming;
	change->from = from.name;
	change->from_namespace = from.namespace;
	change->to = to.name;
	change->to_namespace = to.namespace;
}

/* Adds the temporary rename of an index or a key. */
static void add_temporary_rename(struct comparison *comparison, const struct renaming *renaming)
{
	enum change_kind kind = renaming->kind;

	if (kind == CHANGE_RENAME_INDEX && !comparison->rules->renames_indexes)
		kind = CHANGE_DROP_INDEX;
	add_rename(comparison, kind, renaming, (struct object_name){NULL, renaming->old},
		   (struct object_name){NULL, renaming->new});
}

static void add_renames(struct comparison *comparison, const struct schema *old,
			const struct schema *new)
{
	struct diff *diff = comparison->diff;
	struct rename_steps steps =
		diff_order_renames(diff->arena, diff->dialect, old, new, &diff->renames);
	const struct rename_step *step;
	const struct renaming *renaming;

	/* Indexes and keys are renamed before their tables move. */
	vector_each(renaming, &diff->renames)
		if (renaming->kind == CHANGE_RENAME_INDEX ||
		    renaming->kind == CHANGE_RENAME_FOREIGN_KEY)
			add_temporary_rename(comparison, renaming);
	/* Without enum types, the database stores no name to change. */
	vector_each(step, &steps)
		if (step->renaming->kind != CHANGE_RENAME_ENUM || comparison->rules->alters_columns)
			add_rename(comparison, step->renaming->kind, step->renaming, step->from,
				   step->to);
}

/* Finds the whole list of changes again, with the present renames of the diff. */
static void find_changes(struct diff *diff, const struct schema *old, const struct schema *new)
{
	static const struct renames none;
	const struct alter_rules *rules = &diff->dialect->alter;
	struct comparison comparison = {
		.arena = diff->arena,
		.diff = diff,
		/* Like Prisma, includes the namespace in names if everything is dropped. */
		.old = diff_rewrite_schema(diff->arena, old, rules, &diff->renames, new->blank),
		.new = diff_rewrite_schema(diff->arena, new, rules, &none, false),
		.rules = rules,
		.renamed = {.arena = diff->arena},
		.enum_pairs = {.arena = diff->arena},
	};
	struct renaming *renaming;

	*diff = (struct diff){
		.arena = diff->arena,
		.dialect = diff->dialect,
		.old = comparison.old,
		.new = comparison.new,
		.renames = diff->renames,
		.taken = arena_alloc(diff->arena, sizeof *diff->taken),
	};
	vector_each(renaming, &diff->renames)
		map_add_in(&comparison.renamed, renaming->renamed.namespace, renaming->renamed.name,
			   renaming);
	diff_compare_namespaces(&comparison, old);
	add_renames(&comparison, old, new);
	diff_pair_all_tables(&comparison);
	diff_compare_extensions(&comparison);
	diff_compare_enums(&comparison);
	diff_recreate_objects(&comparison);
	diff_compare_tables(&comparison);
	diff_compare_objects(&comparison);
	if (diff->changes.count)
		qsort(diff->changes.at, diff->changes.count, sizeof *diff->changes.at,
		      compare_changes);
}

/* Takes the words of a database in the other schema, if only one is of a database. */
static void respell(const struct diff *diff, const struct schema **old, const struct schema **new)
{
	const struct alter_rules *rules = &diff->dialect->alter;
	struct renames back = diff_invert_renames(diff->arena, &diff->renames);

	if (schema_lists_objects(*old) && !schema_lists_objects(*new))
		*new = diff_respell(
			diff->arena, *new,
			diff_rewrite_schema(diff->arena, *old, rules, &diff->renames, false));
	else if (schema_lists_objects(*new) && !schema_lists_objects(*old))
		*old = diff_respell(diff->arena, *old,
				    diff_rewrite_schema(diff->arena, *new, rules, &back, false));
}

bool diff_schemas(const struct schema *old, const struct schema *new, const struct renames *renames,
		  struct diff *diff, struct report *report)
{
	static const struct renames none;
	const struct dialect *dialect = old->blank ? new->dialect : old->dialect;

	if (!old->blank && !new->blank && old->dialect != new->dialect)
		return report_error(report, nowhere,
				    "the schemas have different providers: %s and %s",
				    old->dialect->name, new->dialect->name);
	*diff = (struct diff){.arena = report->arena, .dialect = dialect};
	old = diff_rewrite_schema(diff->arena, old, &dialect->alter, &none, false);
	new = diff_rewrite_schema(diff->arena, new, &dialect->alter, &none, false);
	diff->renames = diff_rewrite_renames(diff->arena, &dialect->alter, renames);
	if (!old->blank && !new->blank)
		respell(diff, &old, &new);
	diff->renames = diff_add_temporary_names(diff->arena, dialect, old, new, &diff->renames);
	find_changes(diff, old, new);
	/* A temporary name can cause another conflict. Three rounds are enough in practice. */
	for (int i = 0; i < 3 && diff_clear_names(diff, old, &diff->renames); i++)
		find_changes(diff, old, new);
	return true;
}

void diff_forget_changes(struct diff *diff)
{
	arena_give_back(diff->arena, diff->changes.at,
			diff->changes.room * sizeof *diff->changes.at);
	memset(&diff->changes, 0, sizeof diff->changes);
}
