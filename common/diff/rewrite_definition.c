/* Rewrites the definitions of other objects with new names. */
#include "diff/rewrite_definition.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "diff/definition.h"
#include "diff/sql_names.h"

struct definition_renames diff_definition_renames(struct arena *arena,
						  const struct dialect *dialect,
						  const struct renames *renames)
{
	struct definition_renames found = {.arena = arena, .dialect = dialect};
	const struct renaming *renaming;

	found.map = (struct rename_map){.arena = arena, .places = {.arena = arena}};
	vector_each(renaming, renames) {
		void **place = rename_map_place(&found.map, renaming->kind, renaming->object,
						renaming->old);
		union {
			const struct renaming *from;
			void *to;
		} value = {.from = renaming};
		*place = value.to;
	}
	return found;
}

static const struct renaming *find(const struct definition_renames *renames, enum change_kind kind,
				   struct object_name object, const char *name)
{
	return rename_map_get(&renames->map, kind, object, name);
}

/* ---- names that stand for a table ---- */

/* A table that the definition names, and its name in the definition. */
struct relation {
	struct object_name name; /* as in the schema */
	const char *alias;
	bool aliased; /* the alias differs from the name */
};

struct rewriting {
	const struct definition_renames *renames;
	struct arena words;
	struct definition definition;
	VECTOR(struct relation) relations;
	struct buffer text;
	size_t copied; /* number of bytes of the definition */
};

/* Returns the name as in schemas, which omit the default namespace; definitions include it. */
static struct object_name known_name(const struct rewriting *rewriting, struct object_name name)
{
	const char *usual = rewriting->renames->dialect->alter.default_namespace;

	if (text_equal(name.namespace, usual))
		name.namespace = NULL;
	return name;
}

static const struct renaming *renaming_of(const struct rewriting *rewriting,
					  struct object_name name)
{
	name = known_name(rewriting, name);
	const struct renaming *table =
		find(rewriting->renames, CHANGE_RENAME_TABLE, name, name.name);
	return table ? table : find(rewriting->renames, CHANGE_RENAME_ENUM, name, name.name);
}

static void add_relation(struct rewriting *rewriting, struct object_name name, const char *alias)
{
	*vector_add(&rewriting->words, &rewriting->relations) = (struct relation){
		known_name(rewriting, name), alias ? alias : name.name, alias != NULL};
}

static void read_relations(struct rewriting *rewriting, const struct object *object)
{
	struct object_name name;
	const char *alias;

	if (object->owner.name) {
		add_relation(rewriting, object->owner, NULL);
		add_relation(rewriting, object->owner, "new");
		add_relation(rewriting, object->owner, "old");
	}
	for (size_t i = 0; i < rewriting->definition.count; i++)
		if (definition_names_table(&rewriting->definition, i, &name, &alias))
			add_relation(rewriting, name, alias);
}

/* ---- writing ---- */

/* Replaces a word. */
static void replace(struct rewriting *rewriting, const struct word *word, const char *name)
{
	buffer_add_slice(&rewriting->text, rewriting->definition.sql + rewriting->copied,
			 word->start - rewriting->copied);
	buffer_add_quoted(&rewriting->text, name, '"');
	rewriting->copied = word->end;
}

/* Returns the new name of a column, or NULL. */
static const char *new_column(const struct rewriting *rewriting, const char *alias,
			      const char *column)
{
	const struct relation *relation;

	vector_each(relation, &rewriting->relations) {
		const struct renaming *renaming =
			alias && !text_equal(relation->alias, alias)
				? NULL
				: find(rewriting->renames, CHANGE_RENAME_COLUMN, relation->name,
				       column);
		if (renaming)
			return renaming->new;
	}
	return NULL;
}

/* Returns the new name of a table used as the qualifier of a column, or NULL. */
static const char *new_qualifier(const struct rewriting *rewriting, const char *alias)
{
	const struct relation *relation;

	vector_each(relation, &rewriting->relations)
		if (!relation->aliased && text_equal(relation->alias, alias)) {
			const struct renaming *renaming = renaming_of(rewriting, relation->name);
			return renaming ? renaming->new : NULL;
		}
	return NULL;
}

