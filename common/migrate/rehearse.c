/* Runs migrations in one transaction, measures them, and rolls them back. */
#include "migrate/rehearse.h"

#include <inttypes.h>
#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "db/schema.h"
#include "migrate/failure.h"
#include "migrate/lost.h"
#include "sqltext/lasting.h"

/* Bytes of a statement in its record. */
enum { LONGEST_SHOWN = 60 };

/* Returns the first words of a statement, separated by single spaces. */
static const char *first_words(struct arena *arena, const struct script *script, size_t n)
{
	const struct statement *statement = &script->statements.at[n];
	const char *text = script->source->text + statement->start;
	size_t length = statement->end - statement->start;
	struct buffer words = {.arena = arena};

	for (size_t i = 0; i < length && words.length <= LONGEST_SHOWN; i++) {
		bool blank = strchr(" \t\r\n", text[i]) != NULL;
		if (!blank)
			buffer_add_char(&words, text[i]);
		else if (words.length && words.text[words.length - 1] != ' ')
			buffer_add_char(&words, ' ');
	}
	if (words.length > LONGEST_SHOWN)
		words.text[utf8_cut(words.text, LONGEST_SHOWN)] = '\0';
	return buffer_text(&words);
}

/* The state of a rehearsal. */
struct rehearsal {
	struct part *part;
	const struct script *script;
	struct position position;    /* of the last statement printed */
	bool left_out;		     /* an earlier statement was */
	const struct schema *schema; /* before the part, if losses are searched for; or NULL */
	bool refused;		     /* a loss was */
	struct db_failure failure;
};

/* Prints a statement with its costs; NULL: not measured. */
static void print_statement(struct migrate *migrate, struct rehearsal *rehearsal, size_t n,
			    const struct db_cost *cost)
{
	const struct script *script = rehearsal->script;
	struct record_writer *to = &migrate->records;

	if (migrate->quiet)
		return;
	rehearsal->position =
		source_advance(script->source, rehearsal->position, script->statements.at[n].start);
	record_begin(to);
	record_field(to, "name", rehearsal->part->name);
	record_number(to, "line", "%zu", rehearsal->position.line);
	record_join(to, ':');
	record_number(to, "column", "%zu", rehearsal->position.column);
	if (cost) {
		record_number(to, "milliseconds", "%" PRId64 ".%03d", cost->microseconds / 1000,
			      (int)(cost->microseconds % 1000));
		record_number(to, "rows", "%" PRId64, cost->rows);
	} else {
		record_field(to, "milliseconds", NULL);
		record_field(to, "rows", NULL);
	}
	record_raw_list(to, "locks", cost ? cost->locks : NULL);
	record_field(to, "statement", first_words(migrate->report->arena, script, n));
	record_end(to);
}

/*
 * True if a statement is not run in a rehearsal. Stores the part whose effects would last, if there
 * is one.
 */
static bool is_left_out(const struct script *script, size_t n, struct token *lasting)
{
	*lasting = (struct token){0};
	if (script->statements.at[n].kind != STATEMENT_PLAIN)
		return true;
	*lasting = sqltext_lasting(sqltext_statement_lexer(script, n));
	return lasting->end > 0;
}

/*
 * Warns of a statement that is left out. False if there is nothing to warn of: the script's own
 * BEGIN and COMMIT are no surprise.
 */
static bool warn_left_out(struct report *report, const char *name, const struct script *script,
			  size_t n)
{
	enum statement_kind kind = script->statements.at[n].kind;
	struct token lasting;

	if (!is_left_out(script, n, &lasting))
		return false;
	if (lasting.end)
		report_warning(report, (struct place){script->source, lasting.start, lasting.end},
			       "%s: left out of the rehearsal: a rollback does not undo %.*s", name,
			       (int)(lasting.end - lasting.start),
			       script->source->text + lasting.start);
	else if (kind == STATEMENT_ALONE)
		report_warning(report, sqltext_place(script, n),
			       "%s: left out of the rehearsal: it cannot run in a transaction",
			       name);
	else if (kind == STATEMENT_ROLLBACK)
		report_warning(
			report, sqltext_place(script, n),
			"%s: left out of the rehearsal: everything is rolled back at its end",
			name);
	else
		return false;
	return true;
}

/*
 * Warns, before anything runs, of the risks that the scripts name and of the statements that are
 * left out.
 */
