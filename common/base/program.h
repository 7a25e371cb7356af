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
 * -h and -V need no row. They end the program, and so does an invalid option.
 */
#ifndef BASE_PROGRAM_H
#define BASE_PROGRAM_H

#include <stdbool.h>

#include "base/exit.h"
#include "base/record.h"
#include "base/report.h"

struct option_row {
	char letter;
	const char *name;     /* the long option */
	const char *argument; /* the name of the argument in the usage; NULL: it takes none */
	const char *meaning;  /* the text for -h */
};

struct program {
	const char *name;
	const char *operands; /* as in a SYNOPSIS: "old new", "[file ...]", "" */
	const char *purpose;
	const struct option_row *options; /* ends with a row of zeros */
};

/* Call this first, with a program that lives as long as the process. */
void program_begin(const struct program *program);

/*
 * Returns the letter of the next option, or 0 after the last. getopt's `optarg` is its argument;
 * after the last option the operands begin at argv[optind]. An unknown option or a wrong number of
 * operands is a usage error.
 */
int program_option(int argc, char **argv);

/* Prints a message and the usage to stderr, and exits with EXIT_TROUBLE. */
_Noreturn void program_usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * The words of a hint for programs with one option: the option's long name, and words that name it
 * by its letter.
 */
struct program_way {
	const char *option, *words;
};

/* Returns the words of the first row whose option the program has, or "". */
const char *program_find_way(const struct program_way *ways, size_t count);

/* Returns the argument of the option just read as a number, 0 or more. Else it is a usage error. */
int program_count(const char *text);

/* The same for an argument in seconds ("0.5"): returns milliseconds. */
int program_milliseconds(const char *text);

/*
 * Returns the index of an argument in `words`, an array that ends with NULL. Anything else is a
 * usage error: "unknown `what` ...".
 */
int program_word(const char *text, const char *what, const char *const *words);

/* The option of every program that prints records, and the form that its argument selects. */
#define OPTION_FORM                                                                                \
	{                                                                                          \
		'o', "output", "form", "text (the default), or json: one object per line"          \
	}
enum record_form program_form(const char *text);

/*
 * Asks a question on the terminal, even if stdin and stdout are redirected. Stores true for y or
 * yes; false for n, no, an empty line, the end of the input or a signal. Asks again after any other
 * answer. Returns false if there is no terminal.
 */
bool program_ask(const char *question, bool *yes);

/* Prints `program: text` to stderr. For notes; failures go into a report. */
void program_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Shows the progress of long work in place of the last text; NULL clears it. Only if stderr is a
 * terminal, and $CI is not set: the logs of such machines may come from a terminal.
 */
void program_progress(const char *text);

/* True if program_progress shows anything. If not, do not compute a costly text. */
bool program_shows_progress(void);

/*
 * Ends a program: prints the report (which may be NULL), frees its arena, and closes stdout.
 * Returns the status for main to return: EXIT_TROUBLE if the report has an error or stdout could
 * not be written (a full disk; a closed pipe does not count), else `status`.
 */
int program_end(struct report *report, enum exit_status status);

#endif