/*
 * True if a column is a whole item in the list of a SELECT: then it gives a column of the view its
 * name.
 */
static bool is_item(const struct definition *definition, size_t at)
{
	size_t first = definition_has_sign(definition, at - 1, '.') ? at - 2 : at;
	bool begins = definition_has_sign(definition, first - 1, ',') ||
		      definition_has_word(definition, first - 1, "SELECT") ||
		      definition_has_word(definition, first - 1, "DISTINCT");

	return begins &&
	       (at + 1 == definition->count || definition_has_sign(definition, at + 1, ',') ||
		definition_has_sign(definition, at + 1, ';') ||
		definition_has_sign(definition, at + 1, ')') ||
		definition_has_word(definition, at + 1, "FROM"));
}

static void rewrite_column(struct rewriting *rewriting, size_t at, bool selected)
{
	const struct word *word = &rewriting->definition.at[at];
	const char *alias, *name = NULL;

	if (definition_names_column(&rewriting->definition, at, &alias))
		name = new_column(rewriting, alias, word->name);
	if (!name)
		return;
	replace(rewriting, word, name);
	if (selected && is_item(&rewriting->definition, at)) {
		buffer_add(&rewriting->text, " AS ");
		buffer_add_quoted(&rewriting->text, word->name, '"');
	}
}

/* Rewrites the name with a namespace that begins at `at`. False if there is none, or it stays. */
static bool rewrite_table(struct rewriting *rewriting, size_t at)
{
	const struct word *words = rewriting->definition.at;
	struct object_name name;
	const char *alias;

	if (!definition_names_table(&rewriting->definition, at + 2, &name, &alias))
		return false;
	const struct renaming *renaming = renaming_of(rewriting, name);
	if (!renaming)
		return false;
	const char *namespace = renaming->renamed.namespace;
	if (!text_equal(namespace, renaming->object.namespace))
		replace(rewriting, &words[at],
			namespace ? namespace
				  : rewriting->renames->dialect->alter.default_namespace);
	replace(rewriting, &words[at + 2], renaming->new);
	return true;
}

/* ---- all of a definition ---- */

enum { DEEPEST = 64 };

/* Follows the lists of SELECT, which end at FROM, through parentheses. */
struct depth {
	bool selected[DEEPEST];
	size_t at;
};

static void follow(struct depth *depth, const struct definition *definition, size_t at)
{
	bool *selected = &depth->selected[depth->at % DEEPEST];

	if (definition_has_word(definition, at, "SELECT"))
		*selected = true;
	else if (definition_has_word(definition, at, "FROM"))
		*selected = false;
	else if (definition_has_sign(definition, at, '('))
		depth->selected[++depth->at % DEEPEST] = false;
	else if (definition_has_sign(definition, at, ')') && depth->at)
		depth->at--;
}

static const char *rewrite_words(struct rewriting *rewriting, const struct object *object)
{
	bool view = object->kind == OBJECT_VIEW || object->kind == OBJECT_MATERIALIZED_VIEW;
	const struct definition *definition = &rewriting->definition;
	struct depth depth = {0};

	for (size_t i = 0; i < definition->count; i++) {
		follow(&depth, definition, i);
		const char *table = definition_has_name(definition, i) &&
						    definition_has_sign(definition, i + 1, '.')
					    ? new_qualifier(rewriting, definition->at[i].name)
					    : NULL;
		if (rewrite_table(rewriting, i))
			i += 2;
		else if (table)
			replace(rewriting, &definition->at[i], table);
		else
			rewrite_column(rewriting, i, view && depth.selected[depth.at % DEEPEST]);
	}
	buffer_add(&rewriting->text, definition->sql + rewriting->copied);
	return buffer_take(&rewriting->text);
}

const char *diff_rewrite_definition(const struct definition_renames *renames,
				    const struct object *object)
{
	struct rewriting rewriting = {
		.renames = renames,
		.text = {.arena = renames->arena},
	};

	if (!definition_is_read(object->kind))
		return object->definition;
	rewriting.definition = definition_read(&rewriting.words, renames->dialect, object);
	read_relations(&rewriting, object);
	const char *text = rewrite_words(&rewriting, object);
	arena_free(&rewriting.words);
	return text;
}
