#include "psl/rules.h"

enum { EVERY_INDEX_TYPE = (1 << (INDEX_BRIN + 1)) - 1 };

static const struct rules rules[DIALECT_COUNT] = {
	[DIALECT_POSTGRESQL] =
		{
			.index_types = EVERY_INDEX_TYPE,
			.json_lists = true,
			.autoincrement_anywhere = true,
			.autoincrement_for_int = true,
			.set_null_on_required = true,
			.keys_share_namespace = true,
			.table_has_namespace = true,
		},
	[DIALECT_SQLITE] =
		{
			.index_types = 1 << INDEX_BTREE,
			.autoincrement_for_int = true,
			.indexes_share_namespace = true,
		},
	[DIALECT_COCKROACHDB] =
		{
			.index_types = 1 << INDEX_BTREE | 1 << INDEX_GIN,
			.autoincrement_anywhere = true,
			.emulates_no_action = true,
			.table_has_namespace = true,
		},
};

const struct rules *psl_rules(const struct context *context)
{
	return &rules[context->settings.dialect];
}
