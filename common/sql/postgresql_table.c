/* Tables, indexes and keys for PostgreSQL and CockroachDB. */
#include "sql/postgresql_table.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "sql/postgresql_object.h"
#include "sql/words.h"

const char *sql_postgresql_do(struct sql_output *script, const char *body)
{
	if (strstr(body, "$$"))
		return sql_format(script, "DO %s", sql_string(script, body));
	return sql_format(script, "DO $$%s$$", body);
}

bool sql_postgresql_move(struct sql_output *script, const char *word, const struct change *change)
{
	struct object_name name = {change->from_namespace, change->from};
	const char *namespace = change->to_namespace;

	if (text_equal(name.namespace, namespace))
		return false;
	if (!namespace)
	namespace = script->diff->dialect->alter.default_namespace;
	sql_statement(script, "ALTER %s %s SET SCHEMA %s", word, sql_object(script, name),
		      sql_name(script, namespace));
	return true;
}

/* ---- columns ---- */

/* The types of autoincrement columns. */
static const struct {
	const char *type, *serial;
} serials[] = {
	{"SMALLINT", "SMALLSERIAL"},
	{"INTEGER", "SERIAL"},
	{"BIGINT", "BIGSERIAL"},
};

const char *sql_postgresql_serial(const struct column *column)
{
	if (column->value.kind != DEFAULT_AUTOINCREMENT || column->type.kind != TYPE_NATIVE ||
	    column->arity == ARITY_LIST)
		return NULL;
	for (size_t i = 0; i < sizeof serials / sizeof *serials; i++)
		if (strcmp(serials[i].type, column->type.native->sql) == 0)
			return serials[i].serial;
	return NULL;
}

const char *sql_postgresql_type(struct sql_output *script, const struct column *column)
{
	const char *type = sql_type(script, &column->type);

	return column->arity == ARITY_LIST ? sql_format(script, "%s[]", type) : type;
}

/* Returns the clause of a generated or an identity column, which has no default, or "". */
static const char *computed_clause(struct sql_output *script, const struct table *table,
				   const struct column *column)
{
	const char *generated =
		sql_postgresql_property(script, table->name, column, OBJECT_GENERATED);

	return *generated ? generated
			  : sql_postgresql_property(script, table->name, column, OBJECT_IDENTITY);
}

static const char *value_of(struct sql_output *script, const struct default_value *value)
{
	if (value->kind == DEFAULT_BYTES)
		return sql_format(script, "'\\x%s'", value->text);
	return sql_plain_value(script, value);
}

const char *sql_postgresql_default(struct sql_output *script, const struct column *column)
{
	const struct default_value *value = &column->value, *item;
	struct buffer items = {.arena = &script->words};

	if (value->kind != DEFAULT_LIST)
		return value_of(script, value);
	vector_each(item, &value->items)
		buffer_format(&items, "%s%s", item == value->items.at ? "" : ", ",
			      value_of(script, item));
	return sql_format(script, "ARRAY[%s]::%s", buffer_text(&items),
			  sql_postgresql_type(script, column));
}

const char *sql_postgresql_column(struct sql_output *script, const struct table *table,
				  const struct column *column)
{
	const struct dialect_sql *dialect = script->dialect;
	const char *computed = computed_clause(script, table, column);
	const char *serial = dialect->serials && !*computed ? sql_postgresql_serial(column) : NULL;
	const char *value = *computed ? "" : dialect->default_value(script, column);
	const char *domain = sql_postgresql_property(script, table->name, column, OBJECT_DOMAIN);
	const char *type = serial ? serial : sql_postgresql_type(script, column);

	return sql_format(script, "    %s %s%s%s%s%s%s%s", sql_name(script, column->name),
			  *domain ? domain + 1 : type,
			  sql_postgresql_property(script, table->name, column, OBJECT_COLLATION),
			  column->arity == ARITY_REQUIRED ? " NOT NULL" : "",
			  *value ? " DEFAULT " : "", value, computed,
			  dialect->identity ? dialect->identity(script, column) : "");
}

/* ---- tables ---- */

const char *sql_postgresql_constraint(struct sql_output *script, const char *name)
{
	return name ? sql_format(script, "CONSTRAINT %s ", sql_name(script, name)) : "";
}

/* Returns the definition of an object of the table without a name, or "". */
static const char *clause_of(struct sql_output *script, const struct table *table,
			     enum object_kind kind)
{
	const struct object *object = diff_kept_object(script->diff, table->name, kind, NULL);

	return object ? object->definition : "";
}

static void add_primary_key(struct sql_output *script, const struct table *table,
			    struct buffer *parts)
{
	const struct primary_key *key = table->primary_key;
	const struct object *whole = key->name ? diff_kept_object(script->diff, table->name,
								  OBJECT_CONSTRAINT, key->name)
					       : NULL;

