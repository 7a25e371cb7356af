/* Finds equal items by a text of everything that counts. */
#include "diff/alike.h"

#include <string.h>

#include "base/buffer.h"
#include "diff/predicate.h"

/*
 * Adds a name after its length, last digit first, so that no two lists of names give the same text.
 */
static void add_name(struct buffer *text, const char *name)
{
	size_t length = name ? strlen(name) : 0;

	for (size_t rest = length; rest > 0; rest /= 10)
		buffer_add_char(text, (char)('0' + rest % 10));
	buffer_add_char(text, name ? ':' : '-');
	if (name)
		buffer_add_slice(text, name, length);
}

static void add_names(struct buffer *text, const struct names *names)
{
	const char **name;

	vector_each(name, names)
		add_name(text, *name);
	buffer_add_char(text, ';');
}

const char *diff_index_text(struct arena *arena, const struct alter_rules *rules,
			    const struct index *index)
{
	struct buffer text = {.arena = arena};
	const char *predicate = rules->index_predicates ? index->predicate : NULL;
	const struct key_part *part;

	buffer_add_char(&text, index->unique ? 'u' : 'i');
	vector_each(part, &index->parts) {
		buffer_add_char(&text, part->sort == SORT_DESC ? '>' : '<');
		add_name(&text, part->column);
	}
	if (rules->default_classes)
		add_name(&text, index->method);
	if (predicate && rules->respells_predicates)
		predicate = diff_spell_predicate(arena, predicate);
	add_name(&text, predicate);
	return buffer_take(&text);
}

static void add_ends(struct buffer *text, const struct foreign_key *key)
{
	add_names(text, &key->columns);
	add_names(text, &key->referenced_columns);
	add_name(text, key->references.namespace);
	add_name(text, key->references.name);
}

const char *diff_key_text(struct arena *arena, const struct foreign_key *key)
{
	struct buffer text = {.arena = arena};

	add_ends(&text, key);
	buffer_format(&text, "%d%d", key->on_delete, key->on_update);
	return buffer_take(&text);
}

const char *diff_key_ends(struct arena *arena, const struct foreign_key *key)
{
	struct buffer text = {.arena = arena};

	add_ends(&text, key);
	return buffer_take(&text);
}

void diff_add_alike(struct map *groups, const char *text, size_t position)
{
	void **place = map_place_in(groups, NULL, text);
	struct group *group = *place;

	if (!group)
		*place = group = arena_alloc(groups->arena, sizeof *group);
	*vector_add(groups->arena, group) = position;
}
