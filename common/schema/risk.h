/*
 * The risk of a change to a database that holds data, and its word: in the lists of schema-diff, in
 * the comments of scripts, and in the warnings of mig-apply.
 */
#ifndef SCHEMA_RISK_H
#define SCHEMA_RISK_H

#include <stdbool.h>

#include "base/text.h"

/* From the lowest to the highest. */
enum risk {
	RISK_SAFE,
	RISK_LOCKS,	 /* others wait while the change reads the table */
	RISK_REWRITES,	 /* others wait while the change rewrites the table */
	RISK_MAY_FAIL,	 /* existing rows can stop the script */
	RISK_LOSES_DATA, /* the change destroys or alters values */
	RISK_COUNT
};

/* Returns "safe", "locks", "rewrites", "may-fail" or "loses-data". */
const char *risk_name(enum risk risk);

/* Stores the risk with that name. False if there is none. */
bool risk_from_name(struct slice name, enum risk *risk);

#endif
