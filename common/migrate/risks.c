#include "migrate/risks.h"

#include <string.h>

#include "base/file.h"
#include "base/record.h"

/* As schema-diff -o list has them, the gravest first. */
static const char *const words[] = {"loses-data", "may-fail", "rewrites", "locks"};

enum { WORD_COUNT = sizeof words / sizeof *words };

/* What Prisma's warnings say where data will be gone; all others are about what may fail. */
static const char *const losses[] = {"lost", "data loss"};

static void add(struct arena *arena, struct risks *risks, const char *word, const char *text)
{
	*vector_add(arena, risks) = (struct risk){word, text};
}

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " \t");
}

/* "-- loses-data: drop-column users.name: ..." */
static void read_line(struct arena *arena, const char *line, struct risks *risks)
{
	line = skip_blanks(line + 2);
	for (size_t i = 0; i < WORD_COUNT; i++) {
		size_t length = strlen(words[i]);
		if (strncmp(line, words[i], length) == 0 && line[length] == ':')
			add(arena, risks, words[i], skip_blanks(line + length + 1));
	}
}

/* "  - You are about to drop the column ...": a line of a comment of Prisma's. */
static void read_warning(struct arena *arena, const char *line, struct risks *risks)
{
	const char *word = "may-fail";

	line = skip_blanks(line);
	if (strncmp(line, "- ", 2) != 0)
		return;
	for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
		if (strstr(line, losses[i]))
			word = "loses-data";
	add(arena, risks, word, skip_blanks(line + 1));
}

void risks_read(struct arena *arena, const struct source *source, struct risks *risks)
{
	size_t mark = byte_order_mark(source->text);
	struct slice rest = {source->text + mark, source->length - mark}, slice;
	bool in_block = false, warnings = false;

	*risks = (struct risks){0};
	while (record_split(&rest, '\n', &slice)) {
		while (slice.length && strchr(" \t\r", slice.start[slice.length - 1]))
			slice.length--;
		const char *line = skip_blanks(arena_slice(arena, slice.start, slice.length));
		if (in_block) {
			warnings |= strcmp(line, "Warnings:") == 0;
			if (warnings)
				read_warning(arena, line, risks);
			in_block = !strstr(line, "*/");
		} else if (strncmp(line, "/*", 2) == 0) {
			in_block = !strstr(line, "*/");
			warnings = false;
		} else if (strncmp(line, "--", 2) == 0) {
			read_line(arena, line, risks);
		} else if (*line) {
			return;
		}
	}
}

const char *risks_words(struct arena *arena, const struct risks *risks)
{
	struct buffer text = {.arena = arena};
	const struct risk *risk;

	for (size_t i = 0; i < WORD_COUNT; i++)
		vector_each(risk, risks)
			if (risk->word == words[i]) {
				buffer_format(&text, "%s%s", text.length ? "," : "", words[i]);
				break;
			}
	return text.length ? buffer_text(&text) : NULL;
}
