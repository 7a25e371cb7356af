/*
 * What PostgreSQL wants for a change of a column's type, and what that costs: whether it has to be
 * asked for, whether the table is written anew, whether values are no longer what they were.
 */
#include <string.h>

#include "base/record.h"
#include "diff/cast_rows.h"
#include "diff/notice.h"
#include "diff/rules.h"

enum { NO, YES };
enum { KEPT, LOST };

/* clang-format off */
/* Casts for which PostgreSQL does not write the table anew: the rows hold the new type already. */
static const struct cast_row postgresql_in_place[] = {
	{"Oid", "Integer",               ALWAYS(YES)},
	{"Decimal", "Decimal",           TEST_SCALE_SAME,   0,   YES,  NO,    YES},
	{"Text", "VarChar",              TEST_LENGTH, UINT32_MAX, NO,   NO,    YES},
	{"VarChar", "Text",              ALWAYS(YES)},
	{"VarChar", "VarChar",           TEST_LENGTH_KEPT,  0,   YES,  NO,    YES},
	{"Xml", "Text",                  ALWAYS(YES)},
	{"Xml", "VarChar",               TEST_LENGTH, UINT32_MAX, NO,   NO,    YES},
	{"Bit", "VarBit",                TEST_LENGTH, UINT32_MAX, NO,   NO,    YES},
	{"VarBit", "VarBit",             TEST_LENGTH_KEPT,  0,   YES,  NO,    YES},
	{"Timestamp", "Timestamp",       TEST_PRECISION_LEAST, 6, YES, NO,    NO},
	{"Timestamptz", "Timestamptz",   TEST_PRECISION_LEAST, 6, YES, NO,    NO},
	{"Timetz", "Timetz",             TEST_PRECISION_LEAST, 6, YES, NO,    NO},
	{0},
};

/* Casts after which values that no server refuses are no longer what they were. */
static const struct cast_row postgresql_losses[] = {
	{"Integer", "Real",              ALWAYS(LOST)},
	{"BigInt", "Real",               ALWAYS(LOST)},
	{"BigInt", "DoublePrecision",    ALWAYS(LOST)},
	{"Oid", "Integer",               ALWAYS(LOST)},

	{"Decimal", "SmallInt",          TEST_OLD_WHOLE,    0,   KEPT, LOST, LOST},
	{"Decimal", "Integer",           TEST_OLD_WHOLE,    0,   KEPT, LOST, LOST},
	{"Decimal", "BigInt",            TEST_OLD_WHOLE,    0,   KEPT, LOST, LOST},
	{"Decimal", "Real",              ALWAYS(LOST)},
	{"Decimal", "DoublePrecision",   ALWAYS(LOST)},

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

	/* Blanks at the end that do not fit are cut, and those of a char mean nothing. */
	{"Text", "VarChar",              TEST_LENGTH,       UINT32_MAX, LOST, LOST, KEPT},
	{"Text", "Char",                 ALWAYS(LOST)},
	{"VarChar", "VarChar",           TEST_LENGTH_KEPT,  0,   KEPT, LOST, KEPT},
	{"VarChar", "Char",              ALWAYS(LOST)},
	{"Citext", "VarChar",            TEST_LENGTH,       UINT32_MAX, LOST, LOST, KEPT},
	{"Citext", "Text",               ALWAYS(KEPT)},
	{"Citext", "Json",               ALWAYS(KEPT)},
	{"Citext", "Xml",                ALWAYS(KEPT)},
	{"Citext", NULL,                 ALWAYS(LOST)},

	/* A time without a zone is in that of the session, whose summer time skips and repeats. */
	{"Timestamp", "Timestamptz",     ALWAYS(LOST)},
	{"Timestamp", "Date",            ALWAYS(LOST)},
	{"Timestamp", "Time",            ALWAYS(LOST)},
	{"Timestamp", "Timetz",          ALWAYS(LOST)},
	{"Timestamptz", "Timestamp",     ALWAYS(LOST)},
	{"Timestamptz", "Date",          ALWAYS(LOST)},
	{"Timestamptz", "Time",          ALWAYS(LOST)},
	{"Timestamptz", "Timetz",        ALWAYS(LOST)},
	{"Timetz", "Time",               ALWAYS(LOST)},

	/* Spaces, the order of keys and all but the last of those that are alike go. */
	{"Json", "JsonB",                ALWAYS(LOST)},
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
		if (strcmp(row->from, old->native->name) != 0 ||
		    strcmp(row->to, new->native->name) != 0)
			continue;
		*through =
			row->through ? native_type_by_name(DIALECT_POSTGRESQL, row->through) : NULL;
		return true;
	}
	return false;
}

bool cast_rewrites(enum dialect dialect, const struct column_pair *column)
{
	const struct type *old = &column->old->type, *new = &column->new->type;

	return dialect != DIALECT_POSTGRESQL || old->kind != TYPE_NATIVE ||
	       new->kind != TYPE_NATIVE || column->old->arity == ARITY_LIST ||
	       cast_look_up(postgresql_in_place, old, new, NO) == NO;
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
	return cast_look_up(postgresql_losses, old, new, KEPT) == LOST || loses_places(old, new);
}
