/*
 * Records: the form of schema text, and of everything that the programs print.
 *
 * A record is one line, in one of two forms, which have the same fields in the same order:
 *
 *	struct record_writer to = {.text = {.arena = arena, .file = stdout}, .form = form};
 *	record_begin(&to);
 *	record_field(&to, "path", path);
 *	record_number(&to, "bytes", "%zu", size);
 *	record_end(&to);
 *	buffer_flush(&to.text);
 *
 * Text has the values only, separated by tabs. In a field a tab is written \t, a newline \n, a
 * carriage return \r and a backslash \\. A field may be a list or a path: its parts are separated
 * by one of , . : =  and such a character inside a part has a backslash before it. An absent value
 * is `-`; the value - is written \-. To read a record, split the raw fields first, then unescape
 * them.
 *
 * JSON (RFC 8259) has an object with names and values. An absent value is null.
 */
#ifndef BASE_RECORD_H
#define BASE_RECORD_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/text.h"

enum record_form { RECORD_TEXT, RECORD_JSON };

struct record_writer {
	struct buffer text;
	enum record_form form;
	bool at_once;  /* each record is written as it ends, in case the program is killed */
	bool has_more; /* the next field needs a separator before it */
};

/* Adds `text`, escaped as in a field. Each character of `separators` gets a backslash, too. */
void record_escape(struct buffer *to, const char *text, const char *separators);

/* Returns `text`, escaped as in a field: one line, for a message. */
const char *record_escaped(struct arena *arena, const char *text);

/* JSON for the functions below. Text is written inline, because schema-parse writes many fields. */
void record_json_name(struct record_writer *to, const char *name);
void record_json_field(struct record_writer *to, const char *name, const char *value);

/* Begins a record. Fields follow, then record_end. */
static inline void record_begin(struct record_writer *to)
{
	to->has_more = false;
	if (to->form == RECORD_JSON)
		buffer_add_char(&to->text, '{');
}

/* Ends the record and its line. */
void record_end(struct record_writer *to);

/* Adds what precedes a value, for a caller that adds the value itself to `to->text`. */
static inline void record_name(struct record_writer *to, const char *name)
{
	if (to->form == RECORD_JSON)
		record_json_name(to, name);
	else if (to->has_more)
		buffer_add_char(&to->text, '\t');
	to->has_more = true;
}

/* Adds a field; NULL is an absent value. In JSON, invalid UTF-8 becomes U+FFFD. */
static inline void record_field(struct record_writer *to, const char *name, const char *value)
{
	if (to->form == RECORD_JSON) {
		record_json_field(to, name, value);
		return;
	}
	record_name(to, name);
	if (value)
		record_escape(&to->text, value, "");
	else
		buffer_add_char(&to->text, '-');
}

/* Like record_field, but in text `raw` is already escaped or needs no escapes. It is never NULL. */
static inline void record_raw(struct record_writer *to, const char *name, const char *raw)
{
	if (to->form == RECORD_JSON) {
		record_json_field(to, name, raw);
		return;
	}
	record_name(to, name);
	buffer_add(&to->text, raw);
}

/* Adds the last field of a record, which text omits if `value` is NULL. */
void record_last(struct record_writer *to, const char *name, const char *value);

/* Adds a number; `format` must give a JSON number. */
void record_number(struct record_writer *to, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Joins the next field to the previous one with `separator` in text, in place of the tab. */
void record_join(struct record_writer *to, char separator);

/* Adds a list: in text separated by commas, in JSON an array of strings. */
void record_list(struct record_writer *to, const char *name, const struct names *list);

/* Like record_list, but takes the raw text of the list; NULL is an absent value. */
void record_raw_list(struct record_writer *to, const char *name, const char *raw);

/*
 * Opens a '{' or '[' in JSON, and closes it with '}' or ']'. Fields of an array have a NULL `name`.
 * Text shows nothing of this.
 */
void record_open(struct record_writer *to, const char *name, char bracket);
void record_close(struct record_writer *to, char bracket);

/* Adds `true`. For JSON only. */
void record_true(struct record_writer *to, const char *name);

/* Returns the text of a raw field, in `arena`, or NULL if it has an escape not listed above. */
char *record_unescape(struct arena *arena, struct slice raw);

/*
 * Takes the part before the next unescaped `separator` off `*rest`. Returns false if nothing is
 * left. (An empty field has one part, which is empty. After the last part `rest->start` is NULL.)
 */
bool record_split(struct slice *rest, char separator, struct slice *part);

#endif
