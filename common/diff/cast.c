/*
 * What becomes of a column's values when its type changes: a row a pair of types.
 */
#include <string.h>

#include "base/record.h"
#include "diff/notice.h"
#include "diff/rules.h"

/* What the verdict of a row depends on. "From" and "to" are the old and the new type. */
enum test {
	TEST_NOTHING,         /* it always passes */
	TEST_LENGTH,          /* the new length is at least the row's number */
	TEST_LENGTH_KEPT,     /* the new length is at least the old one plus the row's number */
	TEST_WHOLE_DIGITS,    /* the new decimal has at least that many digits before the point */
	TEST_OLD_DIGITS,      /* the old decimal is whole and has at most that many digits */
	TEST_OLD_WHOLE,       /* the old decimal is whole */
	TEST_DECIMAL_KEPT,    /* the new decimal loses digits on neither side of the point */
	TEST_DECIMAL_LENGTH,  /* the new length holds the old decimal with its sign and point */
	TEST_PRECISION_KEPT,  /* the new precision is the old one, or one of them is not said */
	TEST_PRECISION_EQUAL, /* the same, where one that is not said is the row's number */
	TEST_PRECISION_LEAST, /* the new one is not less than the old one; unsaid it is the number */
	TEST_SCALE_SAME,      /* the new decimal is longer before the point only */
	TEST_OLD_BARE,        /* the old type has no argument */
	TEST_OLD_LENGTH       /* the old length is the row's number */
};

/* A verdict of a row that leaves it to the rows after it. */
enum { CAST_NEXT_ROW = CAST_IMPOSSIBLE + 1 };

/*
 * `missing` is the verdict where the argument that the test looks at is not there. Rows are tried
 * from the top; a pair of types without a row cannot be cast. A `to` of NULL is every type.
 */
struct cast_row {
	const char *from, *to;
	enum test test;
	uint32_t number;
	int passes, fails, missing; /* enum cast, or CAST_NEXT_ROW */
};

#define SAFE CAST_SAFE
#define RISKY CAST_RISKY
#define NO CAST_IMPOSSIBLE
#define SAME CAST_NONE
#define NEXT CAST_NEXT_ROW
#define KEPT CAST_SAFE
#define LOST CAST_RISKY

