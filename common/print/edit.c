/*
 * Writes a Prisma schema as an edit of the text of an earlier one.
 *
 * Both schemas are printed. Where they print the same, nothing has changed, and the text stays.
 */
#include <string.h>

#include "print/layout.h"
#include "print/outline.h"
#include "print/print.h"

struct edit {
	struct arena *arena;
	struct outline text;   /* the earlier schema as written */
	struct outline before; /* the same as printed */
	struct outline after;  /* the schema to write, as printed */
};

static bool slices_equal(struct slice a, struct slice b)
{
	return a.length == b.length && memcmp(a.start, b.start, a.length) == 0;
}

/* ---- comments ---- */

static bool has_empty_line(const char *lead)
{
	return *lead == '\n' || strstr(lead, "\n\n");
}

/*
 * Returns the comments before something removed that stand apart from it: up to the last empty
 * line. Inside of a block, documentation would go to the next line.
 */
static const char *apart(struct arena *arena, struct slice lead, bool inside)
{
	size_t length = lead.length;

	while (length > 0 &&
	       (lead.start[length - 1] != '\n' || (length > 1 && lead.start[length - 2] != '\n')))
		length--;
	const char *kept = arena_slice(arena, lead.start, length);
	if (inside && (strstr(kept, "///") || strstr(kept, "/*")))
		return "\n";
	return kept;
}

/* Joins what is kept of a removed lead with the next one, with one empty line between them. */
static const char *join_leads(struct arena *arena, const char *kept, struct slice lead)
{
	while (*kept && lead.length && *lead.start == '\n') {
		lead.start++;
		lead.length--;
	}
	bool open = lead.length && lead.start[lead.length - 1] != '\n';
	return arena_format(arena, "%s%.*s%s", kept, (int)lead.length, lead.start,
			    open ? "\n" : "");
}

static const char *skip_empty_lines(const char *lead)
{
	return lead + strspn(lead, "\n");
}

/* ---- the lines of a block ---- */

/* A line to write. `old` is the line in the text, or NULL if it is new. */
struct line {
	const struct outline_item *old, *new;
	const char *lead;
};

struct lines {
	VECTOR_MEMBERS(struct line);
};

/* Returns the position behind a line. */
static size_t position_after(const struct lines *lines, const struct outline_item *item)
{
	const struct line *line;

	vector_each(line, lines)
		if (line->new == item)
			return (size_t)(line - lines->at) + 1;
	return 0;
}

/* Adds a new line behind the one that it follows when printed; attributes stay together. */
static void add_new_line(struct arena *arena, struct lines *lines,
			 const struct outline_block *block, const struct outline_item *item)
{
	struct line new = {.new = item, .lead = ""};
	size_t at = item == block->items.at ? 0 : position_after(lines, item - 1);

	if (outline_is_attribute(item) &&
	    (at == 0 || !outline_is_attribute(lines->at[at - 1].new))) {
		while (at < lines->count && !outline_is_attribute(lines->at[at].new))
			at++;
		if (at < lines->count)
			lines->at[at].lead = skip_empty_lines(lines->at[at].lead);
	}
	*vector_insert(arena, lines, at) = new;
}

/* Finds the lines to write. Returns the comments before the closing brace. */
static const char *find_lines(const struct edit *edit, const struct outline_block *old,
			      const struct outline_block *new, struct lines *lines)
{
	const struct outline_block *before = outline_block(&edit->before, old->key);
	const struct outline_item *item;
	const char *kept = "";

	vector_each(item, &old->items) {
		const struct outline_item *match = outline_item(new, item->key);
		const char *lead = join_leads(edit->arena, kept, item->lead);
		kept = "";
		if (match)
			*vector_add(edit->arena, lines) = (struct line){item, match, lead};
		else if (!before || !outline_item(before, item->key))
			kept = lead; /* it is printed elsewhere: with its field */
		else
			kept = apart(edit->arena, slice_of(lead), true);
	}
	vector_each(item, &new->items)
		if (!outline_item(old, item->key))
			add_new_line(edit->arena, lines, new, item);
	return join_leads(edit->arena, kept, old->tail);
}

/* ---- the parts of a line ---- */

struct parts {
	VECTOR_MEMBERS(struct slice);
};

static struct parts split(struct arena *arena, const struct outline_item *item)
{
	struct slice rest = item ? item->text : (struct slice){"", 0}, part;
	struct parts parts = {0};

	while (outline_part(&rest, &part))
		*vector_add(arena, &parts) = part;
	return parts;
}

/* Returns "@default"; "@db" for each native type, as a field has only one. */
static struct slice attribute_name(struct slice attribute)
{
	size_t length = 0;

	while (length < attribute.length && !strchr("(. \t\n", attribute.start[length]))
		length++;
	return (struct slice){attribute.start, length};
}

