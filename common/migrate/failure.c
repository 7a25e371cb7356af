/* Reports failures in a database. */
#include "migrate/failure.h"

#include <string.h>

#include "base/buffer.h"

bool migrate_report_failure(struct report *report, const char *what,
			    const struct db_failure *failure)
{
	struct buffer text = {.arena = report->arena};
	struct place place = failure->place;

	buffer_format(&text, "%s: %s", what, failure->message);
	if (failure->code)
		buffer_format(&text, " (%s)", failure->code);
	if (failure->detail)
		buffer_format(&text, "; %s", failure->detail);
	/* A caret points at a place; it does not underline a whole page. */
	if (place.end > place.start + 1 &&
	    memchr(place.source->text + place.start, '\n', place.end - place.start))
		place.end = place.start + 1;
	report_error(report, place, "%s", buffer_text(&text));
	return failure->hint ? report_hint(report, "%s", failure->hint) : false;
}

bool migrate_report_advice(struct report *report, const struct db_failure *failure,
			   const char *advice)
{
	const char *first = failure->hint ? failure->hint : "";
	size_t length = strlen(first);

	if (length && first[length - 1] == '.')
		length--;
	return report_hint(report, "%.*s%s%s", (int)length, first, length ? "; " : "", advice);
}
