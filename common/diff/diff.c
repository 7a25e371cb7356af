#include "diff/diff.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "diff/differ.h"
#include "diff/rename.h"

static const char *const headings[CHANGE_KIND_COUNT] = {
	[CHANGE_RENAME_ENUM] = "RenameEnum",
	[CHANGE_RENAME_VALUE] = "RenameEnumValue",
	[CHANGE_RENAME_TABLE] = "RenameTable",
	[CHANGE_RENAME_COLUMN] = "RenameColumn",
	[CHANGE_CREATE_SCHEMA] = "CreateSchema",
	[CHANGE_DROP_EXTENSION] = "DropExtension",
	[CHANGE_CREATE_EXTENSION] = "CreateExtension",
	[CHANGE_ALTER_EXTENSION] = "AlterExtension",
	[CHANGE_ALTER_SEQUENCE] = "AlterSequence",
	[CHANGE_CREATE_ENUM] = "CreateEnum",
	[CHANGE_ALTER_ENUM] = "AlterEnum",
	[CHANGE_DROP_FOREIGN_KEY] = "DropForeignKey",
	[CHANGE_DROP_INDEX] = "DropIndex",
	[CHANGE_ALTER_TABLE] = "AlterTable",
	[CHANGE_ALTER_PRIMARY_KEY] = "AlterPrimaryKey",
	[CHANGE_DROP_TABLE] = "DropTable",
	[CHANGE_DROP_ENUM] = "DropEnum",
	[CHANGE_CREATE_TABLE] = "CreateTable",
	[CHANGE_REDEFINE_TABLES] = "RedefineTables",
	[CHANGE_CREATE_INDEX] = "CreateIndex",
	[CHANGE_RENAME_FOREIGN_KEY] = "RenameForeignKey",
	[CHANGE_ADD_FOREIGN_KEY] = "AddForeignKey",
	[CHANGE_RENAME_INDEX] = "RenameIndex",
	[CHANGE_REDEFINE_INDEX] = "RedefineIndex",
};

const char *change_heading(enum change_kind kind)
{
	return headings[kind];
}

/* Before all others, in the order in which they are pushed. */
static void push_renaming(struct differ *differ, enum change_kind kind,
			  const struct renaming *renaming, const char *from, const char *to)
{
	struct change *change = push_change(differ, kind, 0, 0, 0);

	change->order[0] = 0;
	change->renaming = renaming;
	change->from = from;
	change->to = to;
}

static int compare_changes(const void *a, const void *b)
{
	const struct change *left = a, *right = b;

	for (size_t i = 0; i < sizeof left->order / sizeof *left->order; i++)
		if (left->order[i] != right->order[i])
			return left->order[i] < right->order[i] ? -1 : 1;
	return 0;
}

/* ---- tables ---- */

static void pair_all_tables(struct differ *differ)
{
	const struct table *old;

	differ->pair_of_old = arena_alloc(differ->arena, (differ->old->tables.count + 1) *
								 sizeof *differ->pair_of_old);
	vector_each(old, &differ->old->tables) {
		const struct table *new = schema_table(differ->new, old->name);
		size_t position = (size_t)(old - differ->old->tables.at);
		if (!new || !table_counts(old) || !table_counts(new))
			continue;
		struct table_pair *pair = pair_tables(differ->arena, differ->rules, old, position,
						      new, (size_t)(new - differ->new->tables.at));
		*vector_add(differ->arena, &differ->pairs) = pair;
		differ->pair_of_old[position] = pair;
	}
}

/* SQLite adds no column to a table with rows whose default is worked out for each of them. */
static bool is_worked_out(const struct default_value *value)
{
	return value->kind == DEFAULT_NOW ||
	       (value->kind == DEFAULT_EXPRESSION &&
		(*value->text == '(' || strncasecmp(value->text, "current_", 8) == 0));
}

