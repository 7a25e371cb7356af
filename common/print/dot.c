/* Writes a diagram for Graphviz: https://graphviz.org/doc/info/lang.html */
#include <string.h>

#include "base/record.h"
#include "print/client.h"
#include "print/edges.h"
#include "print/print.h"
#include "schema/text.h"

/* Adds text inside a label in HTML. */
static void add_html(struct buffer *to, const char *text)
{
	static const char special[] = "&<>\"";
	static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;"};

	for (const char *c = text; *c; c++) {
		const char *found = strchr(special, *c);
		if (found)
			buffer_add(to, entities[found - special]);
		else
			buffer_add_char(to, (unsigned char)*c < ' ' ? ' ' : *c);
	}
}

/* Returns the number of a table or a column, from 0. Nodes and ports are named by numbers. */
static size_t table_number(const struct schema *schema, const struct table *table)
{
	return (size_t)(table - schema->tables.at);
}

static size_t column_number(const struct table *table, const struct names *names)
{
	const struct column *column = names->count ? table_column(table, names->at[0]) : NULL;

	return column ? (size_t)(column - table->columns.at) : 0;
}

static void write_column(const struct schema *schema, const struct table *table, size_t number,
			 struct buffer *to)
{
	const struct column *column = &table->columns.at[number];
	struct column_keys keys = column_keys(table, column->name);
	static const char *const marks[] = {
		[ARITY_REQUIRED] = "", [ARITY_OPTIONAL] = "?", [ARITY_LIST] = "[]"};

	buffer_format(to, "    <tr><td align=\"left\" port=\"w%zu\">%s", number,
		      keys.primary ? "<u>" : "");
	add_html(to, column->name);
	buffer_format(to, "%s</td><td align=\"left\">", keys.primary ? "</u>" : "");
	add_html(to, column->type.kind == TYPE_ENUM ? column->type.enumeration.name
						    : type_text(schema->arena, &column->type));
	buffer_format(to, "%s</td><td align=\"left\" port=\"e%zu\">%s%s%s</td></tr>\n",
		      marks[column->arity], number, keys.foreign ? "FK" : "",
		      keys.foreign && keys.unique ? " " : "", keys.unique ? "UK" : "");
}

static void write_table(const struct schema *schema, const struct table *table, struct buffer *to)
{
	buffer_format(to,
		      "  t%zu [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" "
		      "cellpadding=\"4\">\n    <tr><td colspan=\"3\" bgcolor=\"lightgrey\"><b>",
		      table_number(schema, table));
	if (table->name.namespace) {
		add_html(to, table->name.namespace);
		buffer_add_char(to, '.');
	}
	add_html(to, table->name.name);
	buffer_add(to, "</b></td></tr>\n");
	for (size_t i = 0; i < table->columns.count; i++)
		write_column(schema, table, i, to);
	buffer_add(to, "  </table>>]\n");
}

/* Adds one end of a line: the left or right side of a column, or a table. */
static void add_end(struct buffer *to, const struct schema *schema, const struct table *table,
		    const struct names *columns, const char *side)
{
	buffer_format(to, "t%zu", table_number(schema, table));
	if (columns)
		buffer_format(to, ":%s%zu:%s", side, column_number(table, columns), side);
}

/* Draws from left to right, starting at the referenced table. */
static void write_edge(const struct schema *schema, const struct edge *edge, struct buffer *to)
{
	const struct foreign_key *key = edge->key;

	buffer_add(to, "  ");
	add_end(to, schema, edge->to, key ? &key->referenced_columns : NULL, "e");
	buffer_add(to, " -> ");
	add_end(to, schema, edge->from, key ? &key->columns : NULL, "w");
	buffer_format(to, " [arrowtail=%s, arrowhead=%s, tooltip=<",
		      edge->to_many	  ? "crowodot"
		      : edge->to_optional ? "teeodot"
					  : "teetee",
		      edge->from_many ? "crowodot" : "teeodot");
	add_html(to, edge->label);
	buffer_add(to, ">]\n");
}

void print_dot(const struct schema *schema, struct buffer *to)
{
	const struct table *table;
	const struct edge *edge;
	struct edges edges;

	buffer_add(to, "digraph schema {\n"
		       "  graph [rankdir=LR, nodesep=0.5, ranksep=1.2]\n"
		       "  node [shape=plaintext, fontname=\"sans-serif\", fontsize=11]\n"
		       "  edge [dir=both]\n");
	vector_each(table, &schema->tables)
		if (!client_is_join_table(schema, table))
			write_table(schema, table, to);
	edges_find(schema, &edges);
	vector_each(edge, &edges)
		write_edge(schema, edge, to);
	buffer_add(to, "}\n");
}
