/*
 * The tables of schema text: its words, and its kinds of records with their facts.
 */
#include "schema/text_format.h"

#include "base/text.h"
#include "schema/text.h"

const struct kind_row text_kinds[KIND_COUNT] = {
	[KIND_PROVIDER] = {"provider", 1, false, {"relation-mode", "objects"}},
	[KIND_DATASOURCE] = {"datasource", 1, true, {0}},
	[KIND_GENERATOR] = {"generator", 1, true, {0}},
	[KIND_NAMESPACE] = {"namespace", 1, false, {0}},
	[KIND_EXTENSION] = {"extension", 3, false, {"name"}},
	[KIND_ENUM] = {"enum", 1, false, {"enum", "doc"}},
	[KIND_VALUE] = {"value", 2, false, {"value", "doc"}},
	[KIND_TABLE] = {"table",
			1,
			false,
			{"model", "many-to-many", "relation", "fields", "ignore", "doc"}},
	[KIND_VIEW] = {"view", 1, false, {"model", "fields", "ignore", "doc"}},
	[KIND_COLUMN] = {"column",
			 5,
			 false,
			 {"field", "enum", "default", "updated-at", "ignore", "doc"}},
	[KIND_PRIMARY_KEY] = {"primary-key", 3, false, {"name"}},
	[KIND_UNIQUE] = {"unique", 5, false, {"name", "where", "constraint"}},
	[KIND_INDEX] = {"index", 5, false, {"where"}},
	[KIND_FOREIGN_KEY] = {"foreign-key",
			      7,
			      false,
			      {"relation", "field", "arity", "back", "back-arity", "ignore",
			       "back-ignore", "doc", "back-doc"}},
	[KIND_RELATION] = {"relation",
			   7,
			   false,
			   {"relation", "field", "arity", "back", "back-arity", "ignore",
			    "back-ignore", "doc", "back-doc"}},
	[KIND_OBJECT] = {"object", 4, false, {0}},
};

const char *const text_arities[ARITY_COUNT] = {
	[ARITY_REQUIRED] = "required",
	[ARITY_OPTIONAL] = "optional",
	[ARITY_LIST] = "list",
};

const char *const text_actions[ACTION_COUNT] = {
	[ACTION_NO_ACTION] = "no-action",     [ACTION_RESTRICT] = "restrict",
	[ACTION_CASCADE] = "cascade",	      [ACTION_SET_NULL] = "set-null",
	[ACTION_SET_DEFAULT] = "set-default",
};

const char *const text_sorts[SORT_COUNT] = {
	[SORT_UNSAID] = "",
	[SORT_ASC] = "asc",
	[SORT_DESC] = "desc",
};

const char *const text_objects[OBJECT_KIND_COUNT] = {
	[OBJECT_AGGREGATE] = "aggregate",
	[OBJECT_CHECK] = "check",
	[OBJECT_COLLATION] = "collation",
	[OBJECT_COMMENT] = "comment",
	[OBJECT_CONSTRAINT] = "constraint",
	[OBJECT_DEFAULT_PRIVILEGE] = "default-privilege",
	[OBJECT_DOMAIN] = "domain",
	[OBJECT_EVENT_TRIGGER] = "event-trigger",
	[OBJECT_EXCLUSION] = "exclusion",
	[OBJECT_FOREIGN_TABLE] = "foreign-table",
	[OBJECT_FUNCTION] = "function",
	[OBJECT_GENERATED] = "generated",
	[OBJECT_GRANT] = "grant",
	[OBJECT_IDENTITY] = "identity",
	[OBJECT_INDEX] = "index",
	[OBJECT_INHERITANCE] = "inheritance",
	[OBJECT_MATERIALIZED_VIEW] = "materialized-view",
	[OBJECT_OPTION] = "option",
	[OBJECT_PARTITION] = "partition",
	[OBJECT_PARTITION_KEY] = "partition-key",
	[OBJECT_POLICY] = "policy",
	[OBJECT_PROCEDURE] = "procedure",
	[OBJECT_ROW_SECURITY] = "row-security",
	[OBJECT_RULE] = "rule",
	[OBJECT_SEQUENCE] = "sequence",
	[OBJECT_STATISTICS] = "statistics",
	[OBJECT_TRIGGER] = "trigger",
	[OBJECT_TYPE] = "type",
	[OBJECT_VIEW] = "view",
	[OBJECT_VIRTUAL_TABLE] = "virtual-table",
};

const struct default_row text_defaults[DEFAULT_COUNT] = {
	[DEFAULT_NONE] = {"-", false},
	[DEFAULT_STRING] = {"string", true},
	[DEFAULT_NUMBER] = {"number", true},
	[DEFAULT_BOOLEAN] = {"boolean", true},
	[DEFAULT_ENUM] = {"enum", true},
	[DEFAULT_DATETIME] = {"datetime", true},
	[DEFAULT_BYTES] = {"bytes", true},
	[DEFAULT_JSON] = {"json", true},
	[DEFAULT_LIST] = {"list", true},
	[DEFAULT_NOW] = {"now", false},
	[DEFAULT_AUTOINCREMENT] = {"autoincrement", false},
	[DEFAULT_SEQUENCE] = {"sequence", true},
	[DEFAULT_EXPRESSION] = {"expression", true},
};

enum action action_by_word(const char *word)
{
	for (size_t i = 0; i < ACTION_COUNT; i++)
		if (text_equal(text_actions[i], word))
			return (enum action)i;
	return ACTION_NO_ACTION;
}

const char text_unsupported_word[] = "unsupported ";
const char text_objects_fact[] = "objects";
const char text_list_fact[] = "fields";
const char text_format_word[] = "migtools-schema";
const char text_end[] = "end";
const char text_enum_word[] = "enum ";
