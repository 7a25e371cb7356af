/* Gives the bytes of libFuzzer to the reader that $FUZZ_TARGET names. */
#include "fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/program.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
	const char *name;
	fuzz_target *run;
	bool is_text; /* other bytes never get so far */
} targets[] = {
	{"psl", fuzz_psl, true},
	{"text", fuzz_text, true},
	{"diff", fuzz_diff, true},
	{"script", fuzz_script, true},
	{"url", fuzz_url, true},
	{"dotenv", fuzz_dotenv, true},
	{"manifest", fuzz_manifest, false},
	{"backup", fuzz_backup, false},
	{"history", fuzz_history, true},
	{"folder", fuzz_folder, true},
	{"git", fuzz_git, true},
};
enum { TARGETS = sizeof targets / sizeof *targets };

static size_t target;
static char directory[64];

void must(bool holds)
{
	if (!holds)
		abort();
}

const char *fuzz_path(struct arena *arena, const char *name)
{
	return path_join(arena, directory, name);
}

void fuzz_write(const char *path, const char *text, size_t length)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0755);

	must(fd >= 0 && write(fd, text, length) == (ssize_t)length && close(fd) == 0);
}

struct source *fuzz_source(const char *name, const char *text, struct report *report)
{
	struct source *source = arena_alloc(report->arena, sizeof *source);

	*source = (struct source){name, text, strlen(text)};
	return source;
}

char *fuzz_cut(char *text)
{
	static const char separator[] = "\n====\n";
	char *middle = strstr(text, separator);

	if (!middle)
		return text + strlen(text);
	middle[1] = '\0';
	return middle + strlen(separator);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const struct option_row options[] = {{0}};
	static const struct program program = {"fuzz", "", "", options};
	const char *name = getenv("FUZZ_TARGET");

	(void)argc;
	(void)argv;
	program_begin(&program);
	while (target < TARGETS && strcmp(targets[target].name, name ? name : "") != 0)
		target++;
	must(target < TARGETS);
	snprintf(directory, sizeof directory, "/dev/shm/migtools-fuzz-%s", name);
	mkdir(directory, 0700);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct source input = {"fuzz", arena_slice(&arena, (const char *)data, size), size};

	if (!targets[target].is_text || file_check_text(&input, &report))
		targets[target].run(&input, &report);
	report_print(&report);
	arena_free(&arena);
	return 0;
}
