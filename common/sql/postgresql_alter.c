/* ALTER TABLE, as PostgreSQL and CockroachDB have it. */
#include <ctype.h>
#include <string.h>

#include "sql/postgresql.h"

/* The clauses of an ALTER TABLE, and the statements that stand before and after it. */
struct alteration {
	struct writer clauses, before, after;
	const struct table_pair *pair;
	size_t count;
};

/* Begins a clause; where each needs a statement of its own it ends the one before. */
static struct writer *clause(struct alteration *alteration)
{
	struct writer *writer = &alteration->clauses;
	bool own = writer->dialect->one_clause_a_table;

	if (alteration->count > 0)
		buffer_add(writer->to, own ? ";\n" : ",\n");
	if (alteration->count == 0 || own) {
		buffer_add(writer->to, "ALTER TABLE ");
		add_object(writer, alteration->pair->old->name);
		buffer_add_char(writer->to, ' ');
	}
	alteration->count++;
	return writer;
}

static void alter_column(struct alteration *alteration, const struct column_pair *column,
			 const char *what)
{
	struct writer *writer = clause(alteration);

	buffer_add(writer->to, "ALTER COLUMN ");
	add_name(writer, column->old->name);
	buffer_format(writer->to, " %s", what);
}

/* Whether a name can stand without quotes. */
static bool is_plain(const char *name)
{
	return (islower((unsigned char)*name) || *name == '_') &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

/* The sequence that a column gets that begins to count: as Prisma names it, in lower case. */
static const char *sequence_name(struct arena *arena, const struct table *table,
				 const struct column *column)
{
	struct buffer name = {.arena = arena};
	struct writer writer = {.to = &name};
	char *plain = arena_format(arena, "%s_%s_seq", table->name.name, column->name);

	for (char *c = plain; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	if (table->name.namespace) {
		add_name(&writer, table->name.namespace);
		buffer_add_char(&name, '.');
	}
	if (is_plain(plain))
		buffer_add(&name, plain);
	else
		add_name(&writer, plain);
	return name.text;
}

static void add_sequence(struct alteration *alteration, const struct column_pair *column)
{
	struct writer *before = &alteration->before, *after = &alteration->after;
	const char *name = sequence_name(before->to->arena, alteration->pair->new, column->new);

	buffer_format(before->to, "CREATE SEQUENCE %s;\n", name);
	alter_column(alteration, column, "SET DEFAULT nextval(");
	add_string(&alteration->clauses, name);
	buffer_add_char(alteration->clauses.to, ')');
	buffer_format(after->to, "ALTER SEQUENCE %s OWNED BY ", name);
	add_object(after, alteration->pair->old->name);
	buffer_add_char(after->to, '.');
	add_name(after, column->old->name);
	end_statement(after);
}

/*
 * A statement about the sequence of a column, whose name only the database knows: `begin`, the
 * name, `end`. Nothing where the column has none.
 */
static void with_sequence(struct alteration *alteration, const struct column_pair *column,
			  const char *begin, const char *end)
{
	struct arena *arena = alteration->after.to->arena;
	struct buffer body = {.arena = arena}, table = {.arena = arena};
	struct writer in_body = {.to = &body}, in_table = {.to = &table};
	struct writer *after = &alteration->after;

	add_object(&in_table, alteration->pair->old->name);
	buffer_add(&body, "BEGIN EXECUTE coalesce(");
	add_string(&in_body, begin);
	buffer_add(&body, " || pg_get_serial_sequence(");
	add_string(&in_body, table.text);
	buffer_add(&body, ", ");
	add_string(&in_body, column->old->name);
	buffer_add_char(&body, ')');
	if (*end) {
		buffer_add(&body, " || ");
		add_string(&in_body, end);
	}
	buffer_add(&body, ", 'SELECT'); END");
	buffer_add(after->to, "DO ");
	if (strstr(body.text, "$$"))
		add_string(after, body.text);
	else
		buffer_format(after->to, "$$%s$$", body.text);
	end_statement(after);
}

static void alter_arity(struct alteration *alteration, const struct column_pair *column)
{
	enum arity old = column->old->arity, new = column->new->arity;

	if (new == ARITY_OPTIONAL)
		alter_column(alteration, column, "DROP NOT NULL");
	else if (new == ARITY_REQUIRED && old != ARITY_REQUIRED)
		alter_column(alteration, column, "SET NOT NULL");
}

static void set_default(struct alteration *alteration, const struct column_pair *column)
{
	alter_column(alteration, column, "SET DEFAULT ");
	alteration->clauses.dialect->add_default(&alteration->clauses, column->new);
}

static void alter_counting(struct alteration *alteration, const struct column_pair *column)
{
	if (column->new->value.kind == DEFAULT_AUTOINCREMENT)
		add_sequence(alteration, column);
	else
		with_sequence(alteration, column, "DROP SEQUENCE ", "");
}

static void alter_value(struct alteration *alteration, const struct column_pair *column)
{
	bool counts = column->new->value.kind == DEFAULT_AUTOINCREMENT;
	bool none = column->new->value.kind == DEFAULT_NONE;

	if (column->value && column->new->value.kind == DEFAULT_SEQUENCE) {
		if (column->old->value.kind != DEFAULT_NONE)
			alter_column(alteration, column, "DROP DEFAULT");
		alter_column(alteration, column, "ADD");
		alteration->clauses.dialect->add_identity(&alteration->clauses, column->new);
	} else if (column->value && !none) {
		set_default(alteration, column);
	} else if (column->value || (column->autoincrement && !counts)) {
		alter_column(alteration, column, "DROP DEFAULT");
	}
	if (column->autoincrement)
		alter_counting(alteration, column);
}

static void alter_type(struct alteration *alteration, const struct column_pair *column)
{
	struct writer *clauses = &alteration->clauses;
	const char *array = column->new->arity == ARITY_LIST ? "[]" : "";

	alter_column(alteration, column, "SET DATA TYPE ");
	postgresql_add_data_type(clauses, column->new);
	if (column->explicitly) {
		buffer_add(clauses->to, " USING ");
		add_name(clauses, column->old->name);
		if (column->through)
			buffer_format(clauses->to, "::%s%s", column->through->sql, array);
		buffer_add(clauses->to, "::");
		postgresql_add_data_type(clauses, column->new);
	}
	if (clauses->dialect->serials && postgresql_serial_of(column->old) &&
	    postgresql_serial_of(column->new))
		with_sequence(
			alteration, column, "ALTER SEQUENCE ",
			arena_format(clauses->to->arena, " AS %s", column->new->type.native->sql));
}

/* No default follows a cast that is asked for: the old one goes first, the new comes last. */
static void cast_explicitly(struct alteration *alteration, const struct column_pair *column)
{
	bool counts = column->new->value.kind == DEFAULT_AUTOINCREMENT;

	if (diff_has_default(column->old))
		alter_column(alteration, column, "DROP DEFAULT");
	alter_type(alteration, column);
	if (diff_has_default(column->new) && !counts)
		set_default(alteration, column);
	if (column->autoincrement)
		alter_counting(alteration, column);
}

static void change_column(struct alteration *alteration, const struct column_pair *column)
{
	bool lists = (column->old->arity == ARITY_LIST) != (column->new->arity == ARITY_LIST);

	if (column->arity)
		alter_arity(alteration, column);
	if (column->explicitly) {
		cast_explicitly(alteration, column);
		return;
	}
	alter_value(alteration, column);
	if (column->cast != CAST_NONE || lists)
		alter_type(alteration, column);
}

static void drop_column(struct alteration *alteration, const struct column *column)
{
	struct writer *writer = clause(alteration);

	buffer_add(writer->to, "DROP COLUMN ");
	add_name(writer, column->name);
}

static void add_new_column(struct alteration *alteration, const struct column *column)
{
	struct writer *writer = clause(alteration);

	buffer_add(writer->to, "ADD COLUMN ");
	postgresql_add_column(writer, column);
}

/* The altered columns in the order in which they stand in the old table. */
static void change_columns(struct alteration *alteration)
{
	const struct table_pair *pair = alteration->pair;
	const struct column *old;

	vector_each(old, &pair->old->columns) {
		const struct column_pair *column = diff_pair_column(pair, old->name);
		if (!column || !column_pair_differs(column))
			continue;
		if (column->cast == CAST_IMPOSSIBLE) {
			drop_column(alteration, column->old);
			add_new_column(alteration, column->new);
		} else {
			change_column(alteration, column);
		}
	}
}

static void drop_primary_key(struct alteration *alteration)
{
	struct writer *writer = clause(alteration);

	buffer_add(writer->to, "DROP CONSTRAINT ");
	add_name(writer, alteration->pair->old->primary_key->name);
}

/* PostgreSQL takes no other clause beside this one. */
static void rename_primary_key(struct alteration *alteration)
{
	postgresql_add_renamed_constraint(&alteration->after, alteration->pair->old->name,
					  alteration->pair->old->primary_key->name,
					  alteration->pair->new->primary_key->name);
}

static void add_primary_key(struct alteration *alteration)
{
	struct writer *writer = clause(alteration);
	const struct primary_key *key = alteration->pair->new->primary_key;

	buffer_add(writer->to, "ADD ");
	postgresql_add_constraint(writer, key->name);
	buffer_add(writer->to, "PRIMARY KEY (");
	add_key_parts(writer, &key->parts, ", ");
	buffer_add_char(writer->to, ')');
}

void postgresql_alter_table(struct writer *writer, const struct change *change)
{
	struct arena *arena = writer->to->arena;
	struct buffer clauses = {.arena = arena}, before = {.arena = arena},
		      after = {.arena = arena};
	struct alteration alteration = {
		.clauses = {&clauses, writer->diff, writer->dialect},
		.before = {&before, writer->diff, writer->dialect},
		.after = {&after, writer->diff, writer->dialect},
		.pair = change->pair,
	};
	const struct column **column;
	const struct primary_key_change *key = &change->pair->primary_key;

	if (key->drop)
		drop_primary_key(&alteration);
	if (key->rename && !key->drop)
		rename_primary_key(&alteration);
	vector_each(column, &change->pair->dropped)
		drop_column(&alteration, *column);
	vector_each(column, &change->pair->added)
		add_new_column(&alteration, *column);
	change_columns(&alteration);
	if (key->add)
		add_primary_key(&alteration);
	buffer_add(writer->to, buffer_text(&before));
	if (alteration.count) {
		buffer_add(writer->to, clauses.text);
		end_statement(writer);
	}
	buffer_add(writer->to, buffer_text(&after));
}
