/*
 * Inside the room: a folder, and a place to replay its scripts.
 */
#ifndef DEVELOP_OPEN_H
#define DEVELOP_OPEN_H

#include "folder/folder.h"
#include "migrate/replay.h"

/*
 * Reads a folder, and prepares replays in scratch databases without their messages. `url` must live
 * as long as the replay. Both options may be NULL.
 */
bool develop_open_folder(const char *directory_option, char *url_option, struct folder *folder,
			 struct url *url, struct replay *replay);

#endif
