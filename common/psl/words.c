/* Finds words of the language for words of the database. */
#include "psl/words.h"

#include <string.h>

#include "base/text.h"
#include "psl/index_type.h"
#include "psl/scan.h"

/* Words that clients cannot use as class names. */
static const char *const reserved_words[] = {
	"PrismaClient", "async",      "await",	  "break",   "case",	   "catch",	"class",
	"const",	"continue",   "debugger", "default", "delete",	   "do",	"else",
	"enum",		"export",     "extends",  "false",   "finally",	   "for",	"function",
	"if",		"implements", "import",	  "in",	     "instanceof", "interface", "let",
	"new",		"null",	      "package",  "private", "protected",  "public",	"return",
	"super",	"switch",     "this",	  "throw",   "true",	   "try",	"typeof",
	"using",	"var",	      "void",	  "while",   "with",	   "yield",
};

bool psl_is_reserved(const char *name)
{
	for (size_t i = 0; i < sizeof reserved_words / sizeof *reserved_words; i++)
		if (text_equal(reserved_words[i], name))
			return true;
	return false;
}

bool psl_is_name(const char *text)
{
	bool digit = *text >= '0' && *text <= '9';

	return *text && !digit && !strchr(text, '-') && psl_scan_name_length(text) == strlen(text);
}

const char *psl_index_type_word(const char *method)
{
	const struct index_type *type = psl_index_type_by_method(method);

	return type ? type->name : NULL;
}

const char *psl_operator_class_word(const char *sql)
{
	const struct operator_class *found = psl_operator_class_by_sql(sql);

	return found ? found->name : NULL;
}
