/*
 * Inside the room: a migrations folder as git has it in a revision.
 */
#ifndef DEVELOP_GIT_H
#define DEVELOP_GIT_H

#include "base/report.h"

/*
 * Lists the directories of a folder in a revision, in the order of their bytes. False, with git's
 * message, if there is no such revision or no repository.
 */
bool develop_git_list(const char *folder, const char *revision, struct names *names,
		      struct report *report);

/*
 * Lists the files in a folder that differ from those of a revision: "M\\tNAME/migration.sql", with
 * the letters of git diff --name-status. Files that git does not know are not among them.
 */
bool develop_git_changes(const char *folder, const char *revision, struct names *lines,
			 struct report *report);

#endif
