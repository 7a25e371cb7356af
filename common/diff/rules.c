#include "diff/rules.h"

static const struct dialect_rules rules[DIALECT_COUNT] = {
	[DIALECT_POSTGRESQL] =
		{
			.alters_columns = true,
			.alters_foreign_keys = true,
			.renames_indexes = true,
			.counter = COUNTER_SEQUENCE,
			.index_predicates = true,
			.respells_predicates = true,
			.replaces_enums = true,
			.keys_hold_targets = true,
			.index_classes = true,
			.drops_column_indexes = true,
			.default_namespace = "public",
			.cast = cast_postgresql,
			.cast_explicitly = cast_explicitly_postgresql,
		},
	[DIALECT_COCKROACHDB] =
		{
			.alters_columns = true,
			.alters_foreign_keys = true,
			.alters_primary_key = true,
			.counter = COUNTER_DEFAULT,
			.renames_indexes = true,
			.index_classes = true,
			.drops_column_indexes = true,
			.redefines_lost_ids = true,
			.default_namespace = "public",
			.cast = cast_cockroachdb,
		},
	[DIALECT_SQLITE] =
		{
			.ignores_case = true,
			.index_predicates = true,
			.cast = cast_sqlite,
		},
};

const struct dialect_rules *dialect_rules(enum dialect dialect)
{
	return &rules[dialect];
}
