/* A database's URL, and the text of a .env file with one in it. */
#include "fuzz.h"

#include "db/url.h"

static void parse(const char *text, struct report *report)
{
	struct names environment = {0};
	struct db_url url;

	if (!db_url_parse(text, &url, report))
		return;
	must(url.shown && url.text);
	db_url_is_local(&url);
	db_url_variables(&url, report->arena);
	if (url.kind == DB_POSTGRESQL)
		db_url_environment(&url, report->arena, &environment);
}

void fuzz_url(const struct source *input, struct report *report)
{
	parse(input->text, report);
}

void fuzz_dotenv(const struct source *input, struct report *report)
{
	bool cut;
	const char *text = db_dotenv_value(report->arena, input->text, "DATABASE_URL", &cut);

	if (text && !cut)
		parse(text, report);
}
