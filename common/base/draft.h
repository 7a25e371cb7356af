/*
 * Drafts: files under a temporary name until they are complete.
 *
 *	struct draft draft;
 *	if (!draft_create(&draft, "x.backup", 0600, report))
 *		return false;
 *	... fill draft.path, and publish it ...
 *	draft_remove(&draft);
 *
 * A process holds a lock on each of its drafts while it lives. The next process that makes a draft
 * for the same file removes the unlocked ones: their makers were killed.
 */
#ifndef BASE_DRAFT_H
#define BASE_DRAFT_H

#include "base/report.h"

#include <sys/types.h>

struct draft {
	const char *path; /* NULL if there is no draft */
	int fd;		  /* for writing; it holds the lock, and draft_remove closes it */
};

/*
 * Creates a draft of `path` beside it, with the permissions `mode`, and removes the drafts of dead
 * processes.
 */
bool draft_create(struct draft *draft, const char *path, mode_t mode, struct report *report);

/*
 * Creates a draft with exactly this name. On failure returns false with errno set: EEXIST if the
 * name is taken.
 */
bool draft_create_as(struct draft *draft, const char *name, mode_t mode);

/* Removes drafts of dead processes whose names end with `ending`, and the files beside them. */
void draft_remove_dead(const char *directory, const char *ending, struct arena *arena);

/* Removes the name of the draft, if it still has one, and its lock. */
void draft_remove(struct draft *draft);

#endif
