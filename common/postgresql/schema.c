/* Reads the schema of a PostgreSQL database. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "postgresql/postgresql.h"
#include "postgresql/schema_sql.h"
#include "schema/value.h"

/* A schema being read, and the current row. */
struct reading {
	struct postgresql *pg;
	struct arena *arena;
	struct schema *schema;
	struct names namespaces; /* to be read */
	const char *plain;	 /* the one that names leave out; or NULL */
	const PGresult *result;
	int row;
};

typedef void (*row_reader)(struct reading *reading, struct table *table);

static const char *text(const struct reading *reading, int column)
{
	return pg_value(reading->pg, reading->result, reading->row, column);
}

static bool flag(const struct reading *reading, int column)
{
	return *reading->pg->pq.PQgetvalue(reading->result, reading->row, column) == 't';
}

/* Returns a row's namespace in the model: NULL if its names leave it out. */
static const char *namespace_of(const struct reading *reading, int column)
{
	const char *value = reading->pg->pq.PQgetvalue(reading->result, reading->row, column);
	const char **name;

	vector_each(name, &reading->namespaces)
		if (strcmp(*name, value) == 0)
			return text_equal(*name, reading->plain) ? NULL : *name;
	return NULL;
}

/* True if a namespace is among those being read. */
static bool is_read(const struct reading *reading, int column)
{
	const char *value = reading->pg->pq.PQgetvalue(reading->result, reading->row, column);
	const char **name;

	vector_each(name, &reading->namespaces)
		if (strcmp(*name, value) == 0)
			return true;
	return false;
}

static struct object_name object_name(const struct reading *reading, int column)
{
	return (struct object_name){namespace_of(reading, column), text(reading, column + 1)};
}

/*
 * Runs a query and reads its rows. Each begins with the namespace and name of a table, unless
 * `tables` is false.
 */
static bool read_rows(struct reading *reading, const char *sql, bool tables, row_reader read)
{
	struct postgresql *pg = reading->pg;
	PGresult *result = pg_query_catalogs(pg, sql);

	if (!pg_succeeded(pg, result))
		return pg_report(pg, result, PG_READ_SCHEMA);
	reading->result = result;
	int count = pg->pq.PQntuples(result);
	for (reading->row = 0; reading->row < count; reading->row++) {
		struct object_name name = {namespace_of(reading, 0),
					   pg->pq.PQgetvalue(result, reading->row, 1)};
		struct table *table = tables ? schema_table(reading->schema, name) : NULL;
		if (table || !tables)
			read(reading, table);
	}
	pg->pq.PQclear(result);
	return true;
}

static void read_table(struct reading *reading, struct table *table)
{
	table = vector_add(reading->arena, &reading->schema->tables);
	table->name = object_name(reading, 0);
}

static void read_enum_value(struct reading *reading, struct table *table)
{
	struct schema *schema = reading->schema;
	size_t count = schema->enums.count;
	struct enumeration *last = count ? &schema->enums.at[count - 1] : NULL;
	struct object_name name = object_name(reading, 0);
	const char *value = text(reading, 2);

	(void)table;
	if (!last || !object_name_equal(last->name, name)) {
		last = vector_add(reading->arena, &schema->enums);
		last->name = name;
	}
	if (value)
		vector_add(reading->arena, &last->values)->name = value;
}

/* ---- columns ---- */

/* Added to lengths and to the arguments of NUMERIC (PostgreSQL's numeric.c, varchar.c). */
enum { TYPMOD_ADDED = 4 };

/* True for a NUMERIC that rounds to tens or hundreds, which the model cannot hold. */
static bool has_negative_scale(const struct native_type *native, long modifier)
{
	enum { SIGN_OF_SCALE = 0x400 };

	return text_equal(native->catalog, "numeric") && modifier >= TYPMOD_ADDED &&
	       (modifier - TYPMOD_ADDED) & SIGN_OF_SCALE;
}

