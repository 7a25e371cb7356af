/* Inserts rows into tables, and counts them. */
#include "develop/check_rows.h"

#include <inttypes.h>
#include <string.h>

#include "base/map.h"
#include "schema/dialect.h"

static const char *path_of(struct arena *arena, const struct table *table)
{
	return table->name.namespace
		       ? arena_join(arena, table->name.namespace, '.', table->name.name)
		       : table->name.name;
}

void check_count(const struct replay_site *site, const struct schema *schema, struct arena *arena,
		 struct tally *tally)
{
	const struct table *table;
	const struct column *column;

	*tally = (struct tally){0};
	vector_each(table, &schema->tables) {
		const int64_t *counts = table->view ? NULL : migrate_site_count(site, table, arena);
		const char *path = path_of(arena, table);
		if (!counts)
			continue;
		*vector_add(arena, tally) = (struct count){path, true, *counts++};
		vector_each(column, &table->columns)
			*vector_add(arena, tally) = (struct count){
				arena_join(arena, path, '.', column->name), false, *counts++};
	}
}

void check_losses(struct check_run *run, enum finding kind, const char *migration,
		  const struct tally *before, struct tally *after)
{
	struct map numbers = {.arena = run->check->report->arena};
	const struct count *count;
	struct count *counted;
	int64_t rows_lost = 0;

	vector_each(counted, after)
		map_add(&numbers, counted->object, counted);
	vector_each(count, before) {
		const struct count *now = map_get(&numbers, count->object);
		int64_t lost = now ? count->number - now->number : 0;
		if (lost > (count->is_table ? 0 : rows_lost))
			check_found(run, kind, migration, count->object,
				    arena_format(run->check->report->arena,
						 "%" PRId64 " of %" PRId64 " %s are left",
						 now->number, count->number,
						 count->is_table ? "rows" : "values"));
		if (count->is_table)
			rows_lost = lost > 0 ? lost : 0;
	}
}

/*
 * Literals for row number %d, by type or else by scalar. Numbers are far from the start of any
 * counter.
 */
static const struct {
	const char *sql, *literal;
} type_literals[] = {
	{"uuid", "'00000000-0000-4000-8000-00000000000%d'"},
	{"inet", "'127.0.0.%d'"},
	{"xml", "'<a>%d</a>'"},
};
static const char *const scalar_literals[SCALAR_COUNT] = {
	[SCALAR_INT] = "100%d",
	[SCALAR_BIGINT] = "100%d",
	[SCALAR_FLOAT] = "%d.5",
	[SCALAR_DECIMAL] = "%d",
	[SCALAR_BOOLEAN] = "%d = 1",
	[SCALAR_STRING] = "'%d'",
	[SCALAR_DATETIME] = "'2000-01-01 00:00:0%d'",
	[SCALAR_JSON] = "'{\"a\": %d}'",
	[SCALAR_BYTES] = "'%d'",
};

/* Adds a value for a column. False if no suitable value is known: the column is left out. */
static bool add_literal(struct buffer *to, const struct schema *schema, const struct column *column,
			int row)
{
	const struct type *type = &column->type;
	const struct enumeration *values =
		type->kind == TYPE_ENUM ? schema_enum(schema, type->enumeration) : NULL;
	const char *literal = NULL;

	if (column->arity == ARITY_LIST) {
		buffer_add(to, "'{}'");
	} else if (values && values->values.count) {
		buffer_add_quoted(to, values->values.at[(size_t)row % values->values.count].name,
				  '\'');
	} else if (type->kind == TYPE_NATIVE) {
		literal = scalar_literals[type->native->scalar];
		for (size_t i = 0; i < sizeof type_literals / sizeof *type_literals; i++)
			if (text_equal(type_literals[i].sql, type->native->sql))
				literal = type_literals[i].literal;
		for (; *literal; literal++)
			if (*literal != '%')
				buffer_add_char(to, *literal);
			else if (literal++)
				buffer_add_number(to, (unsigned)row);
	} else {
		return false;
	}
	return true;
}

static const char *insertion(struct arena *arena, const struct schema *schema,
			     const struct table *table, int row)
{
	struct buffer sql = {.arena = arena}, values = {.arena = arena};
	const struct column *column;

	buffer_add(&sql, "INSERT INTO ");
	if (table->name.namespace) {
		buffer_add_quoted(&sql, table->name.namespace, '"');
		buffer_add_char(&sql, '.');
	}
	buffer_add_quoted(&sql, table->name.name, '"');
	vector_each(column, &table->columns) {
		size_t before = values.length;
		buffer_add(&values, before ? ", " : "");
		if (!add_literal(&values, schema, column, row)) {
			values.length = before;
			continue;
		}
		buffer_add(&sql, before ? ", " : " (");
		buffer_add_quoted(&sql, column->name, '"');
	}
	if (!values.length)
		return NULL;
	buffer_format(&sql, ") VALUES (%.*s)", (int)values.length, buffer_text(&values));
	return buffer_text(&sql);
}

struct names check_make_rows(const struct schema *schema, const struct replay_site *site,
			     struct arena *arena)
{
	struct names statements = {0};
	const struct table *table;

	vector_each(table, &schema->tables) {
		const int64_t *counts = table->view ? NULL : migrate_site_count(site, table, arena);
		for (int row = 1; counts && !counts[0] && row <= 2; row++) {
			const char *statement = insertion(arena, schema, table, row);
			if (statement)
				*vector_add(arena, &statements) = statement;
		}
	}
	return statements;
}
