/* Finds the URL of the database, and overwrites the password in the arguments. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "url/schema.h"
#include "url/url.h"

/* Overwrites everything after the scheme: in a faulty URL the password may be anywhere. */
static void hide(char *text)
{
	char *start = strstr(text, "://");

	if (strncmp(text, "file:", 5) == 0 || strncmp(text, "sqlite:", 7) == 0)
		return;
	start = start ? start + 3 : text;
	memset(start, '*', strlen(start));
}

/* Stores the text of the URL, or NULL if there is none. False, with a message, on failure. */
static bool find_text(char *option, const char **text, struct report *report)
{
	if (!option)
		return url_variable("DATABASE_URL", text, report);
	*text = arena_string(report->arena, option);
	hide(option);
	return true;
}

bool url_find_any(char *option, struct url *url, bool *found, struct report *report)
{
	const char *text;

	if (!find_text(option, &text, report))
		return false;
	*found = text && *text;
	return !*found || url_parse(text, url, report);
}

bool url_find(char *option, struct url *url, struct report *report)
{
	const char *text;

	if (!find_text(option, &text, report))
		return false;
	if (text && *text)
		return url_parse(text, url, report);
	report_error(report, nowhere, text ? "the database URL is empty" : "missing database URL");
	const char *advice = text ? NULL : url_schema_advice(report);
	if (advice)
		return report_hint(report, "%s", advice);
	return report_hint(
		report, "set DATABASE_URL (in the environment, or in .env here%s), or use -u URL",
		access("prisma/.env", F_OK) == 0 ? "; prisma/.env is not read" : "");
}