/*
 * Stores the arguments of a type from pg_attribute.atttypmod, which is -1 if there are none.
 */
static void read_arguments(struct type *type, long modifier)
{
	const char *catalog = type->native->catalog;
	bool length = text_equal(catalog, "varchar") || text_equal(catalog, "bpchar");
	uint32_t number = (uint32_t)modifier;

	/* A time without a precision has the highest one. */
	if (modifier < 0 && type->native->rule == ARGUMENTS_PRECISION)
		number = 6;
	else if (modifier < 0)
		return;
	type->argument_count = 1;
	type->arguments[0] = number;
	if (length)
		type->arguments[0] = number - TYPMOD_ADDED;
	if (text_equal(catalog, "numeric")) {
		type->argument_count = 2;
		type->arguments[0] = (number - TYPMOD_ADDED) >> 16 & 0xFFFF;
		type->arguments[1] = (number - TYPMOD_ADDED) & 0x3FF;
	}
}

static void read_type(struct reading *reading, struct column *column)
{
	const char *name = text(reading, 3);
	struct type *type = &column->type;

	struct object_name enumeration = {namespace_of(reading, 5), name};
	if (*text(reading, 4) == 'e' && is_read(reading, 5) &&
	    schema_enum(reading->schema, enumeration)) {
		type->kind = TYPE_ENUM;
		type->enumeration = enumeration;
		return;
	}
	long modifier = strtol(text(reading, 7), NULL, 10);
	type->native = native_type_by_catalog(reading->schema->dialect->types, name);
	if (type->native && !has_negative_scale(type->native, modifier)) {
		read_arguments(type, modifier);
		return;
	}
	type->native = NULL;
	type->kind = TYPE_UNSUPPORTED;
	type->unsupported = text(reading, 11);
}

/* True for a default that takes the next value of a sequence. */
static bool is_counter(const char *sql)
{
	return strncmp(sql, "nextval(", strlen("nextval(")) == 0;
}

static void read_default(struct reading *reading, struct column *column)
{
	const char *sql = text(reading, 10);
	enum scalar scalar =
		column->type.kind == TYPE_NATIVE ? column->type.native->scalar : SCALAR_STRING;

	if (flag(reading, 9) || (sql && is_counter(sql)))
		column->value.kind = DEFAULT_AUTOINCREMENT;
	else if (sql && column->type.kind == TYPE_UNSUPPORTED)
		column->value = (struct default_value){.kind = DEFAULT_EXPRESSION, .text = sql};
	else if (sql && column->arity == ARITY_LIST)
		schema_value_read_list(reading->arena, &sqltext_postgresql, scalar, sql,
				       &column->value);
	else if (sql)
		schema_value_read(reading->arena, &sqltext_postgresql, scalar, sql, &column->value);
	if (column->type.kind == TYPE_ENUM)
		schema_value_is_enum(&column->value);
}

static void read_column(struct reading *reading, struct table *table)
{
	struct column *column = vector_add(reading->arena, &table->columns);

	column->name = text(reading, 2);
	column->arity = flag(reading, 6)   ? ARITY_LIST
			: flag(reading, 8) ? ARITY_REQUIRED
					   : ARITY_OPTIONAL;
	read_type(reading, column);
	read_default(reading, column);
}

/* ---- keys ---- */

static void read_part(struct reading *reading, struct key_parts *parts)
{
	*vector_add(reading->arena, parts) =
		(struct key_part){.column = text(reading, 7),
				  .sort = flag(reading, 8) ? SORT_DESC : SORT_UNSAID,
				  .operator_class = text(reading, 9)};
}

