/*
 * PostgreSQL: its types, limits, rules and casts.
 */
#include "schema/dialects.h"

/* clang-format off */
const struct native_type postgresql_types[] = {
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

/* Verdicts of Prisma's engine, but RISKY where the engine wrongly says safe. */
#define SAFE CAST_SAFE
#define RISKY CAST_RISKY
#define NO CAST_IMPOSSIBLE
#define SAME CAST_NONE
#define NEXT CAST_NEXT_ROW

/* Digits before the point in a decimal without arguments. */
enum { MOST_DIGITS = 131072 };

static const struct cast_row cast_rows[] = {
	{"SmallInt", "Integer",          ALWAYS(SAFE)},
	{"SmallInt", "BigInt",           ALWAYS(SAFE)},
	{"SmallInt", "Decimal",          TEST_WHOLE_DIGITS, 3,   SAFE,  RISKY, SAFE},
	{"SmallInt", "Real",             ALWAYS(SAFE)},
	{"SmallInt", "DoublePrecision",  ALWAYS(SAFE)},
	{"SmallInt", "Text",             ALWAYS(SAFE)},
	{"SmallInt", "VarChar",          TEST_LENGTH,       6,   SAFE,  RISKY, SAFE},
	{"SmallInt", "Char",             TEST_LENGTH,       6,   SAFE,  RISKY, RISKY},

	{"Integer", "SmallInt",          ALWAYS(RISKY)},
	{"Integer", "BigInt",            ALWAYS(SAFE)},
	{"Integer", "Decimal",           TEST_WHOLE_DIGITS, 10,  SAFE,  RISKY, SAFE},
	{"Integer", "Real",              ALWAYS(SAFE)},
	{"Integer", "DoublePrecision",   ALWAYS(SAFE)},
	{"Integer", "Text",              ALWAYS(SAFE)},
	{"Integer", "VarChar",           TEST_LENGTH,       11,  SAFE,  RISKY, SAFE},
	{"Integer", "Char",              TEST_LENGTH,       11,  SAFE,  RISKY, RISKY},

	{"BigInt", "SmallInt",           ALWAYS(RISKY)},
	{"BigInt", "Integer",            ALWAYS(RISKY)},
	{"BigInt", "Decimal",            TEST_WHOLE_DIGITS, 19,  SAFE,  RISKY, SAFE},
	{"BigInt", "Real",               ALWAYS(SAFE)},
	{"BigInt", "DoublePrecision",    ALWAYS(SAFE)},
	{"BigInt", "Text",               ALWAYS(SAFE)},
	{"BigInt", "VarChar",            TEST_LENGTH,       20,  SAFE,  RISKY, SAFE},
	{"BigInt", "Char",               TEST_LENGTH,       20,  SAFE,  RISKY, RISKY},

	{"Oid", "Integer",               ALWAYS(SAFE)},
	{"Oid", "BigInt",                ALWAYS(SAFE)},
	{"Oid", "Text",                  ALWAYS(SAFE)},
	{"Oid", "VarChar",               TEST_LENGTH,       10,  SAFE,  RISKY, SAFE},

	{"Decimal", "SmallInt",          TEST_OLD_DIGITS,   2,   SAFE,  RISKY, RISKY},
	{"Decimal", "Integer",           TEST_OLD_DIGITS,   9,   SAFE,  RISKY, RISKY},
	{"Decimal", "BigInt",            TEST_OLD_DIGITS,   18,  SAFE,  RISKY, RISKY},
	{"Decimal", "Decimal",           TEST_DECIMAL_KEPT, 0,   SAFE,  RISKY, SAFE},
	{"Decimal", "Real",              TEST_OLD_PRECISION, 6,  SAFE,  RISKY, RISKY},
	{"Decimal", "DoublePrecision",   TEST_OLD_PRECISION, 15, SAFE,  RISKY, RISKY},
	{"Decimal", "Text",              ALWAYS(SAFE)},
	{"Decimal", "VarChar",           TEST_DECIMAL_LENGTH, MOST_DIGITS, SAFE,  RISKY, SAFE},
	{"Decimal", "Char",              TEST_DECIMAL_LENGTH, MOST_DIGITS, SAFE,  RISKY, RISKY},

	{"Money", "Citext",              ALWAYS(SAFE)},
	{"Money", "Text",                ALWAYS(SAFE)},
	{"Money", "VarChar",             TEST_LENGTH,       40,  SAFE,  RISKY, SAFE},
	{"Money", "Decimal",             ALWAYS(RISKY)},
	{"Money", "SmallInt",            ALWAYS(RISKY)},
	{"Money", "Integer",             ALWAYS(RISKY)},
	{"Money", "BigInt",              ALWAYS(RISKY)},
	{"Money", "Real",                ALWAYS(RISKY)},
	{"Money", "DoublePrecision",     ALWAYS(RISKY)},
	{"Money", "Char",                ALWAYS(RISKY)},

	{"Real", "SmallInt",             ALWAYS(RISKY)},
	{"Real", "Integer",              ALWAYS(RISKY)},
	{"Real", "BigInt",               ALWAYS(RISKY)},
	{"Real", "Decimal",              ALWAYS(RISKY)},
	{"Real", "DoublePrecision",      ALWAYS(SAFE)},
	{"Real", "Text",                 ALWAYS(SAFE)},
	{"Real", "VarChar",              TEST_LENGTH,       47,  SAFE,  RISKY, SAFE},
	{"Real", "Char",                 TEST_LENGTH,       47,  SAFE,  RISKY, RISKY},

	{"DoublePrecision", "SmallInt",  ALWAYS(RISKY)},
	{"DoublePrecision", "Integer",   ALWAYS(RISKY)},
	{"DoublePrecision", "BigInt",    ALWAYS(RISKY)},
	{"DoublePrecision", "Decimal",   ALWAYS(RISKY)},
	{"DoublePrecision", "Real",      ALWAYS(RISKY)},
	{"DoublePrecision", "Text",      ALWAYS(SAFE)},
	{"DoublePrecision", "VarChar",   TEST_LENGTH,       317, SAFE,  RISKY, SAFE},
	{"DoublePrecision", "Char",      TEST_LENGTH,       317, SAFE,  RISKY, RISKY},

	{"Text", "VarChar",              TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{"Text", "Citext",               ALWAYS(SAFE)},
	{"Text", "Char",                 ALWAYS(RISKY)},

	{"Citext", "Text",               ALWAYS(SAFE)},
	{"Citext", "VarChar",            ALWAYS(SAFE)},
	{"Citext", NULL,                 ALWAYS(RISKY)},

	{"VarChar", "Text",              ALWAYS(SAFE)},
	{"VarChar", "VarChar",           TEST_LENGTH_KEPT,  0,   SAFE,  RISKY, SAFE},
	{"VarChar", "Char",              TEST_OLD_LENGTH,   1,   SAFE,  NEXT,  NEXT},
	{"VarChar", "Char",              TEST_LENGTH_KEPT,  0,   SAFE,  RISKY, RISKY},

	{"Char", "Text",                 ALWAYS(SAFE)},
	{"Char", "VarChar",              TEST_OLD_BARE,     0,   SAFE,  NEXT,  NEXT},
	{"Char", "VarChar",              TEST_LENGTH_KEPT,  0,   SAFE,  RISKY, SAFE},
	{"Char", "Char",                 TEST_OLD_BARE,     0,   SAFE,  NEXT,  NEXT},
	{"Char", "Char",                 TEST_OLD_LENGTH,   1,   SAFE,  NEXT,  NEXT},
	{"Char", "Char",                 TEST_LENGTH_KEPT,  0,   SAFE,  RISKY, RISKY},

	{"Inet", "Citext",               ALWAYS(SAFE)},
	{"Inet", "Text",                 ALWAYS(SAFE)},
	{"Inet", "VarChar",              TEST_LENGTH,       43,  SAFE,  RISKY, SAFE},

	{"Uuid", "Text",                 ALWAYS(SAFE)},
	{"Uuid", "VarChar",              TEST_LENGTH,       32,  SAFE,  NO,    SAFE},
	{"Uuid", "Char",                 TEST_LENGTH,       32,  SAFE,  NO,    NO},

	{"Xml", "Text",                  ALWAYS(SAFE)},
	{"Xml", "VarChar",               TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{"Xml", "Char",                  ALWAYS(RISKY)},

	{"Bit", "Text",                  ALWAYS(SAFE)},
	{"Bit", "VarChar",               TEST_OLD_BARE,     0,   SAFE,  NEXT,  NEXT},
	{"Bit", "VarChar",               TEST_LENGTH_KEPT,  0,   SAFE,  NO,    SAFE},
	{"Bit", "VarBit",                TEST_OLD_BARE,     0,   SAFE,  NEXT,  NEXT},
	{"Bit", "VarBit",                TEST_LENGTH_KEPT,  0,   SAFE,  NO,    SAFE},
	{"Bit", "Char",                  TEST_OLD_BARE,     0,   SAFE,  NEXT,  NEXT},
	{"Bit", "Char",                  TEST_LENGTH_KEPT,  0,   SAFE,  NO,    NO},

	{"VarBit", "Text",               ALWAYS(SAFE)},
	{"VarBit", "VarBit",             TEST_LENGTH_KEPT,  1,   SAFE,  NO,    SAFE},
	{"VarBit", "VarChar",            TEST_LENGTH_KEPT,  0,   SAFE,  RISKY, SAFE},
	{"VarBit", "Char",               TEST_LENGTH_KEPT,  0,   SAFE,  RISKY, RISKY},
	{"VarBit", "Bit",                TEST_LENGTH_KEPT,  1,   NO,    RISKY, RISKY},

	{"ByteA", "Text",                ALWAYS(SAFE)},
	{"ByteA", "VarChar",             TEST_LENGTH,       3,   RISKY, NO,    SAFE},
	{"ByteA", "Char",                TEST_LENGTH,       3,   RISKY, NO,    NO},

	{"Timestamp", "Text",            ALWAYS(SAFE)},
	{"Timestamp", "VarChar",         TEST_LENGTH,       23,  SAFE,  NO,    SAFE},
	{"Timestamp", "Char",            TEST_LENGTH,       23,  SAFE,  NO,    NO},
	{"Timestamp", "Timestamp",       TEST_PRECISION_EQUAL, 6, SAME, SAFE,  SAME},
	{"Timestamp", "Timestamptz",     ALWAYS(SAFE)},
	{"Timestamp", "Date",            ALWAYS(SAFE)},
	{"Timestamp", "Time",            ALWAYS(SAFE)},
	{"Timestamp", "Timetz",          ALWAYS(SAFE)},

	{"Timestamptz", "Text",          ALWAYS(SAFE)},
	{"Timestamptz", "VarChar",       TEST_LENGTH,       28,  SAFE,  NO,    SAFE},
	{"Timestamptz", "Char",          TEST_LENGTH,       28,  SAFE,  NO,    NO},
	{"Timestamptz", "Timestamptz",   TEST_PRECISION_EQUAL, 6, SAME, SAFE,  SAME},
	{"Timestamptz", "Timestamp",     ALWAYS(SAFE)},
	{"Timestamptz", "Date",          ALWAYS(SAFE)},
	{"Timestamptz", "Time",          ALWAYS(SAFE)},
	{"Timestamptz", "Timetz",        ALWAYS(SAFE)},

	{"Date", "Text",                 ALWAYS(SAFE)},
	{"Date", "VarChar",              TEST_LENGTH,       28,  SAFE,  NO,    SAFE},
	{"Date", "Char",                 TEST_LENGTH,       28,  SAFE,  NO,    NO},
	{"Date", "Timestamp",            ALWAYS(SAFE)},
	{"Date", "Timestamptz",          ALWAYS(SAFE)},

	{"Time", "Text",                 ALWAYS(SAFE)},
	{"Time", "VarChar",              TEST_LENGTH,       14,  SAFE,  NO,    SAFE},
	{"Time", "Char",                 TEST_LENGTH,       14,  SAFE,  NO,    NO},
	{"Time", "Time",                 TEST_PRECISION_EQUAL, 6, SAME, NO,    SAME},
	{"Time", "Timetz",               ALWAYS(SAFE)},

	{"Timetz", "Text",               ALWAYS(SAFE)},
	{"Timetz", "VarChar",            TEST_LENGTH,       19,  SAFE,  NO,    SAFE},
	{"Timetz", "Char",               TEST_LENGTH,       19,  SAFE,  NO,    NO},
	{"Timetz", "Timetz",             TEST_PRECISION_EQUAL, 6, SAME, SAFE,  SAME},
	{"Timetz", "Time",               ALWAYS(SAFE)},

	{"Boolean", "Text",              ALWAYS(SAFE)},
	{"Boolean", "VarChar",           TEST_LENGTH,       5,   SAFE,  RISKY, SAFE},
	{"Boolean", "Char",              TEST_LENGTH,       5,   SAFE,  NEXT,  NO},
	{"Boolean", "Char",              TEST_LENGTH,       4,   RISKY, NO,    NO},

	{"Json", "Text",                 ALWAYS(SAFE)},
	{"Json", "JsonB",                ALWAYS(SAFE)},
	{"Json", "VarChar",              TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{"Json", "Char",                 ALWAYS(RISKY)},

	{"JsonB", "Text",                ALWAYS(SAFE)},
	{"JsonB", "Json",                ALWAYS(SAFE)},
	{"JsonB", "VarChar",             TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{"JsonB", "Char",                ALWAYS(RISKY)},
	{0},
};

#undef SAFE
#undef RISKY
#undef NO
#undef SAME
#undef NEXT

enum { NO, YES };
enum { KEPT, LOST };

/* Casts that do not rewrite the table: the stored rows are valid for the new type. */
static const struct cast_row in_place[] = {
	{"Oid", "Integer",               ALWAYS(YES)},
	{"Decimal", "Decimal",           TEST_SCALE_SAME,   0,   YES,  NO,    YES},
	{"Text", "VarChar",              TEST_LENGTH, UINT32_MAX, NO,   NO,    YES},
	{"Text", "Citext",               ALWAYS(YES)},
	{"Citext", "Text",               ALWAYS(YES)},
	{"Citext", "VarChar",            TEST_LENGTH, UINT32_MAX, NO,   NO,    YES},
	{"VarChar", "Text",              ALWAYS(YES)},
	{"VarChar", "Citext",            ALWAYS(YES)},
	{"VarChar", "VarChar",           TEST_LENGTH_KEPT,  0,   YES,  NO,    YES},
	{"Xml", "Text",                  ALWAYS(YES)},
	{"Xml", "VarChar",               TEST_LENGTH, UINT32_MAX, NO,   NO,    YES},
	{"Bit", "VarBit",                TEST_LENGTH, UINT32_MAX, NO,   NO,    YES},
	{"VarBit", "VarBit",             TEST_LENGTH_KEPT,  0,   YES,  NO,    YES},
	{"Timestamp", "Timestamp",       TEST_PRECISION_LEAST, 6, YES, NO,    NO},
	{"Timestamptz", "Timestamptz",   TEST_PRECISION_LEAST, 6, YES, NO,    NO},
	{"Time", "Time",                 TEST_PRECISION_LEAST, 6, YES, NO,    NO},
	{"Timetz", "Timetz",             TEST_PRECISION_LEAST, 6, YES, NO,    NO},
	{0},
};

/* Casts that the server accepts although they change values. */
const struct cast_row postgresql_losses[] = {
	{"Integer", "Real",              ALWAYS(LOST)},
	{"BigInt", "Real",               ALWAYS(LOST)},
	{"BigInt", "DoublePrecision",    ALWAYS(LOST)},
	{"Oid", "Integer",               ALWAYS(LOST)},

	{"Decimal", "SmallInt",          TEST_OLD_WHOLE,    0,   KEPT, LOST, LOST},
	{"Decimal", "Integer",           TEST_OLD_WHOLE,    0,   KEPT, LOST, LOST},
	{"Decimal", "BigInt",            TEST_OLD_WHOLE,    0,   KEPT, LOST, LOST},
	{"Decimal", "Real",              TEST_OLD_PRECISION, 6,  KEPT, LOST, LOST},
	{"Decimal", "DoublePrecision",   TEST_OLD_PRECISION, 15, KEPT, LOST, LOST},

	{"Decimal", "Oid",               TEST_OLD_WHOLE,    0,   KEPT, LOST, LOST},
	{"Decimal", "Money",             ALWAYS(LOST)},
	{"Real", "Oid",                  ALWAYS(LOST)},
	{"Real", "Money",                ALWAYS(LOST)},
	{"DoublePrecision", "Oid",       ALWAYS(LOST)},
	{"DoublePrecision", "Money",     ALWAYS(LOST)},
	{"Oid", "Real",                  ALWAYS(LOST)},
	{"SmallInt", "Bit",              ALWAYS(LOST)},
	{"Integer", "Bit",               ALWAYS(LOST)},
	{"BigInt", "Bit",                ALWAYS(LOST)},
	{"Oid", "Bit",                   TEST_LENGTH,       32,  KEPT,  LOST,  LOST},
	{"Decimal", "Bit",               ALWAYS(LOST)},
	{"Real", "Bit",                  ALWAYS(LOST)},
	{"DoublePrecision", "Bit",       ALWAYS(LOST)},

	{"Money", "Oid",                 ALWAYS(LOST)},
	{"Money", "Decimal",             ALWAYS(LOST)},
	{"Money", "SmallInt",            ALWAYS(LOST)},
	{"Money", "Integer",             ALWAYS(LOST)},
	{"Money", "BigInt",              ALWAYS(LOST)},
	{"Money", "Real",                ALWAYS(LOST)},
	{"Money", "DoublePrecision",     ALWAYS(LOST)},

	{"Real", "SmallInt",             ALWAYS(LOST)},
	{"Real", "Integer",              ALWAYS(LOST)},
	{"Real", "BigInt",               ALWAYS(LOST)},
	{"Real", "Decimal",              ALWAYS(LOST)},
	{"DoublePrecision", "SmallInt",  ALWAYS(LOST)},
	{"DoublePrecision", "Integer",   ALWAYS(LOST)},
	{"DoublePrecision", "BigInt",    ALWAYS(LOST)},
	{"DoublePrecision", "Decimal",   ALWAYS(LOST)},
	{"DoublePrecision", "Real",      ALWAYS(LOST)},

	/* The server cuts blanks at the end that do not fit; in a char they mean nothing. */
	{"Text", "VarChar",              TEST_LENGTH,       UINT32_MAX, LOST, LOST, KEPT},
	{"Text", "Char",                 ALWAYS(LOST)},
	{"VarChar", "VarChar",           TEST_LENGTH_KEPT,  0,   KEPT, LOST, KEPT},
	{"VarChar", "Char",              ALWAYS(LOST)},
	{"Citext", "VarChar",            TEST_LENGTH,       UINT32_MAX, LOST, LOST, KEPT},
	{"Citext", "Char",               ALWAYS(LOST)},

	/* The server drops whatever in the text exceeds the type. */
#define FROM_TEXT(to) {"Text", to, ALWAYS(LOST)}, {"VarChar", to, ALWAYS(LOST)}, \
	{"Char", to, ALWAYS(LOST)}, {"Citext", to, ALWAYS(LOST)}
	FROM_TEXT("Real"), FROM_TEXT("Money"), FROM_TEXT("Date"), FROM_TEXT("Time"), FROM_TEXT("ByteA"),
#undef FROM_TEXT
	{"Json", "Real",                 ALWAYS(LOST)},
	{"JsonB", "Real",                ALWAYS(LOST)},

	{"Timestamp", "Date",            ALWAYS(LOST)},
	{"Timestamp", "Time",            ALWAYS(LOST)},
	{"Timestamp", "Timetz",          ALWAYS(LOST)},
	{"Timestamptz", "Date",          ALWAYS(LOST)},
	{"Timestamptz", "Time",          ALWAYS(LOST)},
	{"Timestamptz", "Timetz",        ALWAYS(LOST)},
	{"Timetz", "Time",               ALWAYS(LOST)},

	/* White space, the order of keys, and all but the last of equal keys are lost. */
	{"Json", "JsonB",                ALWAYS(LOST)},
	{0},
};

/*
 * The server reads a time in a list in the session's zone: a cast of a list cannot name another
 * zone.
 */
static const struct cast_row list_losses[] = {
	{"Timestamp", "Timestamptz",     ALWAYS(LOST)},
	{"Timestamptz", "Timestamp",     ALWAYS(LOST)},
	{0},
};

/* From any text type. A char has blanks at its end; a cast to text removes them. */
#define FROM_TEXT(to, cast, using)                                                                 \
	{"Text", to, cast, "$" using}, {"VarChar", to, cast, "$" using},                           \
	{"Citext", to, cast, "$" using}, {"Char", to, cast, "$::text" using}

/*
 * A text may have a zone after its hours: a sign, Z, or a name, which is longer than BC, AM and PM.
 * Without one it is in UTC.
 */
#define INSTANT(text)                                                                              \
	"CASE WHEN " text " ~* ':[0-9.: ]*([+-]|z|[a-z]{3})' THEN " text "::timestamptz "          \
	"ELSE " text "::timestamp AT TIME ZONE 'UTC' END"

/*
 * Casts that need a USING clause, each tried on a server with values. A text that spells a value
 * becomes that value. Nothing is cut or rounded beyond what the type itself cuts or rounds. A time
 * without a zone is in UTC, as Prisma writes it.
 */
static const struct explicit_cast explicit_casts[] = {
	{"Timestamp", "Timestamptz",     CAST_SAFE,  "$ AT TIME ZONE 'UTC'"},
	{"Timestamp", "Timetz",          CAST_SAFE,  "($ AT TIME ZONE 'UTC')::timetz"},
	{"Timestamp", "Timetz",          CAST_SAFE,  "$::timestamptz::timetz"}, /* in a list */
	{"Timestamptz", "Timestamp",     CAST_SAFE,  "$ AT TIME ZONE 'UTC'"},
	{"Timestamptz", "Date",          CAST_SAFE,  "$ AT TIME ZONE 'UTC'"},
	{"Timestamptz", "Time",          CAST_SAFE,  "$ AT TIME ZONE 'UTC'"},
	{"Date", "Timestamptz",          CAST_SAFE,  "$::timestamp AT TIME ZONE 'UTC'"},
	{"Time", "Time",                 CAST_SAFE,  "$"},

	{"Money", "SmallInt",            CAST_RISKY, "$::decimal"},
	{"Money", "Integer",             CAST_RISKY, "$::decimal"},
	{"Money", "BigInt",              CAST_RISKY, "$::decimal"},
	{"Money", "Oid",                 CAST_RISKY, "$::decimal::bigint"},
	{"Money", "Real",                CAST_RISKY, "$::decimal"},
	{"Money", "DoublePrecision",     CAST_RISKY, "$::decimal"},
	{"SmallInt", "Money",            CAST_SAFE,  "$::decimal"},
	{"Integer", "Money",             CAST_SAFE,  "$::decimal"},
	{"BigInt", "Money",              CAST_RISKY, "$::decimal"},
	{"Oid", "Money",                 CAST_SAFE,  "$::bigint::decimal"},
	{"Decimal", "Money",             CAST_RISKY, "$::decimal"},
	{"Real", "Money",                CAST_RISKY, "$::decimal"},
	{"DoublePrecision", "Money",     CAST_RISKY, "$::decimal"},

	{"SmallInt", "Oid",              CAST_RISKY, "$::bigint"},
	{"Integer", "Oid",               CAST_RISKY, "$::bigint"},
	{"BigInt", "Oid",                CAST_RISKY, "$::bigint"},
	{"Decimal", "Oid",               CAST_RISKY, "$::bigint"},
	{"Real", "Oid",                  CAST_RISKY, "$::bigint"},
	{"DoublePrecision", "Oid",       CAST_RISKY, "$::bigint"},
	{"Oid", "SmallInt",              CAST_RISKY, "$::bigint"},
	{"Oid", "Decimal",               CAST_RISKY, "$::bigint"},
	{"Oid", "Real",                  CAST_SAFE,  "$::bigint"},
	{"Oid", "DoublePrecision",       CAST_SAFE,  "$::bigint"},
	{"Bit", "SmallInt",              CAST_RISKY, "$::integer"},
	{"Bit", "Integer",               CAST_RISKY, "$::integer"},
	{"Bit", "BigInt",                CAST_RISKY, "$::bigint"},
	{"Bit", "Oid",                   CAST_RISKY, "$::bigint"},
	{"Bit", "Decimal",               CAST_RISKY, "$::bigint"},
	{"Bit", "Real",                  CAST_SAFE,  "$::bigint"},
	{"Bit", "DoublePrecision",       CAST_SAFE,  "$::bigint"},
	{"Bit", "Boolean",               CAST_SAFE,  "$::text::boolean"},
	{"SmallInt", "Bit",              CAST_SAFE,  "$::integer::@"},
	{"Integer", "Bit",               CAST_SAFE,  "$::@"},
	{"BigInt", "Bit",                CAST_SAFE,  "$::@"},
	{"Oid", "Bit",                   CAST_SAFE,  "$::bigint::@"},
	{"Decimal", "Bit",               CAST_SAFE,  "$::bigint::@"},
	{"Real", "Bit",                  CAST_SAFE,  "$::bigint::@"},
	{"DoublePrecision", "Bit",       CAST_SAFE,  "$::bigint::@"},
	{"Boolean", "Bit",               CAST_SAFE,  "$::integer::@"},

	{"SmallInt", "Boolean",          CAST_RISKY, "$::text::boolean"},
	{"Integer", "Boolean",           CAST_RISKY, "$::text::boolean"},
	{"BigInt", "Boolean",            CAST_RISKY, "$::text::boolean"},
	{"Oid", "Boolean",               CAST_RISKY, "$::text::boolean"},
	{"Decimal", "Boolean",           CAST_RISKY, "$::float8::text::boolean"},
	{"Real", "Boolean",              CAST_RISKY, "$::text::boolean"},
	{"DoublePrecision", "Boolean",   CAST_RISKY, "$::text::boolean"},
	{"Boolean", "SmallInt",          CAST_SAFE,  "$::integer"},
	{"Boolean", "Integer",           CAST_SAFE,  "$::integer"},
	{"Boolean", "BigInt",            CAST_SAFE,  "$::integer"},
	{"Boolean", "Oid",               CAST_SAFE,  "$::integer"},
	{"Boolean", "Decimal",           CAST_RISKY, "$::integer"},
	{"Boolean", "Real",              CAST_SAFE,  "$::integer"},
	{"Boolean", "DoublePrecision",   CAST_SAFE,  "$::integer"},

#define TO_JSON(from, cast)                                                                        \
	{from, "Json", cast, "$::text::json"}, {from, "JsonB", cast, "$::text::jsonb"}
#define FROM_JSON(to, type)                                                                        \
	{"Json", to, CAST_RISKY, "$::text::" type}, {"JsonB", to, CAST_RISKY, "$::text::" type}
	TO_JSON("SmallInt", CAST_SAFE), TO_JSON("Integer", CAST_SAFE), TO_JSON("BigInt", CAST_SAFE),
	TO_JSON("Oid", CAST_SAFE), TO_JSON("Decimal", CAST_RISKY), TO_JSON("Real", CAST_RISKY),
	TO_JSON("DoublePrecision", CAST_RISKY), TO_JSON("Boolean", CAST_SAFE),
	FROM_JSON("SmallInt", "smallint"), FROM_JSON("Integer", "integer"),
	FROM_JSON("BigInt", "bigint"), FROM_JSON("Oid", "oid"), FROM_JSON("Decimal", "decimal"),
	FROM_JSON("Real", "real"), FROM_JSON("DoublePrecision", "float8"),
	FROM_JSON("Boolean", "boolean"),
#undef TO_JSON
#undef FROM_JSON

#define XML(name, type)                                                                            \
	{name, "Xml", CAST_SAFE, "$::text::xml"}, {"Xml", name, CAST_RISKY, "$::text::" type}
	XML("SmallInt", "smallint"), XML("Integer", "integer"), XML("BigInt", "bigint"),
	XML("Oid", "oid"), XML("Boolean", "boolean"), XML("Uuid", "uuid"),
#undef XML

	FROM_TEXT("SmallInt", CAST_RISKY, "::smallint"),
	FROM_TEXT("Integer", CAST_RISKY, "::integer"),
	FROM_TEXT("BigInt", CAST_RISKY, "::bigint"),
	FROM_TEXT("Oid", CAST_RISKY, "::oid"),
	FROM_TEXT("Decimal", CAST_RISKY, "::decimal"),
	FROM_TEXT("Money", CAST_RISKY, "::money"),
	FROM_TEXT("Real", CAST_RISKY, "::real"),
	FROM_TEXT("DoublePrecision", CAST_RISKY, "::float8"),
	FROM_TEXT("Inet", CAST_RISKY, "::inet"),
	FROM_TEXT("Uuid", CAST_RISKY, "::uuid"),
	FROM_TEXT("Xml", CAST_RISKY, "::xml"),
	FROM_TEXT("Bit", CAST_RISKY, "::varbit"),
	FROM_TEXT("VarBit", CAST_RISKY, "::varbit"),
	FROM_TEXT("ByteA", CAST_RISKY, "::bytea"),
	FROM_TEXT("Timestamp", CAST_RISKY, "::timestamp"),
	{"Text", "Timestamptz",          CAST_RISKY, INSTANT("$")},
	{"VarChar", "Timestamptz",       CAST_RISKY, INSTANT("$")},
	{"Citext", "Timestamptz",        CAST_RISKY, INSTANT("$")},
	{"Char", "Timestamptz",          CAST_RISKY, INSTANT("$::text")},
	FROM_TEXT("Timestamptz", CAST_RISKY, "::timestamptz"), /* in a list */
	FROM_TEXT("Date", CAST_RISKY, "::date"),
	FROM_TEXT("Time", CAST_RISKY, "::time"),
	FROM_TEXT("Timetz", CAST_RISKY, "::timetz"),
	FROM_TEXT("Boolean", CAST_RISKY, "::boolean"),
	FROM_TEXT("Json", CAST_RISKY, "::json"),
	FROM_TEXT("JsonB", CAST_RISKY, "::jsonb"),
	FROM_TEXT("enum", CAST_RISKY, "::text::@"),

	{"enum", "enum",                 CAST_RISKY, "$::text::@"},
	{"enum", "Text",                 CAST_SAFE,  "$::text"},
	{"enum", "Citext",               CAST_SAFE,  "$::text"},
	{"enum", "VarChar",              CAST_RISKY, "$::text"},
	{"enum", "Char",                 CAST_RISKY, "$::text"},
	{0},
};

/*
 * The server casts bits, and any type to text, without USING; it fails if the length does not fit.
 */
static const struct cast_row own_rows[] = {
	{"Boolean", "Decimal",           TEST_WHOLE_DIGITS, 1,   CAST_SAFE, CAST_RISKY, CAST_SAFE},
	{"Boolean", "Bit",               TEST_LENGTH,       2,   CAST_IMPOSSIBLE, CAST_SAFE, CAST_SAFE},
	{"Oid", "Decimal",               TEST_WHOLE_DIGITS, 10,  CAST_SAFE, CAST_RISKY, CAST_SAFE},
	{"Bit", "SmallInt",              TEST_OLD_SHORT,    15,  CAST_SAFE, CAST_RISKY, CAST_RISKY},
	{"Bit", "Integer",               TEST_OLD_SHORT,    32,  CAST_SAFE, CAST_RISKY, CAST_RISKY},
	{"Bit", "BigInt",                TEST_OLD_SHORT,    64,  CAST_SAFE, CAST_RISKY, CAST_RISKY},
	{"Bit", "Oid",                   TEST_OLD_SHORT,    32,  CAST_SAFE, CAST_RISKY, CAST_RISKY},
	{"Bit", "Decimal",               TEST_WHOLE_DIGITS, 1,   CAST_NEXT_ROW, CAST_RISKY, CAST_NEXT_ROW},
	{"Bit", "Decimal",               TEST_OLD_SHORT,    3,   CAST_SAFE, CAST_NEXT_ROW, CAST_SAFE},
	{"Bit", "Decimal",               TEST_WHOLE_DIGITS, 18,  CAST_NEXT_ROW, CAST_RISKY, CAST_NEXT_ROW},
	{"Bit", "Decimal",               TEST_OLD_SHORT,    59,  CAST_SAFE, CAST_RISKY, CAST_SAFE},
	{"Bit", "Real",                  TEST_OLD_SHORT,    24,  CAST_SAFE, CAST_IMPOSSIBLE, CAST_SAFE},
	{"Bit", "DoublePrecision",       TEST_OLD_SHORT,    53,  CAST_SAFE, CAST_IMPOSSIBLE, CAST_SAFE},
	{"Bit", "Boolean",               TEST_OLD_SHORT,    1,   CAST_SAFE, CAST_IMPOSSIBLE, CAST_SAFE},
	{"Bit", "Bit",                   ALWAYS(CAST_RISKY)},
	{"Bit", "VarBit",                ALWAYS(CAST_RISKY)},
	{"VarBit", "Bit",                ALWAYS(CAST_RISKY)},
	{"VarBit", "VarBit",             ALWAYS(CAST_RISKY)},
	{NULL, "Text",                   ALWAYS(CAST_SAFE)},
	{NULL, "Citext",                 ALWAYS(CAST_SAFE)},
	{NULL, "VarChar",                TEST_LENGTH, UINT32_MAX, CAST_RISKY, CAST_RISKY, CAST_SAFE},
	{NULL, "Char",                   ALWAYS(CAST_RISKY)},
	{0},
};

#undef FROM_TEXT
#undef INSTANT

static const char *const braced[] = {"Text", "VarChar", "Char", "Citext", "Json", "JsonB", "Xml", "ByteA", NULL};
const char *const postgresql_textual[] = {"Text", "VarChar", "Char", "Citext", NULL};
const char *const postgresql_rounded[] = {"Decimal", "Timestamp", "Timestamptz", "Time", "Timetz", NULL};
/* clang-format on */

const struct default_class postgresql_default_classes[] = {
	{"gin", "array_ops", true},	      {"gin", "jsonb_ops", true},
	{"spgist", "text_ops", true},	      {"spgist", "inet_ops", true},
	{"brin", "inet_minmax_ops", false},   {"brin", "_minmax_ops", true},
	{"brin", "inet_inclusion_ops", true}, {0},
};

static const char *const preview_features[] = {"fullTextSearchPostgres", NULL};

const struct dialect postgresql_facts = {
	.name = "postgresql",
	.alias = "postgres",
	.types = postgresql_types,
	/* clang-format off */
	.default_types = {
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
	/* clang-format on */
	.name_limit = 63,
	.namespaces = true,
	.enums = true,
	.lists = true,
	.named_primary_keys = true,
	.named_foreign_keys = true,
	.language =
		{
			.preview_features = preview_features,
			.extensions = true,
			.index_methods = (1 << (INDEX_BRIN + 1)) - 1,
			.operator_classes = true,
			.unindexed_xml = true,
			.json_lists = true,
			.autoincrement_anywhere = true,
			.autoincrement_for_int = true,
			.set_null_on_required = true,
			.many_to_many_key = true,
			.keys_share_namespace = true,
			.table_has_namespace = true,
		},
	.alter =
		{
			.alters_columns = true,
			.alters_foreign_keys = true,
			.renames_indexes = true,
			.counter = COUNTER_SEQUENCE,
			.default_classes = postgresql_default_classes,
			.index_predicates = true,
			.respells_predicates = true,
			.converts_defaults = true,
			.replaces_enums = true,
			.keys_hold_targets = true,
			.drops_column_indexes = true,
			.holds_columns = true,
			.default_namespace = "public",
			.casts =
				{
					.rows = cast_rows,
					.enum_lists = CAST_IMPOSSIBLE,
					.explicit_casts = explicit_casts,
					.own_rows = own_rows,
					.braced = braced,
					.in_place = in_place,
					.losses = postgresql_losses,
					.list_losses = list_losses,
					.rounded = postgresql_rounded,
					.time_places = 6,
					.textual = postgresql_textual,
					.server_types = postgresql_types,
				},
		},
};
