/* Options, notes and the end of a program. */
#define _XOPEN_SOURCE 700 /* for SIGXFSZ */
#include "base/program.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/visible.h"

#ifndef MIGTOOLS_VERSION
#error "the Makefile says which version this is"
#endif

static const struct program *the_program;
static const struct option_row every_program[] = {
	{'h', "help", NULL, "print this help"},
	{'V', "version", NULL, "print the version"},
	{0},
};

/* Prints the options without arguments together, then the others: `[-hqV] [-o form] old new`. */
static void print_synopsis(FILE *to)
{
	fprintf(to, "usage: %s [-h", the_program->name);
	for (const struct option_row *row = the_program->options; row->letter; row++)
		if (!row->argument)
			fputc(row->letter, to);
	fputs("V]", to);
	for (const struct option_row *row = the_program->options; row->letter; row++)
		if (row->argument)
			fprintf(to, " [-%c %s]", row->letter, row->argument);
	fprintf(to, "%s%s\n", *the_program->operands ? " " : "", the_program->operands);
}

static void print_options(const struct option_row *row)
{
	char left[64];

	for (; row->letter; row++) {
		snprintf(left, sizeof left, "-%c%s%s, --%s", row->letter, row->argument ? " " : "",
			 row->argument ? row->argument : "", row->name);
		printf("  %-24s %s\n", left, row->meaning);
	}
}

static _Noreturn void print_help(void)
{
	print_synopsis(stdout);
	printf("%s: %s\n\n", the_program->name, the_program->purpose);
	print_options(the_program->options);
	print_options(every_program);
	printf("\nThe manual is man %s; man migtools is an overview.\n", the_program->name);
	exit(program_end(NULL, EXIT_YES));
}

static void print_line(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

static void print_line(const char *format, va_list arguments)
{
	struct arena arena = {0};
	struct buffer line = {.arena = &arena};

	buffer_format(&line, "%s: ", program_name());
	buffer_add_indented(&line, arena_vformat(&arena, format, arguments));
	buffer_add_char(&line, '\n');
	visible_write(line.text, line.length, stderr);
	arena_free(&arena);
}

static bool has_option(const char *name)
{
	for (const struct option_row *row = the_program->options; row->letter; row++)
		if (strcmp(row->name, name) == 0)
			return true;
	return false;
}

const char *program_find_way(const struct program_way *ways, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (has_option(ways[i].option))
			return ways[i].words;
	return "";
}

void program_usage_error(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_line(format, arguments);
	va_end(arguments);
	print_synopsis(stderr);
	exit(EXIT_TROUBLE);
}

/*
 * A URL was given. An operand after it may be the end of a password, cut off by a shell, so
 * messages then quote none.
 */
static bool url_given;

/* Maps the habits of Prisma's users to our words. */
static const struct {
	const char *program; /* or NULL: every one without such an option */
	const char *word, *hint;
} habits[] = {
	{"mig-dev", "--name", "give the name as an operand: mig-dev NAME"},
	{NULL, "--schema",
	 "this program reads no Prisma schema: use -m for the migrations folder, -u for the "
	 "database"},
	{NULL, "--skip-seed", "remove it: only -x runs another command"},
	{NULL, "--skip-generate", "remove it: only -x runs another command"},
	{"mig-apply", "deploy", "mig-apply alone does what prisma migrate deploy does"},
	{"mig-status", "status", "mig-status alone does what prisma migrate status does"},
	{"mig-reset", "reset", "mig-reset alone does what prisma migrate reset does"},
};

/* Returns the hint for a word, or NULL. An option may have an argument, after =. */
static const char *habit_hint(const char *word)
{
	struct slice name = {word, strcspn(word, "=")};

	for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
		if (slice_is(name, habits[i].word) &&
		    (!habits[i].program || strcmp(habits[i].program, the_program->name) == 0))
			return habits[i].hint;
	return NULL;
}

/* Adds a word to the list in a message. Leaves out what has no room. */
static void add_word(char *list, size_t room, const char *separator, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void add_word(char *list, size_t room, const char *separator, const char *format, ...)
{
	va_list arguments;

	if (*list)
		snprintf(list + strlen(list), room - strlen(list), "%s", separator);
	va_start(arguments, format);
	vsnprintf(list + strlen(list), room - strlen(list), format, arguments);
	va_end(arguments);
}

/* Counts operands: "old new" needs two, "[file]" none or one, "name ..." one or more. */
static void check_operands(char **given, int count)
{
	char missing[128] = "";
	int least = 0, most = 0;

	for (const char *c = the_program->operands; *c;) {
		size_t length = strcspn(c, " ");
		bool optional = *c == '[', repeats = length >= 3 && strncmp(c, "...", 3) == 0;
		if (!optional && !repeats && ++least > count)
			add_word(missing, sizeof missing, " and ", "'%.*s'", (int)length, c);
		most += !repeats;
		if (repeats || (length > 3 && strncmp(c + length - 4, "...]", 4) == 0))
			most = 1 << 30;
		c += length + strspn(c + length, " ");
	}
	if (count < least)
		program_usage_error("missing %s", missing);
	for (int i = 0; i < count; i++)
		if (strstr(given[i], "://"))
			program_usage_error("an operand cannot be a URL");
	if (count > most && url_given)
		program_usage_error("extra operand");
	const char *hint = count > most ? habit_hint(given[most]) : NULL;
	if (count > most)
		program_usage_error("extra operand '%s'%s%s", given[most], hint ? ": " : "",
				    hint ? hint : "");
}

/* The program's options as getopt wants them. */
enum { MOST_OPTIONS = 32 };
static struct option long_options[MOST_OPTIONS];
static char short_options[2 * MOST_OPTIONS + 2];

static void add_options(const struct option_row *row)
{
	size_t count = 0, end = strlen(short_options);

	while (long_options[count].name)
		count++;
	for (; row->letter; row++) {
		long_options[count++] =
			(struct option){row->name, row->argument ? required_argument : no_argument,
					NULL, row->letter};
		short_options[end++] = row->letter;
		if (row->argument)
			short_options[end++] = ':';
	}
}

/*
 * Opens descriptors 0 to 2 if they are closed. Otherwise the next file or connection gets one of
 * them, and our messages go there. Reading from 0 and writing to 1 and 2 then fails, as on closed
 * descriptors, so a caller who expects data gets an error. (A container may lack /dev.)
 */
static void take_standard_descriptors(void)
{
	static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) < 0 &&
		    open("/", O_RDONLY) < 0)
			exit(EXIT_TROUBLE);
}

