#include "diff/diff.h"

#include <stdlib.h>
#include <string.h>

#include "diff/rules.h"

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

/* The history of the migrations is no part of a schema. */
static const char history_table[] = "_prisma_migrations";

const char *change_heading(enum change_kind kind)
{
	return headings[kind];
}

/* What is at hand while the changes are found. */
struct differ {
	struct arena *arena;
	struct diff *diff;
	const struct schema *old, *new;
	const struct dialect_rules *rules;
	struct table_pairs pairs;	 /* in the order of the old schema */
	struct table_pair **pair_of_old; /* by the position of the old table; NULL where it goes */
	struct map enum_pairs;		 /* those whose values differ, by the name of the enum */
};

static struct change *push(struct differ *differ, enum change_kind kind, size_t first,
			   size_t second, size_t third)
{
	struct change *change = vector_add(differ->arena, &differ->diff->changes);

	*change = (struct change){
		.kind = kind,
		.order = {(size_t)kind, first, second, third, differ->diff->changes.count},
	};
	return change;
}

static int compare_changes(const void *a, const void *b)
{
	const struct change *left = a, *right = b;

	for (size_t i = 0; i < sizeof left->order / sizeof *left->order; i++)
		if (left->order[i] != right->order[i])
			return left->order[i] < right->order[i] ? -1 : 1;
	return 0;
}

static bool counts(const struct table *table)
{
	return !table->view && strcmp(table->name.name, history_table) != 0;
}

/* ---- tables ---- */

static void pair_all_tables(struct differ *differ)
{
	const struct table *old;

	differ->pair_of_old = arena_alloc(
		differ->arena, (differ->old->tables.count + 1) * sizeof *differ->pair_of_old);
	vector_each(old, &differ->old->tables) {
		const struct table *new = schema_table(differ->new, old->name);
		size_t position = (size_t)(old - differ->old->tables.at);
		if (!new || !counts(old) || !counts(new))
			continue;
		struct table_pair *pair =
			pair_tables(differ->arena, differ->rules, old, position, new,
				    (size_t)(new - differ->new->tables.at));
		*vector_add(differ->arena, &differ->pairs) = pair;
		differ->pair_of_old[position] = pair;
	}
}

static bool any_foreign_key_changes(const struct table_pair *pair);

static bool any_column_changes(const struct table_pair *pair)
{
	const struct column_pair *column;
	const struct column **added;

	vector_each(column, &pair->columns)
		if (column_pair_differs(column))
			return true;
	vector_each(added, &pair->added)
		if ((*added)->arity == ARITY_REQUIRED)
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
			(*pair)->redefined = (*pair)->primary_key.drop || (*pair)->primary_key.add ||
					     any_column_changes(*pair) ||
					     any_foreign_key_changes(*pair);
		if ((*pair)->redefined)
			*vector_add(differ->arena, &differ->diff->redefined) = *pair;
	}
	if (differ->diff->redefined.count)
		push(differ, CHANGE_REDEFINE_TABLES, 0, 0, 0);
}

static void push_create_index(struct differ *differ, const struct table_pair *pair,
			      const struct table *table, const struct index *index, bool again)
{
	struct change *change =
		push(differ, CHANGE_CREATE_INDEX, pair ? pair->old_position + 1 : 0,
		     (size_t)(table - differ->new->tables.at),
		     (size_t)(index - table->indexes.at));

	change->table = table;
	change->new_index = index;
	change->again = again;
}

static void push_add_foreign_key(struct differ *differ, const struct table *table,
				 const struct foreign_key *key)
{
	struct change *change =
		push(differ, CHANGE_ADD_FOREIGN_KEY, (size_t)(table - differ->new->tables.at),
		     (size_t)(key - table->foreign_keys.at), 0);

	change->table = table;
	change->new_key = key;
}

static void push_drop_foreign_key(struct differ *differ, const struct table *table,
				  const struct foreign_key *key)
{
	struct change *change =
		push(differ, CHANGE_DROP_FOREIGN_KEY, (size_t)(table - differ->old->tables.at),
		     (size_t)(key - table->foreign_keys.at), 0);

	change->table = table;
	change->old_key = key;
}

