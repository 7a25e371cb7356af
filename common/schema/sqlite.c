/*
 * SQLite: its types, limits and rules. A declared type is only an affinity: a column stores any
 * value.
 */
#include "schema/dialects.h"

/* clang-format off */
static const struct native_type types[] = {
	{NULL, SCALAR_INT,      "INTEGER",  NULL, 0, 0, ARGUMENTS_FREE},
	{NULL, SCALAR_BIGINT,   "BIGINT",   NULL, 0, 0, ARGUMENTS_FREE},
	{NULL, SCALAR_FLOAT,    "REAL",     NULL, 0, 0, ARGUMENTS_FREE},
	{NULL, SCALAR_DECIMAL,  "DECIMAL",  NULL, 0, 0, ARGUMENTS_FREE},
	{NULL, SCALAR_BOOLEAN,  "BOOLEAN",  NULL, 0, 0, ARGUMENTS_FREE},
	{NULL, SCALAR_STRING,   "TEXT",     NULL, 0, 0, ARGUMENTS_FREE},
	{NULL, SCALAR_DATETIME, "DATETIME", NULL, 0, 0, ARGUMENTS_FREE},
	{NULL, SCALAR_JSON,     "JSONB",    NULL, 0, 0, ARGUMENTS_FREE},
	{NULL, SCALAR_BYTES,    "BLOB",     NULL, 0, 0, ARGUMENTS_FREE},
	{0},
};

/*
 * Copies that change values. INTEGER, and NUMERIC (every type not named here), store the same
 * values: numbers unchanged, and text that spells a number as that number. REAL has 53 bits. As
 * text a number keeps 15 digits.
 */
enum { KEPT, LOST };

static const struct cast_row losses[] = {
	{"TEXT", "BLOB",                 ALWAYS(KEPT)},
	{"TEXT", NULL,                   ALWAYS(LOST)},
	{"REAL", "TEXT",                 ALWAYS(LOST)},
	{"DECIMAL", "TEXT",              ALWAYS(LOST)},
	{"INTEGER", "REAL",              ALWAYS(LOST)},
	{"BIGINT", "REAL",               ALWAYS(LOST)},
	{"DECIMAL", "REAL",              ALWAYS(LOST)},
	{"JSONB", "REAL",                ALWAYS(LOST)},
	{0},
};
/* clang-format on */

const struct dialect sqlite_facts = {
	.name = "sqlite",
	.types = types,
	/* clang-format off */
	.default_types = {
		[SCALAR_INT]      = {"INTEGER", 0, {0}},
		[SCALAR_BIGINT]   = {"BIGINT", 0, {0}},
		[SCALAR_FLOAT]    = {"REAL", 0, {0}},
		[SCALAR_DECIMAL]  = {"DECIMAL", 0, {0}},
		[SCALAR_BOOLEAN]  = {"BOOLEAN", 0, {0}},
		[SCALAR_STRING]   = {"TEXT", 0, {0}},
		[SCALAR_DATETIME] = {"DATETIME", 0, {0}},
		[SCALAR_JSON]     = {"JSONB", 0, {0}},
		[SCALAR_BYTES]    = {"BLOB", 0, {0}},
	},
	/* clang-format on */
	.name_limit = 10000,
	.language =
		{
			.index_methods = 1 << INDEX_BTREE,
			.autoincrement_for_int = true,
			.integer_id_counts = true,
			.indexes_share_namespace = true,
		},
	.alter =
		{
			.index_predicates = true,
			.ignores_case = true,
			.casts =
				{
					.declared_only = true,
					.losses = losses,
				},
		},
};
