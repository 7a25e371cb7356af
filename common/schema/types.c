#include "schema/types.h"

#include <string.h>
#include <strings.h>

static const char *const dialect_names[DIALECT_COUNT] = {
	[DIALECT_POSTGRESQL] = "postgresql",
	[DIALECT_SQLITE] = "sqlite",
	[DIALECT_COCKROACHDB] = "cockroachdb",
};

static const struct dialect_traits traits[DIALECT_COUNT] = {
	[DIALECT_POSTGRESQL] = {63, true, true, true, true, true},
	[DIALECT_SQLITE] = {10000, false, false, false, false, false},
	[DIALECT_COCKROACHDB] = {63, true, true, true, true, true},
};

static const char *const scalar_names[SCALAR_COUNT] = {
	[SCALAR_INT] = "Int",		[SCALAR_BIGINT] = "BigInt",   [SCALAR_FLOAT] = "Float",
	[SCALAR_DECIMAL] = "Decimal",	[SCALAR_BOOLEAN] = "Boolean", [SCALAR_STRING] = "String",
	[SCALAR_DATETIME] = "DateTime", [SCALAR_JSON] = "Json",	      [SCALAR_BYTES] = "Bytes",
};

/* clang-format off */
static const struct native_type postgresql_types[] = {
	/* name              scalar           sql                 catalog        arguments */
	{"SmallInt",         SCALAR_INT,      "SMALLINT",         "int2",        0, 0, ARGUMENTS_FREE},
	{"Integer",          SCALAR_INT,      "INTEGER",          "int4",        0, 0, ARGUMENTS_FREE},
	{"BigInt",           SCALAR_BIGINT,   "BIGINT",           "int8",        0, 0, ARGUMENTS_FREE},
	{"Oid",              SCALAR_INT,      "OID",              "oid",         0, 0, ARGUMENTS_FREE},
	{"Decimal",          SCALAR_DECIMAL,  "DECIMAL",          "numeric",     0, 2, ARGUMENTS_DECIMAL},
	{"Money",            SCALAR_DECIMAL,  "MONEY",            "money",       0, 0, ARGUMENTS_FREE},
	{"Real",             SCALAR_FLOAT,    "REAL",             "float4",      0, 0, ARGUMENTS_FREE},
	{"DoublePrecision",  SCALAR_FLOAT,    "DOUBLE PRECISION", "float8",      0, 0, ARGUMENTS_FREE},
	{"Text",             SCALAR_STRING,   "TEXT",             "text",        0, 0, ARGUMENTS_FREE},
	{"VarChar",          SCALAR_STRING,   "VARCHAR",          "varchar",     0, 1, ARGUMENTS_FREE},
	{"Char",             SCALAR_STRING,   "CHAR",             "bpchar",      0, 1, ARGUMENTS_FREE},
	{"Citext",           SCALAR_STRING,   "CITEXT",           "citext",      0, 0, ARGUMENTS_FREE},
	{"Inet",             SCALAR_STRING,   "INET",             "inet",        0, 0, ARGUMENTS_FREE},
	{"Uuid",             SCALAR_STRING,   "UUID",             "uuid",        0, 0, ARGUMENTS_FREE},
	{"Xml",              SCALAR_STRING,   "XML",              "xml",         0, 0, ARGUMENTS_FREE},
	{"Bit",              SCALAR_STRING,   "BIT",              "bit",         0, 1, ARGUMENTS_POSITIVE},
	{"VarBit",           SCALAR_STRING,   "VARBIT",           "varbit",      0, 1, ARGUMENTS_POSITIVE},
	{"ByteA",            SCALAR_BYTES,    "BYTEA",            "bytea",       0, 0, ARGUMENTS_FREE},
	{"Timestamp",        SCALAR_DATETIME, "TIMESTAMP",        "timestamp",   0, 1, ARGUMENTS_PRECISION},
	{"Timestamptz",      SCALAR_DATETIME, "TIMESTAMPTZ",      "timestamptz", 0, 1, ARGUMENTS_PRECISION},
	{"Date",             SCALAR_DATETIME, "DATE",             "date",        0, 0, ARGUMENTS_FREE},
	{"Time",             SCALAR_DATETIME, "TIME",             "time",        0, 1, ARGUMENTS_PRECISION},
	{"Timetz",           SCALAR_DATETIME, "TIMETZ",           "timetz",      0, 1, ARGUMENTS_PRECISION},
	{"Boolean",          SCALAR_BOOLEAN,  "BOOLEAN",          "bool",        0, 0, ARGUMENTS_FREE},
	{"Json",             SCALAR_JSON,     "JSON",             "json",        0, 0, ARGUMENTS_FREE},
	{"JsonB",            SCALAR_JSON,     "JSONB",            "jsonb",       0, 0, ARGUMENTS_FREE},
	{0},
};

