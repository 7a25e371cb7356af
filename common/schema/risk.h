/*
 * The risk of a change to a database that holds data, and its word: in the list of schema-diff, in
 * the comments of a script, and in what mig-apply warns of.
 */
#ifndef SCHEMA_RISK_H
#define SCHEMA_RISK_H

#include <stdbool.h>

#include "base/text.h"

/* The least first. */
enum risk {
	RISK_SAFE,
	RISK_LOCKS,	 /* others wait while it reads the table */
	RISK_REWRITES,	 /* others wait while it rewrites the table */
	RISK_MAY_FAIL,	 /* existing rows can stop the script */
	RISK_LOSES_DATA, /* values are gone afterwards, or changed */
	RISK_COUNT
};

/* Returns "safe", "locks", "rewrites", "may-fail" or "loses-data". */
const char *risk_name(enum risk risk);

/* Finds the risk of that name. False if there is none. */
bool risk_from_name(struct slice name, enum risk *risk);

#endif
