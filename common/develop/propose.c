/* Finds what may have been renamed. */
#include "develop/propose.h"

#include "base/record.h"
#include "schema/text.h"

struct search {
	struct arena *arena;
	const struct schema *old, *new;
	struct proposals *proposals;
};

/* Returns the path of a table, or of a column in it, as a rename has it. */
static const char *path_of(struct arena *arena, const struct table *table, const char *column)
{
	struct buffer path = {.arena = arena};

	if (table->name.namespace) {
		record_escape(&path, table->name.namespace, ".=");
		buffer_add_char(&path, '.');
	}
	record_escape(&path, table->name.name, ".=");
	if (column) {
		buffer_add_char(&path, '.');
		record_escape(&path, column, ".=");
	}
	return buffer_text(&path);
}

static void add(struct search *search, const struct table *table, const char *column,
		const struct table *new_table, const char *new_column)
{
	const char *old = path_of(search->arena, table, column);

	*vector_add(search->arena, search->proposals) = (struct proposal){
		.given = arena_join(search->arena, old, '=',
				    new_column ? new_column : new_table->name.name),
		.old = old,
		.new = path_of(search->arena, new_table, new_column),
	};
}

static bool same_type(struct search *search, const struct column *a, const struct column *b)
{
	return a->arity == b->arity &&
	       strcmp(type_text(search->arena, &a->type), type_text(search->arena, &b->type)) == 0;
}

static void propose_columns(struct search *search, const struct table *old, const struct table *new)
{
	const struct column *gone, *come;

	vector_each(gone, &old->columns) {
		if (table_column(new, gone->name))
			continue;
		vector_each(come, &new->columns)
			if (!table_column(old, come->name) && same_type(search, gone, come))
				add(search, old, gone->name, new, come->name);
	}
}

static bool same_columns(const struct table *a, const struct table *b)
{
	const struct column *column;

	vector_each(column, &a->columns)
		if (!table_column(b, column->name))
			return false;
	return a->columns.count == b->columns.count && !a->view && !b->view;
}

static void propose_tables(struct search *search, const struct table *gone)
{
	const struct table *come;

	vector_each(come, &search->new->tables)
		if (!schema_table(search->old, come->name) && same_columns(gone, come))
			add(search, gone, NULL, come, NULL);
}

void develop_propose(struct arena *arena, const struct schema *old, const struct schema *new,
		     struct proposals *proposals)
{
	const struct table *table, *same;

	*proposals = (struct proposals){0};
	struct search search = {arena, old, new, proposals};
	vector_each(table, &old->tables) {
		same = schema_table(new, table->name);
		if (same)
			propose_columns(&search, table, same);
		else
			propose_tables(&search, table);
	}
}
