/*
 * The list of changes as records, the output of schema-diff -o list.
 */
#ifndef DIFF_LIST_H
#define DIFF_LIST_H

#include "base/record.h"
#include "diff/change.h"

/*
 * Writes a record for each notice: risk, kind, object, detail; and for each other object that
 * differs and that no script changes: "other", kind, object, and how it differs.
 */
void diff_write_list(const struct diff *diff, struct record_writer *to);

#endif
