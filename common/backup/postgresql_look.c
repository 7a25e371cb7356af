/*
 * Checks if an archive can be restored: compares the output of pg_restore --list with the roles and
 * extensions of the server, and with the user's rights there.
 */
#include "backup/postgresql_look.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup/postgresql.h"
#include "backup/postgresql_look_sql.h"
#include "backup/postgresql_restore_sql.h"
#include "base/map.h"
#include "postgresql/clear.h"
#include "postgresql/postgresql.h"

/* The list of an archive, and its entries that grant something. */
struct listing {
	struct buffer all, grants;
};

static void take_entry(const char *line, void *context)
{
	static const char *const granting[] = {" ACL ", " DEFAULT ACL ", " POLICY "};
	struct listing *listing = context;

	buffer_format(&listing->all, "%s\n", line);
	for (size_t i = 0; i < sizeof granting / sizeof *granting; i++)
		if (strstr(line, granting[i])) {
			buffer_format(&listing->grants, "%s\n", line);
			return;
		}
}

/*
 * Roles that are granted something, or that grant in their own name, and tablespaces: see
 * pg_sql_look_lines.
 */
struct grantees {
	struct map known;
	struct buffer roles;
	const char *encoding; /* of the archive; NULL: not known */
};

/* Returns the text after a TO outside quotes, or NULL. */
static const char *after_to(const char *at)
{
	for (char quote = 0; *at; at++) {
		if (quote ? *at == quote : *at == '"' || *at == '\'')
			quote = quote ? 0 : *at;
		else if (!quote && strncmp(at, " TO ", 4) == 0)
			return at + 4;
	}
	return NULL;
}

/* Reads a name, quoted or not, and moves past it. */
static const char *read_name(const char **at, struct arena *arena)
{
	struct buffer name = {.arena = arena};
	bool quoted = **at == '"';

	if (!quoted) {
		size_t length = strcspn(*at, " ,;");
		buffer_add_slice(&name, *at, length);
		*at += length;
		return buffer_text(&name);
	}
	for ((*at)++; **at && (**at != '"' || *++*at == '"'); (*at)++)
		buffer_add_char(&name, **at);
	return buffer_text(&name);
}

static void add_role(struct grantees *grantees, char mark, const char *name)
{
	const char *key = arena_format(grantees->known.arena, "%c%s", mark, name);

	if (map_get(&grantees->known, key) || strcmp(name, "PUBLIC") == 0 ||
	    strcmp(name, "DEFAULT") == 0)
		return;
	map_add(&grantees->known, key, grantees);
	buffer_format(&grantees->roles, "%s\n", key);
}

/*
 * Collects the roles of "GRANT ... TO a WITH GRANT OPTION;" or "CREATE POLICY ... TO a, b USING".
 */
static void take_grantees(const char *line, void *context)
{
	static const char *const beginnings[] = {"GRANT ", "ALTER DEFAULT PRIVILEGES ",
						 "CREATE POLICY "};
	struct grantees *grantees = context;
	const char *at = NULL;

	if (strncmp(line, pg_sql_act_as, sizeof pg_sql_act_as - 1) == 0) {
		at = line + sizeof pg_sql_act_as - 1;
		add_role(grantees, '\t', read_name(&at, grantees->known.arena));
		return;
	}
	for (size_t i = 0; !at && i < sizeof beginnings / sizeof *beginnings; i++)
		if (strncmp(line, beginnings[i], strlen(beginnings[i])) == 0)
			at = after_to(line);
	while (at) {
		add_role(grantees, ' ', read_name(&at, grantees->known.arena));
		at = strncmp(at, ", ", 2) == 0 ? at + 2 : NULL;
	}
}

/* Takes the encoding of the archive, in which anything may stand. */
static void take_encoding(const char *line, struct grantees *grantees)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	const char *name = line + sizeof pg_sql_set_encoding;

	if (strncmp(line, pg_sql_set_encoding, sizeof pg_sql_set_encoding - 1) == 0 &&
	    name[-1] == '\'')
		grantees->encoding = arena_slice(grantees->known.arena, name, strspn(name, plain));
}

/* Collects the tablespace of the following statements. */
static void take_tablespace(const char *line, void *context)
{
	struct grantees *grantees = context;
	const char *at = line + sizeof pg_sql_set_tablespace - 1;

	take_encoding(line, grantees);
	if (strncmp(line, pg_sql_set_tablespace, sizeof pg_sql_set_tablespace - 1) == 0 &&
	    *at != '\'')
		add_role(grantees, '@', read_name(&at, grantees->known.arena));
}

/* Adds the tablespaces that the archive names. */
static bool find_tablespaces(const char *path, struct grantees *grantees, struct report *report)
{
	const char *const argv[] = {"pg_restore", "--schema-only", "--file=-", "--", path, NULL};

	return pg_read_lines(argv, -1, take_tablespace, grantees, report);
}

/* Adds the roles to which the archive grants something. */
static bool find_grantees(const char *path, const struct listing *listing,
			  struct grantees *grantees, struct report *report)
{
	const char *const argv[] = {"pg_restore", "--use-list=/dev/stdin", "--file=-", "--", path,
				    NULL};

	if (!listing->grants.length)
		return true;
	int list = pg_write_list(listing->grants.text, listing->grants.length, report);
	if (list < 0)
		return false;
	bool read = pg_read_lines(argv, list, take_grantees, grantees, report);
	close(list);
	return read;
}

/* Writes the lines whose numbers, counted from 1, are not in the first column, which is sorted. */
static int write_rest(struct postgresql *pg, const PGresult *result, int row, const char *all,
		      struct report *report)
{
	struct buffer rest = {.arena = report->arena};
	long number = 1;

