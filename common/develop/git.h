/*
 * Inside the room: a migrations folder in a git revision.
 */
#ifndef DEVELOP_GIT_H
#define DEVELOP_GIT_H

#include "base/report.h"

/*
 * Lists the directories of a folder in a revision, sorted by bytes. False, with git's message, if
 * the revision or the repository does not exist.
 */
bool develop_git_list(const char *folder, const char *revision, struct names *names,
		      struct report *report);

/* A file that differs from that of a revision. */
struct git_change {
	char kind;	  /* the letter of git diff --name-status: M modified, D deleted, ... */
	const char *file; /* relative to the folder: "NAME/migration.sql" */
};

struct git_changes {
	VECTOR_MEMBERS(struct git_change);
};

/* Lists the files in a folder that differ from those of a revision. Untracked files do not count. */
bool develop_git_changes(const char *folder, const char *revision, struct git_changes *changes,
			 struct report *report);

#endif