/* Resets signals: the parent may have left them in any state. */
static void set_signals(void)
{
	/* Writing to a closed pipe then fails with EPIPE, which program_end ignores. */
	signal(SIGPIPE, SIG_IGN);
	/* Exceeding ulimit -f then fails with EFBIG. */
	signal(SIGXFSZ, SIG_IGN);
	/* While it is ignored, nobody learns how a child ended. */
	signal(SIGCHLD, SIG_DFL);
}

void program_begin(const struct program *program)
{
	take_standard_descriptors();
	set_signals();
	the_program = program;
	program_name_set(program->name);
	/* Buffers by line, so that messages of several processes do not mix. */
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
	/* Silences getopt. Options may follow operands: `schema-diff a b -q`. */
	opterr = 0;
	short_options[0] = ':';
	add_options(every_program);
	add_options(program->options);
}

/* Reports an abbreviation of several long options. Returns if the word is none. */
static void refuse_ambiguous(const char *word)
{
	size_t length = strcspn(word, "="), count = 0;
	char list[256] = "";

	for (const struct option *known = long_options; known->name; known++) {
		if (length < 2 || strncmp(word, "--", 2) != 0 ||
		    strncmp(known->name, word + 2, length - 2) != 0)
			continue;
		add_word(list, sizeof list, ", ", "--%s", known->name);
		count++;
	}
	if (count > 1)
		program_usage_error("ambiguous option '%.*s': %s", (int)length, word, list);
}

/* Refuses a long option that is misspelled, or Prisma's. Returns if it is neither. */
static void refuse_habit(const char *word)
{
	const char *hint = habit_hint(word);
	struct slice name = {word + 2, strcspn(word + 2, "=")};

	if (hint)
		program_usage_error("unknown option '--%.*s': %s", (int)name.length, name.start,
				    hint);
	for (const struct option *known = long_options; known->name; known++)
		if (name.length > 2 && slice_is_slip(name, known->name))
			program_usage_error("unknown option '--%.*s': did you mean --%s?",
					    (int)name.length, name.start, known->name);
}

static _Noreturn void refuse_option(char **argv)
{
	const char *word = argv[optind - 1];

	for (const struct option *known = long_options; known->name; known++)
		if (known->val == optopt)
			program_usage_error("option '--%s' takes no argument", known->name);
	if (optopt)
		program_usage_error("unknown option '-%c'; %s -h lists them", optopt,
				    the_program->name);
	refuse_ambiguous(word);
	refuse_habit(word);
	program_usage_error("unknown option '%s'; %s -h lists them", word, the_program->name);
}

/* True if the argument of an option is an option itself: the argument was forgotten. */
static bool is_option(const char *argument)
{
	if (argument[0] != '-' || !argument[1] || argument[2])
		return false;
	for (const struct option *known = long_options; known->name; known++)
		if (known->val == argument[1])
			return true;
	return false;
}

/* The option that program_option returned last, for messages about its argument. */
static int last_letter;

