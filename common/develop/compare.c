/* Compares schemas. */
#include "develop/compare.h"

#include "diff/diff.h"

bool develop_compare(const struct schema *old, const struct schema *new, struct diff *diff,
		     struct report *report)
{
	static const struct renames none;

	*diff = (struct diff){.arena = old->arena};
	return diff_schemas(old, new, &none, diff, report);
}

void develop_skip_partial(struct schema *sum, const struct schema *schema)
{
	struct table *table;
	const struct index *index;

	if (schema_has_predicates(schema))
		return;
	vector_each(table, &sum->tables) {
		uint32_t kept = 0;
		vector_each(index, &table->indexes)
			if (!index->predicate)
				table->indexes.at[kept++] = *index;
		table->indexes.count = kept;
	}
}

const char *develop_notice_text(struct arena *arena, const struct notice *notice)
{
	return arena_format(arena, "%s %s%s%s", notice->kind, notice->object,
			    *notice->detail ? ": " : "", notice->detail);
}