static void warn_of_all(struct migrate *migrate, const struct parts *parts)
{
	enum { MOST = 20 };
	struct report *report = migrate->report;
	const struct part *part;
	struct token lasting;
	size_t count = 0;

	vector_each(part, parts) {
		migrate_warn(migrate, part->name, part->script.source, part->direction);
		for (size_t n = part->first; n < part->script.statements.count; n++)
			count += count < MOST ? warn_left_out(report, part->name, &part->script, n)
					      : is_left_out(&part->script, n, &lasting);
	}
	if (count > MOST)
		report_warning(report, nowhere, "%zu more statements are left out", count - MOST);
	report_print(report);
}

/*
 * Warns of lasting effects that happened all the same, through a function of the script or a
 * default.
 */
static void warn_of_sequences(struct migrate *migrate, const struct db_sequences *before)
{
	struct map values = {.arena = migrate->report->arena};
	const struct db_sequence *sequence;
	struct db_sequences after;

	if (!before->count)
		return;
	vector_each(sequence, before)
		map_add(&values, sequence->name, arena_string(values.arena, sequence->value));
	db_list_sequences(migrate->db, &after);
	vector_each(sequence, &after) {
		const char *value = map_get(&values, sequence->name);
		if (value && strcmp(value, sequence->value) != 0)
			report_warning(
				migrate->report, nowhere,
				"the sequence %s went from %s to %s: a rollback does not undo that",
				sequence->name, value, sequence->value);
	}
}

static void warn_of_foreign_tables(struct migrate *migrate)
{
	struct names tables;
	const char **table;

	db_list_foreign_writes(migrate->db, &tables);
	vector_each(table, &tables)
		report_warning(migrate->report, nowhere,
			       "the rehearsal wrote to the foreign table %s: the change stays if "
			       "its server cannot roll back",
			       *table);
}

/* Searches for things that the part dropped without naming them. */
static bool check_losses(struct migrate *migrate, struct rehearsal *rehearsal)
{
	struct schema *now = arena_alloc(migrate->report->arena, sizeof *now);
	size_t count;

	if (!rehearsal->schema)
		return true;
	if (!db_schema_look(migrate->db, NULL, now, &rehearsal->failure))
		return false;
	if (migrate_may_lose(rehearsal->script, migrate->refused)) {
		rehearsal->refused |= !migrate_report_lost(
			rehearsal->schema, now, rehearsal->script, rehearsal->part->name,
			migrate->refused, &count, migrate->report);
		rehearsal->part->loses = count > 0;
	}
	rehearsal->schema = now;
	return true;
}

static bool rehearse_part(struct migrate *migrate, struct rehearsal *rehearsal)
{
	const struct script *script = rehearsal->script;

	db_session_begin(migrate->db, script, rehearsal->part->first);
	rehearsal->position = (struct position){0, 1, 1};
	for (size_t n = rehearsal->part->first; n < script->statements.count; n++) {
		struct db_cost cost;
		struct token lasting;
		if (is_left_out(script, n, &lasting)) {
			print_statement(migrate, rehearsal, n, NULL);
			rehearsal->left_out |= script->statements.at[n].kind != STATEMENT_IDLE;
			continue;
		}
		if (!db_measure(migrate->db, script, rehearsal->part->first, n, &cost,
				&rehearsal->failure))
			return false;
		print_statement(migrate, rehearsal, n, &cost);
	}
	return db_check(migrate->db, &rehearsal->failure) && db_session_end(migrate->db) &&
	       check_losses(migrate, rehearsal);
}

/* Reports something that no transaction can rehearse: mig-apply runs the script in several. */
static enum outcome report_limit(struct migrate *migrate, struct rehearsal *rehearsal)
{
	struct db_failure limit = rehearsal->failure;
	const char *why = limit.kind == FAILED_NEEDS_COMMIT
				  ? "this statement uses something that must be committed first"
				  : "this statement cannot run in a transaction";

	print_statement(migrate, rehearsal, limit.statement, NULL);
	limit.message = arena_format(migrate->report->arena, "cannot rehearse further, %s: %s", why,
				     limit.message);
	limit.hint = "mig-apply commits before it and continues; the rehearsal was rolled back";
	migrate_report_failure(migrate->report, rehearsal->part->name, &limit);
	return OUTCOME_TROUBLE;
}

static enum outcome report_part(struct migrate *migrate, struct rehearsal *rehearsal)
{
	const struct db_failure *failure = &rehearsal->failure;
	bool trouble = failure->kind == FAILED_TROUBLE || failure->kind == FAILED_INTERRUPTED ||
		       failure->kind == FAILED_BUSY;

