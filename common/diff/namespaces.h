/*
 * Inside the room: finds changes of namespaces and extensions.
 */
#ifndef DIFF_NAMESPACES_H
#define DIFF_NAMESPACES_H

#include "diff/comparison.h"

/*
 * Each adds its changes. `old` is the old schema before the renames: moving something into a
 * namespace does not create that.
 */
void diff_compare_namespaces(struct comparison *comparison, const struct schema *old);
void diff_compare_extensions(struct comparison *comparison);

#endif
