/*
 * Writes a diagram in Mermaid's language: https://mermaid.js.org/syntax/entityRelationshipDiagram
 */
#include <ctype.h>
#include <string.h>

#include "base/record.h"
#include "print/client.h"
#include "print/edges.h"
#include "print/print.h"
#include "schema/text.h"

/* Adds a word of Mermaid. Other characters than these become underscores. */
static void add_word(struct buffer *to, const char *text)
{
	if (!isalpha((unsigned char)*text) && (unsigned char)*text < 0x80)
		buffer_add_char(to, '_');
	for (const char *c = text; *c; c++) {
		bool plain = isalnum((unsigned char)*c) || (unsigned char)*c >= 0x80 ||
			     strchr("-_[]()", *c);
		buffer_add_char(to, plain ? *c : '_');
	}
}

/* Adds a text in quotes. The text cannot contain quotes. */
static void add_text(struct buffer *to, const char *text)
{
	buffer_add_char(to, '"');
	for (const char *c = text; *c; c++)
		if (*c == '"')
			buffer_add_char(to, '\'');
		else
			buffer_add_char(to, (unsigned char)*c < ' ' ? ' ' : *c);
	buffer_add_char(to, '"');
}

static void add_name(struct buffer *to, struct object_name name, struct arena *arena)
{
	add_text(to, name.namespace ? arena_format(arena, "%s.%s", name.namespace, name.name)
				    : name.name);
}

static void write_column(const struct schema *schema, const struct table *table,
			 const struct column *column, struct buffer *to)
{
	struct column_keys keys = column_keys(table, column->name);
	const char *const words[] = {keys.primary ? "PK" : NULL, keys.foreign ? "FK" : NULL,
				     keys.unique ? "UK" : NULL};
	const char *type = type_text(schema->arena, &column->type), *before = " ";

	if (column->type.kind == TYPE_ENUM)
		type = column->type.enumeration.name;
	buffer_add(to, "    ");
	add_word(to,
		 column->arity == ARITY_LIST ? arena_format(schema->arena, "%s[]", type) : type);
	buffer_add_char(to, ' ');
	add_word(to, column->name);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i]) {
			buffer_format(to, "%s%s", before, words[i]);
			before = ", ";
		}
	if (column->arity == ARITY_OPTIONAL)
		buffer_add(to, " \"optional\"");
	buffer_add_char(to, '\n');
}

static void write_edge(const struct schema *schema, const struct edge *edge, struct buffer *to)
{
	buffer_add(to, "  ");
	add_name(to, edge->to->name, schema->arena);
	buffer_format(to, " %s--%s ",
		      edge->to_many	  ? "}o"
		      : edge->to_optional ? "|o"
					  : "||",
		      edge->from_many ? "o{" : "o|");
	add_name(to, edge->from->name, schema->arena);
	buffer_add(to, " : ");
	add_text(to, edge->label);
	buffer_add_char(to, '\n');
}

void print_mermaid(const struct schema *schema, struct buffer *to)
{
	const struct table *table;
	const struct column *column;
	const struct edge *edge;
	struct edges edges;

	buffer_add(to, "erDiagram\n");
	vector_each(table, &schema->tables) {
		if (client_is_join_table(schema, table))
			continue;
		buffer_add(to, "  ");
		add_name(to, table->name, schema->arena);
		buffer_add(to, " {\n");
		vector_each(column, &table->columns)
			write_column(schema, table, column, to);
		buffer_add(to, "  }\n");
	}
	edges_find(schema, &edges);
	vector_each(edge, &edges)
		write_edge(schema, edge, to);
}
