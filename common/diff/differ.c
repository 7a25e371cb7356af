/* What all who find changes need. */
#include "diff/differ.h"

#include <string.h>

/* The history of the migrations is no part of a schema. */
static const char history_table[] = "_prisma_migrations";

struct change *push_change(struct differ *differ, enum change_kind kind, size_t first,
			   size_t second, size_t third)
{
	struct change *change = vector_add(differ->arena, &differ->diff->changes);

	*change = (struct change){
		.kind = kind,
		.order = {(size_t)kind, first, second, third, differ->diff->changes.count},
	};
	return change;
}

bool table_counts(const struct table *table)
{
	return !table->view && strcmp(table->name.name, history_table) != 0;
}

const struct table_pair *find_pair(const struct differ *differ, struct object_name old_name)
{
	const struct table *table = schema_table(differ->old, old_name);

	return table ? differ->pair_of_old[table - differ->old->tables.at] : NULL;
}
