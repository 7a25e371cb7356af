/* ALTER TABLE for PostgreSQL and CockroachDB. */
#include "sql/postgresql_alter.h"

#include <ctype.h>
#include <string.h>

#include "sql/postgresql_object.h"
#include "sql/postgresql_sequence.h"
#include "sql/postgresql_table.h"
#include "sql/words.h"

/* The clauses of an ALTER TABLE, and statements to follow it. */
struct alteration {
	struct sql_output *script;
	const struct table_pair *pair;
	const char *table; /* its name, quoted */
	struct buffer clauses, after;
};

/*
 * Adds a clause after a comma, or in a statement of its own if the dialect allows only one clause.
 */
static void clause(struct alteration *alteration, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void clause(struct alteration *alteration, const char *format, ...)
{
	struct buffer *clauses = &alteration->clauses;
	bool first = clauses->length == 0;
	bool own = alteration->script->dialect->one_clause_a_table;
	va_list arguments;

	if (!first)
		buffer_add(clauses, own ? ";\n" : ",\n");
	if (first || own)
		buffer_format(clauses, "ALTER TABLE %s ", alteration->table);
	va_start(arguments, format);
	buffer_vformat(clauses, format, arguments);
	va_end(arguments);
}

static const char *column_name(struct alteration *alteration, const struct column_pair *column)
{
	return sql_name(alteration->script, column->old->name);
}

/* ---- sequences ---- */

static void add_do(struct alteration *alteration, const char *body)
{
	buffer_format(&alteration->after, "%s;\n", sql_postgresql_do(alteration->script, body));
}

/*
 * Adds a sequence that continues after the largest value. RESTART can be rolled back, unlike
 * setval().
 */
static void add_sequence(struct alteration *alteration, const struct column_pair *column)
{
	struct sql_output *script = alteration->script;
	const char *name = column_name(alteration, column), *table = alteration->table;
	const char *sequence =
		sql_postgresql_new_sequence(script, alteration->pair->new, column->new);
	const char *restart = sql_format(script, "ALTER SEQUENCE %s RESTART WITH ", sequence);

	sql_statement(script, "CREATE SEQUENCE %s", sequence);
	clause(alteration, "ALTER COLUMN %s SET DEFAULT nextval(%s)", name,
	       sql_string(script, sequence));
	buffer_format(&alteration->after, "ALTER SEQUENCE %s OWNED BY %s.%s;\n", sequence, table,
		      name);
	add_do(alteration, sql_format(script,
				      "BEGIN EXECUTE %s || "
				      "(SELECT greatest(max(%s)::bigint, 0) + 1 FROM %s); END",
				      sql_string(script, restart), name, table));
}

/*
 * Adds a DO that runs `begin`, the name of the column's sequence, `end`. Only the database knows
 * that name. If the column has no sequence, the DO does nothing.
 */
static void with_sequence(struct alteration *alteration, const struct column_pair *column,
			  const char *begin, const char *end)
{
	struct sql_output *script = alteration->script;

	add_do(alteration,
	       sql_format(script,
			  "BEGIN EXECUTE coalesce(%s || pg_get_serial_sequence(%s, %s)%s%s, "
			  "'SELECT'); END",
			  sql_string(script, begin), sql_string(script, alteration->table),
			  sql_string(script, column->old->name), *end ? " || " : "",
			  *end ? sql_string(script, end) : ""));
}

static void alter_counting(struct alteration *alteration, const struct column_pair *column)
{
	if (column->new->value.kind == DEFAULT_AUTOINCREMENT)
		add_sequence(alteration, column);
	else
		with_sequence(alteration, column, "DROP SEQUENCE ", "");
}

/* ---- columns ---- */

static void alter_arity(struct alteration *alteration, const struct column_pair *column)
{
	enum arity old = column->old->arity, new = column->new->arity;
	const char *name = column_name(alteration, column);

	if (new == ARITY_OPTIONAL)
		clause(alteration, "ALTER COLUMN %s DROP NOT NULL", name);
	else if (new == ARITY_REQUIRED && old != ARITY_REQUIRED)
		clause(alteration, "ALTER COLUMN %s SET NOT NULL", name);
	else if (old == ARITY_REQUIRED && column->using)
		clause(alteration, "ALTER COLUMN %s DROP NOT NULL", name);
}

static void drop_default(struct alteration *alteration, const struct column_pair *column)
{
	clause(alteration, "ALTER COLUMN %s DROP DEFAULT", column_name(alteration, column));
}

static void set_default(struct alteration *alteration, const struct column_pair *column)
{
	struct sql_output *script = alteration->script;

	clause(alteration, "ALTER COLUMN %s SET DEFAULT %s", column_name(alteration, column),
	       script->dialect->default_value(script, column->new));
}

static void add_identity(struct alteration *alteration, const struct column_pair *column)
{
	struct sql_output *script = alteration->script;

	clause(alteration, "ALTER COLUMN %s ADD%s", column_name(alteration, column),
	       script->dialect->identity(script, column->new));
}

static void alter_value(struct alteration *alteration, const struct column_pair *column)
{
	bool counts = column->new->value.kind == DEFAULT_AUTOINCREMENT;
	bool none = column->new->value.kind == DEFAULT_NONE;

	if (column->value && column->new->value.kind == DEFAULT_SEQUENCE) {
		if (column->old->value.kind != DEFAULT_NONE)
			drop_default(alteration, column);
		add_identity(alteration, column);
	} else if (column->value && !none) {
		set_default(alteration, column);
	} else if (!column->plain && (column->value || (column->autoincrement && !counts))) {
		drop_default(alteration, column);
	}
	if (column->autoincrement)
		alter_counting(alteration, column);
}

/*
 * Returns the SQL of an explicit cast (schema/cast.h): $ becomes `value`, @ the type of a single
 * value. For lists, [] is added to every type.
 */
static const char *expand_cast(struct sql_output *script, const char *using, const char *value,
			       const char *type, bool lists)
{
	struct buffer text = {.arena = &script->words};
	bool in_type = false;

	for (const char *c = using; *c; c++) {
		if (in_type && lists && !isalnum((unsigned char)*c) && *c != '@')
			buffer_add(&text, "[]");
		in_type = (in_type && isalnum((unsigned char)*c)) || c[0] == '@' ||
			  (c[0] == ':' && c > using && c[-1] == ':');
		if (*c == '$')
			buffer_add(&text, value);
		else if (*c == '@')
			buffer_add(&text, type);
		else
			buffer_add_char(&text, *c);
	}
	buffer_add(&text, in_type && lists ? "[]" : "");
	return buffer_take(&text);
}

/* Returns the USING clause of an explicit cast, or "" for an implicit one. */
static const char *cast_clause(struct alteration *alteration, const struct column_pair *column)
{
	struct sql_output *script = alteration->script;
	const char *name = column_name(alteration, column);
	const char *type = sql_type(script, &column->new->type);
	bool lists = column->old->arity == ARITY_LIST && column->new->arity == ARITY_LIST;

	if (!column->using)
		return "";
	return sql_format(script, " USING %s",
			  expand_cast(script, column->using, name, type, lists));
}

static void alter_type(struct alteration *alteration, const struct column_pair *column)
{
	struct sql_output *script = alteration->script;
	const char *type = sql_postgresql_type(script, column->new);

	clause(alteration, "ALTER COLUMN %s SET DATA TYPE %s%s%s", column_name(alteration, column),
	       type,
	       sql_postgresql_property(script, alteration->pair->new->name, column->new,
				       OBJECT_COLLATION),
	       cast_clause(alteration, column));
	if (script->dialect->serials && sql_postgresql_serial(column->old) &&
	    sql_postgresql_serial(column->new))
		with_sequence(alteration, column, "ALTER SEQUENCE ",
			      sql_format(script, " AS %s", type));
}

/*
 * Casts the values of a column. PostgreSQL casts no default explicitly: drops the old one before,
 * and sets the new one after.
 */
static void cast_explicitly(struct alteration *alteration, const struct column_pair *column)
{
	bool counts = column->new->value.kind == DEFAULT_AUTOINCREMENT;

	if (diff_has_default(column->old))
		drop_default(alteration, column);
	alter_type(alteration, column);
	if (diff_has_default(column->new) && !counts)
		set_default(alteration, column);
	if (column->autoincrement)
		alter_counting(alteration, column);
}

static void alter_column(struct alteration *alteration, const struct column_pair *column)
{
	bool lists = (column->old->arity == ARITY_LIST) != (column->new->arity == ARITY_LIST);

	if (column->arity)
		alter_arity(alteration, column);
	if (column->using) {
		cast_explicitly(alteration, column);
		return;
	}
	alter_value(alteration, column);
	if (column->cast != CAST_NONE || lists)
		alter_type(alteration, column);
	if (column->restated)
		set_default(alteration, column);
}

static void drop_column(struct alteration *alteration, const struct column *column)
{
	clause(alteration, "DROP COLUMN %s", sql_name(alteration->script, column->name));
}

static void add_column(struct alteration *alteration, const struct column *column)
{
	clause(alteration, "ADD COLUMN %s",
	       sql_postgresql_column(alteration->script, alteration->pair->new, column));
}

/* ---- generated columns ---- */

/* True if a column is generated, as far as the schema says. */
static bool is_generated(const struct schema *schema, const struct table *table,
			 const struct column *column)
{
	struct object like = {
		.kind = OBJECT_GENERATED, .owner = table->name, .name.name = column->name};

	return schema_object(schema, &like);
}

/* Drops generated columns first: a column that they name cannot be dropped before them. */
static void drop_generated(struct alteration *alteration)
{
	const struct table_pair *pair = alteration->pair;
	const struct column_pair *column;
	const struct column **dropped;

	vector_each(dropped, &pair->dropped)
		if (is_generated(alteration->script->diff->old, pair->old, *dropped))
			drop_column(alteration, *dropped);
	vector_each(column, &pair->columns)
		if (column->generated)
			drop_column(alteration, column->old);
		else if (column->plain)
			clause(alteration, "ALTER COLUMN %s DROP EXPRESSION",
			       column_name(alteration, column));
}

static void add_generated(struct alteration *alteration)
{
	const struct table_pair *pair = alteration->pair;
	const struct column_pair *column;
	const struct column **added;

	vector_each(added, &pair->added)
		if (is_generated(alteration->script->diff->new, pair->new, *added))
			add_column(alteration, *added);
	vector_each(column, &pair->columns)
		if (column->generated)
			add_column(alteration, column->new);
}

/* Drops and adds ordinary columns. Generated columns are dropped before that and added after it. */
static void drop_and_add(struct alteration *alteration)
{
	const struct table_pair *pair = alteration->pair;
	const struct column **column;

	vector_each(column, &pair->dropped)
		if (!is_generated(alteration->script->diff->old, pair->old, *column))
			drop_column(alteration, *column);
	vector_each(column, &pair->added)
		if (!is_generated(alteration->script->diff->new, pair->new, *column))
			add_column(alteration, *column);
}

/* ---- all columns ---- */

/* Alters the columns in the order of the old table. */
static void alter_columns(struct alteration *alteration)
{
	const struct table_pair *pair = alteration->pair;
	const struct column *old;

	vector_each(old, &pair->old->columns) {
		const struct column_pair *column = diff_pair_column(pair, old->name);
		if (!column || !diff_column_differs(column) || column->generated)
			continue;
		if (column->cast == CAST_IMPOSSIBLE) {
			drop_column(alteration, column->old);
			add_column(alteration, column->new);
		} else {
			alter_column(alteration, column);
		}
	}
}

/* ---- primary keys ---- */

static void drop_primary_key(struct alteration *alteration)
{
	clause(alteration, "DROP CONSTRAINT %s",
	       sql_name(alteration->script, alteration->pair->old->primary_key->name));
}

/*
 * Renames the primary key in a statement of its own: PostgreSQL allows no other clause beside that.
 */
static void rename_primary_key(struct alteration *alteration)
{
	struct sql_output *script = alteration->script;

	buffer_format(&alteration->after, "ALTER TABLE %s RENAME CONSTRAINT %s TO %s;\n",
		      alteration->table, sql_name(script, alteration->pair->old->primary_key->name),
		      sql_name(script, alteration->pair->new->primary_key->name));
}

/* Adds a key whose index has more than the model holds, after the columns: it is the key's once it is made. */
static void add_whole_index(struct alteration *alteration, const char *name,
			    const struct object *index)
{
	const char *quoted = sql_name(alteration->script, name);

	buffer_format(&alteration->after,
		      "%s;\nALTER TABLE %s ADD CONSTRAINT %s PRIMARY KEY USING INDEX %s;\n",
		      index->definition, alteration->table, quoted, quoted);
}

static void add_primary_key(struct alteration *alteration)
{
	struct sql_output *script = alteration->script;
	const struct primary_key *key = alteration->pair->new->primary_key;
	const struct object *whole = diff_whole_key(script->diff, alteration->pair->new, key->name);

	if (whole && whole->kind == OBJECT_INDEX)
		add_whole_index(alteration, key->name, whole);
	else if (whole)
		clause(alteration, "ADD %s%s", sql_postgresql_constraint(script, key->name),
		       whole->definition);
	else
		clause(alteration, "ADD %sPRIMARY KEY (%s)",
		       sql_postgresql_constraint(script, key->name),
		       sql_key_parts(script, &key->parts, ", "));
}

void sql_postgresql_alter_table(struct sql_output *script, const struct change *change)
{
	struct alteration alteration = {
		.script = script,
		.pair = change->pair,
		.table = sql_object(script, change->pair->old->name),
		.clauses = {.arena = &script->words},
		.after = {.arena = &script->words},
	};
	const struct primary_key_change *key = &change->pair->primary_key;

	if (key->drop)
		drop_primary_key(&alteration);
	if (key->rename && !key->drop)
		rename_primary_key(&alteration);
	drop_generated(&alteration);
	drop_and_add(&alteration);
	alter_columns(&alteration);
	add_generated(&alteration);
	if (key->add)
		add_primary_key(&alteration);
	if (alteration.clauses.length)
		sql_statement(script, "%s", alteration.clauses.text);
	buffer_add(script->to, buffer_text(&alteration.after));
}