static void push_created_tables(struct differ *differ)
{
	const struct table *table;
	const struct index *index;
	const struct foreign_key *key;

	vector_each(table, &differ->new->tables) {
		if (!counts(table) || schema_table(differ->old, table->name))
			continue;
		push(differ, CHANGE_CREATE_TABLE, (size_t)(table - differ->new->tables.at), 0, 0)
			->table = table;
		vector_each(index, &table->indexes)
			push_create_index(differ, NULL, table, index, false);
		if (!differ->rules->alters_foreign_keys)
			continue;
		vector_each(key, &table->foreign_keys)
			if (key->enforced)
				push_add_foreign_key(differ, table, key);
	}
}

static struct change *push_drop_index(struct differ *differ, const struct table *table,
				      const struct index *index)
{
	struct change *change =
		push(differ, CHANGE_DROP_INDEX, (size_t)(table - differ->old->tables.at),
		     (size_t)(index - table->indexes.at), 0);

	change->table = table;
	change->old_index = index;
	return change;
}

static void push_dropped_tables(struct differ *differ)
{
	const struct table *table;
	const struct index *index;
	const struct foreign_key *key;

	vector_each(table, &differ->old->tables) {
		size_t position = (size_t)(table - differ->old->tables.at);
		if (!counts(table) || schema_table(differ->new, table->name))
			continue;
		push(differ, CHANGE_DROP_TABLE, position, 0, 0)->table = table;
		/* So that the tables can go in any order. */
		if (differ->rules->alters_foreign_keys)
			vector_each(key, &table->foreign_keys)
				if (key->enforced)
					push_drop_foreign_key(differ, table, key);
		/* A redefined table may take over the names of its indexes. */
		if (!differ->rules->alters_columns && differ->diff->redefined.count)
			vector_each(index, &table->indexes)
				push_drop_index(differ, table, index);
	}
}

/* ---- foreign keys ---- */

/* Each old key with the new one that equals it, as far as there is one. */
struct key_match {
	const struct foreign_key **of_old; /* by position: its new one, or NULL */
	bool *new_is_old;		   /* by position: whether any old one equals it */
};

static bool any_match(const struct table_pair *pair, const struct foreign_key *new)
{
	const struct foreign_key *old;

	vector_each(old, &pair->old->foreign_keys)
		if (old->enforced && foreign_keys_match(pair, old, new))
			return true;
	return false;
}

static bool any_foreign_key_changes(const struct table_pair *pair)
{
	const struct foreign_key *old, *new;

	vector_each(new, &pair->new->foreign_keys)
		if (new->enforced && !any_match(pair, new))
			return true;
	vector_each(old, &pair->old->foreign_keys) {
		bool found = !old->enforced;
		vector_each(new, &pair->new->foreign_keys)
			found = found || (new->enforced && foreign_keys_match(pair, old, new));
		if (!found)
			return true;
	}
	return false;
}

/* The table of an implicit many-to-many relation, whose keys once had other names. */
static bool is_many_to_many(const struct table *table)
{
	return table->columns.count == 2 && table_column(table, "A") && table_column(table, "B");
}

static bool is_redefined(const struct differ *differ, struct object_name old_table)
{
	const struct table *table = schema_table(differ->old, old_table);
	const struct table_pair *pair =
		table ? differ->pair_of_old[table - differ->old->tables.at] : NULL;

	return pair && pair->redefined;
}

static void push_matched_key(struct differ *differ, const struct table_pair *pair,
			     const struct foreign_key *old, const struct foreign_key *new)
{
	if (is_redefined(differ, old->references)) {
		push_drop_foreign_key(differ, pair->old, old);
		push_add_foreign_key(differ, pair->new, new);
		return;
	}
	if (!old->name || !new->name || strcmp(old->name, new->name) == 0 ||
	    (is_many_to_many(pair->old) && is_many_to_many(pair->new)))
		return;
	struct change *change = push(differ, CHANGE_RENAME_FOREIGN_KEY, pair->old_position,
				     (size_t)(old - pair->old->foreign_keys.at), 0);
	change->table = pair->old;
	change->old_key = old;
	change->new_key = new;
}

