/*
 * Tables of index types and operator classes.
 */
#include "psl/index_type.h"

#include <string.h>

/* clang-format off */
static const struct index_type index_types[] = {
	[INDEX_BTREE]  = {"BTree", "btree"},
	[INDEX_HASH]   = {"Hash", "hash"},
	[INDEX_GIN]    = {"Gin", "gin"},
	[INDEX_GIST]   = {"Gist", "gist"},
	[INDEX_SPGIST] = {"SpGist", "spgist"},
	[INDEX_BRIN]   = {"Brin", "brin"},
};

enum {
	GIN    = 1 << INDEX_GIN,
	GIST   = 1 << INDEX_GIST,
	SPGIST = 1 << INDEX_SPGIST,
	BRIN   = 1 << INDEX_BRIN
};

enum { NO_SCALAR = SCALAR_COUNT };

static const struct operator_class operator_classes[] = {
	/*
	 * name                       SQL                          types           native types
	 * without one
	 */
	{"ArrayOps",                  "array_ops",                 GIN,            {NULL},                 NO_SCALAR},
	{"JsonbOps",                  "jsonb_ops",                 GIN,            {"JsonB"},              SCALAR_JSON},
	{"JsonbPathOps",              "jsonb_path_ops",            GIN,            {"JsonB"},              SCALAR_JSON},
	{"InetOps",                   "inet_ops",                  GIST | SPGIST,  {"Inet"},               NO_SCALAR},
	{"TextOps",                   "text_ops",                  SPGIST,         {"Text", "VarChar", "Char"}, SCALAR_STRING},
	{"BitMinMaxOps",             "bit_minmax_ops",            BRIN,           {"Bit"},                NO_SCALAR},
	{"VarBitMinMaxOps",          "varbit_minmax_ops",         BRIN,           {"VarBit"},             NO_SCALAR},
	{"BpcharBloomOps",           "bpchar_bloom_ops",          BRIN,           {"Char"},               NO_SCALAR},
	{"BpcharMinMaxOps",          "bpchar_minmax_ops",         BRIN,           {"Char"},               NO_SCALAR},
	{"ByteaBloomOps",            "bytea_bloom_ops",           BRIN,           {"ByteA"},              SCALAR_BYTES},
	{"ByteaMinMaxOps",           "bytea_minmax_ops",          BRIN,           {"ByteA"},              SCALAR_BYTES},
	{"DateBloomOps",             "date_bloom_ops",            BRIN,           {"Date"},               NO_SCALAR},
	{"DateMinMaxOps",            "date_minmax_ops",           BRIN,           {"Date"},               NO_SCALAR},
	{"DateMinMaxMultiOps",       "date_minmax_multi_ops",     BRIN,           {"Date"},               NO_SCALAR},
	{"Float4BloomOps",           "float4_bloom_ops",          BRIN,           {"Real"},               NO_SCALAR},
	{"Float4MinMaxOps",          "float4_minmax_ops",         BRIN,           {"Real"},               NO_SCALAR},
	{"Float4MinMaxMultiOps",     "float4_minmax_multi_ops",   BRIN,           {"Real"},               NO_SCALAR},
	{"Float8BloomOps",           "float8_bloom_ops",          BRIN,           {"DoublePrecision"},    SCALAR_FLOAT},
	{"Float8MinMaxOps",          "float8_minmax_ops",         BRIN,           {"DoublePrecision"},    SCALAR_FLOAT},
	{"Float8MinMaxMultiOps",     "float8_minmax_multi_ops",   BRIN,           {"DoublePrecision"},    SCALAR_FLOAT},
	{"InetInclusionOps",         "inet_inclusion_ops",        BRIN,           {"Inet"},               NO_SCALAR},
	{"InetBloomOps",             "inet_bloom_ops",            BRIN,           {"Inet"},               NO_SCALAR},
	{"InetMinMaxOps",            "inet_minmax_ops",           BRIN,           {"Inet"},               NO_SCALAR},
	{"InetMinMaxMultiOps",       "inet_minmax_multi_ops",     BRIN,           {"Inet"},               NO_SCALAR},
	{"Int2BloomOps",             "int2_bloom_ops",            BRIN,           {"SmallInt"},           NO_SCALAR},
	{"Int2MinMaxOps",            "int2_minmax_ops",           BRIN,           {"SmallInt"},           NO_SCALAR},
	{"Int2MinMaxMultiOps",       "int2_minmax_multi_ops",     BRIN,           {"SmallInt"},           NO_SCALAR},
	{"Int4BloomOps",             "int4_bloom_ops",            BRIN,           {"Integer"},            SCALAR_INT},
	{"Int4MinMaxOps",            "int4_minmax_ops",           BRIN,           {"Integer"},            SCALAR_INT},
	{"Int4MinMaxMultiOps",       "int4_minmax_multi_ops",     BRIN,           {"Integer"},            SCALAR_INT},
	{"Int8BloomOps",             "int8_bloom_ops",            BRIN,           {"BigInt"},             SCALAR_BIGINT},
	{"Int8MinMaxOps",            "int8_minmax_ops",           BRIN,           {"BigInt"},             SCALAR_BIGINT},
	{"Int8MinMaxMultiOps",       "int8_minmax_multi_ops",     BRIN,           {"BigInt"},             SCALAR_BIGINT},
	{"NumericBloomOps",          "numeric_bloom_ops",         BRIN,           {"Decimal"},            SCALAR_DECIMAL},
	{"NumericMinMaxOps",         "numeric_minmax_ops",        BRIN,           {"Decimal"},            SCALAR_DECIMAL},
	{"NumericMinMaxMultiOps",    "numeric_minmax_multi_ops",  BRIN,           {"Decimal"},            SCALAR_DECIMAL},
	{"OidBloomOps",              "oid_bloom_ops",             BRIN,           {"Oid"},                NO_SCALAR},
	{"OidMinMaxOps",             "oid_minmax_ops",            BRIN,           {"Oid"},                NO_SCALAR},
	{"OidMinMaxMultiOps",        "oid_minmax_multi_ops",      BRIN,           {"Oid"},                NO_SCALAR},
	{"TextBloomOps",             "text_bloom_ops",            BRIN,           {"Text", "VarChar"},    SCALAR_STRING},
	{"TextMinMaxOps",            "text_minmax_ops",           BRIN,           {"Text", "VarChar"},    SCALAR_STRING},
	{"TimestampBloomOps",        "timestamp_bloom_ops",       BRIN,           {"Timestamp"},          SCALAR_DATETIME},
	{"TimestampMinMaxOps",       "timestamp_minmax_ops",      BRIN,           {"Timestamp"},          SCALAR_DATETIME},
	{"TimestampMinMaxMultiOps",  "timestamp_minmax_multi_ops",BRIN,           {"Timestamp"},          SCALAR_DATETIME},
	{"TimestampTzBloomOps",      "timestamptz_bloom_ops",     BRIN,           {"Timestamptz"},        NO_SCALAR},
	{"TimestampTzMinMaxOps",     "timestamptz_minmax_ops",    BRIN,           {"Timestamptz"},        NO_SCALAR},
	{"TimestampTzMinMaxMultiOps","timestamptz_minmax_multi_ops",BRIN,           {"Timestamptz"},        NO_SCALAR},
	{"TimeBloomOps",             "time_bloom_ops",            BRIN,           {"Time"},               NO_SCALAR},
	{"TimeMinMaxOps",            "time_minmax_ops",           BRIN,           {"Time"},               NO_SCALAR},
	{"TimeMinMaxMultiOps",       "time_minmax_multi_ops",     BRIN,           {"Time"},               NO_SCALAR},
	{"TimeTzBloomOps",           "timetz_bloom_ops",          BRIN,           {"Timetz"},             NO_SCALAR},
	{"TimeTzMinMaxOps",          "timetz_minmax_ops",         BRIN,           {"Timetz"},             NO_SCALAR},
	{"TimeTzMinMaxMultiOps",     "timetz_minmax_multi_ops",   BRIN,           {"Timetz"},             NO_SCALAR},
	{"UuidBloomOps",             "uuid_bloom_ops",            BRIN,           {"Uuid"},               NO_SCALAR},
	{"UuidMinMaxOps",            "uuid_minmax_ops",           BRIN,           {"Uuid"},               NO_SCALAR},
	{"UuidMinMaxMultiOps",       "uuid_minmax_multi_ops",     BRIN,           {"Uuid"},               NO_SCALAR},
};
/* clang-format on */

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

const struct index_type *psl_index_type_by_name(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(index_types); i++)
		if (strcmp(index_types[i].name, name) == 0)
			return &index_types[i];
	return NULL;
}

enum index_method psl_index_method(const struct index_type *type)
{
	return type ? (enum index_method)(type - index_types) : INDEX_BTREE;
}

const char *psl_index_method_name(enum index_method method)
{
	return index_types[method].name;
}

const char *psl_index_method_sql(enum index_method method)
{
	return index_types[method].method;
}

const struct operator_class *psl_operator_class_by_name(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(operator_classes); i++)
		if (strcmp(operator_classes[i].name, name) == 0)
			return &operator_classes[i];
	return NULL;
}

const struct index_type *psl_index_type_by_method(const char *method)
{
	for (size_t i = 0; i < COUNT_OF(index_types); i++)
		if (strcmp(index_types[i].method, method) == 0)
			return &index_types[i];
	return NULL;
}

const struct operator_class *psl_operator_class_by_sql(const char *sql)
{
	for (size_t i = 0; i < COUNT_OF(operator_classes); i++)
		if (strcmp(operator_classes[i].sql, sql) == 0)
			return &operator_classes[i];
	return NULL;
}
