/* Finds the URL of the database, and overwrites the password in the arguments. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
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

/* Reads a variable of the file .env into `text`. False, with a message, on failure. */
static bool read_dotenv(const char *name, const char **text, struct report *report)
{
	struct source file;
	bool cut;

	if (!file_read(".env", &file, report))
		return false;
	*text = url_dotenv_value(report->arena, file.text, name, &cut);
	if (!cut)
		return true;
	report_error(report, nowhere, "%s is cut by a # or a quote in .env", name);
	return report_hint(report, "quote the URL; percent-encode the password: # is %%23, "
				   "\" is %%22, ' is %%27");
}

bool url_variable(const char *name, const char **text, struct report *report)
{
	*text = getenv(name);
	return *text || access(".env", F_OK) != 0 || read_dotenv(name, text, report);
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
	return report_hint(
		report, "set DATABASE_URL (in the environment, or in .env here%s), or use -u URL",
		access("prisma/.env", F_OK) == 0 ? "; prisma/.env is not read" : "");
}
