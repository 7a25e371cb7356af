/* Checks the collected renames against other holders of their names. */
#include "diff/rename_check.h"

#include "base/text.h"

/* ---- who has the names ---- */

static bool is_object(const struct renaming *renaming)
{
	return renaming->kind == CHANGE_RENAME_TABLE || renaming->kind == CHANGE_RENAME_ENUM;
}

/*
 * True if a schema has something called `name` in the namespace or object of a rename, which is
 * `object` in that schema.
 */
static bool has(const struct schema *schema, const struct renaming *renaming,
		struct object_name object, const char *name)
{
	struct object_name named = {object.namespace, name};

	switch (renaming->kind) {
	case CHANGE_RENAME_TABLE:
		return schema_table(schema, named) != NULL;
	case CHANGE_RENAME_ENUM:
		return schema_enum(schema, named) != NULL;
	case CHANGE_RENAME_COLUMN:
		return table_column(schema_table(schema, object), name) != NULL;
	default:
		return enumeration_value(schema_enum(schema, object), name) != NULL;
	}
}

/* Returns the rename of the present holder of the name that another rename gives, or NULL. */
static const struct renaming *next_renaming(const struct rename_set *set,
					    const struct renaming *before)
{
	struct object_name place = is_object(before) ? before->renamed : before->object;

	return diff_renaming_from(set, before->kind, place, before->new);
}

/* Returns the rename that gives the name that another one takes away, or NULL. */
static const struct renaming *renaming_before(const struct rename_set *set,
					      const struct renaming *next)
{
	return diff_renaming_to(set, next->kind, next->object, next->old);
}

static bool stays(const struct renaming *renaming)
{
	return text_equal(renaming->old, renaming->new) &&
	       text_equal(renaming->object.namespace, renaming->renamed.namespace);
}

/* True if something of the old schema has the new name. */
static bool old_has_new_name(const struct rename_set *set, const struct renaming *renaming)
{
	struct object_name place = is_object(renaming) ? renaming->renamed : renaming->object;

	return has(set->old, renaming, place, renaming->new);
}

/* True if something of the new schema has the old name. */
static bool new_has_old_name(const struct rename_set *set, const struct renaming *renaming)
{
	struct object_name place = is_object(renaming) ? renaming->object : renaming->renamed;

	return has(set->new, renaming, place, renaming->old);
}

/* True if something of the old schema has the new name, and is not itself renamed. */
static bool is_held(const struct rename_set *set, const struct renaming *renaming)
{
	return !stays(renaming) && old_has_new_name(set, renaming) && !next_renaming(set, renaming);
}

/* True if something of the new schema has the old name, other than by a rename. */
static bool is_kept(const struct rename_set *set, const struct renaming *renaming)
{
	return !stays(renaming) && new_has_old_name(set, renaming) &&
	       !renaming_before(set, renaming);
}

/* ---- documented renames already done ---- */

/*
 * Drops a documented rename that seems to be done. The comment may stay after its rename, so it is
 * ignored if the old schema already has the new name; with a warning if it also has the old name,
 * which is then dropped.
 */
static void drop_done(struct rename_set *set, const struct renaming *renaming)
{
	bool held = is_held(set, renaming);

	if (held && !new_has_old_name(set, renaming)) {
		report_warning(set->report, nowhere,
			       "'%s' is not renamed from '%s': the old schema has both, and '%s' "
			       "is dropped with its data",
			       renaming->new, renaming->old, renaming->old);
		report_hint(set->report, "to rename it, use -r");
	} else if (!held) {
		report_warning(set->report, nowhere,
			       "'%s' is added, not renamed: the new schema still has '%s'",
			       renaming->new, renaming->old);
	}
	diff_drop_renaming(set, renaming);
}

static bool is_done(const struct rename_set *set, const struct renaming *renaming)
{
	return renaming->old && renaming->documented &&
	       (is_held(set, renaming) || is_kept(set, renaming));
}

static void drop_all_done(struct rename_set *set)
{
	const struct renaming *renaming = set->renames->at;
	const struct renaming *beside[2];

	while (set->renames->count && renaming < set->renames->at + set->renames->count) {
		const struct renaming *next = renaming + 1;
		if (is_done(set, renaming)) {
			beside[0] = renaming_before(set, renaming);
			beside[1] = next_renaming(set, renaming);
			drop_done(set, renaming);
			/* Without it, its neighbours may count as done, so check them again. */
			for (size_t i = 0; i < 2; i++)
				if (beside[i] && beside[i] < next)
					next = beside[i];
		}
		renaming = next;
	}
	diff_close_gaps(set);
}

/* ---- impossible renames ---- */

/* The course of a chain of renames. */
enum course { COURSE_UNKNOWN, COURSE_ENDS, COURSE_CYCLE };

/*
 * Finds the course of a rename and of those that follow it. Each has one that follows at most, and
 * follows one at most, so that a course that is known from elsewhere ends.
 */
static void find_course(const struct rename_set *set, enum course *courses,
			const struct renaming *renaming)
{
	const struct renaming *first = set->renames->at, *next = renaming;

	do
		next = next_renaming(set, next);
	while (next && next != renaming && next->documented && !courses[next - first]);
	enum course course = next == renaming ? COURSE_CYCLE : COURSE_ENDS;
	next = renaming;
	do {
		courses[next - first] = course;
		next = next_renaming(set, next);
	} while (next && next->documented && !courses[next - first]);
}

/*
 * True if documented renames form a cycle: then comments are the same before and after it is done.
 */
static bool is_cycle(const struct rename_set *set, enum course *courses,
		     const struct renaming *renaming)
{
	enum course *course = &courses[renaming - set->renames->at];

	if (!renaming->documented || stays(renaming))
		return false;
	if (!*course)
		find_course(set, courses, renaming);
	return *course == COURSE_CYCLE;
}

/* Returns false, with a message, if a rename is impossible. */
static bool check(struct rename_set *set, enum course *courses, const struct renaming *renaming)
{
	const char *old = renaming->old, *new = renaming->new;
	bool is_part =
		renaming->kind == CHANGE_RENAME_COLUMN || renaming->kind == CHANGE_RENAME_VALUE;

	if (is_cycle(set, courses, renaming)) {
		report_error(
			set->report, nowhere,
			"the documented renames of '%s' and '%s' form a cycle: a comment does not "
			"say if it is done",
			old, new);
		return report_hint(set->report, "use -r for each of them, and remove the comments");
	}
	if (!is_kept(set, renaming))
		return true;
	report_error(set->report, nowhere,
		     "-r %s%s%s=%s: cannot rename: the new schema still has '%s'",
		     is_part ? renaming->object.name : "", is_part ? "." : "", old, new, old);
	if (is_held(set, renaming))
		report_hint(set->report, "to swap the two names, give both renames");
	return false;
}

bool diff_check_renames(struct rename_set *set, enum change_kind one, enum change_kind other)
{
	const struct renaming *renaming;
	bool fine = true;

	drop_all_done(set);
	enum course *courses = arena_alloc(set->arena, (set->renames->count + 1) * sizeof *courses);
	vector_each(renaming, set->renames)
		if (renaming->kind == one || renaming->kind == other)
			fine = check(set, courses, renaming) && fine;
	return fine;
}
