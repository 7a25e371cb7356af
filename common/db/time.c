/* Clocks, and conversion between times and text. */
#include "db/time.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/date.h"

int64_t db_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

db_time db_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (db_time)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

const char *db_time_text(struct arena *arena, db_time time)
{
	enum { SECOND = 1000, DAY = 86400 * SECOND };
	int64_t days = time / DAY, year;
	int month, day, rest = (int)(time % DAY);

	if (!time)
		return "-";
	if (rest < 0) {
		days--;
		rest += DAY;
	}
	int second = rest / SECOND;
	date_from_days(days, &year, &month, &day);
	return arena_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", (int)year, month, day,
			    second / 3600, second / 60 % 60, second % 60, rest % SECOND);
}

/* Reads ".134" as milliseconds. Further digits are ignored. */
static const char *fraction(const char *text, int *milliseconds)
{
	int unit = 100;

	*milliseconds = 0;
	if (*text != '.' && *text != ',')
		return text;
	for (text++; *text >= '0' && *text <= '9'; text++, unit /= 10)
		*milliseconds += (*text - '0') * unit;
	return text;
}

/* Returns the offset "+01:00", "-0130", "Z", "GMT" or nothing in minutes. */
static int offset_minutes(const char *text)
{
	int hours = 0, minutes = 0;

	text += strspn(text, " ");
	if (*text != '+' && *text != '-')
		return 0;
	if (sscanf(text + 1, strchr(text, ':') ? "%2d:%2d" : "%2d%2d", &hours, &minutes) < 1)
		return 0;
	return (*text == '-' ? -1 : 1) * (hours * 60 + minutes);
}

/* The parts of a time as a text gives them. */
struct moment {
	int year, month, day, hour, minute, second;
};

/* Reads "2026-11-22", and a time after it if there is one. Returns the rest, or NULL. */
static const char *read_iso(const char *text, struct moment *moment)
{
	int length = 0, more = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &moment->year, &moment->month, &moment->day, &length) !=
	    3)
		return NULL;
	text += length;
	if (*text == ' ' || *text == 'T' || *text == 't')
		sscanf(text + 1, "%2d:%2d:%2d%n", &moment->hour, &moment->minute, &moment->second,
		       &more);
	return text + (more ? more + 1 : 0);
}

/* Reads the three letters of a month. Returns its number, or 0. */
static int read_month(const char *name)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char *found = strlen(name) == 3 ? strstr(months, name) : NULL;

	return found && (found - months) % 3 == 0 ? (int)(found - months) / 3 + 1 : 0;
}

/* Reads "Sun, 22 Nov 2026 07:23:59", with or without the weekday. Returns the rest, or NULL. */
static const char *read_mail(const char *text, struct moment *moment)
{
	int length = 0, more = 0;
	char name[4];

	if (strchr(text, ',') == text + 3)
		text += 4;
	if (sscanf(text, " %2d %3s %4d %2d:%2d%n", &moment->day, name, &moment->year, &moment->hour,
		   &moment->minute, &length) != 5)
		return NULL;
	text += length;
	moment->month = read_month(name);
	sscanf(text, ":%2d%n", &moment->second, &more);
	return text + more;
}

/* True for parts that a calendar and a clock can show. */
static bool is_possible(const struct moment *moment)
{
	const int parts[][3] = {
		{moment->year, 1, 9999}, {moment->month, 1, 12},  {moment->day, 1, 31},
		{moment->hour, 0, 24},	 {moment->minute, 0, 59}, {moment->second, 0, 60},
	};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i][0] < parts[i][1] || parts[i][0] > parts[i][2])
			return false;
	return true;
}

bool db_time_parse(const char *text, db_time *time)
{
	struct moment moment = {0};
	int milliseconds;
	const char *rest = read_iso(text, &moment);

	if (!rest)
		rest = read_mail(text, &moment);
	*time = 0;
	if (!rest || !is_possible(&moment))
		return false;
	rest = fraction(rest, &milliseconds);
	int64_t days = days_from_date(moment.year, moment.month, moment.day);
	int64_t minutes = days * 1440 + moment.hour * 60 + moment.minute - offset_minutes(rest);
	*time = (minutes * 60 + moment.second) * 1000 + milliseconds;
	return true;
}