/* Returns the attribute of a line that has the name of another, or NULL. */
static const struct slice *same_attribute(const struct parts *parts, struct slice like)
{
	const struct slice *part;

	vector_each(part, parts)
		if (*part->start == '@' &&
		    slices_equal(attribute_name(*part), attribute_name(like)))
			return part;
	return NULL;
}

/* A line in the text, and as printed before and after. */
struct versions {
	struct parts text, before, after;
	bool retyped; /* some field of the block has another type */
};

/*
 * Returns how to write an attribute of the text, or NULL if it is gone. It stays as it is if it
 * prints the same. What is usual is not printed, but stays where it is written. The usual actions
 * of a relation depend on the types of its fields.
 */
static const struct slice *kept_attribute(const struct versions *line, const struct slice *written)
{
	const struct slice *before = same_attribute(&line->before, *written);
	const struct slice *after = same_attribute(&line->after, *written);
	bool usual = slice_starts(*written, "@db.") || slice_starts(*written, "@map(");

	if (!after)
		return usual && !before && !line->retyped ? written : NULL;
	if (!before || !slices_equal(*before, *after))
		return after;
	return line->retyped && slice_starts(*written, "@relation") ? after : written;
}

/* Returns the position behind the attribute of that name; 0 if there is none. */
static size_t attribute_after(const struct parts *parts, struct slice like)
{
	const struct slice *found = same_attribute(parts, like);

	return found ? (size_t)(found - parts->at) + 1 : 0;
}

/* Inserts a new attribute behind the one that it follows when printed. */
static void insert_attribute(struct arena *arena, struct parts *parts, const struct parts *printed,
			     const struct slice *attribute)
{
	size_t at = attribute == printed->at ? 0 : attribute_after(parts, attribute[-1]);

	*vector_insert(arena, parts, at) = *attribute;
}

/* Returns the attributes of a field in the order of the text. */
static const char *merge_attributes(struct arena *arena, const struct versions *line)
{
	struct buffer text = {.arena = arena};
	struct parts parts = {0};
	const struct slice *part, *kept;

	vector_each(part, &line->text)
		if (*part->start == '@' && (kept = kept_attribute(line, part)))
			*vector_add(arena, &parts) = *kept;
	vector_each(part, &line->after)
		if (*part->start == '@' && !same_attribute(&line->text, *part))
			insert_attribute(arena, &parts, &line->after, part);
	vector_each(part, &parts)
		buffer_format(&text, "%s%.*s", text.length ? " " : "", (int)part->length,
			      part->start);
	return buffer_text(&text);
}

static const char *slice_text(struct arena *arena, struct slice slice)
{
	return arena_slice(arena, slice.start, slice.length);
}

/* True if some field has another type than before. */
static bool is_retyped(struct arena *arena, const struct outline_block *before,
		       const struct outline_block *after)
{
	const struct outline_item *item;

	vector_each(item, &after->items) {
		const struct outline_item *old = before ? outline_item(before, item->key) : NULL;
		struct parts a = split(arena, old), b = split(arena, item);
		if (a.count > 1 && b.count > 1 && !slices_equal(a.at[1], b.at[1]))
			return true;
	}
	return false;
}

/* ---- blocks ---- */

struct block_edit {
	struct arena *arena;
	const struct outline_block *before, *new;
	bool retyped;
	struct layout layout;
};

static bool is_config(const struct outline_block *block)
{
	return text_equal(block->keyword, "datasource") || text_equal(block->keyword, "generator");
}

/* True for a key of one field, which may be printed as an attribute of that field. */
static bool may_move(const struct outline_item *item)
{
	return (strncmp(item->key, "@@unique", strlen("@@unique")) == 0 ||
		strncmp(item->key, "@@id", strlen("@@id")) == 0) &&
	       !strchr(item->key, ',');
}

/* Adds a line as it stands in the text if it prints the same, else as it is printed. */
static struct layout_row *add_whole(struct block_edit *edit, const struct line *line,
				    const struct outline_item *before)
{
	bool same = line->old && before && !may_move(line->new) &&
		    slices_equal(before->text, line->new->text);
	struct slice text = same ? line->old->text : line->new->text, name;

	if (!is_config(edit->new))
		return layout_line(&edit->layout, NULL, slice_text(edit->arena, text), NULL, NULL);
	outline_part(&text, &name);
	return layout_line(&edit->layout, NULL, slice_text(edit->arena, name),
			   slice_text(edit->arena, slice_trim(text, " \t\n")), NULL);
}

static struct layout_row *add_cells(struct block_edit *edit, const struct line *line,
				    const struct outline_item *before)
{
	struct versions parts = {
		split(edit->arena, line->old),
		split(edit->arena, before),
		split(edit->arena, line->new),
		edit->retyped,
	};
	const char *attributes = merge_attributes(edit->arena, &parts);
	const char *name = slice_text(edit->arena, parts.after.at[0]);

	if (text_equal(edit->new->keyword, "enum"))
		return layout_line(&edit->layout, NULL, name, attributes, NULL);
	return layout_line(&edit->layout, NULL, name, slice_text(edit->arena, parts.after.at[1]),
			   attributes);
}

