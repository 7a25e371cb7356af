/*
 * Inside the room: the changes of namespaces and extensions.
 */
#ifndef DIFF_NAMESPACES_H
#define DIFF_NAMESPACES_H

#include "diff/comparison.h"

/* Each adds its changes. */
void diff_compare_namespaces(struct comparison *comparison);
void diff_compare_extensions(struct comparison *comparison);

#endif
