/* Finds what a script drops without naming it. */
#include "migrate/lost.h"

#include <string.h>
#include <strings.h>

#include "base/program.h"
#include "diff/diff.h"
#include "folder/risks.h"

/* A search for losses. */
struct search {
	const struct schema *before, *after;
	const struct script *script;
	struct risk_notes risks;
	struct arena *arena;
	struct losses *losses;
};

/* True if the script drops a table or a view, and may recreate it. */
static bool makes_anew(const struct script *script)
{
	for (size_t n = 0; n < script->statements.count; n++) {
		struct lexer lexer = sqltext_statement_lexer(script, n);
		if (sqltext_matches(lexer, "DROP TABLE") || sqltext_matches(lexer, "DROP VIEW"))
			return true;
	}
	return false;
}

bool migrate_may_lose(const struct script *script, enum loss_refusal refusal)
{
	const struct dialect *dialect = dialect_by_name(script->dialect->name);

	return refusal == REFUSE_LOSSES || (!dialect->alter.alters_columns && makes_anew(script));
}

/* True if a token is this name, quoted or not. */
static bool is_name(const struct lexer *lexer, struct token token, const char *name)
{
	size_t quote = token.kind == TOKEN_NAME, length = strlen(name);
	const char *start = lexer->text + token.start + quote;

	return (token.kind == TOKEN_NAME || token.kind == TOKEN_WORD) &&
	       token.end - token.start == length + 2 * quote &&
	       strncasecmp(start, name, length) == 0;
}

/* True if statement `n` drops or renames something of this name. */
static bool takes_away(const struct script *script, size_t n, const char *name)
{
	struct lexer lexer = sqltext_statement_lexer(script, n);
	struct token token;
	bool found = false;

	if (!sqltext_matches(lexer, "DROP") && !sqltext_matches(lexer, "ALTER"))
		return false;
	while ((token = sqltext_next(&lexer)).kind != TOKEN_END) {
		found |= sqltext_is(&lexer, token, "DROP") || sqltext_is(&lexer, token, "RENAME");
		if (found && is_name(&lexer, token, name))
			return true;
	}
	return false;
}

/* True if a script says that it drops this part of a table. */
static bool is_named(const struct script *script, const struct risk_notes *risks, const char *table,
		     const char *name)
{
	const struct risk_note *note;

	for (size_t n = 0; name && n < script->statements.count; n++)
		if (takes_away(script, n, name))
			return true;
	vector_each(note, risks)
		if (name && text_has_word(note->text, name) &&
		    (!table || text_has_word(note->text, table)))
			return true;
	return false;
}

bool migrate_names_loss(const struct script *script, const struct loss *loss, struct arena *arena)
{
	struct risk_notes risks;

	folder_read_announced(arena, script->dialect, script->source, &risks);
	return is_named(script, &risks, loss->table.name, loss->name);
}

/* Adds a loss, unless the script names it. */
static void lose(struct search *search, struct loss loss)
{
	if (!is_named(search->script, &search->risks, loss.table.name, loss.name))
		*vector_add(search->arena, search->losses) = loss;
}

/* True if `sql` (which may be NULL) names a column that the table has lost. */
static bool names_gone(const struct search *search, struct object_name owner, const char *sql)
{
	bool looks = sql && owner.name;
	const struct table *table = looks ? schema_table(search->before, owner) : NULL;
	const struct table *now = looks ? schema_table(search->after, owner) : NULL;
	const struct column *column;

	if (table && now)
		vector_each(column, &table->columns)
			if (!table_column(now, column->name) && text_has_word(sql, column->name))
				return true;
	return false;
}

/*
 * The kinds of objects that a database drops together with a column that they name, without
 * CASCADE.
 */
static const bool falls_with_column[OBJECT_KIND_COUNT] = {
	[OBJECT_CHECK] = true,	   [OBJECT_CONSTRAINT] = true, [OBJECT_EXCLUSION] = true,
	[OBJECT_GENERATED] = true, [OBJECT_INDEX] = true,      [OBJECT_STATISTICS] = true,
};

/*
 * Looks at an index that a Prisma schema can hardly hold. If a new index has its name, it was
 * replaced.
 */
static void search_index(struct search *search, const struct table *table,
			 const struct index *index)
{
	const struct table *after = schema_table(search->after, table->name);
	const struct key_part *part;
	struct loss loss = {.kind = LOSS_INDEX,
			    .table = table->name,
			    .name = index->name,
			    .has_name = true,
			    .object = OBJECT_INDEX,
			    .falls = names_gone(search, table->name, index->predicate),
			    .what = arena_format(search->arena, "index %s of %s", index->name,
						 table->name.name)};

	vector_each(part, &index->parts)
		loss.falls |= names_gone(search, table->name, part->column);
	if (index_is_by_hand(search->arena, search->before->dialect, table, index) &&
	    !(after && table_index(after, index->name)))
		lose(search, loss);
}