static const struct native_type cockroachdb_types[] = {
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

static const struct native_type sqlite_types[] = {
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

/* What a field is that has no `@db.`. */
struct default_type {
	const char *sql;
	int count;
	uint32_t arguments[NATIVE_ARGUMENTS];
};

static const struct default_type default_types[DIALECT_COUNT][SCALAR_COUNT] = {
	[DIALECT_POSTGRESQL] = {
		[SCALAR_INT]      = {"INTEGER", 0, {0}},
		[SCALAR_BIGINT]   = {"BIGINT", 0, {0}},
		[SCALAR_FLOAT]    = {"DOUBLE PRECISION", 0, {0}},
		[SCALAR_DECIMAL]  = {"DECIMAL", 2, {65, 30}},
		[SCALAR_BOOLEAN]  = {"BOOLEAN", 0, {0}},
		[SCALAR_STRING]   = {"TEXT", 0, {0}},
		[SCALAR_DATETIME] = {"TIMESTAMP", 1, {3}},
		[SCALAR_JSON]     = {"JSONB", 0, {0}},
		[SCALAR_BYTES]    = {"BYTEA", 0, {0}},
	},
	[DIALECT_COCKROACHDB] = {
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
	[DIALECT_SQLITE] = {
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
};
/* clang-format on */

static const struct native_type *const types[DIALECT_COUNT] = {
	[DIALECT_POSTGRESQL] = postgresql_types,
	[DIALECT_SQLITE] = sqlite_types,
	[DIALECT_COCKROACHDB] = cockroachdb_types,
};

const char *dialect_name(enum dialect dialect)
{
	return dialect_names[dialect];
}

bool dialect_from_name(const char *name, enum dialect *dialect)
{
	if (strcmp(name, "postgres") == 0)
		name = "postgresql";
	for (int i = 0; i < DIALECT_COUNT; i++)
		if (strcmp(name, dialect_names[i]) == 0) {
			*dialect = (enum dialect)i;
			return true;
		}
	return false;
}

const struct dialect_traits *dialect_traits(enum dialect dialect)
{
	return &traits[dialect];
}

const char *scalar_name(enum scalar scalar)
{
	return scalar_names[scalar];
}

bool scalar_from_name(const char *name, enum scalar *scalar)
{
	for (int i = 0; i < SCALAR_COUNT; i++)
		if (text_equal(name, scalar_names[i])) {
			*scalar = (enum scalar)i;
			return true;
		}
	return false;
}

const struct native_type *dialect_types(enum dialect dialect)
{
	return types[dialect];
}

const struct native_type *native_type_by_name(enum dialect dialect, const char *name)
{
	for (const struct native_type *type = types[dialect]; type->sql; type++)
		if (text_equal(type->name, name))
			return type;
	return NULL;
}

const struct native_type *native_type_by_sql(enum dialect dialect, struct slice sql)
{
	for (const struct native_type *type = types[dialect]; type->sql; type++)
		if (strncasecmp(type->sql, sql.start, sql.length) == 0 && !type->sql[sql.length])
			return type;
	return NULL;
}

const struct native_type *native_type_by_catalog(enum dialect dialect, const char *catalog)
{
	for (const struct native_type *type = types[dialect]; type->sql; type++)
		if (text_equal(type->catalog, catalog))
			return type;
	return NULL;
}

const struct native_type *default_native_type(enum dialect dialect, enum scalar scalar,
					      uint32_t arguments[NATIVE_ARGUMENTS], int *count)
{
	const struct default_type *sought = &default_types[dialect][scalar];
	const struct native_type *type = types[dialect];

	memcpy(arguments, sought->arguments, sizeof sought->arguments);
	*count = sought->count;
	while (type->sql && !text_equal(type->sql, sought->sql))
		type++;
	return type->sql ? type : NULL;
}
