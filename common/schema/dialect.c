/*
 * The registry of dialects, and lookups in their tables.
 */
#include "schema/dialect.h"

#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "schema/dialects.h"

/* To add a dialect, add a line here and one in schema/dialects.h. */
static const struct dialect *const dialects[] = {
	&postgresql_facts,
	&cockroachdb_facts,
	&sqlite_facts,
};

enum { DIALECT_COUNT = sizeof dialects / sizeof *dialects };

const struct dialect *dialect_by_name(const char *name)
{
	for (size_t i = 0; i < DIALECT_COUNT; i++)
		if (text_equal(dialects[i]->name, name) ||
		    (name && text_equal(dialects[i]->alias, name)))
			return dialects[i];
	return NULL;
}

const struct dialect *dialect_default(void)
{
	return dialects[0];
}

const char *dialect_names(struct arena *arena, const char *last)
{
	struct buffer names = {.arena = arena};

	for (size_t i = 0; i < DIALECT_COUNT; i++) {
		if (i > 0 && i + 1 == DIALECT_COUNT)
			buffer_format(&names, " %s ", last);
		else if (i > 0)
			buffer_add(&names, ", ");
		buffer_add(&names, dialects[i]->name);
	}
	return buffer_text(&names);
}

const struct native_type *native_type_by_name(const struct native_type *types, const char *name)
{
	for (const struct native_type *type = types; type->sql; type++)
		if (text_equal(type->name, name))
			return type;
	return NULL;
}

/* False for letters that differ in more than their case: most, and found faster than by a call. */
static bool may_be_same_letter(char a, char b)
{
	return ((a ^ b) & ~('a' ^ 'A')) == 0;
}

const struct native_type *native_type_by_sql(const struct native_type *types, struct slice sql)
{
	for (const struct native_type *type = types; type->sql; type++)
		if (may_be_same_letter(*type->sql, *sql.start) &&
		    strncasecmp(type->sql, sql.start, sql.length) == 0 && !type->sql[sql.length])
			return type;
	return NULL;
}

const struct native_type *native_type_by_catalog(const struct native_type *types,
						 const char *catalog)
{
	for (const struct native_type *type = types; type->sql; type++)
		if (text_equal(type->catalog, catalog))
			return type;
	return NULL;
}

const struct native_type *default_native_type(const struct dialect *dialect, enum scalar scalar,
					      uint32_t arguments[NATIVE_ARGUMENTS], int *count)
{
	const struct default_type *wanted = &dialect->default_types[scalar];
	const struct native_type *type = dialect->types;

	memcpy(arguments, wanted->arguments, sizeof wanted->arguments);
	*count = wanted->count;
	/*
	 * Both have the same spelling. native_type_by_sql ignores case, and is too slow for every
	 * column.
	 */
	while (type->sql && !text_equal(type->sql, wanted->sql))
		type++;
	return type->sql ? type : NULL;
}
