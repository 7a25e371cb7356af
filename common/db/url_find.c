/* Finds the URL of the database, and overwrites a password among the arguments. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "db/url.h"
#include "db/url_parts.h"

static void overwrite(char *start, size_t length)
{
	memset(start, '*', length);
}

/* Overwrites the password between user and host, and the parameters that hold one. */
static void hide_password(char *text)
{
	static const char *const secrets[] = {"password=", "sslpassword="};
	char *start = strstr(text, "://");
	struct url_parts parts;

	if (!start)
		return;
	start += 3;
	db_url_split(start, &parts);
	if (parts.password.start)
		overwrite(start + (parts.password.start - start), parts.password.length);
	for (char *parameter = strpbrk(start + parts.rest, "?&"); parameter;
	     parameter = strpbrk(parameter, "&")) {
		parameter++;
		for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
			size_t length = strlen(secrets[i]);
			if (strncmp(parameter, secrets[i], length) == 0)
				overwrite(parameter + length, strcspn(parameter + length, "&#"));
		}
	}
}

bool db_url_find(char *option, struct db_url *url, struct report *report)
{
	const char *text = option ? arena_string(report->arena, option) : getenv("DATABASE_URL");

	if (option)
		hide_password(option);
	if (!text && access(".env", F_OK) == 0) {
		struct source file;
		if (!file_read(".env", &file, report))
			return false;
		text = db_dotenv_value(report->arena, file.text, "DATABASE_URL");
	}
	if (text && *text)
		return db_url_parse(text, url, report);
	report_error(report, nowhere, text ? "the database URL is empty" : "missing database URL");
	return report_hint(
		report, "set DATABASE_URL (in the environment, or in .env here%s), or use -u URL",
		access("prisma/.env", F_OK) == 0 ? "; prisma/.env is not read" : "");
}
