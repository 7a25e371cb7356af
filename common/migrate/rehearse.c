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
	struct arena *arena = migrate->report->arena;

	if (!migrate->print)
		return;
	struct position at = source_position(script->source, script->statements.at[n].start);
	struct buffer line = {.arena = arena};

	record_escape(&line, part->name, "");
	buffer_format(&line, "\t%zu:%zu\t", at.line, at.column);
	if (cost)
		buffer_format(&line, "%" PRId64 ".%03d\t%" PRId64 "\t%s\t",
			      cost->microseconds / 1000, (int)(cost->microseconds % 1000),
			      cost->rows, cost->locks ? cost->locks : "-");
	else
		buffer_add(&line, "-\t-\t-\t");
	record_escape(&line, first_words(arena, script, n), "");
	migrate->print(buffer_text(&line));
}

static bool rehearse_part(struct migrate *migrate, const struct part *part,
			  const struct script *script, struct db_failure *failure)
{
	for (size_t n = 0; n < script->statements.count; n++) {
		struct db_cost cost;
		enum statement_kind kind = script->statements.at[n].kind;
		if (kind != STATEMENT_PLAIN) {
			tell(migrate, part, script, n, NULL);
			continue;
		}
		if (!db_measure(migrate->db, script, n, &cost, failure))
			return false;
		tell(migrate, part, script, n, &cost);
	}
	return true;
}

static enum outcome report_part(struct migrate *migrate, const struct part *part,
				const struct db_failure *failure)
{
	bool trouble = failure->kind == FAILED_TROUBLE || failure->kind == FAILED_INTERRUPTED ||
		       failure->kind == FAILED_BUSY;

	failure_report(migrate->report, part ? part->name : "cannot rehearse", failure);
	if (failure->kind == FAILED_NEEDS_COMMIT || failure->kind == FAILED_NOT_TOGETHER)
		report_hint(
			migrate->report,
			"mig-apply commits before it, which a rehearsal cannot; nothing was kept");
	else if (!failure->hint)
		report_hint(migrate->report, "nothing was kept");
	return trouble ? OUTCOME_TROUBLE : OUTCOME_FAILED;
}

enum outcome rehearse(struct migrate *migrate, const struct parts *parts)
{
	struct arena *arena = migrate->report->arena;
	struct script *scripts = arena_alloc(arena, (parts->count + 1) * sizeof *scripts);
	const struct script *opening = scripts;
	struct db_failure failure;
	enum outcome outcome = OUTCOME_DONE;

	for (size_t i = 0; i < parts->count; i++) {
		db_script_read(migrate->db, parts->at[i].source, &scripts[i]);
		if (scripts[i].foreign_keys_off)
			opening = &scripts[i];
	}
	if (!db_begin(migrate->db, opening, NULL, migrate->patience.lock_timeout, &failure))
		return report_part(migrate, NULL, &failure);
	for (size_t i = 0; i < parts->count && outcome == OUTCOME_DONE; i++)
		if (!rehearse_part(migrate, &parts->at[i], &scripts[i], &failure))
			outcome = report_part(migrate, &parts->at[i], &failure);
	return db_rollback(migrate->db) ? outcome : OUTCOME_TROUBLE;
}
