/*
 * Inside the room: the changes for a new migration, with what people say about them.
 */
#ifndef DEVELOP_CHANGE_H
#define DEVELOP_CHANGE_H

#include "develop/develop.h"
#include "diff/notice.h"

struct develop_change {
	struct diff up, down;
	struct notices notices; /* of `up` */
};

/*
 * Finds the changes from `old` to `new`. Asks on the terminal about what may have been renamed;
 * without one, says how to tell. False, with a message, if a rename is wrong or a signal came.
 */
bool develop_find_change(struct develop *develop, const struct schema *old,
			 const struct schema *new, struct develop_change *change);

/* Says on stderr what changes, with the risks. */
void develop_show_change(const struct develop_change *change);

/*
 * True if no table that has rows gets a required column without a default: no database can do that.
 * Else a message says what can be done. -c only writes the migration, for the recipe.
 */
bool develop_check_rows(const struct develop *develop, const struct develop_change *change);

/* True if rows may go on: nothing is lost, or somebody says yes. Else a message says why not. */
bool develop_allow_change(const struct develop *develop, const struct develop_change *change);

/* Returns a name for the migration, of its first change: "add_column_users_locale". */
const char *develop_name_change(struct arena *arena, const struct develop_change *change);

/* Returns the script with both directions, for mig-new. */
const char *develop_script(struct arena *arena, const struct develop_change *change);

#endif
