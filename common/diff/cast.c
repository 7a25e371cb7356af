/*
 * Whether a column can keep its values when its type changes, as Prisma's engine sees it: a row a
 * pair of types.
 */
#include <string.h>

#include "diff/cast_rows.h"
#include "diff/rules.h"

#define SAFE CAST_SAFE
#define RISKY CAST_RISKY
#define NO CAST_IMPOSSIBLE
#define SAME CAST_NONE
#define NEXT CAST_NEXT_ROW

/* clang-format off */
static const struct cast_row postgresql_rows[] = {
	{"SmallInt", "Integer",          ALWAYS(SAFE)},
	{"SmallInt", "BigInt",           ALWAYS(SAFE)},
	{"SmallInt", "Decimal",          TEST_WHOLE_DIGITS, 3,   SAFE,  RISKY, SAFE},
	{"SmallInt", "Real",             ALWAYS(SAFE)},
	{"SmallInt", "DoublePrecision",  ALWAYS(SAFE)},
	{"SmallInt", "Text",             ALWAYS(SAFE)},
	{"SmallInt", "VarChar",          TEST_LENGTH,       4,   SAFE,  RISKY, SAFE},
	{"SmallInt", "Char",             TEST_LENGTH,       4,   SAFE,  RISKY, RISKY},

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
	{"Oid", "VarChar",               ALWAYS(SAFE)},

	{"Decimal", "SmallInt",          TEST_OLD_DIGITS,   2,   SAFE,  RISKY, RISKY},
	{"Decimal", "Integer",           TEST_OLD_DIGITS,   9,   SAFE,  RISKY, RISKY},
	{"Decimal", "BigInt",            TEST_OLD_DIGITS,   18,  SAFE,  RISKY, RISKY},
	{"Decimal", "Decimal",           TEST_DECIMAL_KEPT, 0,   SAFE,  RISKY, SAFE},
	{"Decimal", "Real",              ALWAYS(RISKY)},
	{"Decimal", "DoublePrecision",   ALWAYS(RISKY)},
	{"Decimal", "Text",              ALWAYS(SAFE)},
	{"Decimal", "VarChar",           TEST_DECIMAL_LENGTH, 0, SAFE,  RISKY, SAFE},
	{"Decimal", "Char",              TEST_DECIMAL_LENGTH, 0, SAFE,  RISKY, RISKY},

	{"Money", "Citext",              ALWAYS(SAFE)},
	{"Money", "Text",                ALWAYS(SAFE)},
	{"Money", "VarChar",             ALWAYS(SAFE)},
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
	{"Inet", "VarChar",              ALWAYS(SAFE)},

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
	{"Timestamp", "Timestamp",       TEST_PRECISION_KEPT, 0, SAME,  SAFE,  SAME},
	{"Timestamp", "Timestamptz",     ALWAYS(SAFE)},
	{"Timestamp", "Date",            ALWAYS(SAFE)},
	{"Timestamp", "Time",            ALWAYS(SAFE)},
	{"Timestamp", "Timetz",          ALWAYS(SAFE)},

	{"Timestamptz", "Text",          ALWAYS(SAFE)},
	{"Timestamptz", "VarChar",       TEST_LENGTH,       28,  SAFE,  NO,    SAFE},
	{"Timestamptz", "Char",          TEST_LENGTH,       28,  SAFE,  NO,    NO},
	{"Timestamptz", "Timestamptz",   TEST_PRECISION_KEPT, 0, SAME,  SAFE,  SAME},
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
	{"Time", "Time",                 TEST_PRECISION_KEPT, 0, SAME,  NO,    SAME},
	{"Time", "Timetz",               ALWAYS(SAFE)},

	{"Timetz", "Text",               ALWAYS(SAFE)},
	{"Timetz", "VarChar",            TEST_LENGTH,       19,  SAFE,  NO,    SAFE},
	{"Timetz", "Char",               TEST_LENGTH,       19,  SAFE,  NO,    NO},
	{"Timetz", "Timetz",             TEST_PRECISION_KEPT, 0, SAME,  SAFE,  SAME},
	{"Timetz", "Time",               ALWAYS(SAFE)},

	{"Boolean", "Text",              ALWAYS(SAFE)},
	{"Boolean", "VarChar",           ALWAYS(SAFE)},
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

/* What an array becomes when its column is to hold one value. */
static const struct cast_row postgresql_list_rows[] = {
	{NULL, "Text",                   ALWAYS(SAFE)},
	{NULL, "VarChar",                TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{NULL, "Char",                   ALWAYS(RISKY)},
	{0},
};

static const struct cast_row cockroachdb_list_rows[] = {
	{NULL, "String",                 TEST_LENGTH, UINT32_MAX, RISKY, RISKY, SAFE},
	{NULL, "Char",                   ALWAYS(RISKY)},
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
	{"Int8", "Int4",                 ALWAYS(RISKY)},
	{0},
};

/* clang-format on */

#undef SAFE
#undef RISKY
#undef NO
#undef SAME
#undef NEXT

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
		return cast_look_up(list_rows, &old->type, &new->type, CAST_IMPOSSIBLE);
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
		cast = cast_look_up(postgresql_rows, &old.column->type, &new.column->type,
				    CAST_IMPOSSIBLE);
	return (enum cast)cast;
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
		cast = cast_look_up(cockroachdb_free_rows, from, to, CAST_IMPOSSIBLE);
	if (cast == CAST_NEXT_ROW || cast == CAST_IMPOSSIBLE)
		cast = cast_look_up(cockroachdb_rows, from, to, CAST_IMPOSSIBLE);
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
