/* Compares schemas. */
#include "develop/compare.h"

#include "diff/diff.h"

bool develop_compare(const struct schema *old, const struct schema *new, struct diff *diff,
		     struct report *report)
{
	static const struct renames none;

	*diff = (struct diff){.arena = report->arena};
	return diff_schemas(old, new, &none, diff, report);
}

const char *develop_notice_text(struct arena *arena, const struct notice *notice)
{
	return arena_format(arena, "%s %s%s%s", notice->kind, notice->object,
			    *notice->detail ? ": " : "", notice->detail);
}