static bool any_column_changes(const struct table_pair *pair)
{
	const struct column_pair *column;
	const struct column **added;

	vector_each(column, &pair->columns)
		if (column_pair_differs(column))
			return true;
	vector_each(added, &pair->added)
		if ((*added)->arity == ARITY_REQUIRED || is_worked_out(&(*added)->value))
			return true;
	return pair->dropped.count > 0;
}

static bool is_only_key_column(const struct table *table, const struct column *column)
{
	const struct primary_key *key = table->primary_key;

	return key && key->parts.count == 1 && strcmp(key->parts.at[0].column, column->name) == 0;
}

/* CockroachDB cannot take a column away from under its primary key. */
static bool loses_id(const struct table_pair *pair)
{
	const struct column_pair *column;
	const struct column **dropped;

	vector_each(column, &pair->columns)
		if (column->cast == CAST_IMPOSSIBLE && is_only_key_column(pair->old, column->old))
			return true;
	vector_each(dropped, &pair->dropped)
		if (is_only_key_column(pair->old, *dropped))
			return true;
	return false;
}

static void choose_redefined(struct differ *differ)
{
	struct table_pair **pair;

	vector_each(pair, &differ->pairs) {
		if (differ->rules->redefines_lost_ids)
			(*pair)->redefined = loses_id(*pair);
		else if (!differ->rules->alters_columns)
			(*pair)->redefined =
				(*pair)->primary_key.drop || (*pair)->primary_key.add ||
				any_column_changes(*pair) || any_foreign_key_changes(*pair);
		if ((*pair)->redefined)
			*vector_add(differ->arena, &differ->diff->redefined) = *pair;
	}
	if (differ->diff->redefined.count)
		push_change(differ, CHANGE_REDEFINE_TABLES, 0, 0, 0);
}

static void push_created_tables(struct differ *differ)
{
	const struct table *table;

	vector_each(table, &differ->new->tables) {
		if (!table_counts(table) || schema_table(differ->old, table->name))
			continue;
		push_change(differ, CHANGE_CREATE_TABLE, (size_t)(table - differ->new->tables.at),
			    0, 0)
			->table = table;
		push_keys_of_created(differ, table);
	}
}

static void push_dropped_tables(struct differ *differ)
{
	const struct table *table;

	vector_each(table, &differ->old->tables) {
		if (!table_counts(table) || schema_table(differ->new, table->name))
			continue;
		push_change(differ, CHANGE_DROP_TABLE, (size_t)(table - differ->old->tables.at), 0,
			    0)
			->table = table;
		push_keys_of_dropped(differ, table);
	}
}

/* ---- what else happens to a table ---- */

static bool same_key_columns(const struct primary_key *a, const struct primary_key *b)
{
	if (a->parts.count != b->parts.count)
		return false;
	for (size_t i = 0; i < a->parts.count; i++)
		if (strcmp(a->parts.at[i].column, b->parts.at[i].column) != 0)
			return false;
	return true;
}

/* Of an identity whose options change. */
static void push_sequences(struct differ *differ, const struct table_pair *pair)
{
	const struct column_pair *column;

	vector_each(column, &pair->columns) {
		const struct default_value *old = &column->old->value, *new = &column->new->value;
		if (old->kind != DEFAULT_SEQUENCE || new->kind != DEFAULT_SEQUENCE ||
		    strcmp(old->text, new->text) == 0)
			continue;
		struct change *change = push_change(differ, CHANGE_ALTER_SEQUENCE,
						    pair->old_position, column->old_position, 0);
		change->pair = pair;
		change->column = column;
	}
}

static bool is_altered(const struct table_pair *pair)
{
	const struct column_pair *column;

	if (pair->primary_key.drop || pair->primary_key.rename || pair->primary_key.add ||
	    pair->dropped.count || pair->added.count)
		return true;
	vector_each(column, &pair->columns)
		if (column_pair_differs(column))
			return true;
	return false;
}

