/*
 * Attributes of fields that are only facts: they take no arguments, the database does not know
 * them, and schema text keeps them beside the column. The table in fact.c has a row for each.
 */
#ifndef PSL_FACT_H
#define PSL_FACT_H

#include "psl/context.h"

/* Takes these attributes of a scalar field. Reports those that do not go with its type. */
void psl_resolve_facts(struct context *context, struct field *field);

/* Adds what psl_resolve_facts found to the facts of the field's column. */
void psl_lower_facts(const struct context *context, const struct field *field, struct facts *facts);

#endif