static void push_foreign_keys(struct differ *differ, const struct table_pair *pair)
{
	const struct foreign_key *old, *new;
	size_t count = pair->new->foreign_keys.count;
	bool *taken = arena_alloc(differ->arena, count + 1);

	if (!differ->rules->alters_foreign_keys)
		return;
	vector_each(new, &pair->new->foreign_keys)
		if (new->enforced && !any_match(pair, new))
			push_add_foreign_key(differ, pair->new, new);
	vector_each(old, &pair->old->foreign_keys) {
		bool matches = false;
		if (!old->enforced)
			continue;
		vector_each(new, &pair->new->foreign_keys) {
			size_t position = (size_t)(new - pair->new->foreign_keys.at);
			if (!new->enforced || !foreign_keys_match(pair, old, new))
				continue;
			matches = true;
			if (taken[position])
				continue;
			taken[position] = true;
			push_matched_key(differ, pair, old, new);
			break;
		}
		if (!matches)
			push_drop_foreign_key(differ, pair->old, old);
	}
}

/* ---- indexes ---- */

static const struct index *find_index(const struct differ *differ, const struct table *in,
				      const struct index *like)
{
	const struct index *index;

	vector_each(index, &in->indexes)
		if (indexes_match(differ->rules, index, like))
			return index;
	return NULL;
}

/* Of two indexes over the same columns nobody can say which one a third is. */
static bool is_single(const struct table *table, const struct index *index)
{
	const struct index *other;

	vector_each(other, &table->indexes) {
		bool same = other != index && other->unique == index->unique &&
			    other->parts.count == index->parts.count;
		for (size_t i = 0; same && i < index->parts.count; i++)
			same = strcmp(other->parts.at[i].column, index->parts.at[i].column) == 0;
		if (same)
			return false;
	}
	return true;
}

static bool loses_column(const struct table_pair *pair, const struct index *index)
{
	const struct key_part *part;

	vector_each(part, &index->parts) {
		const struct column_pair *column = diff_pair_column(pair, part->column);
		if (!column || column->cast == CAST_IMPOSSIBLE)
			return true;
	}
	return false;
}

/*
 * A unique index whose columns become the primary key is dropped after that: until then it is what
 * keeps the rows apart, and what foreign keys refer to.
 */
static bool outlives_key(const struct table_pair *pair, const struct index *index)
{
	const struct primary_key *key = pair->new->primary_key;

	if (!index->unique || pair->old->primary_key || !key || loses_column(pair, index) ||
	    key->parts.count != index->parts.count)
		return false;
	for (size_t i = 0; i < key->parts.count; i++)
		if (strcmp(key->parts.at[i].column, index->parts.at[i].column) != 0)
			return false;
	return true;
}

static void push_dropped_index(struct differ *differ, const struct table_pair *pair,
			       const struct index *index)
{
	struct change *change = push_drop_index(differ, pair->old, index);

	if (outlives_key(pair, index)) {
		size_t position = (size_t)(index - pair->old->indexes.at);
		change->order[0] = CHANGE_ALTER_TABLE;
		change->order[1] = pair->old_position;
		change->order[2] = pair->new_position;
		change->order[3] = pair->old->indexes.count - position;
	}
}

static void push_renamed_index(struct differ *differ, const struct table_pair *pair,
			       const struct index *old, const struct index *new)
{
	enum change_kind kind =
		differ->rules->renames_indexes ? CHANGE_RENAME_INDEX : CHANGE_REDEFINE_INDEX;
	struct change *change =
		push(differ, kind, pair->old_position, (size_t)(old - pair->old->indexes.at), 0);

	change->table = pair->old;
	change->pair = pair;
	change->old_index = old;
	change->new_index = new;
}

static void push_indexes(struct differ *differ, const struct table_pair *pair)
{
	const struct index *old, *new;

	vector_each(new, &pair->new->indexes)
		if (!find_index(differ, pair->old, new))
			push_create_index(differ, pair, pair->new, new, false);
	vector_each(old, &pair->old->indexes) {
		new = find_index(differ, pair->new, old);
		if (!new) {
			push_dropped_index(differ, pair, old);
			continue;
		}
		if (!is_single(pair->old, old))
			continue;
		if (differ->rules->drops_column_indexes && loses_column(pair, new))
			push_create_index(differ, pair, pair->new, new, true);
		if (strcmp(old->name, new->name) != 0)
			push_renamed_index(differ, pair, old, new);
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
		if ((*pair)->redefined)
			continue;
		push_foreign_keys(differ, *pair);
		push_indexes(differ, *pair);
		if (differ->rules->alters_primary_key && old && new && !same_key_columns(old, new))
			push(differ, CHANGE_ALTER_PRIMARY_KEY, (*pair)->old_position,
			     (*pair)->new_position, 0)
				->pair = *pair;
		if (is_altered(*pair))
			push(differ, CHANGE_ALTER_TABLE, (*pair)->old_position,
			     (*pair)->new_position, 0)
				->pair = *pair;
	}
}

