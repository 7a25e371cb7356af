/*
 * Files: read whole, written whole or not at all.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>

#include "base/report.h"

/*
 * Reads all of `path`, or of stdin where it is "-", into the report's arena. The text is followed
 * by a NUL that `length` does not count. False, with a message, where it cannot be read.
 */
bool file_read(const char *path, struct source *source, struct report *report);

/*
 * As file_read, for text: what holds a NUL byte or is not UTF-8 is an error at its place. A byte
 * order mark at the start is kept.
 */
bool file_read_text(const char *path, struct source *source, struct report *report);

/*
 * Writes a file that must not exist yet, and syncs it: after true it is whole on disk; after false,
 * and at any instant before, it is not there.
 */
bool file_create(const char *path, const char *text, size_t length, struct report *report);

/*
 * Gives a finished file its name: syncs `draft`, makes it appear as `path`, which must not be there,
 * and syncs that. `draft` (in the same directory) may remain for the caller to unlink.
 */
bool file_publish(const char *draft, const char *path, struct report *report);

/* $TMPDIR, or /tmp. */
const char *temporary_directory(void);

/* Makes a directory and its missing parents (as mkdir -p); one that is there already is fine. */
bool directory_make(const char *path, struct report *report);

bool is_directory(const char *path);

/* /dev/null, by whatever name. */
bool is_null_device(const char *path);

/* "a/b" from "a" and "b", "a/b" from "a/" and "b". */
char *path_join(struct arena *arena, const char *directory, const char *name);

/*
 * The names in a directory, without "." and "..", sorted by bytes: the order of every listing here.
 */
bool directory_list(const char *path, struct names *list, struct report *report);

#endif
