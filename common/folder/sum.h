/*
 * schema.text: the file of a migrations folder that holds, as schema text, what its migrations add
 * up to.
 */
#ifndef FOLDER_SUM_H
#define FOLDER_SUM_H

#include "base/report.h"
#include "schema/schema.h"

/* Returns the path of the file. */
char *folder_sum_file(struct arena *arena, const char *directory);

/*
 * Writes the file of `directory` to `path`, one fact a line. Leaves out what is not the database's:
 * generators, data sources with their URLs, and the order of the fields of a model, a line in which
 * two branches would conflict that add a column each. False, with errno, if it cannot be written.
 */
bool folder_write_sum(const char *path, const struct schema *schema);

/*
 * Gives the file `name`/.schema.text of a new migration its place, in which it replaces the old
 * one. Who is killed before leaves it to the next mig-new. False, with errno, if it cannot; true if
 * there is no such file.
 */
bool folder_place_sum(struct arena *arena, const char *directory, const char *name);

/* Returns the path of that file. */
char *folder_new_sum_file(struct arena *arena, const char *directory, const char *name);

#endif