/* clang-format off */
static const struct cast_row postgresql_rows[] = {
	{"SmallInt", "Integer",          TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"SmallInt", "BigInt",           TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"SmallInt", "Decimal",          TEST_WHOLE_DIGITS, 3,   SAFE,  RISKY, SAFE},
	{"SmallInt", "Real",             TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"SmallInt", "DoublePrecision",  TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"SmallInt", "Text",             TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"SmallInt", "VarChar",          TEST_LENGTH,       4,   SAFE,  RISKY, SAFE},
	{"SmallInt", "Char",             TEST_LENGTH,       4,   SAFE,  RISKY, RISKY},

	{"Integer", "SmallInt",          TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Integer", "BigInt",            TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Integer", "Decimal",           TEST_WHOLE_DIGITS, 10,  SAFE,  RISKY, SAFE},
	{"Integer", "Real",              TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Integer", "DoublePrecision",   TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Integer", "Text",              TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Integer", "VarChar",           TEST_LENGTH,       11,  SAFE,  RISKY, SAFE},
	{"Integer", "Char",              TEST_LENGTH,       11,  SAFE,  RISKY, RISKY},

	{"BigInt", "SmallInt",           TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"BigInt", "Integer",            TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"BigInt", "Decimal",            TEST_WHOLE_DIGITS, 19,  SAFE,  RISKY, SAFE},
	{"BigInt", "Real",               TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"BigInt", "DoublePrecision",    TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"BigInt", "Text",               TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"BigInt", "VarChar",            TEST_LENGTH,       20,  SAFE,  RISKY, SAFE},
	{"BigInt", "Char",               TEST_LENGTH,       20,  SAFE,  RISKY, RISKY},

	{"Oid", "Integer",               TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Oid", "BigInt",                TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Oid", "Text",                  TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Oid", "VarChar",               TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},

	{"Decimal", "SmallInt",          TEST_OLD_DIGITS,   2,   SAFE,  RISKY, RISKY},
	{"Decimal", "Integer",           TEST_OLD_DIGITS,   9,   SAFE,  RISKY, RISKY},
	{"Decimal", "BigInt",            TEST_OLD_DIGITS,   18,  SAFE,  RISKY, RISKY},
	{"Decimal", "Decimal",           TEST_DECIMAL_KEPT, 0,   SAFE,  RISKY, SAFE},
	{"Decimal", "Real",              TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Decimal", "DoublePrecision",   TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Decimal", "Text",              TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Decimal", "VarChar",           TEST_DECIMAL_LENGTH, 0, SAFE,  RISKY, SAFE},
	{"Decimal", "Char",              TEST_DECIMAL_LENGTH, 0, SAFE,  RISKY, RISKY},

	{"Money", "Citext",              TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Money", "Text",                TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Money", "VarChar",             TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Money", "Decimal",             TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Money", "SmallInt",            TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Money", "Integer",             TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Money", "BigInt",              TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Money", "Real",                TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Money", "DoublePrecision",     TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Money", "Char",                TEST_NOTHING,      0,   RISKY, RISKY, RISKY},

	{"Real", "SmallInt",             TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Real", "Integer",              TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Real", "BigInt",               TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Real", "Decimal",              TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"Real", "DoublePrecision",      TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Real", "Text",                 TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Real", "VarChar",              TEST_LENGTH,       47,  SAFE,  RISKY, SAFE},
	{"Real", "Char",                 TEST_LENGTH,       47,  SAFE,  RISKY, RISKY},

	{"DoublePrecision", "SmallInt",  TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"DoublePrecision", "Integer",   TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"DoublePrecision", "BigInt",    TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"DoublePrecision", "Decimal",   TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"DoublePrecision", "Real",      TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{"DoublePrecision", "Text",      TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"DoublePrecision", "VarChar",   TEST_LENGTH,       317, SAFE,  RISKY, SAFE},
	{"DoublePrecision", "Char",      TEST_LENGTH,       317, SAFE,  RISKY, RISKY},

	{"Text", "VarChar",              TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{"Text", "Citext",               TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Text", "Char",                 TEST_NOTHING,      0,   RISKY, RISKY, RISKY},

	{"Citext", "Text",               TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Citext", "VarChar",            TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Citext", NULL,                 TEST_NOTHING,      0,   RISKY, RISKY, RISKY},

	{"VarChar", "Text",              TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"VarChar", "VarChar",           TEST_LENGTH_KEPT,  0,   SAFE,  RISKY, SAFE},
	{"VarChar", "Char",              TEST_OLD_LENGTH,   1,   SAFE,  NEXT,  NEXT},
	{"VarChar", "Char",              TEST_LENGTH_KEPT,  0,   SAFE,  RISKY, RISKY},

	{"Char", "Text",                 TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Char", "VarChar",              TEST_OLD_BARE,     0,   SAFE,  NEXT,  NEXT},
	{"Char", "VarChar",              TEST_LENGTH_KEPT,  0,   SAFE,  RISKY, SAFE},
	{"Char", "Char",                 TEST_OLD_BARE,     0,   SAFE,  NEXT,  NEXT},
	{"Char", "Char",                 TEST_OLD_LENGTH,   1,   SAFE,  NEXT,  NEXT},
	{"Char", "Char",                 TEST_LENGTH_KEPT,  0,   SAFE,  RISKY, RISKY},

	{"Inet", "Citext",               TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Inet", "Text",                 TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Inet", "VarChar",              TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},

	{"Uuid", "Text",                 TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Uuid", "VarChar",              TEST_LENGTH,       32,  SAFE,  NO,    SAFE},
	{"Uuid", "Char",                 TEST_LENGTH,       32,  SAFE,  NO,    NO},

	{"Xml", "Text",                  TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Xml", "VarChar",               TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{"Xml", "Char",                  TEST_NOTHING,      0,   RISKY, RISKY, RISKY},

	{"Bit", "Text",                  TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Bit", "VarChar",               TEST_OLD_BARE,     0,   SAFE,  NEXT,  NEXT},
	{"Bit", "VarChar",               TEST_LENGTH_KEPT,  0,   SAFE,  NO,    SAFE},
	{"Bit", "VarBit",                TEST_OLD_BARE,     0,   SAFE,  NEXT,  NEXT},
	{"Bit", "VarBit",                TEST_LENGTH_KEPT,  0,   SAFE,  NO,    SAFE},
	{"Bit", "Char",                  TEST_OLD_BARE,     0,   SAFE,  NEXT,  NEXT},
	{"Bit", "Char",                  TEST_LENGTH_KEPT,  0,   SAFE,  NO,    NO},

	{"VarBit", "Text",               TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"VarBit", "VarBit",             TEST_LENGTH_KEPT,  1,   SAFE,  NO,    SAFE},
	{"VarBit", "VarChar",            TEST_LENGTH_KEPT,  0,   SAFE,  RISKY, SAFE},
	{"VarBit", "Char",               TEST_LENGTH_KEPT,  0,   SAFE,  RISKY, RISKY},
	{"VarBit", "Bit",                TEST_LENGTH_KEPT,  1,   NO,    RISKY, RISKY},

	{"ByteA", "Text",                TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"ByteA", "VarChar",             TEST_LENGTH,       3,   RISKY, NO,    SAFE},
	{"ByteA", "Char",                TEST_LENGTH,       3,   RISKY, NO,    NO},

	{"Timestamp", "Text",            TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Timestamp", "VarChar",         TEST_LENGTH,       23,  SAFE,  NO,    SAFE},
	{"Timestamp", "Char",            TEST_LENGTH,       23,  SAFE,  NO,    NO},
	{"Timestamp", "Timestamp",       TEST_PRECISION_KEPT, 0, SAME,  SAFE,  SAME},
	{"Timestamp", "Timestamptz",     TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Timestamp", "Date",            TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Timestamp", "Time",            TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Timestamp", "Timetz",          TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},

	{"Timestamptz", "Text",          TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Timestamptz", "VarChar",       TEST_LENGTH,       28,  SAFE,  NO,    SAFE},
	{"Timestamptz", "Char",          TEST_LENGTH,       28,  SAFE,  NO,    NO},
	{"Timestamptz", "Timestamptz",   TEST_PRECISION_KEPT, 0, SAME,  SAFE,  SAME},
	{"Timestamptz", "Timestamp",     TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Timestamptz", "Date",          TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Timestamptz", "Time",          TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Timestamptz", "Timetz",        TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},

	{"Date", "Text",                 TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Date", "VarChar",              TEST_LENGTH,       28,  SAFE,  NO,    SAFE},
	{"Date", "Char",                 TEST_LENGTH,       28,  SAFE,  NO,    NO},
	{"Date", "Timestamp",            TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Date", "Timestamptz",          TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},

	{"Time", "Text",                 TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Time", "VarChar",              TEST_LENGTH,       14,  SAFE,  NO,    SAFE},
	{"Time", "Char",                 TEST_LENGTH,       14,  SAFE,  NO,    NO},
	{"Time", "Time",                 TEST_PRECISION_KEPT, 0, SAME,  NO,    SAME},
	{"Time", "Timetz",               TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},

	{"Timetz", "Text",               TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Timetz", "VarChar",            TEST_LENGTH,       19,  SAFE,  NO,    SAFE},
	{"Timetz", "Char",               TEST_LENGTH,       19,  SAFE,  NO,    NO},
	{"Timetz", "Timetz",             TEST_PRECISION_KEPT, 0, SAME,  SAFE,  SAME},
	{"Timetz", "Time",               TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},

	{"Boolean", "Text",              TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Boolean", "VarChar",           TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Boolean", "Char",              TEST_LENGTH,       5,   SAFE,  NEXT,  NO},
	{"Boolean", "Char",              TEST_LENGTH,       4,   RISKY, NO,    NO},

	{"Json", "Text",                 TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Json", "JsonB",                TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Json", "VarChar",              TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{"Json", "Char",                 TEST_NOTHING,      0,   RISKY, RISKY, RISKY},

	{"JsonB", "Text",                TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"JsonB", "Json",                TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"JsonB", "VarChar",             TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{"JsonB", "Char",                TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{0},
};

/* What an array becomes when its column is to hold one value. */
static const struct cast_row postgresql_list_rows[] = {
	{NULL, "Text",                   TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{NULL, "VarChar",                TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{NULL, "Char",                   TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{0},
};

static const struct cast_row cockroachdb_list_rows[] = {
	{NULL, "String",                 TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{NULL, "Char",                   TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{0},
};

static const struct cast_row cockroachdb_rows[] = {
	{"Time", "Time",                 TEST_PRECISION_EQUAL, 6, SAME, NO,    NO},
	{"Timetz", "Timetz",             TEST_PRECISION_EQUAL, 6, SAME, NO,    NO},
	{"Timestamp", "Timestamp",       TEST_PRECISION_EQUAL, 6, SAME, NO,    NO},
	{"Timestamptz", "Timestamptz",   TEST_PRECISION_EQUAL, 6, SAME, NO,    NO},
	{0},
};

/* Where an index or a key holds the column before and after, these do not hold. */
static const struct cast_row cockroachdb_free_rows[] = {
	{"Int4", "String",               TEST_LENGTH, UINT32_MAX, NO,   NO,    SAFE},
	{"Int8", "Int4",                 TEST_NOTHING,      0,   RISKY, RISKY, RISKY},
	{0},
};

/* Casts for which PostgreSQL does not write the table anew: the rows hold the new type already. */
static const struct cast_row postgresql_in_place[] = {
	{"Oid", "Integer",               TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Decimal", "Decimal",           TEST_SCALE_SAME,   0,   SAFE,  NO,    SAFE},
	{"Text", "VarChar",              TEST_LENGTH, UINT32_MAX, NO,   NO,    SAFE},
	{"VarChar", "Text",              TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"VarChar", "VarChar",           TEST_LENGTH_KEPT,  0,   SAFE,  NO,    SAFE},
	{"Xml", "Text",                  TEST_NOTHING,      0,   SAFE,  SAFE,  SAFE},
	{"Xml", "VarChar",               TEST_LENGTH, UINT32_MAX, NO,   NO,    SAFE},
	{"Bit", "VarBit",                TEST_LENGTH, UINT32_MAX, NO,   NO,    SAFE},
	{"VarBit", "VarBit",             TEST_LENGTH_KEPT,  0,   SAFE,  NO,    SAFE},
	{"Timestamp", "Timestamp",       TEST_PRECISION_LEAST, 6, SAFE, NO,    NO},
	{"Timestamptz", "Timestamptz",   TEST_PRECISION_LEAST, 6, SAFE, NO,    NO},
	{"Timetz", "Timetz",             TEST_PRECISION_LEAST, 6, SAFE, NO,    NO},
	{0},
};

/* Casts after which values that no server refuses are no longer what they were. */
static const struct cast_row postgresql_losses[] = {
	{"Integer", "Real",              TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"BigInt", "Real",               TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"BigInt", "DoublePrecision",    TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Oid", "Integer",               TEST_NOTHING,      0,   LOST, LOST, LOST},

	{"Decimal", "SmallInt",          TEST_OLD_WHOLE,    0,   KEPT, LOST, LOST},
	{"Decimal", "Integer",           TEST_OLD_WHOLE,    0,   KEPT, LOST, LOST},
	{"Decimal", "BigInt",            TEST_OLD_WHOLE,    0,   KEPT, LOST, LOST},
	{"Decimal", "Real",              TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Decimal", "DoublePrecision",   TEST_NOTHING,      0,   LOST, LOST, LOST},

	{"Money", "Decimal",             TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Money", "SmallInt",            TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Money", "Integer",             TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Money", "BigInt",              TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Money", "Real",                TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Money", "DoublePrecision",     TEST_NOTHING,      0,   LOST, LOST, LOST},

	{"Real", "SmallInt",             TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Real", "Integer",              TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Real", "BigInt",               TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Real", "Decimal",              TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"DoublePrecision", "SmallInt",  TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"DoublePrecision", "Integer",   TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"DoublePrecision", "BigInt",    TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"DoublePrecision", "Decimal",   TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"DoublePrecision", "Real",      TEST_NOTHING,      0,   LOST, LOST, LOST},

	/* Blanks at the end that do not fit are cut, and those of a char mean nothing. */
	{"Text", "VarChar",              TEST_LENGTH,       UINT32_MAX, LOST, LOST, KEPT},
	{"Text", "Char",                 TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"VarChar", "VarChar",           TEST_LENGTH_KEPT,  0,   KEPT, LOST, KEPT},
	{"VarChar", "Char",              TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Citext", "VarChar",            TEST_LENGTH,       UINT32_MAX, LOST, LOST, KEPT},
	{"Citext", "Text",               TEST_NOTHING,      0,   KEPT, KEPT, KEPT},
	{"Citext", "Json",               TEST_NOTHING,      0,   KEPT, KEPT, KEPT},
	{"Citext", "Xml",                TEST_NOTHING,      0,   KEPT, KEPT, KEPT},
	{"Citext", NULL,                 TEST_NOTHING,      0,   LOST, LOST, LOST},

	/* A time without a zone is in that of the session, whose summer time skips and repeats. */
	{"Timestamp", "Timestamptz",     TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Timestamp", "Date",            TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Timestamp", "Time",            TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Timestamp", "Timetz",          TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Timestamptz", "Timestamp",     TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Timestamptz", "Date",          TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Timestamptz", "Time",          TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Timestamptz", "Timetz",        TEST_NOTHING,      0,   LOST, LOST, LOST},
	{"Timetz", "Time",               TEST_NOTHING,      0,   LOST, LOST, LOST},

	/* Spaces, the order of keys and all but the last of those that are alike go. */
	{"Json", "JsonB",                TEST_NOTHING,      0,   LOST, LOST, LOST},
	{0},
};

/* Casts that PostgreSQL only does when they are asked for, some of them in two steps. */
static const struct explicit_row {
	const char *from, *to, *through;
} postgresql_explicit[] = {
	{"Timestamp", "Timetz", "Timestamptz"},
	{"Money", "SmallInt", "Decimal"},
	{"Money", "Integer", "Decimal"},
	{"Money", "BigInt", "Decimal"},
	{"Money", "Real", "Decimal"},
	{"Money", "DoublePrecision", "Decimal"},
	{"Citext", "SmallInt", NULL},   {"Citext", "Integer", NULL},   {"Citext", "BigInt", NULL},
	{"Citext", "Oid", NULL},        {"Citext", "Decimal", NULL},   {"Citext", "Money", NULL},
	{"Citext", "Real", NULL},       {"Citext", "DoublePrecision", NULL},
	{"Citext", "Inet", NULL},       {"Citext", "Uuid", NULL},      {"Citext", "Xml", NULL},
	{"Citext", "Bit", NULL},        {"Citext", "VarBit", NULL},    {"Citext", "ByteA", NULL},
	{"Citext", "Timestamp", NULL},  {"Citext", "Timestamptz", NULL}, {"Citext", "Date", NULL},
	{"Citext", "Time", NULL},       {"Citext", "Timetz", NULL},    {"Citext", "Boolean", NULL},
	{"Citext", "Json", NULL},       {"Citext", "JsonB", NULL},
	{0},
};

/* What any type becomes without being asked. */
static const char *const textual[] = {"Text", "VarChar", "Char", "Citext"};

/* The arguments of these say how much is kept: the last one must not get smaller. */
static const char *const rounded[] = {"Decimal", "Timestamp", "Timestamptz", "Time", "Timetz"};
/* clang-format on */

#undef SAFE
#undef RISKY
#undef NO
#undef SAME
#undef NEXT
#undef KEPT
#undef LOST

/* The first argument of a type, or `bare` where it has none. */
static uint32_t argument(const struct type *type, uint32_t bare)
{
	return type->argument_count ? type->arguments[0] : bare;
}

static uint32_t whole_digits(const struct type *type)
{
	return type->arguments[0] - type->arguments[1];
}

static bool holds_decimal(const struct type *old, uint32_t length)
{
	/* 131072 digits before the point is what PostgreSQL's unlimited decimals have. */
	if (old->argument_count == 0)
		return length > 131072;
	return length >= old->arguments[0] + (old->arguments[1] > 0 ? 2 : 1);
}

static int verdict(const struct cast_row *row, const struct type *old, const struct type *new)
{
	bool passes = true;
	bool missing = new->argument_count == 0;

	switch (row->test) {
	case TEST_NOTHING:
		return row->passes;
	case TEST_LENGTH:
		passes = argument(new, 0) >= row->number;
		break;
	case TEST_LENGTH_KEPT:
		passes = (uint64_t)argument(new, 0) >=
			 (uint64_t)argument(old, UINT32_MAX) + row->number;
		break;
	case TEST_WHOLE_DIGITS:
		passes = whole_digits(new) >= row->number;
		break;
	case TEST_OLD_DIGITS:
		missing = old->argument_count == 0;
		passes = old->arguments[1] == 0 && old->arguments[0] <= row->number;
		break;
	case TEST_OLD_WHOLE:
		missing = old->argument_count == 0;
		passes = old->arguments[1] == 0;
		break;
	case TEST_DECIMAL_KEPT:
		passes = old->argument_count && whole_digits(new) >= whole_digits(old) &&
			 new->arguments[1] >= old->arguments[1];
		break;
	case TEST_DECIMAL_LENGTH:
		passes = holds_decimal(old, argument(new, 0));
		break;
	case TEST_PRECISION_KEPT:
		passes = argument(old, new->arguments[0]) == new->arguments[0];
		break;
	case TEST_PRECISION_EQUAL:
		missing = false;
		passes = argument(old, row->number) == argument(new, row->number);
		break;
	case TEST_PRECISION_LEAST:
		missing = false;
		passes = argument(new, row->number) >= argument(old, row->number);
		break;
	case TEST_SCALE_SAME:
		passes = old->argument_count && old->arguments[1] == new->arguments[1] &&
			 old->arguments[0] <= new->arguments[0];
		break;
	case TEST_OLD_BARE:
		missing = false;
		passes = old->argument_count == 0;
		break;
	case TEST_OLD_LENGTH:
		missing = false;
		passes = argument(old, 0) == row->number;
		break;
	}
	return missing ? row->missing : passes ? row->passes : row->fails;
}

static bool names_type(const char *name, const struct type *type)
{
	return !name || strcmp(name, type->native->name) == 0;
}

static enum cast look_up(const struct cast_row *rows, const struct type *old,
			 const struct type *new)
{
	for (const struct cast_row *row = rows; row->from || row->to; row++) {
		if (!names_type(row->to, new) || (row->from && !names_type(row->from, old)))
			continue;
		int found = verdict(row, old, new);
		if (found != CAST_NEXT_ROW)
			return (enum cast)found;
	}
	return CAST_IMPOSSIBLE;
}

static bool same_native_type(const struct type *a, const struct type *b)
{
	return a->native == b->native && a->argument_count == b->argument_count &&
	       memcmp(a->arguments, b->arguments,
		      sizeof a->arguments[0] * (size_t)a->argument_count) == 0;
}

/*
 * What PostgreSQL and CockroachDB have in common: enums, arrays, and types that Prisma does not
 * know. CAST_NEXT_ROW where it is a matter of two types. `same_enum` is what becomes of an enum
 * where one of it, or a list of it, becomes the other.
 */
static int cast_kinds(const struct column *old, const struct column *new,
		      const struct cast_row *list_rows, enum cast same_enum)
{
	bool from_list = old->arity == ARITY_LIST, to_list = new->arity == ARITY_LIST;

	if (old->type.kind == TYPE_ENUM || new->type.kind == TYPE_ENUM) {
		if (old->type.kind == new->type.kind &&
		    object_name_equal(old->type.enumeration, new->type.enumeration))
			return from_list == to_list ? CAST_NONE : same_enum;
		return CAST_IMPOSSIBLE;
	}
	if (from_list && !to_list && new->type.kind == TYPE_NATIVE)
		return look_up(list_rows, &old->type, &new->type);
	if (from_list != to_list)
		return CAST_IMPOSSIBLE;
	if (old->type.kind == TYPE_UNSUPPORTED && new->type.kind == TYPE_UNSUPPORTED)
		return CAST_NONE;
	if (old->type.kind == TYPE_UNSUPPORTED || new->type.kind == TYPE_UNSUPPORTED)
		return CAST_RISKY;
	return same_native_type(&old->type, &new->type) ? CAST_NONE : CAST_NEXT_ROW;
}

enum cast cast_postgresql(struct column_place old, struct column_place new)
{
	int cast = cast_kinds(old.column, new.column, postgresql_list_rows, CAST_IMPOSSIBLE);

	if (cast == CAST_NEXT_ROW)
		cast = look_up(postgresql_rows, &old.column->type, &new.column->type);
	return (enum cast)cast;
}

/* What Prisma does not know, PostgreSQL may: then it is a type like any other. */
static bool is_unknown(const struct type *type)
{
	return type->kind == TYPE_UNSUPPORTED &&
	       !native_type_by_sql(DIALECT_POSTGRESQL, slice_of(type->unsupported));
}

static bool is_textual(const struct type *type)
{
	for (size_t i = 0; i < sizeof textual / sizeof *textual; i++)
		if (type->kind == TYPE_NATIVE && strcmp(textual[i], type->native->name) == 0)
			return true;
	return false;
}

bool cast_explicitly_postgresql(const struct column_pair *column,
				const struct native_type **through)
{
	const struct type *old = &column->old->type, *new = &column->new->type;

	/* Every type can be written as text, and read from it; the first of it unasked. */
	if (is_unknown(old) || is_unknown(new)) {
		if (!is_textual(old))
			*through = native_type_by_name(DIALECT_POSTGRESQL, "Text");
		return !is_textual(new);
	}
	if (old->kind != TYPE_NATIVE || new->kind != TYPE_NATIVE)
		return false;
	for (const struct explicit_row *row = postgresql_explicit; row->from; row++) {
		if (strcmp(row->from, old->native->name) != 0 || !names_type(row->to, new))
			continue;
		*through =
			row->through ? native_type_by_name(DIALECT_POSTGRESQL, row->through) : NULL;
		return true;
	}
	return false;
}

static bool in_parts(const struct key_parts *parts, const char *name)
{
	const struct key_part *part;

	vector_each(part, parts)
		if (strcmp(part->column, name) == 0)
			return true;
	return false;
}

static bool in_index_or_key(struct column_place place)
{
	const struct index *index;
	const struct primary_key *key = place.table->primary_key;

	vector_each(index, &place.table->indexes)
		if (in_parts(&index->parts, place.column->name))
			return true;
	return key && in_parts(&key->parts, place.column->name);
}

enum cast cast_cockroachdb(struct column_place old, struct column_place new)
{
	const struct type *from = &old.column->type, *to = &new.column->type;
	int cast = cast_kinds(old.column, new.column, cockroachdb_list_rows, CAST_NONE);

	if (cast != CAST_NEXT_ROW)
		return (enum cast)cast;
	if (!in_index_or_key(old) || !in_index_or_key(new))
		cast = look_up(cockroachdb_free_rows, from, to);
	if (cast == CAST_NEXT_ROW || cast == CAST_IMPOSSIBLE)
		cast = look_up(cockroachdb_rows, from, to);
	return (enum cast)cast;
}

enum cast cast_sqlite(struct column_place old, struct column_place new)
{
	const struct type *from = &old.column->type, *to = &new.column->type;

	if (from->kind == TYPE_UNSUPPORTED && to->kind == TYPE_UNSUPPORTED)
		return strcmp(from->unsupported, to->unsupported) == 0 ? CAST_NONE : CAST_RISKY;
	if (from->kind == to->kind && from->native == to->native)
		return CAST_NONE;
	return to->kind == TYPE_NATIVE && to->native->scalar == SCALAR_STRING ? CAST_SAFE
									      : CAST_RISKY;
}

/* ---- what it costs ---- */

bool cast_rewrites(enum dialect dialect, const struct column_pair *column)
{
	const struct type *old = &column->old->type, *new = &column->new->type;

	return dialect != DIALECT_POSTGRESQL || old->kind != TYPE_NATIVE ||
	       new->kind != TYPE_NATIVE || column->old->arity == ARITY_LIST ||
	       look_up(postgresql_in_place, old, new) != CAST_SAFE;
}

static bool is_rounded(const char *name)
{
	for (size_t i = 0; i < sizeof rounded / sizeof *rounded; i++)
		if (strcmp(rounded[i], name) == 0)
			return true;
	return false;
}

/* Between times of different kinds too: a timestamptz(6) as a timestamp(0) is rounded. */
static bool loses_places(const struct type *old, const struct type *new)
{
	uint32_t most = strcmp(new->native->name, "Decimal") == 0 ? UINT32_MAX : 6;
	uint32_t before = most, after = most;

	if (old->argument_count)
		before = old->arguments[old->argument_count - 1];
	if (new->argument_count)
		after = new->arguments[new->argument_count - 1];
	return is_rounded(old->native->name) && is_rounded(new->native->name) && after < before;
}

bool cast_loses(enum dialect dialect, const struct column_pair *column)
{
	const struct type *old = &column->old->type, *new = &column->new->type;

	if (column->cast == CAST_NONE)
		return false;
	/* A text keeps all of a type that is not known; nobody knows what that keeps of anything. */
	if (dialect != DIALECT_SQLITE && (is_unknown(old) || is_unknown(new)))
		return !is_textual(new);
	if (old->kind != TYPE_NATIVE || new->kind != TYPE_NATIVE)
		return false;
	if (dialect == DIALECT_SQLITE)
		return column->cast == CAST_RISKY;
	/* What an array is as a text begins and ends with a brace. */
	if (column->old->arity == ARITY_LIST && column->new->arity != ARITY_LIST)
		return false;
	return look_up(postgresql_losses, old, new) == CAST_RISKY || loses_places(old, new);
}
