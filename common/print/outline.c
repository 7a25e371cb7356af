/* Reads the lines of a Prisma schema. */
#include "print/outline.h"

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"

static const char blanks[] = " \t";

static struct slice slice_between(const char *start, const char *end)
{
	return (struct slice){start, (size_t)(end - start)};
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, blanks);
}

/* Returns the end of the line, after its line break. */
static const char *next_line(const char *at)
{
	at += strcspn(at, "\n");
	return *at ? at + 1 : at;
}

static bool is_comment(const char *at)
{
	return at[0] == '/' && (at[1] == '/' || at[1] == '*');
}

/* Returns the end of the comment at `at`. */
static const char *comment_end(const char *at)
{
	const char *end = at[1] == '*' ? strstr(at + 2, "*/") : NULL;

	return end ? end + 2 : at + strcspn(at, "\n");
}

/* Skips empty lines and comments. Returns the start of what follows, without its indentation. */
static const char *skip_lead(const char *at)
{
	for (;;) {
		at = skip_blanks(at);
		if (is_comment(at))
			at = comment_end(at);
		else if (*at == '\n')
			at++;
		else
			return at;
	}
}

/* Returns the end of the string at `at`. */
static const char *string_end(const char *at, const char *end)
{
	for (at++; at < end && *at != '"'; at++)
		if (*at == '\\' && at + 1 < end)
			at++;
	return at < end ? at + 1 : end;
}

/* Returns the next byte of `stops` that is outside of strings and brackets, or `end`. */
static const char *find_outside(const char *at, const char *end, const char *stops)
{
	unsigned depth = 0;

	while (at < end) {
		if (depth == 0 && strchr(stops, *at))
			return at;
		depth += strchr("([{", *at) != NULL;
		depth -= depth && strchr(")]}", *at);
		at = *at == '"' ? string_end(at, end) : at + 1;
	}
	return end;
}

bool outline_part(struct slice *rest, struct slice *part)
{
	const char *end = rest->start + rest->length, *start = rest->start, *stop;

	while (start < end && strchr(" \t\n", *start))
		start++;
	stop = start < end ? find_outside(start + (*start == '@'), end, " \t\n@") : end;
	const char *arguments = skip_blanks(stop);
	if (start < end && *start == '@' && arguments < end && *arguments == '(')
		stop = find_outside(arguments, end, " \t\n@");
	*part = slice_between(start, stop);
	*rest = slice_between(stop, end);
	return part->length > 0;
}

bool outline_is_attribute(const struct outline_item *item)
{
	return *item->key == '@';
}

/* Adds a list without its blanks. */
static void add_list(struct buffer *to, struct slice list)
{
	for (size_t i = 0; i < list.length; i++)
		if (!strchr(" \t\n", list.start[i]))
			buffer_add_char(to, list.start[i]);
}

/*
 * Returns the key of an item: its name; for an attribute of the block its name and its fields, and
 * a number from the second such one on.
 */
static const char *item_key(struct arena *arena, const struct outline_block *block,
			    struct slice text)
{
	const char *end = text.start + text.length;
	const char *stop = find_outside(text.start, end, " \t\n(=");
	struct buffer key = {.arena = arena};

	buffer_add_slice(&key, text.start, (size_t)(stop - text.start));
	stop = skip_blanks(stop);
	if (*text.start == '@' && *stop == '(') {
		const char *list = find_outside(stop + 1, end, "[");
		if (list < end)
			add_list(&key, slice_between(list, find_outside(list + 1, end, "]")));
	}
	const char *name = buffer_take(&key), *free = name;
	for (unsigned number = 2; outline_item(block, free); number++)
		free = arena_format(arena, "%s %u", name, number);
	return free;
}

/* Returns the end of an item: a line break, a brace or a comment, outside of strings. */
static const char *item_end(const char *at)
{
	const char *end = at + strlen(at);

	for (at = find_outside(at, end, "\n}/"); *at == '/' && !is_comment(at);)
		at = find_outside(at + 1, end, "\n}/");
	return at;
}

/* Reads the item that begins at `at`. Returns its end, after the line break. */
static const char *read_item(struct arena *arena, struct outline_block *block, struct slice lead,
			     const char *at)
{
	const char *end = item_end(at);
	struct outline_item item = {
		.lead = lead,
		.text = slice_trim_end(slice_between(at, end), blanks),
	};

	item.key = item_key(arena, block, item.text);
	if (is_comment(end)) {
		item.comment = slice_between(end, comment_end(end));
		end = item.comment.start + item.comment.length;
	}
	end = skip_blanks(end);
	*vector_add(arena, &block->items) = item;
	return *end == '\n' ? end + 1 : end;
}

/* Returns the end of a block, from its closing brace on: with a comment and the line break. */
static const char *block_end(const char *at)
{
	const char *end = skip_blanks(at + 1);

	if (is_comment(end))
		end = skip_blanks(comment_end(end));
	return *end == '\n' ? end + 1 : end;
}

static const char *const keywords[] = {"model", "view", "enum", "type", "datasource", "generator"};

/* Returns the length of the keyword at `at`. A name may follow without a blank. */
static size_t keyword_length(const char *at)
{
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		if (strncmp(at, keywords[i], strlen(keywords[i])) == 0)
			return strlen(keywords[i]);
	return strcspn(at, " \t{\n");
}

/* Reads the block that begins at `at`. Returns its end. */
static const char *read_block(struct arena *arena, struct outline *outline, struct slice lead,
			      const char *at)
{
	struct outline_block *block = vector_add(arena, &outline->blocks);
	const char *start = at, *word = at + keyword_length(at);
	struct slice rest = slice_between(word, at + strcspn(at, "{\n")), name;

	outline_part(&rest, &name);
	block->lead = lead;
	block->keyword = arena_slice(arena, start, (size_t)(word - start));
	block->key = arena_format(arena, "%s %.*s", block->keyword, (int)name.length, name.start);
	at = next_line(start);
	block->head = slice_between(start, at);
	for (;;) {
		const char *item = skip_lead(at);
		lead = slice_trim_end(slice_between(at, item), blanks);
		if (*item == '}' || !*item) {
			const char *end = *item ? block_end(item) : item;
			block->tail = lead;
			block->end = slice_between(item, end);
			block->text = slice_between(start, end);
			return end;
		}
		at = read_item(arena, block, lead, item);
	}
}

void outline_read(struct arena *arena, const char *text, struct outline *outline)
{
	struct outline_block *block;
	const char *at = text, *start;

	*outline = (struct outline){.by_key = {.arena = arena}};
	for (start = skip_lead(at); *start; start = skip_lead(at))
		at = read_block(arena, outline, slice_trim_end(slice_between(at, start), blanks),
				start);
	outline->tail = slice_between(at, start);
	vector_each(block, &outline->blocks)
		map_add(&outline->by_key, block->key, block);
}

const struct outline_block *outline_block(const struct outline *outline, const char *key)
{
	return map_get(&outline->by_key, key);
}

const struct outline_item *outline_item(const struct outline_block *block, const char *key)
{
	const struct outline_item *item;

	vector_each(item, &block->items)
		if (text_equal(item->key, key))
			return item;
	return NULL;
}
