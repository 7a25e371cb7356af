/*
 * Inside the room: the entries of a migrations folder.
 */
#ifndef FOLDER_ENTRIES_H
#define FOLDER_ENTRIES_H

#include "folder/folder.h"

/*
 * Reads the migrations of a folder whose path and dialect are set. Reports an entry that should be
 * a migration but is not, and a folder without any.
 */
bool folder_read_entries(struct folder *folder, struct report *report);

#endif