/*
 * True if a statement names this table and, before or after it, this column; * names every column.
 */
static bool names_both(struct lexer lexer, const char *table, const char *column)
{
	bool has_table = false, has_column = false, selects = false;
	struct token token;

	while ((token = sqltext_next(&lexer)).kind != TOKEN_END) {
		has_table |= is_name(&lexer, token, table);
		has_column |= is_name(&lexer, token, column) ||
			      (selects && sqltext_is(&lexer, token, "*"));
		selects = sqltext_is(&lexer, token, "SELECT");
	}
	return has_table && has_column;
}

/* True if an INSERT reads the column: a recreated table has its values under a new name. */
static bool is_copied(const struct script *script, const char *table, const char *column)
{
	for (size_t n = 0; n < script->statements.count; n++) {
		struct lexer lexer = sqltext_statement_lexer(script, n);
		if (sqltext_matches(lexer, "INSERT") && names_both(lexer, table, column))
			return true;
	}
	return false;
}

static void search_columns(struct search *search, const struct table_pair *pair)
{
	const char *table = pair->old->name.name;
	const struct column **column;

	vector_each(column, &pair->dropped) {
		struct loss loss = {.kind = LOSS_COLUMN,
				    .table = pair->old->name,
				    .name = (*column)->name,
				    .has_name = true,
				    .what = arena_format(search->arena,
							 "column %s.%s with its values", table,
							 (*column)->name)};
		if (!is_copied(search->script, table, (*column)->name))
			lose(search, loss);
	}
}

static void search_changes(struct search *search, const struct diff *diff)
{
	const struct change *change;
	struct table_pair **pair;
	const struct index **index;

	vector_each(change, &diff->changes) {
		if (change->kind == CHANGE_ALTER_TABLE && change->pair)
			search_columns(search, change->pair);
		if (change->kind == CHANGE_DROP_INDEX)
			search_index(search, change->table, change->old_index);
	}
	vector_each(pair, &diff->redefined) {
		search_columns(search, *pair);
		vector_each(index, &(*pair)->dropped_indexes)
			search_index(search, (*pair)->old, *index);
	}
}

/* The words for objects that are properties of a column. */
static const struct {
	enum object_kind kind;
	const char *words; /* NULL: its definition */
} properties[] = {
	{OBJECT_COLLATION, NULL},
	{OBJECT_GENERATED, "generated column"},
};

/* Returns "trigger log of posts", "CHECK (x > 0) of posts" or "COLLATE NOCASE of posts.title". */
static const char *object_text(struct arena *arena, const struct object *object)
{
	const char *owner = object->owner.name, *name = object->name.name;

	for (size_t i = 0; owner && name && i < sizeof properties / sizeof *properties; i++)
		if (properties[i].kind == object->kind)
			return properties[i].words ? arena_format(arena, "%s %s.%s",
								  properties[i].words, owner, name)
						   : arena_format(arena, "%s of %s.%s",
								  object->definition, owner, name);
	return arena_format(arena, "%s%s%s%s%s", name ? object_kind_word(object->kind) : "",
			    name ? " " : "", name ? name : object->definition, owner ? " of " : "",
			    owner ? owner : "");
}

/* True for an object that belongs to an index of the model, whose fate is reported already. */
static bool is_part_of_index(const struct search *search, const struct object *object)
{
	const struct table *table =
		object->owner.name ? schema_table(search->before, object->owner) : NULL;

	return object->kind == OBJECT_INDEX && table && table_index(table, object->name.name);
}

/* True for a part of a view that is itself gone. */
static bool falls_with_view(const struct diff *diff, const struct object *object)
{
	const struct object_difference *other;

	vector_each(other, &diff->objects)
		if (object->owner.name && other->state == OBJECT_MISSING &&
		    !other->object->owner.name &&
		    text_equal(other->object->name.name, object->owner.name) &&
		    text_equal(other->object->name.namespace, object->owner.namespace))
			return true;
	return false;
}

/* True for an object that only describes another, and is gone together with it. */
static bool is_remark(const struct search *search, const struct object *object)
{
	return object->kind == OBJECT_COMMENT || object->kind == OBJECT_GRANT ||
	       is_part_of_index(search, object);
}

/*
 * Returns the name, for a routine without its parameters; or the definition of an object without a
 * name.
 */
static const char *name_of(struct arena *arena, const struct object *object)
{
	const char *name = object->name.name ? object->name.name : object->definition;
	bool routine = object->kind == OBJECT_FUNCTION || object->kind == OBJECT_PROCEDURE ||
		       object->kind == OBJECT_AGGREGATE;

	return routine ? arena_slice(arena, name, strcspn(name, "(")) : name;
}

