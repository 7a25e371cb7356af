/* Questions about changes. */
#include "diff/change.h"

#include <string.h>

static const char *const headings[CHANGE_KIND_COUNT] = {
	[CHANGE_RENAME_ENUM] = "RenameEnum",
	[CHANGE_RENAME_VALUE] = "RenameEnumValue",
	[CHANGE_RENAME_TABLE] = "RenameTable",
	[CHANGE_RENAME_COLUMN] = "RenameColumn",
	[CHANGE_CREATE_SCHEMA] = "CreateSchema",
	[CHANGE_DROP_EXTENSION] = "DropExtension",
	[CHANGE_CREATE_EXTENSION] = "CreateExtension",
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

const char *diff_heading(enum change_kind kind)
{
	return headings[kind];
}

bool diff_column_differs(const struct column_pair *pair)
{
	return pair->cast != CAST_NONE || pair->arity || pair->value || pair->autoincrement;
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