	for (const char *line = all, *end; (end = strchr(line, '\n')); line = end + 1, number++) {
		if (row < pg->pq.PQntuples(result) &&
		    strtol(pg->pq.PQgetvalue(result, row, 0), NULL, 10) == number)
			row++;
		else
			buffer_add_slice(&rest, line, (size_t)(end + 1 - line));
	}
	return pg_write_list(buffer_text(&rest), rest.length, report);
}

/*
 * Reads the answer, by its numbers: -4 the name of the database, -3 reasons why no new database can
 * replace it, -2 locks do not fit, -1 things that stay, 0 things missing; positive numbers are
 * lines to leave out.
 */
static bool take_answer(struct postgresql *pg, const PGresult *result, const char *all,
			struct pg_look *look)
{
	int row = 0;

	for (; row < pg->pq.PQntuples(result); row++) {
		long number = strtol(pg->pq.PQgetvalue(result, row, 0), NULL, 10);
		if (number > 0)
			break;
		if (number == -4)
			look->database = pg_value(pg, result, row, 1);
		else if (number == -3)
			*vector_add(pg->db.arena, &look->bound) = pg_value(pg, result, row, 1);
		else if (number == -2)
			look->locks = pg_value(pg, result, row, 1);
		else if (number == -1)
			look->stays = pg_value(pg, result, row, 1);
		else
			*vector_add(pg->db.arena, &look->needs) = pg_value(pg, result, row, 1);
	}
	if (row == pg->pq.PQntuples(result))
		return true;
	look->list = write_rest(pg, result, row, all, pg->db.report);
	return look->list >= 0;
}

/* Adds a text of the archive as SQL. It has the archive's encoding, and the session its own. */
static void add_text(struct postgresql *pg, const char *text, const char *encoding,
		     struct buffer *sql)
{
	if (!encoding || strcmp(encoding, "UTF8") == 0) {
		buffer_add(sql, pg_quote_literal(pg, text));
		return;
	}
	buffer_add(sql, pg_sql_begin_text);
	for (const char *c = text; *c; c++)
		buffer_format(sql, "%02x", (unsigned)(unsigned char)*c);
	buffer_format(sql, pg_sql_end_text, encoding);
}

/* Reports that the question failed, perhaps for a name that the database cannot hold. */
static bool report_unanswered(struct postgresql *pg, PGresult *result)
{
	const char *code = pg_error_field(pg, result, PG_DIAG_SQLSTATE);
	bool wrong = text_equal(code, "22021") || text_equal(code, "22P05");

	pg_report(pg, result, PG_READ);
	return wrong && report_hint(pg->db.report, "%s", PG_WRONG_ENCODING);
}

static bool ask(struct postgresql *pg, const char *all, struct grantees *grantees,
		struct pg_look *look)
{
	struct buffer sql = {.arena = pg->db.arena};

	pg_add_things(&sql);
	buffer_add(&sql, pg_sql_look_lines);
	add_text(pg, all, grantees->encoding, &sql);
	buffer_add(&sql, pg_sql_look_owners);
	add_text(pg, buffer_text(&grantees->roles), grantees->encoding, &sql);
	buffer_add(&sql, pg_sql_look_needs);
	buffer_add(&sql, pg_sql_look_answer);
	buffer_add(&sql, pg_sql_look_ways);
	PGresult *result = pg_query_long(pg, buffer_text(&sql));
	if (!pg_succeeded(pg, result))
		return report_unanswered(pg, result);
	bool taken = take_answer(pg, result, all, look);
	pg->pq.PQclear(result);
	return taken;
}

bool pg_look(const struct url *url, const char *path, struct pg_look *look, struct report *report)
{
	const char *const argv[] = {"pg_restore", "--list", "--", path, NULL};
	struct arena *arena = report->arena;
	struct listing listing = {{.arena = arena}, {.arena = arena}};
	struct grantees grantees = {{.arena = arena}, {.arena = arena}, NULL};

	*look = (struct pg_look){.list = -1};
	if (!pg_read_lines(argv, -1, take_entry, &listing, report) ||
	    !find_grantees(path, &listing, &grantees, report) ||
	    !find_tablespaces(path, &grantees, report))
		return false;
	struct pg_snapshot snapshot;
	bool asked = pg_snapshot_begin(url, &snapshot, report) &&
		     ask(pg_of(snapshot.db), buffer_text(&listing.all), &grantees, look);
	pg_snapshot_end(&snapshot);
	return asked;
}

void pg_look_end(struct pg_look *look)
{
	if (look->list >= 0)
		close(look->list);
	look->list = -1;
}

/* Warns if functions do not find their tables when the backup is restored. Always true. */
static bool warn_of_path(const struct url *url, const char *path, struct report *report)
{
	const char *lost = pg_find_lost_function(url, report);

	if (!lost)
		return true;
	report_warning(report, nowhere, "a restore of '%s' may fail: a check or an index calls %s",
		       path, lost);
	report_hint(report,
		    "a restore runs with an empty search_path, then with that of the database: use "
		    "ALTER FUNCTION ... SET search_path, or ALTER DATABASE ... SET search_path");
	return true;
}

bool pg_backup_look(const struct url *url, const char *path, struct report *report)
{
	struct pg_look look;
	const char **need;
	bool looked = pg_look(url, path, &look, report);

	vector_each(need, &look.needs)
		report_warning(report, nowhere, "the user who made '%s' cannot restore it: %s",
			       path, *need);
	if (look.needs.count)
		report_hint(report, "restore it as a superuser");
	if (looked && look.locks && look.bound.count)
		report_warning(report, nowhere, "a restore of '%s' may need too many locks: %s",
			       path, look.locks);
	pg_look_end(&look);
	return looked && warn_of_path(url, path, report);
}
