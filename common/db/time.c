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
	int64_t days = time / DAY - (time % DAY < 0), year;
	int month, day, rest = (int)(time - days * DAY), second = rest / SECOND;

	if (!time)
		return "-";
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

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

db_time db_time_parse(const char *text)
{
	int year, month, day, hour = 0, minute = 0, second = 0, milliseconds = 0, length = 0;
	char name[4];
	const char *comma = strchr(text, ',');

	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &length) == 3) {
		text += length;
		length = 0;
		if (*text == ' ' || *text == 'T' || *text == 't')
			sscanf(text + 1, "%2d:%2d:%2d%n", &hour, &minute, &second, &length);
		text += length ? length + 1 : 0;
	} else if (sscanf(comma && comma == text + 3 ? comma + 1 : text, " %2d %3s %4d %2d:%2d%n",
			  &day, name, &year, &hour, &minute, &length) == 5) {
		const char *found = strstr(months, name);
		text = (comma && comma == text + 3 ? comma + 1 : text) + length;
		month = found ? (int)(found - months) / 3 + 1 : 1;
		length = 0;
		sscanf(text, ":%2d%n", &second, &length);
		text += length;
	} else {
		return 0;
	}
	text = fraction(text, &milliseconds);
	int64_t minutes = days_from_date(year, month, day) * 1440 + hour * 60 + minute;
	return ((minutes - offset_minutes(text)) * 60 + second) * 1000 + milliseconds;
}
