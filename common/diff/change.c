/* Questions about changes. */
#include "diff/change.h"

#include <string.h>

#include "base/text.h"
#include "diff/cast_rows.h"

static const char *const headings[CHANGE_KIND_COUNT] = {
	[CHANGE_RENAME_ENUM] = "RenameEnum",
	[CHANGE_RENAME_VALUE] = "RenameEnumValue",
	[CHANGE_RENAME_TABLE] = "RenameTable",
	[CHANGE_RENAME_COLUMN] = "RenameColumn",
	[CHANGE_CREATE_SCHEMA] = "CreateSchema",
	[CHANGE_DROP_OBJECTS] = "DropDependents",
	[CHANGE_DROP_EXTENSION] = "DropExtension",
	[CHANGE_CREATE_EXTENSION] = "CreateExtension",
	[CHANGE_ALTER_SEQUENCE] = "AlterSequence",
	[CHANGE_CREATE_ENUM] = "CreateEnum",
	[CHANGE_ALTER_ENUM] = "AlterEnum",
	[CHANGE_CREATE_NEEDED] = "CreatePrerequisites",
	[CHANGE_DROP_FOREIGN_KEY] = "DropForeignKey",
	[CHANGE_DROP_INDEX] = "DropIndex",
	[CHANGE_ALTER_TABLE] = "AlterTable",
	[CHANGE_ALTER_PRIMARY_KEY] = "AlterPrimaryKey",
	[CHANGE_DROP_TABLE] = "DropTable",
	[CHANGE_DROP_NEEDED] = "DropPrerequisites",
	[CHANGE_DROP_ENUM] = "DropEnum",
	[CHANGE_CREATE_TABLE] = "CreateTable",
	[CHANGE_REDEFINE_TABLES] = "RedefineTables",
	[CHANGE_CREATE_INDEX] = "CreateIndex",
	[CHANGE_RENAME_FOREIGN_KEY] = "RenameForeignKey",
	[CHANGE_ADD_FOREIGN_KEY] = "AddForeignKey",
	[CHANGE_RENAME_INDEX] = "RenameIndex",
	[CHANGE_REDEFINE_INDEX] = "RedefineIndex",
	[CHANGE_CREATE_OBJECTS] = "CreateDependents",
};

const char *diff_heading(enum change_kind kind)
{
	return headings[kind];
}

bool diff_column_differs(const struct column_pair *pair)
{
	return pair->cast != CAST_NONE || pair->arity || pair->value || pair->autoincrement ||
	       pair->plain;
}

const struct column_pair *diff_pair_column(const struct table_pair *pair, const char *name)
{
	size_t low = 0, high = pair->columns.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(pair->columns.at[middle].old->name, name);
		if (order == 0)
			return &pair->columns.at[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool diff_has_default(const struct column *column)
{
	const struct default_value *value = &column->value;

	return value->kind != DEFAULT_NONE &&
	       !(value->kind == DEFAULT_EXPRESSION && *value->text == '\0');
}

const struct object *diff_kept_object(const struct diff *diff, struct object_name table,
				      enum object_kind kind, const char *name)
{
	const struct schema *schema = schema_lists_objects(diff->new) ? diff->new : diff->old;
	struct object like = {.kind = kind, .owner = table, .name.name = name};

	return schema_object(schema, &like);
}

static bool same_parts(const struct key_parts *a, const struct key_parts *b)
{
	for (size_t i = 0; a->count == b->count && i < a->count; i++)
		if (!text_equal(a->at[i].column, b->at[i].column))
			return false;
	return a->count == b->count;
}

static bool same_names(const struct names *a, const struct names *b)
{
	for (size_t i = 0; a->count == b->count && i < a->count; i++)
		if (!text_equal(a->at[i], b->at[i]))
			return false;
	return a->count == b->count;
}

/* True if two tables have the same index or key with that name. */
static bool has_same_key(const struct table *old, const struct table *new, const char *name)
{
	const struct index *index = table_index(old, name), *other = table_index(new, name);
	const struct foreign_key *key = table_foreign_key(old, name),
				 *twin = table_foreign_key(new, name);

	if (index && other)
		return same_parts(&index->parts, &other->parts);
	if (key && twin)
		return same_names(&key->columns, &twin->columns) &&
		       object_name_equal(key->references, twin->references);
	return old->primary_key && new->primary_key &&text_equal(old->primary_key->name, name) &&
	       same_parts(&old->primary_key->parts, &new->primary_key->parts);
}

const struct object *diff_whole_key(const struct diff *diff, const struct table *table,
				    const char *name)
{
	static const enum object_kind kinds[] = {OBJECT_INDEX, OBJECT_CONSTRAINT};
	const struct object *object = NULL;
	const struct table *old;

	for (size_t i = 0; name && !object && i < sizeof kinds / sizeof *kinds; i++)
		object = diff_kept_object(diff, table->name, kinds[i], name);
	if (!object || schema_lists_objects(diff->new))
		return object;
	old = schema_table(diff->old, table->name);
	return old && has_same_key(old, table, name) ? object : NULL;
}

/* True if the column's type has a collation. */
static bool is_collatable(const struct diff *diff, const struct column *column)
{
	return column->type.kind == TYPE_NATIVE &&
	       diff_type_is_listed(diff->dialect->alter.casts.textual, &column->type);
}

const struct object *diff_kept_property(const struct diff *diff, struct object_name table,
					const struct column *column, enum object_kind kind)
{
	if ((kind == OBJECT_COLLATION && !is_collatable(diff, column)) ||
	    (kind == OBJECT_IDENTITY && column->value.kind != DEFAULT_AUTOINCREMENT) ||
	    (kind == OBJECT_DOMAIN && !schema_lists_objects(diff->new)))
		return NULL;
	return diff_kept_object(diff, table, kind, column->name);
}
