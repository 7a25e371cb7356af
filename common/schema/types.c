/*
 * The names of the scalars.
 */
#include "schema/types.h"

static const char *const scalar_names[SCALAR_COUNT] = {
	[SCALAR_INT] = "Int",		[SCALAR_BIGINT] = "BigInt",   [SCALAR_FLOAT] = "Float",
	[SCALAR_DECIMAL] = "Decimal",	[SCALAR_BOOLEAN] = "Boolean", [SCALAR_STRING] = "String",
	[SCALAR_DATETIME] = "DateTime", [SCALAR_JSON] = "Json",	      [SCALAR_BYTES] = "Bytes",
};

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
