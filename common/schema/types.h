/*
 * Column types, one row each, for all rooms. The schema language uses the name after `@db.`, the
 * scalar and the arguments; schema text and SQL the spelling in SQL; the catalogs the server's own
 * name.
 */
#ifndef SCHEMA_TYPES_H
#define SCHEMA_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

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

/* Returns "Int", "BigInt", ... */
const char *scalar_name(enum scalar scalar);

/* Stores the scalar with that name. Returns false if there is none. */
bool scalar_from_name(const char *name, enum scalar *scalar);

/* The arguments that a native type takes. */
enum argument_rule {
	ARGUMENTS_FREE,	     /* any number from 0: Prisma accepts some that PostgreSQL refuses */
	ARGUMENTS_PRECISION, /* 0 to 6: digits of a second */
	ARGUMENTS_POSITIVE,  /* a length from 1 */
	ARGUMENTS_DECIMAL    /* a precision from 1 to 1000, and a scale that is not larger */
};

struct native_type {
	const char *name;    /* after `@db.`; NULL if the dialect has no `@db.` */
	enum scalar scalar;  /* of the fields that may have this type */
	const char *sql;     /* in SQL, without arguments; in lower case in schema text */
	const char *catalog; /* pg_type.typname; NULL for SQLite, whose types are free text */
	int least, most;     /* number of arguments: `least`, `most`, or 0 */
	enum argument_rule rule;
};

enum { NATIVE_ARGUMENTS = 2 };

#endif