/* True if the script drops everything in a namespace, which may be NULL. */
static bool drops_namespace(const struct script *script, const char *namespace)
{
	for (size_t n = 0; namespace && n < script->statements.count; n++)
		if (sqltext_matches(sqltext_statement_lexer(script, n), "DROP SCHEMA") &&
		    takes_away(script, n, namespace))
			return true;
	return false;
}

/* Returns the number of unnamed CHECKs of a table in this state. */
static size_t count_checks(const struct diff *diff, struct object_name table,
			   enum object_state state)
{
	const struct object_difference *difference;
	size_t count = 0;

	vector_each(difference, &diff->objects) {
		const struct object *object = difference->object;
		count += difference->state == state && object->kind == OBJECT_CHECK &&
			 !object->name.name && object_name_equal(object->owner, table);
	}
	return count;
}

/* True if the new table has as many unnamed CHECKs, or a copy of the generated column's values. */
static bool is_replaced(const struct search *search, const struct diff *diff,
			const struct object *object)
{
	const struct object_name table = object->owner;
	const char *name = object->name.name;

	if (object->kind == OBJECT_CHECK && !name)
		return count_checks(diff, table, OBJECT_EXTRA) >=
		       count_checks(diff, table, OBJECT_MISSING);
	return object->kind == OBJECT_GENERATED && name && schema_table(search->after, table) &&
	       table_column(schema_table(search->after, table), name) &&
	       is_copied(search->script, table.name, name);
}

static void search_objects(struct search *search, const struct diff *diff)
{
	const struct object_difference *difference;

	vector_each(difference, &diff->objects) {
		const struct object *object = difference->object;
		struct loss loss = {
			.kind = LOSS_OBJECT,
			.table = object->owner,
			.name = name_of(search->arena, object),
			.has_name = object->name.name != NULL,
			.namespace = object->name.namespace,
			.falls = falls_with_column[object->kind] &&
				 names_gone(search, object->owner, object->definition),
			.object = object->kind,
			.what = object_text(search->arena, object),
		};
		if (difference->state == OBJECT_MISSING && !is_remark(search, object) &&
		    !falls_with_view(diff, object) && !is_replaced(search, diff, object) &&
		    !drops_namespace(search->script, loss.namespace))
			lose(search, loss);
	}
}

bool migrate_find_losses(const struct schema *before, const struct schema *after,
			 const struct script *script, struct losses *losses, struct report *report)
{
	struct search search = {
		.before = before,
		.after = after,
		.script = script,
		.arena = report->arena,
		.losses = losses,
	};
	struct renames none = {0};
	struct diff diff;

	*losses = (struct losses){0};
	if (!diff_schemas(before, after, &none, &diff, report))
		return false;
	folder_read_announced(report->arena, script->dialect, script->source, &search.risks);
	search_changes(&search, &diff);
	search_objects(&search, &diff);
	return true;
}

static bool is_refused(const struct loss *loss, enum loss_refusal refusal)
{
	return refusal == REFUSE_LOSSES ||
	       (refusal == REFUSE_LOST_COLUMNS && loss->kind == LOSS_COLUMN);
}

/* A program with -s has no -f that permits this. */
static const struct program_way ways[] = {
	{"strict", ""},
	{"force", "; or continue with -f"},
};

static void report_refused(const struct loss *loss, const char *name, struct report *report)
{
	bool column = loss->kind == LOSS_COLUMN;

	report_error(report, nowhere, "%s: the script would implicitly drop the %s", name,
		     loss->what);
	report_hint(report, "%s; or confirm the loss in a comment at its top: -- loses-data: %s%s",
		    column ? "copy it to the new table, too" : "create it again in the script",
		    loss->what, column ? program_find_way(ways, sizeof ways / sizeof *ways) : "");
}

static void warn_of_loss(const struct loss *loss, const char *name, struct report *report)
{
	report_warning(report, nowhere, "%s: the script implicitly drops the %s", name, loss->what);
	report_hint(report, "to keep it, create it again in a new migration");
}

bool migrate_report_lost(const struct schema *before, const struct schema *after,
			 const struct script *script, const char *name, enum loss_refusal refusal,
			 size_t *count, struct report *report)
{
	struct losses losses;
	const struct loss *loss;
	bool refused = false;

	*count = 0;
	if (!migrate_find_losses(before, after, script, &losses, report))
		return false;
	vector_each(loss, &losses) {
		bool refuses = is_refused(loss, refusal);
		(refuses ? report_refused : warn_of_loss)(loss, name, report);
		refused |= refuses;
	}
	*count = losses.count;
	return !refused;
}
