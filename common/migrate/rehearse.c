#include "migrate/rehearse.h"

#include <inttypes.h>
#include <string.h>

/* As much of a statement as tells which it is. */
enum { LONGEST_SHOWN = 60 };

static const char *first_words(struct arena *arena, const struct script *script, size_t n)
{
	const struct statement *statement = &script->statements.at[n];
	const char *text = script->source->text + statement->start;
	size_t length = statement->end - statement->start;
	struct buffer words = {.arena = arena};

	for (size_t i = 0; i < length && words.length < LONGEST_SHOWN; i++) {
		bool blank = strchr(" \t\r\n", text[i]) != NULL;
		if (!blank)
			buffer_add_char(&words, text[i]);
		else if (words.length && words.text[words.length - 1] != ' ')
			buffer_add_char(&words, ' ');
	}
	/* Not in the middle of a character. */
	while (words.length >= LONGEST_SHOWN && (words.text[words.length - 1] & 0x80))
		words.text[--words.length] = '\0';
	return buffer_text(&words);
}

static void tell(struct migrate *migrate, const struct part *part, const struct script *script,
		 size_t n, const struct db_cost *cost)
{
	struct record_writer *to = &migrate->records;

	if (migrate->quiet)
		return;
	struct position at = source_position(script->source, script->statements.at[n].start);
	record_begin(to);
	record_field(to, "name", part->name);
	record_number(to, "line", "%zu", at.line);
	record_join(to, ':');
	record_number(to, "column", "%zu", at.column);
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

/* Where the rehearsal is. */
struct progress {
	const struct part *part;
	const struct script *script;
	bool left_out; /* something before this */
	struct db_failure failure;
};

static bool rehearse_part(struct migrate *migrate, struct progress *progress)
{
	const struct script *script = progress->script;

	for (size_t n = progress->part->first; n < script->statements.count; n++) {
		struct db_cost cost;
		enum statement_kind kind = script->statements.at[n].kind;
		if (kind != STATEMENT_PLAIN) {
			tell(migrate, progress->part, script, n, NULL);
			progress->left_out |= kind != STATEMENT_IDLE;
			continue;
		}
		if (!db_measure(migrate->db, script, n, &cost, &progress->failure))
			return false;
		tell(migrate, progress->part, script, n, &cost);
	}
	return db_check(migrate->db, &progress->failure);
}

/* What is no fault of the migration, but of rehearsing it in one transaction. */
static enum outcome report_limit(struct migrate *migrate, const struct progress *progress)
{
	struct db_failure limit = progress->failure;
	const char *why = limit.kind == FAILED_NEEDS_COMMIT
				  ? "what this statement uses has to be committed first"
				  : "this statement cannot be in a transaction with others";

	tell(migrate, progress->part, progress->script, limit.statement, NULL);
	limit.message = arena_format(migrate->report->arena,
				     "from here on nothing can be rehearsed, because %s: %s", why,
				     limit.message);
	limit.hint = "mig-apply commits before it and goes on; nothing was kept of what ran until "
		     "here";
	failure_report(migrate->report, progress->part->name, &limit);
	return OUTCOME_TROUBLE;
}

static enum outcome report_part(struct migrate *migrate, const struct progress *progress)
{
	const struct db_failure *failure = &progress->failure;
	bool trouble = failure->kind == FAILED_TROUBLE || failure->kind == FAILED_INTERRUPTED ||
		       failure->kind == FAILED_BUSY;

	if (failure->kind == FAILED_NEEDS_COMMIT || failure->kind == FAILED_NOT_TOGETHER)
		return report_limit(migrate, progress);
	failure_report(migrate->report, progress->part ? progress->part->name : "cannot rehearse",
		       failure);
	failure_advice(migrate->report, failure,
		       progress->left_out ? "a statement before it was left out, which may be why; "
					    "nothing was kept"
					  : "nothing was kept");
	return trouble ? OUTCOME_TROUBLE : OUTCOME_FAILED;
}

enum outcome rehearse(struct migrate *migrate, const struct parts *parts)
{
	struct arena *arena = migrate->report->arena;
	struct script *scripts = arena_alloc(arena, (parts->count + 1) * sizeof *scripts);
	const struct script *opening = scripts;
	struct progress progress = {0};
	enum outcome outcome = OUTCOME_DONE;

	for (size_t i = 0; i < parts->count; i++) {
		sqltext_read(arena, db_script_dialect(migrate->db), parts->at[i].source,
			     &scripts[i]);
		if (scripts[i].foreign_keys_off)
			opening = &scripts[i];
	}
	if (!db_begin(migrate->db, opening, NULL, migrate->patience.lock_timeout,
		      &progress.failure))
		return report_part(migrate, &progress);
	for (size_t i = 0; i < parts->count && outcome == OUTCOME_DONE; i++) {
		progress.part = &parts->at[i];
		progress.script = &scripts[i];
		if (!rehearse_part(migrate, &progress))
			outcome = report_part(migrate, &progress);
	}
	return db_rollback(migrate->db) ? outcome : OUTCOME_TROUBLE;
}
