/* Times to text and back. */
#include "db/time.h"

#include <stdio.h>
#include <string.h>

/* Days from 1970-01-01 to a day of the Gregorian calendar: years begin in March, so that the leap
 * day is their last. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
	year -= month <= 2;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t of_era = year - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* And back. The C library's would read the time zone first, which UTC has no need of. */
static void civil_from_days(int64_t days, int64_t *year, int *month, int *day)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t of_era = days - era * 146097;
	int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = (int)(of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100));
	int from_march = (5 * of_year + 2) / 153;

	*day = of_year - (153 * from_march + 2) / 5 + 1;
	*month = from_march < 10 ? from_march + 3 : from_march - 9;
	*year = year_of_era + era * 400 + (*month <= 2);
}

const char *db_time_text(struct arena *arena, db_time time)
{
	int64_t seconds = time / 1000, year;
	int month, day, second = (int)(seconds % 86400);

	if (time <= 0)
		return "-";
	civil_from_days(seconds / 86400, &year, &month, &day);
	return arena_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", (int)year, month, day,
			    second / 3600, second / 60 % 60, second % 60, (int)(time % 1000));
}

/* ".134" in milliseconds; digits after the third do not count. */
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

/* "+01:00", "-0130", "Z", "GMT" or nothing, in minutes. */
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

db_time time_parse(const char *text)
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
	int64_t minutes = days_from_civil(year, month, day) * 1440 + hour * 60 + minute;
	return ((minutes - offset_minutes(text)) * 60 + second) * 1000 + milliseconds;
}
