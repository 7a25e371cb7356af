/* Finds migrations that were written for something else. */
#include "folder/check.h"

#include <ctype.h>
#include <string.h>

#include "base/file.h"
#include "base/record.h"
#include "folder/directions.h"

/*
 * Words in one database's SQL that another refuses, as in a statement_rule. A statement with words
 * that are certain cannot succeed. The first matching row counts.
 */
static const struct {
	const char *of;	   /* the database whose SQL it is */
	const char * not ; /* the database that refuses it; NULL: all others that we know */
	const char *words;
	bool certain;
} foreign[] = {
	{"MySQL", "postgresql", "CREATE TABLE `", true},
	{"MySQL", "postgresql", "CREATE TABLE IF NOT EXISTS `", true},
	{"MySQL", "postgresql", "DROP TABLE `", true},
	{"MySQL", "postgresql", "DROP TABLE IF EXISTS `", true},
	{"MySQL", "postgresql", "ALTER TABLE `", true},
	{"MySQL", "postgresql", "INSERT INTO `", true},
	{"MySQL", NULL, "DELIMITER", true},
	{"MySQL", NULL, "LOCK TABLES", false},
	{"MySQL", "postgresql", "... `", false},
	{"MySQL", NULL, "... AUTO_INCREMENT", false},
	{"MySQL", NULL, "... ENGINE =", false},
	{"MySQL", NULL, "... UNSIGNED", false},
	{"MySQL", NULL, "... CHARSET", false},
	{"MySQL", NULL, "... CHARACTER SET", false},
	{"MySQL", NULL, "... ON UPDATE CURRENT_TIMESTAMP", false},
	{"MySQL", NULL, "... MODIFY", false},
	{"MySQL", "postgresql", "... DATETIME (", false},
	{"MySQL", "postgresql", "... TINYINT", false},
	{"MySQL", "postgresql", "... LONGTEXT", false},
	{"SQL Server", "postgresql", "CREATE TABLE [", true},
	{"SQL Server", "postgresql", "ALTER TABLE [", true},
	{"SQL Server", "postgresql", "INSERT INTO [", true},
	{"SQL Server", NULL, "GO", false},
	{"SQL Server", NULL, "... GO", false},
	{"SQL Server", NULL, "BEGIN TRY", false},
	{"SQL Server", NULL, "... NVARCHAR", false},
	{"SQL Server", NULL, "... DATETIME2", false},
	{"SQL Server", NULL, "... NONCLUSTERED", false},
	{"SQL Server", NULL, "... INT IDENTITY", false},
	{"SQL Server", NULL, "... INTEGER IDENTITY", false},
	{"SQL Server", NULL, "... BIGINT IDENTITY", false},
	{"SQL Server", NULL, "... INT ] IDENTITY", false},
	{"Oracle", NULL, "... VARCHAR2", false},
	{"Oracle", NULL, "... NUMBER (", false},
	{"SQLite", "postgresql", "PRAGMA", true},
	{"SQLite", "postgresql", "... AUTOINCREMENT", false},
	{"SQLite", "postgresql", "... WITHOUT ROWID", false},
	{"SQLite", "postgresql", "... DATETIME", false},
	{"SQLite", "postgresql", "... BLOB", false},
	{"SQLite", "postgresql", "... SQLITE_SEQUENCE", false},
	{"PostgreSQL", "sqlite", "CREATE EXTENSION", true},
	{"PostgreSQL", "sqlite", "CREATE TYPE", true},
	{"PostgreSQL", "sqlite", "CREATE SCHEMA", true},
	{"PostgreSQL", "sqlite", "CREATE SEQUENCE", true},
	{"PostgreSQL", "sqlite", "CREATE FUNCTION", true},
	{"PostgreSQL", "sqlite", "CREATE OR REPLACE", false},
	{"PostgreSQL", "sqlite", "ALTER TYPE", true},
	{"PostgreSQL", "sqlite", "DO", true},
	{"PostgreSQL", "sqlite", "GRANT", true},
	{"PostgreSQL", "sqlite", "SET", false},
	{"PostgreSQL", "sqlite", "COMMENT ON", false},
	{"PostgreSQL", "sqlite", "... : :", false},
	{"PostgreSQL", "sqlite", "... ADD CONSTRAINT", false},
	{"PostgreSQL", "sqlite", "... ALTER COLUMN", false},
	{"PostgreSQL", "sqlite", "... CONCURRENTLY", false},
	{"PostgreSQL", "sqlite", "... USING BTREE", false},
	{"PostgreSQL", "sqlite", "... NOW ( )", false},
};