static void read_index(struct reading *reading, struct table *table)
{
	const char *name = text(reading, 2);
	struct index *index =
		table->indexes.count ? &table->indexes.at[table->indexes.count - 1] : NULL;

	if (flag(reading, 4)) {
		if (!table->primary_key)
			table->primary_key =
				arena_alloc(reading->arena, sizeof *table->primary_key);
		table->primary_key->name = name;
		read_part(reading, &table->primary_key->parts);
		return;
	}
	if (!index || strcmp(index->name, name) != 0) {
		index = vector_add(reading->arena, &table->indexes);
		index->name = name;
		index->unique = flag(reading, 3);
		index->method = text(reading, 5);
		index->predicate = text(reading, 6);
		fact_add(reading->arena, &index->facts, "constraint",
			 flag(reading, 10) ? "" : NULL);
	}
	read_part(reading, &index->parts);
}

/* Reads the letters of pg_constraint.confupdtype. */
static enum action read_action(char letter)
{
	static const char letters[] = {
		[ACTION_NO_ACTION] = 'a', [ACTION_RESTRICT] = 'r',    [ACTION_CASCADE] = 'c',
		[ACTION_SET_NULL] = 'n',  [ACTION_SET_DEFAULT] = 'd',
	};
	const char *found = memchr(letters, letter, sizeof letters);

	return found ? (enum action)(found - letters) : ACTION_NO_ACTION;
}

static void read_foreign_key(struct reading *reading, struct table *table)
{
	const char *name = text(reading, 2);
	size_t count = table->foreign_keys.count;
	struct foreign_key *key = count ? &table->foreign_keys.at[count - 1] : NULL;

	/* The model holds a foreign key only if it holds the target table. */
	struct object_name target = {namespace_of(reading, 3), text(reading, 4)};
	if (!is_read(reading, 3) || !schema_table(reading->schema, target))
		return;
	if (!key || strcmp(key->name, name) != 0) {
		key = vector_add(reading->arena, &table->foreign_keys);
		key->enforced = true;
		key->name = name;
		key->references = target;
		key->on_update = read_action(*text(reading, 7));
		key->on_delete = read_action(*text(reading, 8));
	}
	*vector_add(reading->arena, &key->columns) = text(reading, 5);
	*vector_add(reading->arena, &key->referenced_columns) = text(reading, 6);
}

static void read_extension(struct reading *reading, struct table *table)
{
	(void)table;
	*vector_add(reading->arena, &reading->schema->extensions) =
		(struct extension){.namespace = text(reading, 0),
				   .name = text(reading, 1),
				   .version = text(reading, 2)};
}

static bool read_names(struct reading *reading, const char *schema)
{
	struct arena *arena = reading->arena;
	const char *tables = arena_format(arena, pg_sql_list_tables, "", schema);
	const char *enums = arena_format(arena, pg_sql_list_enums, schema);

	if (!read_rows(reading, pg_sql_list_extensions, false, read_extension) ||
	    !read_rows(reading, tables, false, read_table) ||
	    !read_rows(reading, enums, false, read_enum_value))
		return false;
	schema_index(reading->schema);
	return true;
}

static bool read_parts(struct reading *reading, const char *schema)
{
	struct arena *arena = reading->arena;
	const char *columns = arena_format(arena, pg_sql_list_columns, pg_sql_join_columns, schema);
	const char *indexes = arena_format(arena, pg_sql_list_indexes, pg_sql_join_indexes, schema);
	const char *keys =
		arena_format(arena, pg_sql_list_foreign_keys, pg_sql_join_foreign_keys, schema);

	return read_rows(reading, columns, true, read_column) &&
	       read_rows(reading, indexes, true, read_index) &&
	       read_rows(reading, keys, true, read_foreign_key);
}

/* Returns the namespaces to read as literals, separated by commas. */
static const char *quote_namespaces(struct reading *reading)
{
	struct buffer list = {.arena = reading->arena};
	const char **name;

	vector_each(name, &reading->namespaces)
		buffer_format(&list, "%s%s", list.length ? ", " : "",
			      pg_quote_literal(reading->pg, *name));
	return buffer_take(&list);
}

static void read_namespace(struct reading *reading, struct table *table)
{
	(void)table;
	*vector_add(reading->arena, &reading->schema->namespaces) = text(reading, 0);
}

