/*
 * What every program does the same way: its options, its words to people, its end.
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
 * -h and -V need no row; they, and a wrong option, end the program.
 */
#ifndef BASE_PROGRAM_H
#define BASE_PROGRAM_H

#include <stdbool.h>

#include "base/record.h"
#include "base/exit.h"

struct option_row {
	char letter;
	const char *name;     /* the long twin */
	const char *argument; /* what its argument is called, or NULL where it takes none */
	const char *meaning;
};

struct program {
	const char *name;
	const char *operands; /* as in a SYNOPSIS: "old new", "[file ...]", "" */
	const char *purpose;
	const struct option_row *options; /* ends with a row of zeros */
};

/* To be called first, with a program that lives as long as the process. */
void program_begin(const struct program *program);

/*
 * The letter of the next option, 0 after the last; its argument stands in getopt's `optarg`, and
 * afterwards the operands from argv[optind] on. An unknown option, and a number of operands (read
 * off `operands`) that is wrong, end the program with EXIT_TROUBLE and the usage on stderr.
 */
int program_option(int argc, char **argv);

/* Says what is wrong with the command line, prints the usage, and ends with EXIT_TROUBLE. */
_Noreturn void program_usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* An option's argument as a number from 0 on, or as seconds ("0.5") in milliseconds; else a usage error. */
int program_count(const char *text);
int program_milliseconds(const char *text);

/*
 * Returns the place of an option's argument among `words`, which end with NULL; `what` they are
 * called. Any other argument is a usage error.
 */
int program_word(const char *text, const char *what, const char *const *words);

/* The option of every program that prints records, and its argument as a form. */
#define OPTION_FORM                                                                                \
	{                                                                                          \
		'o', "output", "form", "text (the default), or json: one object a line"            \
	}
enum record_form program_form(const char *text);

/*
 * Asks on the terminal, wherever stdin and stdout lead. False where there is none; *yes is the
 * answer, and no where it is anything else.
 */
bool program_ask(const char *question, bool *yes);

/* One line to people, `program: text`, on stderr. For notes: failures go through a report. */
void program_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * How far long work has come: a line on stderr that the next one replaces, and NULL takes away. On
 * a terminal only.
 */
void program_progress(const char *text);

/*
 * The last act of every program: prints what the report holds (it may be NULL), checks that stdout
 * was really written (a full disk is an error; a reader that went away is not), frees the report's
 * arena, and gives the status to return from main: EXIT_TROUBLE where the report has an error or
 * the writing failed, else `status`.
 */
int program_end(struct report *report, enum exit_status status);

#endif