	if (failure->kind == FAILED_NEEDS_COMMIT || failure->kind == FAILED_NOT_TOGETHER)
		return report_limit(migrate, rehearsal);
	migrate_report_failure(migrate->report,
			       rehearsal->part ? rehearsal->part->name : "cannot rehearse",
			       failure);
	migrate_report_advice(migrate->report, failure,
			      rehearsal->left_out ? "an earlier statement was left out, which may "
						    "be the cause; the rehearsal was rolled back"
						  : "the rehearsal was rolled back");
	return trouble ? OUTCOME_TROUBLE : OUTCOME_FAILED;
}

/* True if one of the scripts may drop something without naming it. */
static bool may_lose(const struct migrate *migrate, const struct parts *parts)
{
	const struct part *part;

	vector_each(part, parts)
		if (migrate_may_lose(&part->script, migrate->refused))
			return true;
	return false;
}

/* Returns the script whose settings the transaction starts with. */
static const struct script *opening_of(const struct parts *parts)
{
	static const struct script nothing;
	const struct script *opening = &nothing;
	const struct part *part;

	vector_each(part, parts)
		if (part == parts->at || part->script.foreign_keys_off)
			opening = &part->script;
	return opening;
}

/* Runs all parts in a transaction, which stays open. On false, the failure says why. */
static bool run_parts(struct migrate *migrate, struct parts *parts, struct rehearsal *rehearsal)
{
	struct part *part;

	if (!db_begin(migrate->db, opening_of(parts), NULL, migrate->patience.lock_timeout,
		      &rehearsal->failure))
		return false;
	vector_each(part, parts) {
		rehearsal->part = part;
		rehearsal->script = &part->script;
		if (!rehearse_part(migrate, rehearsal))
			return false;
	}
	return true;
}

static enum outcome rehearse_all(struct migrate *migrate, struct parts *parts)
{
	struct rehearsal rehearsal = {0};
	struct schema *schema = arena_alloc(migrate->report->arena, sizeof *schema);

	if (may_lose(migrate, parts)) {
		if (!db_schema_read(migrate->db, NULL, NULL, schema))
			return OUTCOME_TROUBLE;
		rehearsal.schema = schema;
	}
	if (!run_parts(migrate, parts, &rehearsal))
		return report_part(migrate, &rehearsal);
	warn_of_foreign_tables(migrate);
	return rehearsal.refused ? OUTCOME_REFUSED : OUTCOME_DONE;
}

enum outcome migrate_rehearse(struct migrate *migrate, struct parts *parts)
{
	struct db_sequences before;

	warn_of_all(migrate, parts);
	db_list_sequences(migrate->db, &before);
	enum outcome outcome = rehearse_all(migrate, parts);
	if (!db_rollback(migrate->db) || !db_session_end(migrate->db))
		return OUTCOME_TROUBLE;
	warn_of_sequences(migrate, &before);
	return outcome;
}

/* ---- without rows ---- */

static const struct program_way rehearses = {"rehearse", "; a rehearsal (-x) can"};

/* Warns of a script that fails on tables without rows: its losses are unknown. */
static void warn_of_limit(struct migrate *migrate, const struct rehearsal *rehearsal)
{
	report_warning(migrate->report, nowhere,
		       "%s fails in a copy of the schema with empty tables: %s",
		       rehearsal->part->name, rehearsal->failure.message);
	report_hint(migrate->report, "cannot tell what this migration and later ones lose%s",
		    program_find_way(&rehearses, 1));
}

static enum outcome foresee(struct migrate *migrate, struct parts *parts)
{
	struct rehearsal rehearsal = {0};
	struct schema *schema = arena_alloc(migrate->report->arena, sizeof *schema);

	if (!db_schema_read(migrate->db, NULL, NULL, schema))
		return OUTCOME_TROUBLE;
	rehearsal.schema = schema;
	if (!run_parts(migrate, parts, &rehearsal))
		warn_of_limit(migrate, &rehearsal);
	return rehearsal.refused ? OUTCOME_REFUSED : OUTCOME_DONE;
}

enum outcome migrate_foresee(struct migrate *migrate, struct parts *parts)
{
	struct migrate trial = *migrate;

	if (!may_lose(migrate, parts))
		return OUTCOME_DONE;
	if (!db_can_copy_schema(migrate->db)) {
		report_warning(migrate->report, nowhere,
			       "cannot look for what the scripts drop implicitly%s",
			       program_find_way(&rehearses, 1));
		return OUTCOME_DONE;
	}
	trial.quiet = true;
	trial.db = db_schema_copy(migrate->db);
	if (!trial.db)
		return OUTCOME_TROUBLE;
	enum outcome outcome = foresee(&trial, parts);
	db_close(trial.db);
	return outcome;
}