/* Reads the URL's namespace, and those of the others that exist. */
static bool read_beside(struct reading *reading, const struct names *others)
{
	const char **name;

	*vector_add(reading->arena, &reading->namespaces) = reading->plain;
	if (!others->count)
		return true;
	vector_each(name, others)
		if (!text_equal(*name, reading->plain))
			*vector_add(reading->arena, &reading->namespaces) = *name;
	const char *sql =
		arena_format(reading->arena, pg_sql_list_namespaces, quote_namespaces(reading));
	if (!read_rows(reading, sql, false, read_namespace))
		return false;
	reading->namespaces = reading->schema->namespaces;
	return true;
}

/* Stores the namespaces to read. */
static bool choose_namespaces(struct reading *reading, const struct names *namespaces, bool beside)
{
	static const struct names none;

	if (namespaces && namespaces->count && !beside) {
		reading->namespaces = reading->schema->namespaces = *namespaces;
		return true;
	}
	reading->plain = reading->pg->db.url->schema;
	return read_beside(reading, namespaces && beside ? namespaces : &none);
}

/* Stores the first column of a query's rows. */
static bool list(struct db *db, const char *sql, struct names *found)
{
	struct schema schema = {0};
	struct reading reading = {.pg = pg_of(db), .arena = db->arena, .schema = &schema};
	bool good = read_rows(&reading, sql, false, read_namespace);

	*found = schema.namespaces;
	return good;
}

bool pg_other_namespaces(struct db *db, struct names *others)
{
	const char *here = pg_quote_literal(pg_of(db), db->url->schema);

	return list(db, arena_format(db->arena, pg_sql_list_other_namespaces, here), others);
}

bool pg_schema_left_out(struct db *db, struct names *things)
{
	const char *here = pg_quote_literal(pg_of(db), db->url->schema);

	return list(db, arena_format(db->arena, pg_sql_list_left_out, here), things);
}

/* Reads everything as of one instant, in the open transaction. */
static bool read_schema(struct reading *reading, const struct names *namespaces, bool beside)
{
	if (!choose_namespaces(reading, namespaces, beside))
		return false;
	const char *list = quote_namespaces(reading);
	return read_names(reading, list) && read_parts(reading, list) &&
	       pg_objects_read(reading->pg, list, reading->plain, reading->schema);
}

bool pg_schema_read(struct db *db, const struct names *namespaces, bool beside,
		    struct schema *schema)
{
	struct postgresql *pg = pg_of(db);
	struct reading reading = {.pg = pg, .arena = db->arena, .schema = schema};

	if (!pg->connection)
		return true;
	if (pg->in_transaction)
		return read_schema(&reading, namespaces, beside);
	if (!pg_command(pg, pg_sql_begin_snapshot, PG_READ_SCHEMA))
		return false;
	if (read_schema(&reading, namespaces, beside))
		return pg_command(pg, "COMMIT", PG_READ_SCHEMA);
	pg->pq.PQclear(pg_query(pg, "ROLLBACK"));
	return false;
}

/* Runs the queue before the schema is read, so that a failure counts as the script's. */
bool pg_schema_settle(struct db *db, struct db_failure *failure)
{
	struct postgresql *pg = pg_of(db);
	int64_t rows = 0;

	return (!pg->queued || pg_exchange(pg, &rows, failure)) && pg_session_leave(pg, failure) &&
	       pg_exchange(pg, &rows, failure);
}

bool pg_read_numbers(struct db *db, const char *sql, int64_t *numbers, size_t count)
{
	struct postgresql *pg = pg_of(db);
	PGresult *result = pg_query_long(pg, sql);
	bool found = pg_succeeded(pg, result) && pg->pq.PQntuples(result) == 1;

	for (size_t i = 0; found && i < count; i++)
		numbers[i] = strtoll(pg->pq.PQgetvalue(result, 0, (int)i), NULL, 10);
	pg->pq.PQclear(result);
	return found;
}
