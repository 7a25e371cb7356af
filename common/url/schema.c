/* Finds the URL in a Prisma schema or in prisma.config.ts, as far as a plain look tells. */
#include "url/schema.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "url/url.h"

/* The files that Prisma reads, and the directory to which a path of SQLite in each is relative. */
static const struct {
	const char *file, *folder;
} places[] = {
	{"prisma.config.ts", ""},
	{"prisma/schema.prisma", "prisma/"},
	{"schema.prisma", ""},
	{"prisma/schema/schema.prisma", "prisma/schema/"},
};

static const char blanks[] = " \t\r";

/* Returns the text in quotes that follows, or NULL. */
static const char *quoted(struct arena *arena, const char *text)
{
	text += strspn(text, blanks);
	size_t length = *text == '"' || *text == '\'' ? strcspn(text + 1, "\"'\n") : 0;

	return length ? arena_slice(arena, text + 1, length) : NULL;
}

/* Takes `word` off the text, after blanks. */
static bool take(const char **text, const char *word)
{
	const char *at = *text + strspn(*text, blanks);

	if (strncmp(at, word, strlen(word)) != 0)
		return false;
	*text = at + strlen(word);
	return true;
}

/* Reads env("NAME"), process.env.NAME or "URL" after url, in one line. */
static bool read_value(struct arena *arena, const char *text, const char **name, const char **url)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

	*name = *url = NULL;
	if (!take(&text, "=") && !take(&text, ":"))
		return false;
	if (take(&text, "env("))
		*name = quoted(arena, text);
	else if (take(&text, "process.env."))
		*name = arena_slice(arena, text, strspn(text, letters));
	else
		*url = quoted(arena, text);
	return (*name && **name) || *url;
}

/* Finds the first line `url = ...` of a file. */
static bool find_value(struct arena *arena, const char *text, const char **name, const char **url)
{
	for (const char *line = text; line; line = (line = strchr(line, '\n')) ? line + 1 : NULL) {
		const char *at = line;
		if (take(&at, "url") && read_value(arena, at, name, url))
			return true;
	}
	return false;
}

/* Advises on a variable. One of .env is not in the shell, which would put it into -u. */
static const char *variable_advice(struct report *report, const char *file, const char *name)
{
	const char *value;

	if (strcmp(name, "DATABASE_URL") == 0)
		return NULL;
	if (getenv(name) || !url_variable(name, &value, report) || !value)
		return arena_format(report->arena, "%s names %s: use -u \"$%s\"%s", file, name,
				    name, getenv(name) ? "" : ", once it is set");
	return arena_format(report->arena,
			    "%s names %s, which .env sets: add the line DATABASE_URL=\"${%s}\" to "
			    ".env",
			    file, name, name);
}

/* Advises on a URL in the file. Messages show that of SQLite only: others have passwords. */
static const char *literal_advice(struct arena *arena, size_t place, const char *url)
{
	const char *file = places[place].file, *path = url + strlen("file:");

	if (strncmp(url, "file:", strlen("file:")) != 0)
		return arena_format(
			arena, "%s has the URL: set it in DATABASE_URL, or give it with -u", file);
	path += strncmp(path, "./", 2) == 0 ? 2 : 0;
	return arena_format(arena, "%s names the file %s: use -u file:%s%s", file, url,
			    *path == '/' ? "" : places[place].folder, path);
}

const char *url_schema_advice(struct report *report)
{
	struct report quiet = {.arena = report->arena};
	const char *name, *url;
	struct source file;

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		if (access(places[i].file, R_OK) != 0 ||
		    !file_read(places[i].file, &file, &quiet) ||
		    !find_value(report->arena, file.text, &name, &url))
			continue;
		return name ? variable_advice(&quiet, places[i].file, name)
			    : literal_advice(report->arena, i, url);
	}
	return NULL;
}
