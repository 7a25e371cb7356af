/* The list of dialects. A new one is a file beside this one and a line here. */
#include "sqltext/dialect.h"

#include <string.h>

const struct sqltext_dialect *const sqltext_dialects[] = {
	&sqltext_postgresql,
	&sqltext_sqlite,
	NULL,
};

const struct sqltext_dialect *sqltext_dialect(const char *provider)
{
	for (size_t i = 0; provider && sqltext_dialects[i]; i++)
		if (strcmp(sqltext_dialects[i]->name, provider) == 0)
			return sqltext_dialects[i];
	return &sqltext_postgresql;
}
