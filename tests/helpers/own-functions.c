/*
 * own-functions: makes databases like those of an application with its own functions and collation:
 * a file KIND.db for each row of the table below, and module.db, with a virtual table of a missing
 * module.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[][2] = {
	{"collation.db", "CREATE TABLE a (name TEXT COLLATE Own UNIQUE)"},
	{"key.db", "CREATE TABLE a (name TEXT PRIMARY KEY COLLATE Own) WITHOUT ROWID"},
	{"function.db", "CREATE TABLE a (name TEXT); CREATE INDEX i ON a (own(name), other(name))"},
	{"partial.db",
	 "CREATE TABLE a (name TEXT); CREATE INDEX i ON a (name) WHERE own(name) = 'x'"},
	{"generated.db", "CREATE TABLE a (name TEXT, s TEXT NOT NULL AS (own(name)) STORED)"},
	{"computed.db", "CREATE TABLE a (name TEXT, s TEXT NOT NULL AS (own(name)))"},
	{"check.db", "CREATE TABLE a (name TEXT CHECK (own(name) = name))"},
	{"view.db", "CREATE TABLE a (name TEXT); CREATE VIEW v AS SELECT own(name) FROM a"},
	{"trigger.db", "CREATE TABLE a (name TEXT);"
		       "CREATE TRIGGER t AFTER DELETE ON a BEGIN SELECT own(1); END"},
	{"module.db", "CREATE TABLE a (name TEXT); PRAGMA writable_schema = ON;"
		      "INSERT INTO sqlite_schema"
		      " VALUES ('table', 'm', 'm', 0, 'CREATE VIRTUAL TABLE m USING own(x)')"},
};

/* Compares the last bytes first. */
static int compare(void *context, int n, const void *a, int m, const void *b)
{
	const unsigned char *left = a, *right = b;

	(void)context;
	while (n && m)
		if (left[--n] != right[--m])
			return left[n] - right[m];
	return n - m;
}

static void same(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	sqlite3_result_value(context, values[0]);
}

static void run(sqlite3 *db, const char *sql)
{
	char *error = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &error) == SQLITE_OK)
		return;
	fprintf(stderr, "%s: %s\n", sql, error);
	exit(1);
}

int main(void)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		sqlite3 *db;
		if (sqlite3_open(kinds[i][0], &db) != SQLITE_OK)
			return 1;
		sqlite3_create_collation(db, "Own", SQLITE_UTF8, NULL, compare);
		sqlite3_create_function(db, "own", 1, flags, NULL, same, NULL, NULL);
		sqlite3_create_function(db, "other", 1, flags, NULL, same, NULL, NULL);
		run(db, kinds[i][1]);
		run(db, "INSERT INTO a (name) VALUES ('az'), ('by'), ('cx')");
		sqlite3_close(db);
	}
	return 0;
}
