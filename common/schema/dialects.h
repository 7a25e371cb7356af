/*
 * Inside the room: the dialects, one line each, and the tables that they share.
 */
#ifndef SCHEMA_DIALECTS_H
#define SCHEMA_DIALECTS_H

#include "schema/dialect.h"

extern const struct dialect postgresql_facts, cockroachdb_facts, sqlite_facts;

/* PostgreSQL's tables, for dialects that share its types. */
extern const struct native_type postgresql_types[];
extern const struct cast_row postgresql_losses[];
extern const char *const postgresql_textual[], *const postgresql_rounded[];
extern const struct default_class postgresql_default_classes[];

#endif
