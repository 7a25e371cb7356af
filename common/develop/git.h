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

/*
 * Lists the files in a folder that differ from those of a revision: "M\\tNAME/migration.sql", with
 * the letters of git diff --name-status. Untracked files are not listed.
 */
bool develop_git_changes(const char *folder, const char *revision, struct names *lines,
			 struct report *report);

#endif
