/*
 * Dates of the Gregorian calendar, extended backwards without end, as days since 1970-01-01. POSIX
 * has no timegm(3), and gmtime(3) reads the time zone first.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdint.h>

/* Returns the number of days from 1970-01-01 to a date. Months and days count from 1. */
int64_t days_from_date(int64_t year, int month, int day);

/* Stores the date that is `days` after 1970-01-01. */
void date_from_days(int64_t days, int64_t *year, int *month, int *day);

#endif