/* ---- namespaces and extensions ---- */

static int compare_names(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

static void add_used(struct differ *differ, struct map *used, const char *space)
{
	if (!space)
		space = differ->rules->default_space;
	if (space)
		map_add(used, space, differ);
}

/* Whether a schema says that it has a namespace; one that names none has the default one. */
static bool has_space(const struct differ *differ, const struct schema *schema, const char *space)
{
	const char **name;

	vector_each(name, &schema->namespaces)
		if (strcmp(*name, space) == 0)
			return true;
	return !schema->blank && !schema->namespaces.count && differ->rules->default_space &&
	       strcmp(differ->rules->default_space, space) == 0;
}

/* Namespaces that are new, and have something in them. */
static void push_spaces(struct differ *differ)
{
	struct map used = {.arena = differ->arena};
	struct names created = {0};
	const struct table *table;
	const struct enumeration *enumeration;
	const char **name;

	vector_each(table, &differ->new->tables)
		if (counts(table))
			add_used(differ, &used, table->name.space);
	vector_each(enumeration, &differ->new->enums)
		add_used(differ, &used, enumeration->name.space);
	for (size_t i = 0; i < used.room; i++) {
		const char *space = used.slots[i].key;
		if (space && has_space(differ, differ->new, space) &&
		    !has_space(differ, differ->old, space))
			*vector_add(differ->arena, &created) = space;
	}
	if (created.count)
		qsort(created.at, created.count, sizeof *created.at, compare_names);
	vector_each(name, &created)
		push(differ, CHANGE_CREATE_SCHEMA, 0, 0, 0)->space = *name;
}

static const struct extension *find_extension(const struct schema *schema, const char *name)
{
	const struct extension *extension;

	vector_each(extension, &schema->extensions)
		if (strcmp(extension->name, name) == 0)
			return extension;
	return NULL;
}

static bool says_otherwise(const char *a, const char *b)
{
	return a && b && *a && *b && strcmp(a, b) != 0;
}

static void push_extensions(struct differ *differ)
{
	const struct extension *old, *new;

	vector_each(new, &differ->new->extensions) {
		size_t position = (size_t)(new - differ->new->extensions.at);
		old = find_extension(differ->old, new->name);
		if (old && !says_otherwise(old->space, new->space) &&
		    !says_otherwise(old->version, new->version))
			continue;
		if (old)
			push(differ, CHANGE_DROP_EXTENSION,
			     (size_t)(old - differ->old->extensions.at), 0, 0)
				->old_extension = old;
		push(differ, CHANGE_CREATE_EXTENSION, position, 0, 0)->new_extension = new;
	}
}

/* ---- enums ---- */

static bool has_value(const struct enumeration *enumeration, const char *name)
{
	const struct enum_value *value;

	vector_each(value, &enumeration->values)
		if (strcmp(value->name, name) == 0)
			return true;
	return false;
}

static void push_enum_pair(struct differ *differ, const struct enumeration *old,
			   const struct enumeration *new)
{
	struct enum_pair *pair = arena_alloc(differ->arena, sizeof *pair);
	const struct enum_value *value;

	pair->old = old;
	pair->new = new;
	vector_each(value, &new->values)
		if (!has_value(old, value->name))
			*vector_add(differ->arena, &pair->added) = value->name;
	vector_each(value, &old->values)
		if (!has_value(new, value->name))
			*vector_add(differ->arena, &pair->removed) = value->name;
	if (!pair->added.count && !pair->removed.count)
		return;
	push(differ, CHANGE_ALTER_ENUM, (size_t)(old - differ->old->enums.at),
	     (size_t)(new - differ->new->enums.at), 0)
		->enum_pair = pair;
	map_add(&differ->enum_pairs, object_key(differ->arena, new->name), pair);
}

/* The changing enum that a column has, or NULL. */
static struct enum_pair *changing_enum(struct differ *differ, const struct column *column)
{
	if (column->type.kind != TYPE_ENUM)
		return NULL;
	return map_get(&differ->enum_pairs, object_key(differ->arena, column->type.enumeration));
}

static void add_enum_default(struct differ *differ, const struct table *table,
			     const struct column *column, const struct table *new_table,
			     const struct column *new_column)
{
	struct enum_pair *pair = changing_enum(differ, column);

	if (!pair || column->value.kind == DEFAULT_NONE)
		return;
	if (new_column && (new_column->value.kind == DEFAULT_NONE ||
			   changing_enum(differ, new_column) != pair))
		new_column = NULL;
	*vector_add(differ->arena, &pair->defaults) = (struct enum_default){
		.table = table,
		.column = column,
		.new_table = new_column ? new_table : NULL,
		.new_column = new_column,
	};
}

/* Those of tables that go come first, then table by table the columns that go, and the others. */
static void find_enum_defaults(struct differ *differ)
{
	const struct table *table;
	const struct column *column, **dropped;
	const struct column_pair *columns;
	struct table_pair **pair;

	vector_each(table, &differ->old->tables)
		if (counts(table) && !schema_table(differ->new, table->name))
			vector_each(column, &table->columns)
				add_enum_default(differ, table, column, NULL, NULL);
	vector_each(pair, &differ->pairs) {
		vector_each(dropped, &(*pair)->dropped)
			add_enum_default(differ, (*pair)->old, *dropped, NULL, NULL);
		vector_each(columns, &(*pair)->columns)
			add_enum_default(differ, (*pair)->old, columns->old, (*pair)->new,
					 columns->new);
	}
}

static void find_enum_columns(struct differ *differ)
{
	const struct table *table;
	const struct column *column;

	vector_each(table, &differ->new->tables)
		vector_each(column, &table->columns) {
			struct enum_pair *pair = changing_enum(differ, column);
			if (pair && counts(table))
				*vector_add(differ->arena, &pair->columns) =
					(struct enum_column){table, column};
		}
}

static void push_enums(struct differ *differ)
{
	const struct enumeration *old, *new;

	if (!differ->rules->alters_columns)
		return;
	vector_each(old, &differ->old->enums) {
		new = schema_enum(differ->new, old->name);
		if (new)
			push_enum_pair(differ, old, new);
		else
			push(differ, CHANGE_DROP_ENUM, (size_t)(old - differ->old->enums.at), 0, 0)
				->enumeration = old;
	}
	vector_each(new, &differ->new->enums)
		if (!schema_enum(differ->old, new->name))
			push(differ, CHANGE_CREATE_ENUM, (size_t)(new - differ->new->enums.at), 0, 0)
				->enumeration = new;
	if (differ->enum_pairs.count) {
		find_enum_defaults(differ);
		find_enum_columns(differ);
	}
}

bool diff_schemas(const struct schema *old, const struct schema *new,
		  const struct renames *renames, struct diff *diff, struct report *report)
{
	static const struct renames none;
	enum dialect dialect = old->blank ? new->dialect : old->dialect;
	const struct dialect_rules *rules = dialect_rules(dialect);
	const struct renaming *renaming;

	if (!old->blank && !new->blank && old->dialect != new->dialect)
		return report_error(report, nowhere,
				    "one schema is for %s, the other for %s: no script leads from "
				    "one to the other",
				    dialect_name(old->dialect), dialect_name(new->dialect));
	struct differ differ = {
		.arena = report->arena,
		.diff = diff,
		.old = rewrite_schema(report->arena, old, rules, renames),
		.new = rewrite_schema(report->arena, new, rules, &none),
		.rules = rules,
		.enum_pairs = {.arena = report->arena},
	};
	*diff = (struct diff){
		.arena = report->arena,
		.dialect = dialect,
		.old = differ.old,
		.new = differ.new,
	};
	vector_each(renaming, renames)
		push(&differ, renaming->kind, 0, 0, 0)->renaming = renaming;
	pair_all_tables(&differ);
	choose_redefined(&differ);
	push_spaces(&differ);
	push_extensions(&differ);
	push_enums(&differ);
	push_created_tables(&differ);
	push_dropped_tables(&differ);
	push_table_changes(&differ);
	if (diff->changes.count)
		qsort(diff->changes.at, diff->changes.count, sizeof *diff->changes.at,
		      compare_changes);
	return true;
}
