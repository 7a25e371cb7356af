/* Statements, and the parts of SQL that all dialects write alike. */
#include "sql/words.h"

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

/* ---- formats ---- */

void sql_statement(struct sql_output *script, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	buffer_vformat(script->to, format, arguments);
	va_end(arguments);
	buffer_add(script->to, ";\n");
}

const char *sql_format(struct sql_output *script, const char *format, ...)
{
	char small[512];
	struct buffer text = {.arena = &script->words, .text = small, .room = sizeof small};
	va_list arguments;

	va_start(arguments, format);
	buffer_vformat(&text, format, arguments);
	va_end(arguments);
	return arena_slice(&script->words, text.text, text.length);
}

/* ---- names ---- */

static const char *quoted(struct sql_output *script, const char *text, char quote)
{
	char small[512];
	struct buffer result = {.arena = &script->words, .text = small, .room = sizeof small};

	buffer_add_quoted(&result, text, quote);
	return arena_slice(&script->words, result.text, result.length);
}

const char *sql_name(struct sql_output *script, const char *name)
{
	return quoted(script, name, '"');
}

const char *sql_string(struct sql_output *script, const char *text)
{
	return quoted(script, text, '\'');
}

const char *sql_object(struct sql_output *script, struct object_name name)
{
	struct buffer text = {.arena = &script->words};

	if (name.namespace) {
		buffer_add_quoted(&text, name.namespace, '"');
		buffer_add_char(&text, '.');
	}
	buffer_add_quoted(&text, name.name, '"');
	return buffer_take(&text);
}

const char *sql_names(struct sql_output *script, const struct names *names, const char *separator)
{
	struct buffer text = {.arena = &script->words};
	const char **name;

	vector_each(name, names) {
		buffer_add(&text, name == names->at ? "" : separator);
		buffer_add_quoted(&text, *name, '"');
	}
	return buffer_take(&text);
}

const char *sql_key_parts(struct sql_output *script, const struct key_parts *parts,
			  const char *separator)
{
	struct buffer text = {.arena = &script->words};
	const struct key_part *part;

	vector_each(part, parts) {
		buffer_add(&text, part == parts->at ? "" : separator);
		buffer_add_quoted(&text, part->column, '"');
		if (part->operator_class)
			buffer_format(&text, " %s", part->operator_class);
		buffer_add(&text, sorts[part->sort]);
	}
	return buffer_take(&text);
}

/* ---- types, values, actions ---- */

static const char *type_with_arguments(struct sql_output *script, const struct type *type)
{
	struct buffer text = {.arena = &script->words};

	buffer_add(&text, type->native->sql);
	for (int i = 0; i < type->argument_count; i++) {
		buffer_add_char(&text, i ? ',' : '(');
		buffer_add_number(&text, type->arguments[i]);
	}
	buffer_add_char(&text, ')');
	return buffer_take(&text);
}

const char *sql_type(struct sql_output *script, const struct type *type)
{
	switch (type->kind) {
	case TYPE_ENUM:
		return sql_object(script, type->enumeration);
	case TYPE_UNSUPPORTED:
		return type->unsupported;
	case TYPE_NATIVE:
		break;
	}
	return type->argument_count ? type_with_arguments(script, type) : type->native->sql;
}

const char *sql_plain_value(struct sql_output *script, const struct default_value *value)
{
	switch (value->kind) {
	case DEFAULT_STRING:
	case DEFAULT_ENUM:
	case DEFAULT_DATETIME:
	case DEFAULT_JSON:
		return sql_string(script, value->text);
	case DEFAULT_NUMBER:
	case DEFAULT_BOOLEAN:
	case DEFAULT_EXPRESSION:
		return value->text;
	case DEFAULT_NOW:
		return "CURRENT_TIMESTAMP";
	case DEFAULT_NONE:
	case DEFAULT_BYTES:
	case DEFAULT_LIST:
	case DEFAULT_AUTOINCREMENT:
	case DEFAULT_SEQUENCE:
		break;
	}
	return "";
}

const char *sql_action(enum action action)
{
	return actions[action];
}