/* Statements of dumps that fail in another database, and what to do about them. */
static const struct {
	const char * not, *words, *hint;
} dumped[] = {
	{"postgresql", "... OWNER TO",
	 "use pg_dump -O -x to omit owners and privileges from a dump"},
	{"postgresql", "GRANT", "use pg_dump -O -x to omit owners and privileges from a dump"},
	{"postgresql", "REVOKE", "use pg_dump -O -x to omit owners and privileges from a dump"},
	{"postgresql", "ALTER DEFAULT PRIVILEGES",
	 "use pg_dump -O -x to omit owners and privileges from a dump"},
	{"postgresql", "COMMENT ON EXTENSION",
	 "only the owner of an extension may comment on it: use pg_dump --no-comments to omit "
	 "comments from a dump"},
	{"postgresql", "CREATE SCHEMA PUBLIC |",
	 "every new database already has the schema public: use CREATE SCHEMA IF NOT EXISTS"},
};

/* A hint: the way to SQL for this database. */
static const char anew[] = "create the migration again from the schema: schema-parse schema.prisma "
			   "| schema-diff /dev/null - | mig-new init";

static bool is_refused(const char *by, const struct lexer *lexer)
{
	return !by || strcmp(by, lexer->dialect->name) == 0;
}

/* Returns the database for which a statement was written, or NULL. */
static const char *origin(struct lexer lexer, bool certain)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if ((foreign[i].certain || !certain) && is_refused(foreign[i].not, &lexer) &&
		    sqltext_matches(lexer, foreign[i].words))
			return foreign[i].of;
	return NULL;
}

static bool check_origin(const struct script *script, struct report *report)
{
	for (size_t i = 0; i < script->statements.count; i++) {
		const char *of = origin(sqltext_statement_lexer(script, i), true);
		struct place place = sqltext_place(script, i);
		if (!of)
			continue;
		place.end = place.start + 1;
		report_error(report, place, "this is SQL for %s, but the database is %s", of,
			     script->dialect->name);
		return report_hint(report, "%s", anew);
	}
	return true;
}

bool folder_check_script(const struct script *script, bool down, struct report *report)
{
	return file_check_text(script->source, report) &&
	       folder_check_directions(script->source, script->dialect, down, report) &&
	       sqltext_check(script, report) && check_origin(script, report);
}

/* True for names that other programs give to scripts that roll a migration back. */
static bool is_way_back(const char *name)
{
	static const char *const ends[] = {".down", ".undo", ".rollback"};
	const char *end = strrchr(name, '.');

	for (size_t i = 0; end && i < sizeof ends / sizeof *ends; i++)
		if (strcmp(end, ends[i]) == 0)
			return true;
	/* Flyway: U2__add_users undoes V2__add_users. */
	const char *gap = strstr(name, "__");
	return *name == 'U' && isdigit((unsigned char)name[1]) && gap &&
	       name + 1 + strspn(name + 1, "0123456789._") >= gap;
}

bool folder_check_migration(const char *name, const struct script *script, struct report *report)
{
	if (!is_way_back(name))
		return folder_check_script(script, false, report);
	report_error(
		report, nowhere,
		"%s would run as a migration, but its name says that it rolls back another one",
		record_escaped(report->arena, name));
	return report_hint(report, "move its migration.sql to down.sql of that migration and "
				   "remove its directory; or rename it");
}

/*
 * True if psql would replace a variable in a statement: :name, :'name' or :"name". Inside brackets
 * a colon is part of an array slice.
 */
static bool has_variable(struct lexer lexer)
{
	struct token token, last = {0};
	size_t brackets = 0;

	if (lexer.dialect->command != '\\')
		return false;
	for (; (token = sqltext_next(&lexer)).kind != TOKEN_END; last = token) {
		brackets += sqltext_is(&lexer, token, "[");
		brackets -= brackets && sqltext_is(&lexer, token, "]");
		if (!brackets && sqltext_is(&lexer, last, ":") && last.end == token.start &&
		    (last.start == 0 || lexer.text[last.start - 1] != ':') &&
		    (token.kind == TOKEN_WORD || token.kind == TOKEN_NAME ||
		     token.kind == TOKEN_STRING))
			return true;
	}
	return false;
}

void folder_warn_of_empty(const char *name, struct report *report)
{
	report_warning(report, nowhere,
		       "%s has no statements: once it is applied, statements added to it never run",
		       name);
}

const char *folder_failure_hint(struct arena *arena, const struct script *script, size_t n)
{
	struct lexer lexer = sqltext_statement_lexer(script, n);
	const char *of = origin(lexer, false);

	if (has_variable(lexer))
		return "only psql replaces variables such as :name: write the value instead";
	if (of)
		return arena_format(arena, "this looks like SQL for %s, but the database is %s: %s",
				    of, script->dialect->name, anew);
	for (size_t i = 0; i < sizeof dumped / sizeof *dumped; i++)
		if (is_refused(dumped[i].not, &lexer) && sqltext_matches(lexer, dumped[i].words))
			return dumped[i].hint;
	return NULL;
}
