/*
 * Drafts: files that have a name of their own until they are complete.
 *
 *	struct draft draft;
 *	if (!draft_create(&draft, "x.backup", 0600, report))
 *		return false;
 *	... fill draft.path, and publish it ...
 *	draft_remove(&draft);
 *
 * A process locks its drafts as long as it lives. The next process that makes a draft of the same
 * name removes those that nobody locks: their makers were killed.
 */
#ifndef BASE_DRAFT_H
#define BASE_DRAFT_H

#include "base/report.h"

#include <sys/types.h>

struct draft {
	const char *path; /* NULL if there is none */
	int fd;		  /* to write to; the caller leaves it open */
};

/*
 * Creates a draft of `path` beside it, with the permissions `mode`, and removes those of dead
 * processes.
 */
bool draft_create(struct draft *draft, const char *path, mode_t mode, struct report *report);

/* Creates one of this very name. False with errno, EEXIST if somebody has it. */
bool draft_create_as(struct draft *draft, const char *name, mode_t mode);

/* Removes those of dead processes whose names end so, and what stands beside them. */
void draft_remove_dead(const char *directory, const char *ending, struct arena *arena);

/* Removes its name, if it has one still, and its lock. */
void draft_remove(struct draft *draft);

#endif
