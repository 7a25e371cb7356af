/* Reads variables, from the environment or from .env. */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "url/url.h"

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
