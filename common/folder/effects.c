/* Finds statements that destroy data or may fail on the rows that exist. */
#include "folder/effects.h"

#include <string.h>
#include <strings.h>

#include "base/map.h"

#define FALLS "with every column, default and function that depends on it"

/* The first matching row counts. The names of what is concerned follow the words. */
static const struct {
	const char *words; /* as in a statement_rule */
	const char *also;  /* the statement has these words, too; or NULL */
	const char *change;
	enum risk risk;
	const char *reason;
} statements[] = {
	{"DROP TABLE", NULL, "drop-table", RISK_LOSES_DATA,
	 "the table is dropped with all its rows"},
	{"DROP MATERIALIZED VIEW", NULL, "drop-materialized-view", RISK_LOSES_DATA,
	 "the view is dropped with all its rows"},
	{"DROP SCHEMA", "... CASCADE", "drop-schema", RISK_LOSES_DATA,
	 "the schema is dropped with everything in it"},
	{"DROP TYPE", "... CASCADE", "drop-enum", RISK_LOSES_DATA, "the type is dropped " FALLS},
	{"DROP DOMAIN", "... CASCADE", "drop-domain", RISK_LOSES_DATA,
	 "the domain is dropped " FALLS},
	{"DROP EXTENSION", "... CASCADE", "drop-extension", RISK_LOSES_DATA,
	 "the extension is dropped " FALLS},
	{"DROP DATABASE", NULL, "drop-database", RISK_LOSES_DATA, "everything in it is dropped"},
	{"DROP OWNED BY", NULL, "drop-owned", RISK_LOSES_DATA,
	 "everything that the role owns is dropped"},
	{"TRUNCATE", "... CASCADE", "truncate", RISK_LOSES_DATA,
	 "all rows are deleted, and those of every table that refers to it"},
	{"TRUNCATE", NULL, "truncate", RISK_LOSES_DATA, "all rows are deleted"},
	{"DELETE FROM", "... WHERE", "delete-from", RISK_LOSES_DATA,
	 "the rows that match are deleted"},
	{"DELETE FROM", NULL, "delete-from", RISK_LOSES_DATA, "all rows are deleted"},
	{"WITH ... DELETE FROM", NULL, "delete-from", RISK_LOSES_DATA,
	 "the rows that match are deleted"},
	{"MERGE INTO", "... THEN DELETE", "delete-from", RISK_LOSES_DATA,
	 "the rows that match are deleted"},
};

#define KEY "fails if existing rows have duplicates or nulls"
#define DUPLICATES "fails if existing rows have duplicates"
#define ORPHANS "fails if a row has no matching parent"
#define VIOLATED "fails if a row violates it"

/*
 * The same for the actions of ALTER TABLE. Between `words` and `also` comes a name, if `named`.
 * Without a change the action has no risk.
 */
static const struct action {
	const char *words;
	bool named;
	const char *also; /* or NULL */
	const char *change;
	enum risk risk;
	const char *reason;
} actions[] = {
	{"DROP CONSTRAINT", true, NULL, NULL, RISK_SAFE, NULL},
	{"DROP", true, NULL, "drop-column", RISK_LOSES_DATA,
	 "the column is dropped with all its values"},
	{"ALTER", true, "SET NOT NULL", "require", RISK_MAY_FAIL, "fails if a row has no value"},
	{"ALTER", true, "SET DATA TYPE TEXT", NULL, RISK_SAFE, NULL},
	{"ALTER", true, "TYPE TEXT", NULL, RISK_SAFE, NULL},
	{"ALTER", true, "SET DATA TYPE", "change-type", RISK_MAY_FAIL,
	 "fails if a value does not fit"},
	{"ALTER", true, "TYPE", "change-type", RISK_MAY_FAIL, "fails if a value does not fit"},
	{"ADD CONSTRAINT", true, "... NOT VALID", NULL, RISK_SAFE, NULL},
	{"ADD CONSTRAINT", true, "... USING INDEX", NULL, RISK_SAFE, NULL},
	{"ADD CONSTRAINT", true, "PRIMARY KEY", "add-primary-key", RISK_MAY_FAIL, KEY},
	{"ADD CONSTRAINT", true, "UNIQUE", "add-unique", RISK_MAY_FAIL, DUPLICATES},
	{"ADD CONSTRAINT", true, "FOREIGN KEY", "add-foreign-key", RISK_MAY_FAIL, ORPHANS},
	{"ADD CONSTRAINT", true, NULL, "add-constraint", RISK_MAY_FAIL, VIOLATED},
	{"ADD PRIMARY KEY", false, NULL, "add-primary-key", RISK_MAY_FAIL, KEY},
	{"ADD UNIQUE", false, NULL, "add-unique", RISK_MAY_FAIL, DUPLICATES},
	{"ADD FOREIGN KEY", false, NULL, "add-foreign-key", RISK_MAY_FAIL, ORPHANS},
	{"ADD CHECK", false, NULL, "add-constraint", RISK_MAY_FAIL, VIOLATED},
	{"ADD EXCLUDE", false, NULL, "add-constraint", RISK_MAY_FAIL, VIOLATED},
	{"VALIDATE CONSTRAINT", true, NULL, "validate-constraint", RISK_MAY_FAIL, VIOLATED},
	{"ADD", true, "... DEFAULT", NULL, RISK_SAFE, NULL},
	{"ADD", true, "... GENERATED", NULL, RISK_SAFE, NULL},
	{"ADD", true, "SERIAL", NULL, RISK_SAFE, NULL},
	{"ADD", true, "BIGSERIAL", NULL, RISK_SAFE, NULL},
	{"ADD", true, "SMALLSERIAL", NULL, RISK_SAFE, NULL},
	{"ADD", true, "... NOT NULL", "add-column", RISK_MAY_FAIL,
	 "fails if the table has rows: the column is required and has no default"},
};

