/* Reads the risks of a script: from the comments at its top, and from its statements. */
#include "folder/risks.h"

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "folder/effects.h"

/* Words in Prisma's warnings of data loss. Its other warnings are of scripts that may fail. */
static const char *const losses[] = {"lost", "data loss"};

static const char blanks[] = " \t\r";

static void add_note(struct arena *arena, struct risk_notes *notes, enum risk risk,
		     const char *text)
{
	*vector_add(arena, notes) = (struct risk_note){risk, text + strspn(text, " \t")};
}

/* Reads "-- loses-data: drop-column users.name: ..." */
static void read_line(struct arena *arena, struct slice comment, struct risk_notes *notes)
{
	const char *line = arena_slice(arena, comment.start, comment.length);
	const char *name = line + 2 + strspn(line + 2, " \t"), *colon = strchr(name, ':');
	enum risk risk;

	if (colon && risk_from_name((struct slice){name, (size_t)(colon - name)}, &risk) &&
	    risk != RISK_SAFE)
		add_note(arena, notes, risk, colon + 1);
}

/* Reads " - You are about to drop the column ..." */
static void read_warning(struct arena *arena, const char *line, struct risk_notes *notes)
{
	enum risk risk = RISK_MAY_FAIL;

	if (strncmp(line, "- ", 2) != 0)
		return;
	for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
		if (strstr(line, losses[i]))
			risk = RISK_LOSES_DATA;
	add_note(arena, notes, risk, line + 1);
}

/* Reads a comment by Prisma: after a line "Warnings:", each line is a warning. */
static void read_block(struct arena *arena, struct slice comment, struct risk_notes *notes)
{
	const char *at = comment.start, *end = comment.start + comment.length;
	bool warnings = false;

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((newline ? newline : end) - at);
		struct slice trimmed = slice_trim((struct slice){at, length}, blanks);
		const char *line = arena_slice(arena, trimmed.start, trimmed.length);
		if (warnings)
			read_warning(arena, line, notes);
		warnings |= strcmp(line, "Warnings:") == 0;
		at += length + 1;
	}
}

void folder_read_announced(struct arena *arena, const struct sqltext_dialect *dialect,
			   const struct source *source, struct risk_notes *notes)
{
	struct lexer lexer =
		sqltext_lexer(dialect, source->text, utf8_mark(source->text), source->length);
	struct token token;

	*notes = (struct risk_notes){0};
	while ((token = sqltext_next_or_comment(&lexer)).kind == TOKEN_COMMENT) {
		struct slice comment = {lexer.text + token.start, token.end - token.start};
		if (token.quote == QUOTE_LINE_COMMENT)
			read_line(arena, slice_trim_end(comment, blanks), notes);
		else
			read_block(arena, comment, notes);
	}
}

/* True if a note tells of an effect: it names the part of the table, or the enum of a new type. */
static bool tells(const struct risk_note *note, const struct effect *effect)
{
	bool has_table = text_has_word(note->text, effect->table);
	const char **name;

	if (effect->risk == RISK_LOSES_DATA)
		return note->risk == RISK_LOSES_DATA && has_table &&
		       (!effect->part || text_has_word(note->text, effect->part));
	if (has_table && (!effect->part || text_has_word(note->text, effect->part)))
		return true;
	vector_each(name, &effect->others)
		if (text_has_word(note->text, *name) &&
		    (has_table || strstr(note->text, " enum `")))
			return true;
	return false;
}

/* True if one of the first `count` notes tells of an effect. */
static bool is_announced(const struct risk_notes *notes, size_t count, const struct effect *effect)
{
	for (size_t i = 0; i < count; i++)
		if (tells(&notes->at[i], effect))
			return true;
	return false;
}

/* Returns "drop-column users.nick". */
static const char *effect_text(struct arena *arena, const struct effect *effect)
{
	return arena_format(arena, "%s %s%s%s", effect->change, effect->table,
			    effect->part ? "." : "", effect->part ? effect->part : "");
}

void folder_read_risks(struct arena *arena, const struct sqltext_dialect *dialect,
		       const struct source *source, struct risk_notes *notes)
{
	struct effects effects = {0};
	const struct effect *effect;
	struct script script;

	folder_read_announced(arena, dialect, source, notes);
	size_t announced = notes->count;
	sqltext_read(arena, dialect, source, &script);
	folder_read_effects(arena, &script, &effects);
	vector_each(effect, &effects)
		if (!is_announced(notes, announced, effect))
			add_note(arena, notes, effect->risk,
				 arena_format(arena, "%s: %s", effect_text(arena, effect),
					      effect->reason));
}

const char *folder_losses_text(struct arena *arena, const struct script *script)
{
	enum { MOST = 12 };
	struct buffer text = {.arena = arena};
	struct effects effects = {0};
	const struct effect *effect;
	size_t count = 0;

	folder_read_effects(arena, script, &effects);
	vector_each(effect, &effects) {
		const char *name = effect_text(arena, effect);
		if (effect->risk != RISK_LOSES_DATA || count++ >= MOST)
			continue;
		buffer_add(&text, count > 1 ? "; " : "");
		for (const char *at = name; at < name + strlen(effect->change); at++)
			buffer_add_char(&text, *at == '-' ? ' ' : *at);
		buffer_add(&text, name + strlen(effect->change));
	}
	if (count > MOST)
		buffer_format(&text, "; and %zu more", count - MOST);
	return text.length ? buffer_text(&text) : NULL;
}

const char *folder_risk_names(struct arena *arena, const struct risk_notes *notes)
{
	struct buffer text = {.arena = arena};
	const struct risk_note *note;

	for (enum risk risk = RISK_LOSES_DATA; risk > RISK_SAFE; risk--)
		vector_each(note, notes)
			if (note->risk == risk) {
				buffer_format(&text, "%s%s", text.length ? "," : "",
					      risk_name(risk));
				break;
			}
	return text.length ? buffer_text(&text) : NULL;
}
