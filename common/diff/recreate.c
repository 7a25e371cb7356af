/* Decides which other objects are dropped before the changes and created after them. */
#include "diff/recreate.h"

#include <string.h>

#include "base/text.h"
#include "diff/tie.h"
#include "diff/whole.h"

/* ---- kinds ---- */

/* Tells how the server reacts when something that an object names is dropped. */
enum way {
	WAY_NONE,   /* nothing like it: it belongs to a column, or has no known definition */
	WAY_HOLDS,  /* it refuses */
	WAY_FALLS,  /* it drops the object */
	WAY_FOLLOWS /* it drops the object, which describes another one */
};

/* Objects with a lower rank are created first. */
static const struct rule {
	enum way way;
	int rank;
} rules[OBJECT_KIND_COUNT] = {
	[OBJECT_INDEX] = {WAY_FALLS, 0},	  [OBJECT_CHECK] = {WAY_FALLS, 1},
	[OBJECT_CONSTRAINT] = {WAY_FALLS, 1},	  [OBJECT_EXCLUSION] = {WAY_FALLS, 1},
	[OBJECT_STATISTICS] = {WAY_FALLS, 1},	  [OBJECT_MATERIALIZED_VIEW] = {WAY_HOLDS, 2},
	[OBJECT_VIEW] = {WAY_HOLDS, 2},		  [OBJECT_POLICY] = {WAY_HOLDS, 3},
	[OBJECT_RULE] = {WAY_HOLDS, 3},		  [OBJECT_TRIGGER] = {WAY_HOLDS, 3},
	[OBJECT_ROW_SECURITY] = {WAY_FOLLOWS, 3}, [OBJECT_COMMENT] = {WAY_FOLLOWS, 4},
	[OBJECT_GRANT] = {WAY_FOLLOWS, 4},
};

enum { RANKS = 5 };

/* ---- one pass over the objects of a schema ---- */

struct pass {
	struct comparison *comparison;
	struct ties ties;
	bool back; /* the database will have the objects; if false, it has them now */
	const struct schema *except; /* leave alone objects that are in this schema, too; or NULL */
	struct object_step *steps;   /* by the position of the object */
	struct map made;	     /* "trigger log" of a table: the names of recreated objects */
};

/* Returns the step of the view to which the object belongs, or NULL. */
static const struct object_step *view_of(const struct pass *pass, const struct object *object)
{
	size_t number = object->owner.name
				? (size_t)map_get_in(&pass->ties.views, object->owner.namespace,
						     object->owner.name)
				: 0;

	return number ? &pass->steps[number - 1] : NULL;
}

/* True if the model has the index or key: then the model's own changes create it. */
static bool is_of_model(const struct pass *pass, const struct object *object)
{
	const struct table *old = diff_compared_table(pass->comparison->old, object->owner);
	const struct table *new = diff_compared_table(pass->comparison->new, object->owner);

	if (object->kind != OBJECT_INDEX && object->kind != OBJECT_CONSTRAINT)
		return false;
	return (old && diff_has_key(old, object->name.name)) ||
	       (new &&diff_has_key(new, object->name.name));
}

/* True if the script creates the table to which the object belongs. */
static bool is_new_table(const struct pass *pass, const struct object *object)
{
	return object->owner.name && diff_compared_table(pass->comparison->new, object->owner) &&
	       !diff_compared_table(pass->comparison->old, object->owner);
}

/* True if the object is dropped with its table. */
static bool goes_with_table(const struct pass *pass, const struct object *object)
{
	return object->owner.name && diff_compared_table(pass->comparison->old, object->owner) &&
	       !diff_compared_table(pass->comparison->new, object->owner);
}

/* ---- comments on recreated objects ---- */

/* Returns the word for a kind in the name of a comment: "constraint positive". */
static const char *comment_word(enum object_kind kind)
{
	bool constraint = kind == OBJECT_CHECK || kind == OBJECT_EXCLUSION;

	return constraint ? "constraint" : object_kind_word(kind);
}

static const char *scope_of(struct pass *pass, struct object_name owner)
{
	return owner.namespace
		       ? arena_join(pass->comparison->arena, owner.namespace, '.', owner.name)
		       : owner.name;
}

static void remember(struct pass *pass, const struct object *object)
{
	struct arena *arena = pass->comparison->arena;
	const char *word = comment_word(object->kind);

	if (!object->owner.name || !object->name.name)
		return;
	pass->made.arena = arena;
	map_add_in(&pass->made, scope_of(pass, object->owner),
		   arena_join(arena, word, ' ', object->name.name), pass);
}