/* Words between those and the first name. */
static const char *const fillers[] = {"TABLE", "IF",	 "NOT",		"EXISTS",
				      "ONLY",  "COLUMN", "CONCURRENTLY"};

/* A reading of a script. The maps hold names without quotes. */
struct reading {
	struct arena *arena;
	struct effects *effects;
	struct map made;	/* tables, and columns in the scope of their table */
	struct map dropped;	/* constraints, in the scope of their table */
	struct map filled;	/* columns that an UPDATE sets, in the scope of their table */
	struct map old_names;	/* the old name of each new one that the script gives anywhere */
	struct map new_names;	/* the new name of each old one */
	struct map copied;	/* every name in a statement that fills a table from a query */
	struct map views;	/* that are created anywhere in the script */
	const char *own_tables; /* see sqltext/dialect.h */
};

static bool is_filler(const struct lexer *lexer, struct token token)
{
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
		if (sqltext_is(lexer, token, fillers[i]))
			return true;
	return false;
}

static bool is_name(struct token token)
{
	return token.kind == TOKEN_WORD || token.kind == TOKEN_NAME;
}

/* Returns a name without its quotes. */
static char *name_text(struct arena *arena, const struct lexer *lexer, struct token token)
{
	size_t quote = token.kind == TOKEN_NAME && !token.unclosed;

	return arena_slice(arena, lexer->text + token.start + quote,
			   token.end - token.start - 2 * quote);
}

/*
 * Reads "a", or "schema"."a", after any fillers, and moves the lexer behind it. Returns its last
 * part, or NULL if there is no name.
 */
static char *read_name(struct arena *arena, struct lexer *lexer)
{
	char *name = NULL;
	struct lexer next = *lexer;
	struct token token = sqltext_next(&next);

	while (is_filler(&next, token))
		token = sqltext_next(&next);
	while (is_name(token)) {
		name = name_text(arena, &next, token);
		*lexer = next;
		if (!sqltext_is(&next, sqltext_next(&next), "."))
			break;
		token = sqltext_next(&next);
	}
	return name;
}

/* Lists the names in the rest of a statement. */
static struct names rest_names(struct arena *arena, struct lexer lexer)
{
	struct names names = {0};
	struct token token;

	while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
		if (is_name(token))
			*vector_add(arena, &names) = name_text(arena, &lexer, token);
	return names;
}

/* Adds all names in the rest of a statement to a map, in a scope or NULL. */
static void add_names(struct reading *reading, struct lexer lexer, struct map *map,
		      const char *scope)
{
	struct names names = rest_names(reading->arena, lexer);
	const char **name;

	vector_each(name, &names)
		map_add_in(map, scope, *name, reading);
}

/* Reads ALTER TYPE a RENAME TO b. */
static void read_renaming(struct reading *reading, struct lexer lexer)
{
	char *old, *new;

	if (!sqltext_skip(&lexer, "ALTER") || !sqltext_next(&lexer).end)
		return;
	old = read_name(reading->arena, &lexer);
	if (!old || !sqltext_skip(&lexer, "RENAME TO"))
		return;
	new = read_name(reading->arena, &lexer);
	if (!new)
		return;
	map_add(&reading->old_names, new, old);
	map_add(&reading->new_names, old, new);
}