static void push_table_changes(struct differ *differ)
{
	struct table_pair **pair;

	vector_each(pair, &differ->pairs) {
		const struct primary_key *old = (*pair)->old->primary_key;
		const struct primary_key *new = (*pair)->new->primary_key;
		push_sequences(differ, *pair);
		if ((*pair)->redefined)
			continue;
		push_foreign_keys(differ, *pair);
		push_indexes(differ, *pair);
		if (differ->rules->alters_primary_key && old && new && !same_key_columns(old, new))
			push_change(differ, CHANGE_ALTER_PRIMARY_KEY, (*pair)->old_position,
				    (*pair)->new_position, 0)
				->pair = *pair;
		if (is_altered(*pair))
			push_change(differ, CHANGE_ALTER_TABLE, (*pair)->old_position,
				    (*pair)->new_position, 0)
				->pair = *pair;
	}
}

/* The renames come first, and the rest is said under the new names. */
static void push_renames(struct differ *differ, const struct schema *old, const struct schema *new)
{
	struct diff *diff = differ->diff;
	struct rename_steps steps =
		order_renames(diff->arena, differ->rules, old, new, &diff->renames);
	const struct rename_step *step;
	const struct renaming *renaming;

	/* Where enums are no types of the database nothing is called like one. */
	vector_each(step, &steps)
		if (step->renaming->kind != CHANGE_RENAME_ENUM || differ->rules->alters_columns)
			push_renaming(differ, step->renaming->kind, step->renaming, step->from,
				      step->to);
	vector_each(renaming, &diff->renames)
		if (renaming->kind == CHANGE_RENAME_INDEX)
			push_renaming(differ,
				      differ->rules->renames_indexes ? CHANGE_RENAME_INDEX
								     : CHANGE_DROP_INDEX,
				      renaming, renaming->old, renaming->new);
		else if (renaming->kind == CHANGE_RENAME_FOREIGN_KEY)
			push_renaming(differ, CHANGE_RENAME_FOREIGN_KEY, renaming, renaming->old,
				      renaming->new);
}

/* As often as is asked: what was found before is forgotten. */
static void find_changes(struct diff *diff, const struct schema *old, const struct schema *new)
{
	static const struct renames none;
	const struct alter_rules *rules = &diff->dialect->alter;
	struct differ differ = {
		.arena = diff->arena,
		.diff = diff,
		/* What is all to go is dropped by its full name, as Prisma does. */
		.old = rewrite_schema(diff->arena, old, rules, &diff->renames, new->blank),
		.new = rewrite_schema(diff->arena, new, rules, &none, false),
		.rules = rules,
		.enum_pairs = {.arena = diff->arena},
	};

	*diff = (struct diff){
		.arena = diff->arena,
		.dialect = diff->dialect,
		.old = differ.old,
		.new = differ.new,
		.renames = diff->renames,
	};
	push_renames(&differ, old, new);
	pair_all_tables(&differ);
	choose_redefined(&differ);
	push_namespaces(&differ);
	push_extensions(&differ);
	push_enums(&differ);
	push_created_tables(&differ);
	push_dropped_tables(&differ);
	push_table_changes(&differ);
	if (diff->changes.count)
		qsort(diff->changes.at, diff->changes.count, sizeof *diff->changes.at,
		      compare_changes);
}

bool diff_schemas(const struct schema *old, const struct schema *new, const struct renames *renames,
		  struct diff *diff, struct report *report)
{
	const struct dialect *dialect = old->blank ? new->dialect : old->dialect;
	const struct alter_rules *rules = &dialect->alter;

	if (!old->blank && !new->blank && old->dialect != new->dialect)
		return report_error(report, nowhere,
				    "one schema is for %s, the other for %s: no script leads from "
				    "one to the other",
				    old->dialect->name, new->dialect->name);
	*diff = (struct diff){.arena = report->arena, .dialect = dialect};
	diff->renames = with_passing_names(diff->arena, rules, old, new, renames);
	find_changes(diff, old, new);
	/* What is in the way of a change may be in its own way again; that is enough then. */
	for (int i = 0; i < 3 && clear_names(diff, old, &diff->renames); i++)
		find_changes(diff, old, new);
	return true;
}
