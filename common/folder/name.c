/* Slugs, times and the order of migrations. */
#include "folder/name.h"

#include <ctype.h>
#include <iconv.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/file.h"

/* Prisma's command line cuts longer names. */
enum { LONGEST_SLUG = 200 };

/* Digits of the time in a name. */
enum { TIME_DIGITS = 14 };

/* Letters that the C library transliterates differently from Prisma's command line. */
static const struct {
	const char *letter, *ascii;
} letters[] = {
	{"\u00e4", "ae"}, {"\u00f6", "oe"}, {"\u00fc", "ue"}, {"\u00c4", "Ae"},
	{"\u00d6", "Oe"}, {"\u00dc", "Ue"}, {"&", " and "},
};

/* Transliterates to ASCII. A letter without an equivalent becomes '?'. */
static char *to_ascii(struct arena *arena, const char *text)
{
	struct buffer known = {.arena = arena};

	while (*text) {
		size_t length = 1, row = 0, rows = sizeof letters / sizeof *letters;
		while (row < rows &&
		       strncmp(text, letters[row].letter, strlen(letters[row].letter)) != 0)
			row++;
		if (row < rows) {
			length = strlen(letters[row].letter);
			buffer_add(&known, letters[row].ascii);
		} else {
			buffer_add_slice(&known, text, length);
		}
		text += length;
	}
	size_t in_left = known.length, out_left = in_left * 4;
	char *in = known.text, *out = arena_alloc(arena, out_left + 1), *to = out;
	setlocale(LC_CTYPE, "C.UTF-8");
	iconv_t converter = iconv_open("ASCII//TRANSLIT", "UTF-8");
	if (converter == (iconv_t)-1)
		return known.length ? in : out;
	iconv(converter, &in, &in_left, &to, &out_left);
	iconv_close(converter);
	return out;
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * True if a word starts at `at`: a capital after a small letter or a digit (addUser), the last of
 * several capitals before a small letter (HTTPServer), or a digit after several capitals.
 */
static bool word_starts(const char *text, const char *at)
{
	if (at == text)
		return false;
	if (is_upper(*at))
		return is_lower(at[-1]) || is_digit(at[-1]) ||
		       (is_upper(at[-1]) && is_lower(at[1]));
	return is_digit(*at) && is_upper(at[-1]) && at - text > 1 && is_upper(at[-2]);
}

char *folder_slug(struct arena *arena, const char *name)
{
	struct buffer slug = {.arena = arena};
	const char *text = to_ascii(arena, name);

	for (const char *c = text; *c; c++) {
		bool letter = is_upper(*c) || is_lower(*c) || is_digit(*c);
		bool in_word = slug.length && slug.text[slug.length - 1] != '_';
		if (in_word && (!letter || word_starts(text, c)))
			buffer_add_char(&slug, '_');
		if (letter)
			buffer_add_char(&slug, is_upper(*c) ? (char)(*c - 'A' + 'a') : *c);
	}
	while (slug.length && (slug.length > LONGEST_SLUG || slug.text[slug.length - 1] == '_'))
		slug.text[--slug.length] = '\0';
	return arena_string(arena, buffer_text(&slug));
}

/* Reads the time at the start of a migration's name. False if there is none. */
static bool read_time(const char *name, struct tm *time)
{
	*time = (struct tm){0};
	for (int i = 0; i < TIME_DIGITS; i++)
		if (!isdigit((unsigned char)name[i]))
			return false;
	if (sscanf(name, "%4d%2d%2d%2d%2d%2d", &time->tm_year, &time->tm_mon, &time->tm_mday,
		   &time->tm_hour, &time->tm_min, &time->tm_sec) != 6)
		return false;
	time->tm_year -= 1900;
	time->tm_mon -= 1;
	return true;
}

/* Returns the seconds since 1970 of a time in UTC, like timegm(3). */
static time_t seconds_of(const struct tm *time)
{
	int64_t days = days_from_date(time->tm_year + 1900, time->tm_mon + 1, time->tm_mday);

	return (time_t)(((days * 24 + time->tm_hour) * 60 + time->tm_min) * 60 + time->tm_sec);
}

char *folder_name_now(struct arena *arena, const struct names *folders, const char *slug)
{
	time_t now = time(NULL);
	const char **folder;
	struct tm moment;
	char digits[32];

	vector_each(folder, folders)
		if (read_time(*folder, &moment) && seconds_of(&moment) >= now)
			now = seconds_of(&moment) + 1;
	gmtime_r(&now, &moment);
	strftime(digits, sizeof digits, "%Y%m%d%H%M%S", &moment);
	return arena_format(arena, "%s_%s", digits, slug);
}

const char *folder_runs_after(struct arena *arena, const char *directory, const struct names *names,
			      const char *name)
{
	const char **other, *last = NULL;

	vector_each(other, names)
		if (strcmp(*other, name) > 0 && !folder_is_hidden(*other) &&
		    is_directory(path_join(arena, directory, *other)))
			last = *other;
	return last;
}

bool folder_is_name(const char *name)
{
	return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

bool folder_is_hidden(const char *name)
{
	return *name == '.' || strcmp(name, "lost+found") == 0;
}

const char *folder_migration_name(struct arena *arena, const char *path)
{
	size_t end = strlen(path), start;

	while (end && path[end - 1] == '/')
		end--;
	for (start = end; start && path[start - 1] != '/';)
		start--;
	return arena_slice(arena, path + start, end - start);
}