/* Collects what later statements give a name. */
static void look_ahead(struct reading *reading, const struct script *script)
{
	const char *name;

	for (size_t n = 0; n < script->statements.count; n++) {
		struct lexer lexer = sqltext_statement_lexer(script, n);
		read_renaming(reading, lexer);
		if (sqltext_skip(&lexer, "CREATE MATERIALIZED VIEW") &&
		    (name = read_name(reading->arena, &lexer)))
			map_add(&reading->views, name, reading);
	}
}

static bool same_effect(const struct effect *a, const struct effect *b)
{
	return strcmp(a->change, b->change) == 0 && text_equal(a->table, b->table) &&
	       text_equal(a->part, b->part);
}

/* True for a table of the database itself: a dump empties SQLite's counters before it fills them. */
static bool is_own(const struct reading *reading, const char *table)
{
	const char *prefix = reading->own_tables;

	return prefix && table && strncasecmp(table, prefix, strlen(prefix)) == 0;
}

/* Adds an effect, once. */
static void add_effect(struct reading *reading, struct effect effect)
{
	const struct effect *other;

	if (is_own(reading, effect.table))
		return;

	vector_each(other, reading->effects)
		if (same_effect(other, &effect))
			return;
	*vector_add(reading->arena, reading->effects) = effect;
}

/* True if the effect fails on duplicates: an UPDATE may give all rows the same value. */
static bool needs_distinct(const struct effect *effect)
{
	return strcmp(effect->reason, DUPLICATES) == 0 || strcmp(effect->reason, KEY) == 0;
}

/* True if the script has added this column to the table, or filled it before a check. */
static bool is_prepared(const struct reading *reading, const struct effect *effect,
			const char *column)
{
	bool filled = map_get_in(&reading->filled, effect->table, column);

	if (filled && needs_distinct(effect))
		return false;
	return map_get_in(&reading->made, effect->table, column) ||
	       (effect->risk == RISK_MAY_FAIL && filled);
}

/* True if a foreign key is made again: the rows fit its old one. */
static bool is_same_key(const struct reading *reading, const struct effect *effect)
{
	return strcmp(effect->reason, ORPHANS) == 0 &&
	       map_get_in(&reading->dropped, effect->table, effect->part);
}

/* Adds the effect on a part of a table, unless it is about a column that the script prepares. */
static void add_part_effect(struct reading *reading, struct effect effect)
{
	const char **name;

	if (effect.part &&
	    (is_prepared(reading, &effect, effect.part) || is_same_key(reading, &effect)))
		return;
	vector_each(name, &effect.others)
		if (is_prepared(reading, &effect, *name))
			return;
	add_effect(reading, effect);
}

/* True if the rows of a dropped thing live on, or were never there before the script. */
static bool lives_on(const struct reading *reading, const char *name)
{
	return map_get(&reading->made, name) || map_get(&reading->views, name) ||
	       (map_get(&reading->old_names, name) && map_get(&reading->copied, name));
}

/* Adds an effect for each name in a list. */
static void read_list(struct reading *reading, struct lexer lexer, struct effect effect)
{
	do {
		effect.table = read_name(reading->arena, &lexer);
		if (effect.table && !lives_on(reading, effect.table))
			add_effect(reading, effect);
	} while (effect.table && sqltext_skip(&lexer, ","));
}

/* Returns the action at the lexer, and moves the lexer behind it and its comma. */
static struct lexer take_action(struct lexer *lexer)
{
	struct lexer action = *lexer;
	struct token token;
	size_t depth = 0;

	action.end = lexer->at;
	while ((token = sqltext_next(lexer)).kind != TOKEN_END) {
		depth += sqltext_is(lexer, token, "(");
		depth -= depth && sqltext_is(lexer, token, ")");
		if (!depth && sqltext_is(lexer, token, ","))
			break;
		action.end = token.end;
	}
	return action;
}

/* Returns the row that an action matches. Moves the lexer behind its words and its name. */
static const struct action *find_action(struct arena *arena, struct lexer *lexer, const char **name)
{
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
		struct lexer at = *lexer;
		if (!sqltext_skip(&at, actions[i].words))
			continue;
		*name = actions[i].named ? read_name(arena, &at) : NULL;
		if (actions[i].also && !sqltext_matches(at, actions[i].also))
			continue;
		*lexer = at;
		return &actions[i];
	}
	return NULL;
}

/* Adds the new name of each name that the script renames: a replaced enum keeps its old name. */
static void add_new_names(struct reading *reading, struct names *names)
{
	for (size_t i = 0, count = names->count; i < count; i++) {
		const char *new = map_get(&reading->new_names, names->at[i]);
		if (new)
			*vector_add(reading->arena, names) = new;
	}
}