	buffer_format(parts, ",\n\n    %s", sql_postgresql_constraint(script, key->name));
	if (whole)
		buffer_add(parts, whole->definition);
	else
		buffer_format(parts, "PRIMARY KEY (%s)", sql_key_parts(script, &key->parts, ","));
}

void sql_postgresql_create_table(struct sql_output *script, const struct table *table,
				 struct object_name name)
{
	static const char unlogged[] = "UNLOGGED";
	const char *options = clause_of(script, table, OBJECT_OPTION);
	const char *partitioned = clause_of(script, table, OBJECT_PARTITION_KEY);
	bool is_unlogged = strncmp(options, unlogged, sizeof unlogged - 1) == 0;
	const struct column *column;
	struct buffer parts = {.arena = &script->words};

	options += is_unlogged ? sizeof unlogged - 1 : 0;
	options += *options == ' ';
	vector_each(column, &table->columns)
		buffer_format(&parts, "%s%s", column == table->columns.at ? "" : ",\n",
			      sql_postgresql_column(script, table, column));
	if (table->primary_key)
		add_primary_key(script, table, &parts);
	sql_statement(script, "CREATE %s%sTABLE %s (\n%s\n)%s%s%s%s", is_unlogged ? unlogged : "",
		      is_unlogged ? " " : "", sql_object(script, name), buffer_text(&parts),
		      *partitioned ? " " : "", partitioned, *options ? " " : "", options);
}

/* ---- indexes and foreign keys ---- */

/* Returns " USING GIN ", or "" for the default method. */
static const char *using_method(struct sql_output *script, const char *method)
{
	char *upper;

	if (strcmp(method, "btree") == 0)
		return "";
	upper = arena_string(&script->words, method);
	for (char *c = upper; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return sql_format(script, " USING %s ", upper);
}

/*
 * Makes a constraint of an index that is there. It may be an object beside the model, too, whose
 * definition ends with when it is checked, behind the columns.
 */
static void constrain(struct sql_output *script, const struct table *table,
		      const struct index *index)
{
	const struct object *constraint =
		diff_kept_object(script->diff, table->name, OBJECT_CONSTRAINT, index->name);
	const char *columns = constraint ? strrchr(constraint->definition, ')') : NULL;
	const char *name = sql_name(script, index->name);

	sql_statement(script, "ALTER TABLE %s ADD CONSTRAINT %s UNIQUE USING INDEX %s%s",
		      sql_object(script, table->name), name, name, columns ? columns + 1 : "");
}

void sql_postgresql_create_index(struct sql_output *script, const struct table *table,
				 const struct index *index)
{
	const char *predicate = index->predicate;

	const struct object *whole = sql_postgresql_make_whole(script, table, index->name);
	if (whole && whole->kind == OBJECT_INDEX && index_is_constraint(index))
		constrain(script, table, index);
	if (whole)
		return;
	if (index_is_constraint(index)) {
		sql_statement(script, "ALTER TABLE %s ADD %sUNIQUE (%s)",
			      sql_object(script, table->name),
			      sql_postgresql_constraint(script, index->name),
			      sql_key_parts(script, &index->parts, ", "));
		return;
	}
	sql_statement(script, "CREATE %sINDEX %s ON %s%s(%s)%s", index->unique ? "UNIQUE " : "",
		      sql_name(script, index->name), sql_object(script, table->name),
		      using_method(script, index->method),
		      sql_key_parts(script, &index->parts, ", "),
		      predicate ? sql_format(script, " WHERE (%s)", predicate) : "");
}

void sql_postgresql_drop_index(struct sql_output *script, const struct table *table,
			       const struct index *index)
{
	struct object_name name = {table->name.namespace, index->name};

	if (index_is_constraint(index))
		sql_statement(script, "ALTER TABLE %s DROP CONSTRAINT %s",
			      sql_object(script, table->name), sql_name(script, index->name));
	else
		sql_statement(script, "DROP INDEX %s", sql_object(script, name));
}

void sql_postgresql_add_key(struct sql_output *script, const struct table *table,
			    const struct foreign_key *key)
{
	if (sql_postgresql_make_whole(script, table, key->name))
		return;
	sql_statement(script,
		      "ALTER TABLE %s ADD %sFOREIGN KEY (%s) REFERENCES %s(%s)"
		      " ON DELETE %s ON UPDATE %s",
		      sql_object(script, table->name), sql_postgresql_constraint(script, key->name),
		      sql_names(script, &key->columns, ", "), sql_object(script, key->references),
		      sql_names(script, &key->referenced_columns, ", "), sql_action(key->on_delete),
		      sql_action(key->on_update));
}
