/*
 * CockroachDB: its types, limits, rules and casts. It shares PostgreSQL's tables where they agree.
 */
#include "schema/dialects.h"

/* clang-format off */
static const struct native_type types[] = {
	/* name              scalar           sql            catalog        arguments */
	{"Bit",              SCALAR_STRING,   "BIT",         "bit",         0, 1, ARGUMENTS_POSITIVE},
	{"Bool",             SCALAR_BOOLEAN,  "BOOL",        "bool",        0, 0, ARGUMENTS_FREE},
	{"Bytes",            SCALAR_BYTES,    "BYTES",       "bytea",       0, 0, ARGUMENTS_FREE},
	{"Char",             SCALAR_STRING,   "CHAR",        "bpchar",      0, 1, ARGUMENTS_FREE},
	{"Date",             SCALAR_DATETIME, "DATE",        "date",        0, 0, ARGUMENTS_FREE},
	{"Decimal",          SCALAR_DECIMAL,  "DECIMAL",     "numeric",     0, 2, ARGUMENTS_DECIMAL},
	{"Float4",           SCALAR_FLOAT,    "FLOAT4",      "float4",      0, 0, ARGUMENTS_FREE},
	{"Float8",           SCALAR_FLOAT,    "FLOAT8",      "float8",      0, 0, ARGUMENTS_FREE},
	{"Inet",             SCALAR_STRING,   "INET",        "inet",        0, 0, ARGUMENTS_FREE},
	{"Int2",             SCALAR_INT,      "INT2",        "int2",        0, 0, ARGUMENTS_FREE},
	{"Int4",             SCALAR_INT,      "INT4",        "int4",        0, 0, ARGUMENTS_FREE},
	{"Int8",             SCALAR_BIGINT,   "INT8",        "int8",        0, 0, ARGUMENTS_FREE},
	{"JsonB",            SCALAR_JSON,     "JSONB",       "jsonb",       0, 0, ARGUMENTS_FREE},
	{"Oid",              SCALAR_INT,      "OID",         "oid",         0, 0, ARGUMENTS_FREE},
	{"CatalogSingleChar", SCALAR_STRING,  "\"char\"",    "char",        0, 0, ARGUMENTS_FREE},
	{"String",           SCALAR_STRING,   "STRING",      "text",        0, 1, ARGUMENTS_FREE},
	{"Time",             SCALAR_DATETIME, "TIME",        "time",        0, 1, ARGUMENTS_PRECISION},
	{"Timestamp",        SCALAR_DATETIME, "TIMESTAMP",   "timestamp",   0, 1, ARGUMENTS_PRECISION},
	{"Timestamptz",      SCALAR_DATETIME, "TIMESTAMPTZ", "timestamptz", 0, 1, ARGUMENTS_PRECISION},
	{"Timetz",           SCALAR_DATETIME, "TIMETZ",      "timetz",      0, 1, ARGUMENTS_PRECISION},
	{"Uuid",             SCALAR_STRING,   "UUID",        "uuid",        0, 0, ARGUMENTS_FREE},
	{"VarBit",           SCALAR_STRING,   "VARBIT",      "varbit",      0, 1, ARGUMENTS_POSITIVE},
	{0},
};

/* Verdicts of Prisma's engine. */
#define SAFE CAST_SAFE
#define RISKY CAST_RISKY
#define NO CAST_IMPOSSIBLE
#define SAME CAST_NONE

static const struct cast_row list_rows[] = {
	{NULL, "String",                 TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{NULL, "Char",                   ALWAYS(RISKY)},
	{0},
};

static const struct cast_row cast_rows[] = {
	{"Time", "Time",                 TEST_PRECISION_EQUAL, 6, SAME, NO,    NO},
	{"Timetz", "Timetz",             TEST_PRECISION_EQUAL, 6, SAME, NO,    NO},
	{"Timestamp", "Timestamp",       TEST_PRECISION_EQUAL, 6, SAME, NO,    NO},
	{"Timestamptz", "Timestamptz",   TEST_PRECISION_EQUAL, 6, SAME, NO,    NO},
	{0},
};

/* For columns that are not in an index or key both before and after. */
static const struct cast_row unindexed_rows[] = {
	{"Int4", "String",               TEST_LENGTH, UINT32_MAX, NO,   NO,    SAFE},
	{"Int8", "Int4",                 ALWAYS(RISKY)},
	{0},
};
/* clang-format on */

static const char *const default_functions[] = {"sequence", NULL};

const struct dialect cockroachdb_facts = {
	.name = "cockroachdb",
	.types = types,
	/* clang-format off */
	.default_types = {
		[SCALAR_INT]      = {"INT4", 0, {0}},
		[SCALAR_BIGINT]   = {"INT8", 0, {0}},
		[SCALAR_FLOAT]    = {"FLOAT8", 0, {0}},
		[SCALAR_DECIMAL]  = {"DECIMAL", 2, {65, 30}},
		[SCALAR_BOOLEAN]  = {"BOOL", 0, {0}},
		[SCALAR_STRING]   = {"STRING", 0, {0}},
		[SCALAR_DATETIME] = {"TIMESTAMP", 1, {3}},
		[SCALAR_JSON]     = {"JSONB", 0, {0}},
		[SCALAR_BYTES]    = {"BYTES", 0, {0}},
	},
	/* clang-format on */
	.name_limit = 63,
	.namespaces = true,
	.enums = true,
	.lists = true,
	.named_primary_keys = true,
	.named_foreign_keys = true,
	.language =
		{
			.default_functions = default_functions,
			.index_methods = 1 << INDEX_BTREE | 1 << INDEX_GIN,
			.inverted_indexes = true,
			.autoincrement_anywhere = true,
			.emulates_no_action = true,
			.table_has_namespace = true,
		},
	.alter =
		{
			.alters_columns = true,
			.alters_foreign_keys = true,
			.alters_primary_key = true,
			.renames_indexes = true,
			.counter = COUNTER_DEFAULT,
			.default_classes = postgresql_default_classes,
			.drops_column_indexes = true,
			.redefines_lost_ids = true,
			.default_namespace = "public",
			.casts =
				{
					.rows = cast_rows,
					.list_rows = list_rows,
					.unindexed_rows = unindexed_rows,
					.enum_lists = CAST_NONE,
					.losses = postgresql_losses,
					.rounded = postgresql_rounded,
					.time_places = 6,
					.textual = postgresql_textual,
					.server_types = postgresql_types,
				},
		},
};
