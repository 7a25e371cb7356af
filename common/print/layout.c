/* Pads columns of text to equal widths. */
#include "print/layout.h"

#include <string.h>

#include "base/record.h"

struct layout_row *layout_line(struct layout *layout, const char *doc, const char *first,
			       const char *second, const char *third)
{
	struct layout_row *row = vector_add(layout->arena, &layout->rows);

	*row = (struct layout_row){.doc = doc,
				   .cells = {first, second ? second : "", third ? third : ""}};
	return row;
}

static void write_row(const struct layout_row *row, const size_t *widths, struct buffer *to)
{
	size_t last = LAYOUT_CELLS;

	while (last > 1 && !*row->cells[last - 1])
		last--;
	if (row->before)
		buffer_add(to, row->before);
	layout_write_doc(row->doc, "  ", to);
	buffer_add(to, "  ");
	for (size_t i = 0; i < last; i++) {
		buffer_add(to, row->cells[i]);
		if (i + 1 == last)
			break;
		buffer_format(to, "%*s", (int)(widths[i] - strlen(row->cells[i]) + 1), "");
	}
	if (row->comment)
		buffer_format(to, " %s", row->comment);
	buffer_add_char(to, '\n');
}

void layout_write(struct layout *layout, struct buffer *to)
{
	size_t widths[LAYOUT_CELLS] = {0};
	const struct layout_row *row;

	/* In bytes, like Prisma's formatter. */
	vector_each(row, &layout->rows)
		for (size_t i = 0; i < LAYOUT_CELLS; i++)
			if (strlen(row->cells[i]) > widths[i])
				widths[i] = strlen(row->cells[i]);
	vector_each(row, &layout->rows)
		write_row(row, widths, to);
	layout->rows.count = 0;
}

/* True if a line begins with a blank, which a one-line comment would lose. */
static bool is_indented(const char *doc)
{
	return *doc == ' ' || *doc == '\t' || strstr(doc, "\n ") || strstr(doc, "\n\t");
}

void layout_write_doc(const char *doc, const char *indent, struct buffer *to)
{
	struct slice rest = slice_of(doc ? doc : ""), line;

	if (doc && is_indented(doc) && !strstr(doc, "*/")) {
		buffer_format(to, "%s/* %s */\n", indent, doc);
		return;
	}
	while (doc && record_split(&rest, '\n', &line))
		buffer_format(to, "%s///%s%.*s\n", indent, line.length ? " " : "", (int)line.length,
			      line.start);
}
