/*
 * The dialects, and the column types of each.
 *
 * One row a type, read by everybody: the schema language (its name after `@db.`, its scalar, its
 * arguments), schema text and SQL (its spelling), the catalogs (the server's own name for it), and
 * the differ.
 */
#ifndef SCHEMA_TYPES_H
#define SCHEMA_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/record.h"

enum dialect { DIALECT_POSTGRESQL, DIALECT_SQLITE, DIALECT_COCKROACHDB, DIALECT_COUNT };

/* The name that `provider =` and schema text use: "postgresql", "sqlite", "cockroachdb". */
const char *dialect_name(enum dialect dialect);

/* Knows "postgres" as well, as Prisma does. False where it is none of them. */
bool dialect_from_name(const char *name, enum dialect *dialect);

enum scalar {
	SCALAR_INT,
	SCALAR_BIGINT,
	SCALAR_FLOAT,
	SCALAR_DECIMAL,
	SCALAR_BOOLEAN,
	SCALAR_STRING,
	SCALAR_DATETIME,
	SCALAR_JSON,
	SCALAR_BYTES,
	SCALAR_COUNT
};

/* "Int", "BigInt", ... */
const char *scalar_name(enum scalar scalar);
bool scalar_from_name(const char *name, enum scalar *scalar);

/* What the arguments of a native type may be. */
enum argument_rule {
	ARGUMENTS_FREE, /* any number that is not negative: PostgreSQL says no, Prisma does not */
	ARGUMENTS_PRECISION, /* 0 to 6, of a second */
	ARGUMENTS_POSITIVE,  /* a length from 1 */
	ARGUMENTS_DECIMAL    /* precision 1 to 1000, and a scale not larger */
};

struct native_type {
	const char *name;   /* after `@db.`; NULL where the dialect has no `@db.` */
	enum scalar scalar; /* the field type that it goes with */
	const char *sql; /* as SQL spells it, without arguments; schema text has it in lower case */
	const char
		*catalog; /* pg_type.typname; NULL for SQLite, whose declared types are free text */
	int least, most;  /* how many arguments; never a number between the two but 0 */
	enum argument_rule rule;
};

enum { NATIVE_ARGUMENTS = 2 };

/* The types of a dialect; the array ends with a row whose sql is NULL. */
const struct native_type *dialect_types(enum dialect dialect);

/* By the name after `@db.`, by SQL spelling (any case), by catalog name; NULL where there is none. */
const struct native_type *native_type_by_name(enum dialect dialect, const char *name);
const struct native_type *native_type_by_sql(enum dialect dialect, struct slice sql);
const struct native_type *native_type_by_catalog(enum dialect dialect, const char *catalog);

/*
 * The type of a scalar that has no `@db.`, and its arguments (two numbers, `*count` of them used):
 * a DateTime is TIMESTAMP(3) on PostgreSQL, a Decimal DECIMAL(65,30).
 */
const struct native_type *default_native_type(enum dialect dialect, enum scalar scalar,
					      uint32_t arguments[NATIVE_ARGUMENTS], int *count);

/* Limits and abilities in which the dialects differ. */
struct dialect_traits {
	size_t name_limit; /* bytes of the longest constraint name that is not cut */
	bool namespaces;   /* tables can live in several schemas */
	bool enums;	   /* enums are types of the database */
	bool lists;	   /* columns can be arrays */
	bool named_primary_keys;
	bool named_foreign_keys;
};

const struct dialect_traits *dialect_traits(enum dialect dialect);

#endif
