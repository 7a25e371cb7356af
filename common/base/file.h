/*
 * Files, read whole, and written whole or not at all; directories; paths.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/report.h"

/*
 * Reads all of `path`, or of stdin if it is "-", into the report's arena. A NUL, which `length`
 * does not count, ends the text. Returns false, with a message, if the file cannot be read or is
 * longer than LONGEST_SOURCE.
 */
bool file_read(const char *path, struct source *source, struct report *report);

/*
 * Like file_read, but reads from an open file and closes it. `path` is its name in messages, and
 * must live as long as the source.
 */
bool file_read_open(int fd, const char *path, struct source *source, struct report *report);

/*
 * Like file_read, but also checks the text, with file_check_text. A byte order mark stays in it.
 */
bool file_read_text(const char *path, struct source *source, struct report *report);

/*
 * Reports the first byte that is not UTF-8 text, or what the file is instead, or the conflict that a
 * merge left in it. Returns false if there is one.
 */
bool file_check_text(const struct source *source, struct report *report);

/* Reports that a schema is empty, and how that happens. Always returns false. */
bool file_refuse_empty(const struct source *source, struct report *report);

/*
 * Writes and syncs a new file, in a directory that nobody reads yet. Returns false, with errno set,
 * on failure; a part of the file may then exist.
 */
bool file_write(const char *path, const char *text, size_t length);

/*
 * Returns a name for a draft of `path`, beside it. Each call gives another name, and so do
 * processes with the same id in different containers. Create the file with O_EXCL, and try another
 * name if this one exists.
 */
char *draft_name(struct arena *arena, const char *path);

/* Syncs a file to disk. */
bool file_sync(const char *path, struct report *report);

/*
 * Gives a complete file its name: syncs `draft`, links or renames it to `path` in the same
 * directory, and syncs the directory. Returns false, with a message, if `path` exists. `draft` may
 * remain; the caller unlinks it.
 */
bool file_publish(const char *draft, const char *path, struct report *report);

/* Returns $TMPDIR, or /tmp. */
const char *temporary_directory(void);

/* Makes a directory and its missing parents, like mkdir -p. */
bool directory_make(const char *path, struct report *report);

/*
 * Returns false, with a message, if directory_make would fail, or no file could be made in the
 * directory, as far as one can know without trying.
 */
bool directory_may_make(const char *path, struct report *report);

/*
 * Gives a complete directory its name, and syncs it and its parent. Returns false, with a message,
 * if `path` exists; `draft` then keeps its name.
 */
bool directory_publish(const char *draft, const char *path, struct report *report);

/* True if `path`, or the target of this link, is a directory. */
bool is_directory(const char *path);

/* True if `path` is /dev/null, under any name. */
bool is_null_device(const char *path);

/* Returns "directory/name". A slash at the end of `directory` is not doubled. */
char *path_join(struct arena *arena, const char *directory, const char *name);

/* Lists the names in a directory, without "." and "..", sorted by bytes. */
bool directory_list(const char *path, struct names *list, struct report *report);

#endif
