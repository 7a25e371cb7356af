/* Finds columns, and triggers, views and checks made by scripts, that migrations drop implicitly. */
#include "develop/check_run.h"

#include <strings.h>

#include "schema/schema.h"

bool check_may_lose(const struct migration *migration)
{
	static const char drop[] = "drop";
	const size_t length = sizeof drop - 1;

	for (size_t i = 0; i + length <= migration->sql.length; i++)
		if (strncasecmp(migration->sql.text + i, drop, length) == 0)
			return true;
	return false;
}

static const char *keep(struct arena *arena, const char *text)
{
	return text ? arena_string(arena, text) : NULL;
}

void check_note_losses(struct check_run *run, size_t migration, const struct schema *before,
		       const struct schema *after, struct arena *look)
{
	struct arena *arena = run->check->report->arena;
	struct report trial = {.arena = look};
	struct losses losses;
	struct script script;
	const struct loss *loss;

	sqltext_read(look, run->folder.dialect, &run->folder.migrations.at[migration].sql, &script);
	if (!migrate_find_losses(before, after, &script, &losses, &trial))
		return;
	vector_each(loss, &losses) {
		if (loss->falls)
			continue;
		struct lost *lost = vector_add(arena, &run->lost);
		*lost = (struct lost){migration, *loss};
		lost->loss.table.namespace = keep(arena, loss->table.namespace);
		lost->loss.table.name = keep(arena, loss->table.name);
		lost->loss.name = keep(arena, loss->name);
		lost->loss.namespace = keep(arena, loss->namespace);
		lost->loss.what = keep(arena, loss->what);
	}
}

static bool has_index(const struct table *table, const char *name)
{
	const struct index *index;

	if (table)
		vector_each(index, &table->indexes)
			if (text_equal(index->name, name))
				return true;
	return false;
}

/*
 * True if the object has the name, or the definition, of the lost one. A routine may have other
 * parameters.
 */
static bool is_it(const struct object *object, const struct loss *loss)
{
	const char *name = object->name.name ? object->name.name : object->definition;
	size_t length = strlen(loss->name);

	return strncmp(name, loss->name, length) == 0 && (!name[length] || name[length] == '(');
}

static bool has_object(const struct schema *schema, const struct loss *loss)
{
	const struct object *object;

	vector_each(object, &schema->objects)
		if (object->kind == loss->object &&
		    text_equal(object->owner.name, loss->table.name) &&
		    text_equal(object->owner.namespace, loss->table.namespace) &&
		    text_equal(object->name.namespace, loss->namespace) && is_it(object, loss))
			return true;
	return false;
}

/* True if the column or the object exists in the end, or its table does not. */
static bool is_settled(const struct schema *sum, const struct loss *loss)
{
	const struct table *table = loss->table.name ? schema_table(sum, loss->table) : NULL;

	if (loss->kind == LOSS_COLUMN)
		return !table || table_column(table, loss->name);
	return (loss->table.name && !table) || has_index(table, loss->name) ||
	       has_object(sum, loss);
}

/* True if a later migration names the lost object. */
static bool is_named(const struct check_run *run, const struct lost *lost)
{
	struct arena *arena = run->check->report->arena;
	struct script script;

	for (size_t i = lost->migration + 1; i < run->folder.migrations.count; i++) {
		sqltext_read(arena, run->folder.dialect, &run->folder.migrations.at[i].sql,
			     &script);
		if (migrate_names_loss(&script, &lost->loss, arena))
			return true;
	}
	return false;
}

/* Returns "posts.log" for the trigger log of posts, and "posts" for a check without a name. */
static const char *path_of(struct arena *arena, const struct loss *loss)
{
	if (!loss->table.name)
		return loss->namespace ? arena_join(arena, loss->namespace, '.', loss->name)
				       : loss->name;
	return loss->has_name ? arena_join(arena, loss->table.name, '.', loss->name)
			      : loss->table.name;
}

void check_losses_of_objects(struct check_run *run)
{
	struct arena *arena = run->check->report->arena;
	const struct lost *lost;

	vector_each(lost, &run->lost) {
		const struct loss *loss = &lost->loss;
		if (is_settled(&run->sum, loss) || is_named(run, lost))
			continue;
		check_found(run, loss->kind == LOSS_COLUMN ? FOUND_LOSES_DATA : FOUND_LOSES_OBJECT,
			    run->folder.migrations.at[lost->migration].name, path_of(arena, loss),
			    arena_format(arena, "the script implicitly drops the %s", loss->what));
	}
}