static bool is_remembered(struct pass *pass, const struct object *object)
{
	return pass->made.count && object->owner.name && object->name.name &&
	       map_get_in(&pass->made, scope_of(pass, object->owner), object->name.name);
}

/* ---- decisions ---- */

static void decide_by_kind(struct pass *pass, const struct object *object, unsigned kinds,
			   struct object_step *step)
{
	bool gone = kinds & TIE_GONE;

	switch (rules[object->kind].way) {
	case WAY_NONE:
		break;
	case WAY_HOLDS:
		step->drop = kinds && !is_new_table(pass, object);
		step->create = kinds && !gone;
		break;
	case WAY_FALLS:
		if (is_of_model(pass, object))
			break;
		step->drop = kinds & TIE_MOVED && step->there && !gone;
		step->create = kinds & (TIE_MOVED | TIE_RECREATED | TIE_GAINED) && !gone;
		step->falls = gone;
		break;
	case WAY_FOLLOWS:
		step->create = (kinds & (TIE_RECREATED | TIE_GAINED) && !gone) ||
			       (object->kind == OBJECT_COMMENT && is_remembered(pass, object));
		break;
	}
}

static void decide(struct pass *pass, size_t position)
{
	const struct object *object = &pass->ties.schema->objects.at[position];
	const struct object_ties *ties = &pass->ties.of[position];
	struct object_step *step = &pass->steps[position];
	const struct object_step *view = view_of(pass, object);

	*step = (struct object_step){
		.object = object,
		.there = !pass->back || !(ties->kinds & TIE_GAINED),
		.unsuited = ties->kinds & TIE_UNSUITED,
		.gone = ties->gone,
	};
	if (goes_with_table(pass, object) || (pass->except && !(ties->kinds & TIE_GAINED)))
		return;
	if (view && (view->drop || view->create)) {
		step->create = view->create && !ties->gone;
		return;
	}
	decide_by_kind(pass, object, ties->kinds, step);
	struct table_pair *pair = diff_owner_pair(pass->comparison, object);
	if (step->falls && pair)
		*vector_add(pass->comparison->arena, &pair->fallen) = object;
	if (step->create)
		remember(pass, object);
}

/* True if the other schema has the object, too: then it exists. */
static bool is_excepted(const struct pass *pass, const struct object *object)
{
	return pass->except && schema_object(pass->except, object);
}

static void add_steps(struct pass *pass)
{
	struct diff *diff = pass->comparison->diff;
	const size_t *position;

	for (int rank = 0; rank < RANKS; rank++)
		vector_each(position, &pass->ties.order) {
			const struct object_step *step = &pass->steps[*position];
			bool of_view =
				rules[step->object->kind].rank < 3 && view_of(pass, step->object);
			if ((of_view ? 3 : rules[step->object->kind].rank) == rank &&
			    (step->drop || step->create || step->falls) &&
			    !is_excepted(pass, step->object))
				*vector_add(diff->arena, &diff->object_steps) = *step;
		}
}

static void run_pass(struct comparison *comparison, const struct schema *schema, bool back,
		     const struct schema *except)
{
	struct pass pass = {
		.comparison = comparison,
		.ties = diff_tie_objects(comparison, schema, back),
		.back = back,
		.except = except,
	};
	const size_t *position;

	if (!pass.ties.order.count)
		return;
	pass.steps = arena_alloc(comparison->arena, schema->objects.count * sizeof *pass.steps);
	for (int follows = 0; follows < 2; follows++)
		vector_each(position, &pass.ties.order)
			if ((rules[schema->objects.at[*position].kind].way == WAY_FOLLOWS) ==
			    follows)
				decide(&pass, *position);
	add_steps(&pass);
}

void diff_recreate_objects(struct comparison *comparison)
{
	const struct schema *old = comparison->old, *new = comparison->new;
	struct diff *diff = comparison->diff;
	bool lists = schema_lists_objects(old), drops = false, creates = false;
	const struct object_step *step;

	if (old->blank || new->blank) {
		diff_add_whole(comparison);
		return;
	}
	if (!comparison->rules->holds_columns)
		return;
	if (lists)
		run_pass(comparison, old, false, NULL);
	if (schema_lists_objects(new))
		run_pass(comparison, new, true, lists ? old : NULL);
	vector_each(step, &diff->object_steps) {
		drops = drops || step->drop;
		creates = creates || step->create;
	}
	if (drops)
		diff_add_change(comparison, CHANGE_DROP_OBJECTS, 0, 0, 0);
	if (creates)
		diff_add_change(comparison, CHANGE_CREATE_OBJECTS, 0, 0, 0);
}
