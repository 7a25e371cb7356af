/*
 * Files, read whole and written whole or not at all; directories and paths.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/report.h"

/*
 * Reads all of `path`, or of stdin if it is "-", into the report's arena. A NUL follows the text;
 * `length` does not count it. Returns false, with a message, if it cannot be read or is longer than
 * LONGEST_SOURCE.
 */
bool file_read(const char *path, struct source *source, struct report *report);

/*
 * Reads all of an open file and closes it; else as file_read. `path` is its name in messages, and
 * must live as long as the source.
 */
bool file_read_open(int fd, const char *path, struct source *source, struct report *report);

/*
 * As file_read, for text: a NUL byte or invalid UTF-8 is an error, reported with its place. A byte
 * order mark is kept.
 */
bool file_read_text(const char *path, struct source *source, struct report *report);

/* Reports what is no UTF-8 text, and what it seems to be. */
bool file_check_text(const struct source *source, struct report *report);

/*
 * Writes a new file and syncs it, in a directory that nobody reads yet. Returns false, with errno,
 * if it cannot; then a part of it may exist.
 */
bool file_write(const char *path, const char *text, size_t length);

/*
 * Returns a name for a draft of `path`, beside it. It differs from call to call, and also between
 * containers, where all processes have the same id; create it so that an existing one is refused,
 * and try again with another name.
 */
char *draft_name(struct arena *arena, const char *path);

/* Writes a file to the disk. */
bool file_sync(const char *path, struct report *report);

/*
 * Gives a complete file its name: syncs `draft`, links or renames it to `path` in the same
 * directory and syncs that. A file of that name is an error. `draft` may remain; the caller unlinks
 * it.
 */
bool file_publish(const char *draft, const char *path, struct report *report);

/* Returns $TMPDIR, or /tmp. */
const char *temporary_directory(void);

/* Makes a directory and its parents unless they exist, as mkdir -p does. */
bool directory_make(const char *path, struct report *report);

/*
 * Gives a complete directory its name and syncs both directories. One of that name is an error.
 * After false, `draft` has its own name still.
 */
bool directory_publish(const char *draft, const char *path, struct report *report);

/* True if `path`, or what it links to, is a directory. */
bool is_directory(const char *path);

/* True if `path` is /dev/null, by any name. */
bool is_null_device(const char *path);

/* Returns "directory/name", with one slash if `directory` ends with one. */
char *path_join(struct arena *arena, const char *directory, const char *name);

/* Lists the names in a directory, without "." and "..", sorted by bytes. */
bool directory_list(const char *path, struct names *list, struct report *report);

#endif
