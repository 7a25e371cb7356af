/* The databases that a URL can name. */
#include "connect/connect.h"

#include "postgresql/dialect.h"
#include "sqlite/dialect.h"

/* In the order of enum db_kind. */
static const struct db_dialect *const dialects[] = {&db_postgresql, &db_sqlite};

bool db_open(struct db **db, const struct url *url, enum db_access access,
	     const struct db_patience *patience, struct report *report)
{
	*db = dialects[url->kind]->open(url, access, patience, report);
	return *db;
}
