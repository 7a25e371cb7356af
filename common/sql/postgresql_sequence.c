/*
 * The names of sequences, which the server or Prisma's engine derives from the table and the
 * column.
 */
#include "sql/postgresql_sequence.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "diff/free_name.h"
#include "sql/postgresql_table.h"
#include "sql/words.h"

/* ---- names ---- */

/*
 * Returns the name that the server gives to the sequence of a serial column. It cuts the longer
 * part.
 */
static const char *serial_name(struct sql_output *script, const char *table, const char *column)
{
	size_t room = script->diff->dialect->name_limit - strlen("__seq");
	size_t first = strlen(table), second = strlen(column);

	while (first + second > room)
		if (first > second)
			first--;
		else
			second--;
	if (table[first])
		first = utf8_cut(table, first);
	if (column[second])
		second = utf8_cut(column, second);
	return sql_format(script, "%.*s_%.*s_seq", (int)first, table, (int)second, column);
}

/* Returns the name that Prisma's engine gives to the sequence of a column, in lower case. */
static const char *engine_name(struct sql_output *script, const char *table, const char *column)
{
	char *name = arena_format(&script->words, "%s_%s_seq", table, column);

	for (char *c = name; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return name;
}

/* ---- names that are taken ---- */

/* The arguments of is_taken. */
struct sequence_search {
	struct sql_output *script;
	const char *namespace;
};

/* True if the server sees two names as the same: it truncates them. */
static bool same(const struct sequence_search *search, const char *a, const char *b)
{
	const struct dialect *dialect = search->script->diff->dialect;
	struct arena *words = &search->script->words;

	return a && b &&
	       text_equal(diff_cut_name(words, dialect, a, ""),
			  diff_cut_name(words, dialect, b, ""));
}

static bool table_takes(const struct sequence_search *search, const struct table *table,
			const char *name)
{
	const struct index *index;

	if (same(search, table->name.name, name) ||
	    (table->primary_key && same(search, table->primary_key->name, name)))
		return true;
	vector_each(index, &table->indexes)
		if (same(search, index->name, name))
			return true;
	return false;
}

/*
 * True if a sequence of the old schema takes the name. It has the server's name, or the engine's.
 */
static bool sequence_takes(const struct sequence_search *search, const struct table *table,
			   const char *name)
{
	struct sql_output *script = search->script;
	const struct column *column;

	vector_each(column, &table->columns)
		if (column->value.kind == DEFAULT_AUTOINCREMENT &&
		    (same(search, serial_name(script, table->name.name, column->name), name) ||
		     same(search, engine_name(script, table->name.name, column->name), name)))
			return true;
	return false;
}

static bool is_taken(const void *context, const char *name)
{
	const struct sequence_search *search = context;
	const struct diff *diff = search->script->diff;
	const struct table *table;
	const char **given;

	vector_each(table, &diff->old->tables)
		if (text_equal(table->name.namespace, search->namespace) &&
		    (table_takes(search, table, name) || sequence_takes(search, table, name)))
			return true;
	vector_each(table, &diff->new->tables)
		if (text_equal(table->name.namespace, search->namespace) &&
		    table_takes(search, table, name))
			return true;
	vector_each(given, &search->script->sequences)
		if (same(search, *given, name))
			return true;
	return false;
}

/* ---- new sequences ---- */

/* True if a name needs no quotes. */
static bool is_plain(const char *name)
{
	return (islower((unsigned char)*name) || *name == '_') &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

const char *sql_postgresql_new_sequence(struct sql_output *script, const struct table *table,
					const struct column *column)
{
	struct sequence_search search = {script, table->name.namespace};
	const char *wanted = script->diff->back
				     ? serial_name(script, table->name.name, column->name)
				     : engine_name(script, table->name.name, column->name);
	const char *name = wanted;

	for (int i = 1; is_taken(&search, name); i++)
		name = diff_cut_name(&script->words, script->diff->dialect, wanted,
				     sql_format(script, "%d", i));
	*vector_add(script->diff->arena, &script->sequences) =
		arena_string(script->diff->arena, name);
	const char *plain = is_plain(name) ? name : sql_name(script, name);
	if (!table->name.namespace)
		return plain;
	return sql_format(script, "%s.%s", sql_name(script, table->name.namespace), plain);
}

/* ---- renames ---- */

static void rename_sequence(struct sql_output *script, const char *namespace, const char *from,
			    const char *to)
{
	struct object_name name = {namespace, from};

	if (!text_equal(from, to))
		sql_statement(script, "ALTER SEQUENCE IF EXISTS %s RENAME TO %s",
			      sql_object(script, name), sql_name(script, to));
}

/* Returns the name of a column before the renames. */
static const char *old_column(const struct diff *diff, const struct renaming *table,
			      const char *column)
{
	const struct renaming *renaming;

	vector_each(renaming, &diff->renames)
		if (renaming->kind == CHANGE_RENAME_COLUMN &&
		    object_name_equal(renaming->object, table->object) &&
		    text_equal(renaming->new, column))
			return renaming->old;
	return column;
}

void sql_postgresql_rename_table(struct sql_output *script, const struct change *change)
{
	const struct renaming *renaming = change->renaming;
	const struct table *table = schema_table(script->diff->old, renaming->renamed);
	const char *namespace = change->from_namespace;
	const struct column *column;

	if (sql_postgresql_move(script, "TABLE", change))
		return;
	sql_statement(script, "ALTER TABLE %s RENAME TO %s",
		      sql_object(script, (struct object_name){namespace, change->from}),
		      sql_name(script, change->to));
	if (!table || !script->dialect->serials)
		return;
	vector_each(column, &table->columns) {
		const char *name = old_column(script->diff, renaming, column->name);
		if (sql_postgresql_serial(column))
			rename_sequence(script, namespace, serial_name(script, change->from, name),
					serial_name(script, change->to, name));
	}
}

void sql_postgresql_rename_column(struct sql_output *script, const struct change *change)
{
	struct object_name name = change->renaming->renamed;
	const struct table *table = schema_table(script->diff->old, name);
	const struct column *column = table ? table_column(table, change->renaming->new) : NULL;

	sql_statement(script, "ALTER TABLE %s RENAME COLUMN %s TO %s", sql_object(script, name),
		      sql_name(script, change->from), sql_name(script, change->to));
	if (column && script->dialect->serials && sql_postgresql_serial(column))
		rename_sequence(script, name.namespace,
				serial_name(script, name.name, change->from),
				serial_name(script, name.name, change->to));
}
