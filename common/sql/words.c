#include <string.h>

#include "sql/dialect.h"

static const char *const actions[] = {
	[ACTION_NO_ACTION] = "NO ACTION",     [ACTION_RESTRICT] = "RESTRICT",
	[ACTION_CASCADE] = "CASCADE",	      [ACTION_SET_NULL] = "SET NULL",
	[ACTION_SET_DEFAULT] = "SET DEFAULT",
};

static const char *const sorts[] = {
	[SORT_UNSAID] = "",
	[SORT_ASC] = " ASC",
	[SORT_DESC] = " DESC",
};

const char *action_sql(enum action action)
{
	return actions[action];
}

void end_statement(struct writer *writer)
{
	buffer_add(writer->to, ";\n");
}

void add_name(struct writer *writer, const char *name)
{
	buffer_add_quoted(writer->to, name, '"');
}

void add_object(struct writer *writer, struct object_name name)
{
	if (name.namespace) {
		add_name(writer, name.namespace);
		buffer_add_char(writer->to, '.');
	}
	add_name(writer, name.name);
}

void add_names(struct writer *writer, const struct names *names, const char *separator)
{
	const char **name;

	vector_each(name, names) {
		if (name != names->at)
			buffer_add(writer->to, separator);
		add_name(writer, *name);
	}
}

void add_string(struct writer *writer, const char *text)
{
	buffer_add_quoted(writer->to, text, '\'');
}

void add_key_parts(struct writer *writer, const struct key_parts *parts, const char *separator)
{
	const struct key_part *part;

	vector_each(part, parts) {
		if (part != parts->at)
			buffer_add(writer->to, separator);
		add_name(writer, part->column);
		if (part->operator_class)
			buffer_format(writer->to, " %s", part->operator_class);
		buffer_add(writer->to, sorts[part->sort]);
	}
}

void add_type(struct writer *writer, const struct type *type)
{
	switch (type->kind) {
	case TYPE_ENUM:
		add_object(writer, type->enumeration);
		break;
	case TYPE_UNSUPPORTED:
		buffer_add(writer->to, type->unsupported);
		break;
	case TYPE_NATIVE:
		buffer_add(writer->to, type->native->sql);
		for (int i = 0; i < type->argument_count; i++)
			buffer_format(writer->to, "%c%u", i ? ',' : '(', type->arguments[i]);
		if (type->argument_count)
			buffer_add_char(writer->to, ')');
		break;
	}
}

void add_plain_value(struct writer *writer, const struct default_value *value)
{
	switch (value->kind) {
	case DEFAULT_STRING:
	case DEFAULT_ENUM:
	case DEFAULT_DATETIME:
	case DEFAULT_JSON:
		add_string(writer, value->text);
		break;
	case DEFAULT_NUMBER:
	case DEFAULT_BOOLEAN:
	case DEFAULT_EXPRESSION:
		buffer_add(writer->to, value->text);
		break;
	case DEFAULT_NOW:
		buffer_add(writer->to, "CURRENT_TIMESTAMP");
		break;
	case DEFAULT_NONE:
	case DEFAULT_BYTES:
	case DEFAULT_LIST:
	case DEFAULT_AUTOINCREMENT:
	case DEFAULT_SEQUENCE:
		break;
	}
}

void rename_table(struct writer *writer, const struct change *change)
{
	buffer_add(writer->to, "ALTER TABLE ");
	add_object(writer, (struct object_name){change->renaming->object.namespace, change->from});
	buffer_add(writer->to, " RENAME TO ");
	add_name(writer, change->to);
	end_statement(writer);
}

void rename_column(struct writer *writer, const struct change *change)
{
	buffer_add(writer->to, "ALTER TABLE ");
	add_object(writer, change->renaming->renamed);
	buffer_add(writer->to, " RENAME COLUMN ");
	add_name(writer, change->from);
	buffer_add(writer->to, " TO ");
	add_name(writer, change->to);
	end_statement(writer);
}