/* Writes a line, and before it those that are aligned among themselves if it begins others. */
static void write_line(struct block_edit *edit, const struct line *line,
		       const struct line *previous, struct buffer *to)
{
	const struct outline_item *before =
		edit->before ? outline_item(edit->before, line->new->key) : NULL;
	bool attribute = outline_is_attribute(line->new);
	const char *lead = previous ? line->lead : skip_empty_lines(line->lead);
	bool first = attribute && previous && !outline_is_attribute(previous->new);

	if (has_empty_line(lead) || first)
		layout_write(&edit->layout, to);
	if (first && !has_empty_line(lead))
		buffer_add_char(to, '\n');
	struct layout_row *row = attribute || is_config(edit->new) ? add_whole(edit, line, before)
								   : add_cells(edit, line, before);
	row->before = lead;
	if (line->old && line->old->comment.length)
		row->comment = slice_text(edit->arena, line->old->comment);
}

static void write_block(const struct edit *edit, const struct outline_block *old,
			const struct outline_block *new, struct buffer *to)
{
	const struct outline_block *before = outline_block(&edit->before, old->key);
	struct block_edit block = {
		.arena = edit->arena,
		.before = before,
		.new = new,
		.retyped = is_retyped(edit->arena, before, new),
		.layout = {.arena = edit->arena},
	};
	const struct line *line;
	struct lines lines = {0};
	const char *tail = find_lines(edit, old, new, &lines);

	buffer_add_slice(to, old->head.start, old->head.length);
	vector_each(line, &lines)
		write_line(&block, line, line == lines.at ? NULL : line - 1, to);
	layout_write(&block.layout, to);
	if (*skip_empty_lines(tail))
		buffer_add(to, tail);
	buffer_add_slice(to, old->end.start, old->end.length);
}

/* A block to write. `old` is NULL if it is new. */
struct entry {
	const struct outline_block *old, *new;
	const char *lead;
};

struct entries {
	VECTOR_MEMBERS(struct entry);
};

/* Adds a new block behind the others of its kind: a datasource to the front, else to the end. */
static void add_new_block(struct arena *arena, struct entries *entries,
			  const struct outline_block *block)
{
	size_t at = entries->count;

	while (at > 0 && !text_equal(entries->at[at - 1].new->keyword, block->keyword))
		at--;
	if (at == 0 && !is_config(block))
		at = entries->count;
	*vector_insert(arena, entries, at) = (struct entry){NULL, block, "\n"};
}

/* Finds the blocks to write. Returns the comments at the end of the file. */
static const char *find_blocks(const struct edit *edit, struct entries *entries)
{
	const struct outline_block *block;
	const char *kept = "";

	vector_each(block, &edit->text.blocks) {
		const struct outline_block *match = outline_block(&edit->after, block->key);
		const char *lead = join_leads(edit->arena, kept, block->lead);
		kept = match ? "" : apart(edit->arena, slice_of(lead), false);
		if (match)
			*vector_add(edit->arena, entries) = (struct entry){block, match, lead};
	}
	vector_each(block, &edit->after.blocks)
		if (!outline_block(&edit->text, block->key))
			add_new_block(edit->arena, entries, block);
	return join_leads(edit->arena, kept, edit->text.tail);
}

static void write_entry(const struct edit *edit, const struct entry *entry, struct buffer *to)
{
	const struct outline_block *old = entry->old, *new = entry->new, *before;

	if (!old) {
		buffer_add_slice(to, new->text.start, new->text.length);
		return;
	}
	before = outline_block(&edit->before, old->key);
	if (before && slices_equal(before->text, new->text))
		buffer_add_slice(to, old->text.start, old->text.length);
	else
		write_block(edit, old, new, to);
}

/* Reads what a schema prints. */
static void outline_printed(const struct schema *schema, struct outline *outline)
{
	struct buffer text = {.arena = schema->arena};

	print_prisma(schema, &text);
	outline_read(schema->arena, buffer_text(&text), outline);
}

void print_prisma_edit(const struct schema *schema, const struct schema *before, const char *text,
		       struct buffer *to)
{
	struct edit edit = {.arena = schema->arena};
	struct entries entries = {0};
	const struct entry *entry;

	outline_read(edit.arena, text, &edit.text);
	outline_printed(before, &edit.before);
	outline_printed(schema, &edit.after);
	const char *tail = find_blocks(&edit, &entries);
	vector_each(entry, &entries) {
		bool first = entry == entries.at;
		buffer_add(to, first ? skip_empty_lines(entry->lead) : entry->lead);
		write_entry(&edit, entry, to);
	}
	buffer_add(to, entries.count ? tail : skip_empty_lines(tail));
}