int program_option(int argc, char **argv)
{
	int letter = getopt_long(argc, argv, short_options, long_options, NULL);

	switch (letter) {
	case -1:
		check_operands(argv + optind, argc - optind);
		return 0;
	case 'h':
		print_help();
	case 'V':
		printf("%s %s\n", the_program->name, MIGTOOLS_VERSION);
		exit(program_end(NULL, EXIT_YES));
	case ':':
		program_usage_error("option '%s' requires an argument", argv[optind - 1]);
	case '?':
		refuse_option(argv);
	default:
		last_letter = letter;
		url_given = url_given || letter == 'u';
		if (optarg && is_option(optarg))
			program_usage_error("option '-%c' requires an argument before '%s'", letter,
					    optarg);
		if (letter != 'u' && optarg && strstr(optarg, "://"))
			program_usage_error("the argument of '-%c' cannot be a URL", letter);
		return letter;
	}
}

int program_count(const char *text)
{
	char *end;
	long number = strtol(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || number > 1000000000)
		program_usage_error("invalid number '%s' for -%c: expected 0 to 1000000000", text,
				    last_letter);
	return (int)number;
}

int program_milliseconds(const char *text)
{
	char *end;
	double seconds = strtod(text, &end);

	if (*text < '0' || *text > '9' || *end || seconds > 1000000)
		program_usage_error(
			"invalid number of seconds '%s' for -%c: expected 0 to 1000000, "
			"such as 5 or 0.5",
			text, last_letter);
	return (int)(seconds * 1000);
}

int program_word(const char *text, const char *what, const char *const *words)
{
	char list[128] = "";

	for (int i = 0; words[i]; i++) {
		if (strcmp(words[i], text) == 0)
			return i;
		add_word(list, sizeof list, words[i + 1] ? ", " : " or ", "%s", words[i]);
	}
	program_usage_error("unknown %s '%s': expected %s", what, text, list);
}

enum record_form program_form(const char *text)
{
	static const char *const words[] = {[RECORD_TEXT] = "text", [RECORD_JSON] = "json", NULL};

	return (enum record_form)program_word(text, "form", words);
}

/* Reads a line, and drops what does not fit. False at the end of the input or at a signal. */
static bool read_line(FILE *terminal, char *line, int size)
{
	/* A signal is not an answer; the caller of program_ask checks for it. */
	if (!interrupt_wait(fileno(terminal), false, -1) || !fgets(line, size, terminal))
		return false;
	if (!strchr(line, '\n'))
		for (int c = 0; c != EOF && c != '\n';)
			c = fgetc(terminal);
	line[strcspn(line, " \t\r\n")] = '\0';
	return true;
}

bool program_ask(const char *question, bool *yes)
{
	FILE *terminal = fopen("/dev/tty", "r+");
	char answer[16] = "";
	bool known = false;

	if (!terminal)
		return false;
	for (*yes = false; !known;) {
		visible_write(question, strlen(question), terminal);
		fputs(" [y/N] ", terminal);
		fflush(terminal);
		if (!read_line(terminal, answer, sizeof answer)) {
			fputc('\n', terminal);
			break;
		}
		*yes = strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0;
		known = *yes || !*answer || strcasecmp(answer, "n") == 0 ||
			strcasecmp(answer, "no") == 0;
		if (!known)
			fputs("please answer y or n\n", terminal);
	}
	fclose(terminal);
	return true;
}

void program_note(const char *format, ...)
{
	va_list arguments;

	fflush(stdout);
	va_start(arguments, format);
	print_line(format, arguments);
	va_end(arguments);
}

bool program_shows_progress(void)
{
	const char *ci = getenv("CI");

	return isatty(STDERR_FILENO) && !(ci && *ci);
}

void program_progress(const char *text)
{
	if (!program_shows_progress())
		return;
	fflush(stdout);
	/* Clears the line. */
	fputs("\r\033[K", stderr);
	if (text)
		visible_write(text, strlen(text), stderr);
	fflush(stderr);
}

/* Flushes and closes stdout. Returns 0, or the errno of the first failure. */
static int close_output(void)
{
	int reason = buffer_failure();

	if (fflush(stdout) != 0 && !reason)
		reason = errno;
	if (ferror(stdout) && !reason)
		reason = EIO;
	/* A full disk may show only when the file is closed. */
	if (close(STDOUT_FILENO) != 0 && !reason)
		reason = errno;
	return reason;
}

int program_end(struct report *report, enum exit_status status)
{
	int reason = close_output();

	if (report) {
		if (report->errors)
			status = EXIT_TROUBLE;
		report_print(report);
		arena_free(report->arena);
	}
	if (!reason || reason == EPIPE)
		return (int)status;
	fprintf(stderr, "%s: cannot write to standard output: %s\n", program_name(),
		strerror(reason));
	return EXIT_TROUBLE;
}
