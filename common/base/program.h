/*
 * Shared by all programs: options, notes to the user, and the end.
 *
 *	static const struct option_row options[] = {
 *		{'o', "output", "form", "up, down, list, or both (the default)"},
 *		{'q', "quiet", NULL, "no output, only the exit status"},
 *		{0},
 *	};
 *	static const struct program program = {
 *		"schema-diff", "old new", "the SQL that turns one schema into another", options,
 *	};
 *
 *	int main(int argc, char **argv)
 *	{
 *		program_begin(&program);
 *		for (int letter; (letter = program_option(argc, argv)) != 0;)
 *			switch (letter) {...}
 *		...
 *		return program_end(&report, status);
 *	}
 *
 * -h and -V need no row. They and an invalid option end the program.
 */
#ifndef BASE_PROGRAM_H
#define BASE_PROGRAM_H

#include <stdbool.h>

#include "base/exit.h"
#include "base/record.h"
#include "base/report.h"

struct option_row {
	char letter;
	const char *name;     /* of the long option */
	const char *argument; /* the name of its argument, or NULL if it takes none */
	const char *meaning;  /* for -h */
};

struct program {
	const char *name;
	const char *operands; /* as in a SYNOPSIS: "old new", "[file ...]", "" */
	const char *purpose;
	const struct option_row *options; /* ends with a row of zeros */
};

/* Called first, with a program that lives as long as the process. */
void program_begin(const struct program *program);

/*
 * Returns the letter of the next option, 0 after the last. getopt's `optarg` is its argument; after
 * the last option the operands begin at argv[optind]. An unknown option or a wrong number of
 * operands is a usage error.
 */
int program_option(int argc, char **argv);

/* Prints a message and the usage on stderr, and exits with EXIT_TROUBLE. */
_Noreturn void program_usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * A way on that a hint can show only in the programs that have an option: its long name, and the
 * words that name it by its letter.
 */
struct program_way {
	const char *option, *words;
};

/* Returns the words of the first way that the program has; "" if it has none. */
const char *program_find_way(const struct program_way *ways, size_t count);

/* Returns an argument that is a number from 0 on. Anything else is a usage error. */
int program_count(const char *text);

/* Returns an argument in seconds ("0.5") as milliseconds. Anything else is a usage error. */
int program_milliseconds(const char *text);

/*
 * Returns the index of an argument in `words`, which end with NULL. Anything else is a usage error,
 * "unknown `what` ...".
 */
int program_word(const char *text, const char *what, const char *const *words);

/* The option of each program that prints records, and the form that its argument names. */
#define OPTION_FORM                                                                                \
	{                                                                                          \
		'o', "output", "form", "text (the default), or json: one object a line"            \
	}
enum record_form program_form(const char *text);

/*
 * Asks a question on the terminal, even if stdin and stdout are redirected. Returns false if there
 * is no terminal. Stores true for y or yes, false for n, no, nothing, an end and a signal; asks again
 * after any other answer.
 */
bool program_ask(const char *question, bool *yes);

/* Prints `program: text` on stderr. For notes; failures go through a report. */
void program_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Shows the progress of long work, if stderr is a terminal, and $CI is not set: logs of such
 * machines may come from one. Replaces the last text; NULL clears it.
 */
void program_progress(const char *text);

/* True if program_progress shows anything: what costs something need not be asked else. */
bool program_shows_progress(void);

/*
 * Ends a program: prints the report, which may be NULL, frees its arena, and closes stdout. Returns
 * the status for main to return: EXIT_TROUBLE if the report has an error or stdout was not written
 * (a full disk; but not a closed pipe), else `status`.
 */
int program_end(struct report *report, enum exit_status status);

#endif
