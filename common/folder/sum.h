/*
 * schema.text, the file of a migrations folder with the schema that its migrations add up to.
 */
#ifndef FOLDER_SUM_H
#define FOLDER_SUM_H

#include "base/report.h"
#include "schema/schema.h"

/* Returns the path of the file. */
char *folder_sum_file(struct arena *arena, const char *directory);

/*
 * Writes the schema.text of `directory` to `path`, one fact a line. Leaves out generators and data
 * sources (with their URLs), which are not the database's, and the order of a model's fields: in
 * that line two branches would conflict if each adds a column. False, with errno set, if it cannot
 * be written.
 */
bool folder_write_sum(const char *path, const struct schema *schema);

/*
 * Moves `name`/.schema.text, of a new migration, over the folder's schema.text. If the program is
 * killed before, the next mig-new does it. False, with errno set, on failure; true if there is no
 * such file.
 */
bool folder_place_sum(struct arena *arena, const char *directory, const char *name);

/* Returns the path of `name`/.schema.text. */
char *folder_new_sum_file(struct arena *arena, const char *directory, const char *name);

#endif
