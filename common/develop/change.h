/*
 * Inside the room: the changes for a new migration, and the questions about them.
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
 * Finds the changes from `old` to `new`. Asks on the terminal about possible renames; without one,
 * prints how to specify them. False, with a message, if a rename is wrong or a signal arrives.
 */
bool develop_find_change(struct develop *develop, const struct schema *old,
			 const struct schema *new, struct develop_change *change);

/* Prints the changes and their risks to stderr. */
void develop_show_change(const struct develop_change *change);

/*
 * True unless a table with rows gets a required column without a default, which no database can do.
 * Then a message says how to go on. Always true with -c, which only writes the migration, to be
 * completed by hand.
 */
bool develop_check_rows(const struct develop *develop, const struct develop_change *change);

/*
 * True if the changes may proceed: no data are lost, or the user agrees. If not, a message says
 * why.
 */
bool develop_allow_change(const struct develop *develop, const struct develop_change *change);

/* Returns a name for the migration, from its first change: "add_column_users_locale". */
const char *develop_name_change(struct arena *arena, const struct develop_change *change);

/* Returns the script with both directions, for mig-new. */
const char *develop_script(struct arena *arena, const struct develop_change *change);

#endif
