/*
 * The readers of bytes that come from outside, one function each: fuzz_NAME in NAME.c. It reads the
 * bytes, whatever they are, and aborts if what the reader promises does not hold.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "base/report.h"

/* `input` ends with a NUL, as a file that is read; the messages are printed afterwards. */
typedef void fuzz_target(const struct source *input, struct report *report);

fuzz_target fuzz_psl, fuzz_text, fuzz_diff, fuzz_script, fuzz_url, fuzz_dotenv, fuzz_manifest,
	fuzz_backup, fuzz_history, fuzz_folder, fuzz_git;

/* Aborts if something that must hold does not. */
void must(bool holds);

/* Returns the path of a file in a directory of this process, which is in memory. */
const char *fuzz_path(struct arena *arena, const char *name);

/* Writes a file there, or over one. */
void fuzz_write(const char *path, const char *text, size_t length);

/* Returns a source that lives as long as the report, whose messages quote it. */
struct source *fuzz_source(const char *name, const char *text, struct report *report);

/* Cuts off what comes after a line "====", and returns it; "" where there is none. */
char *fuzz_cut(char *text);

#endif