static void read_action(struct reading *reading, const char *table, struct lexer lexer)
{
	const char *name = NULL;
	struct lexer start = lexer;
	const struct action *action = find_action(reading->arena, &lexer, &name);
	struct names others = rest_names(reading->arena, lexer);

	add_new_names(reading, &others);
	if (name && sqltext_matches(start, "DROP CONSTRAINT"))
		map_add_in(&reading->dropped, table, name, reading);
	if (action && action->change)
		add_part_effect(reading, (struct effect){action->change, action->risk,
							 action->reason, table, name, others});
	if ((!action || strcmp(action->words, "ADD") == 0) && sqltext_skip(&start, "ADD") &&
	    (name = read_name(reading->arena, &start)))
		map_add_in(&reading->made, table, name, reading);
}

static void read_alter_table(struct reading *reading, struct lexer lexer)
{
	const char *table = read_name(reading->arena, &lexer), *name;

	if (!table)
		return;
	if (!map_get(&reading->made, table)) {
		for (struct lexer at = lexer; sqltext_next(&at).kind != TOKEN_END; at = lexer)
			read_action(reading, table, take_action(&lexer));
		return;
	}
	if (sqltext_skip(&lexer, "RENAME TO") && (name = read_name(reading->arena, &lexer)))
		map_add(&reading->made, name, reading);
}

static void read_unique_index(struct reading *reading, struct lexer lexer)
{
	struct effect effect = {"create-index", RISK_MAY_FAIL, DUPLICATES, .table = NULL};
	bool named = !sqltext_matches(lexer, "ON") && !sqltext_matches(lexer, "CONCURRENTLY ON");

	effect.part = named ? read_name(reading->arena, &lexer) : NULL;
	if (!sqltext_skip(&lexer, "... ON"))
		return;
	effect.table = read_name(reading->arena, &lexer);
	effect.others = rest_names(reading->arena, lexer);
	if (effect.table && !map_get(&reading->made, effect.table))
		add_part_effect(reading, effect);
}

/* Takes note of a table or view with rows that the script creates, and of rows that it copies. */
static bool read_creation(struct reading *reading, struct lexer lexer)
{
	static const char *const creations[] = {
		"CREATE TABLE",		 "CREATE TEMP TABLE",	    "CREATE TEMPORARY TABLE",
		"CREATE UNLOGGED TABLE", "CREATE LOCAL TEMP TABLE", "CREATE LOCAL TEMPORARY TABLE",
	};
	struct lexer view = lexer;
	const char *name;

	for (size_t i = 0; i < sizeof creations / sizeof *creations; i++) {
		struct lexer at = lexer;
		if (!sqltext_skip(&at, creations[i]))
			continue;
		if ((name = read_name(reading->arena, &at)))
			map_add(&reading->made, name, reading);
		if (sqltext_matches(at, "... SELECT"))
			add_names(reading, at, &reading->copied, NULL);
		return true;
	}
	if (sqltext_skip(&view, "CREATE MATERIALIZED VIEW") &&
	    (name = read_name(reading->arena, &view)))
		map_add(&reading->made, name, reading);
	if (sqltext_matches(lexer, "INSERT ... SELECT"))
		add_names(reading, lexer, &reading->copied, NULL);
	return false;
}

static void read_statement(struct reading *reading, struct lexer lexer)
{
	struct lexer at = lexer;

	if (read_creation(reading, lexer))
		return;
	if (sqltext_skip(&at, "ALTER TABLE")) {
		read_alter_table(reading, at);
		return;
	}
	if (sqltext_skip(&at, "CREATE UNIQUE INDEX")) {
		read_unique_index(reading, at);
		return;
	}
	if (sqltext_skip(&at, "UPDATE")) {
		const char *table = read_name(reading->arena, &at);
		add_names(reading, at, &reading->filled, table);
		return;
	}
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
		at = lexer;
		if (!sqltext_skip(&at, statements[i].words) ||
		    (statements[i].also && !sqltext_matches(at, statements[i].also)))
			continue;
		read_list(reading, at,
			  (struct effect){statements[i].change, statements[i].risk,
					  statements[i].reason, .table = NULL});
		return;
	}
}

void folder_read_effects(struct arena *arena, const struct script *script, struct effects *effects)
{
	struct reading reading = {
		.arena = arena,
		.effects = effects,
		.own_tables = script->dialect->own_tables,
		.made.arena = arena,
		.new_names.arena = arena,
		.copied.arena = arena,
		.dropped.arena = arena,
		.filled.arena = arena,
		.old_names.arena = arena,
		.views.arena = arena,
	};

	look_ahead(&reading, script);
	for (size_t n = 0; n < script->statements.count; n++)
		read_statement(&reading, sqltext_statement_lexer(script, n));
}
