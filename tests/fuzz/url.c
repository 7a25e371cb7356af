/* A database's URL, and the text of a .env file with one in it. */
#include "fuzz.h"

#include "url/url.h"

static void parse(const char *text, struct report *report)
{
	struct names environment = {0};
	struct url url;

	if (!url_parse(text, &url, report))
		return;
	must(url.shown && url.text);
	url_is_local(&url);
	url_variables(&url, report->arena);
	if (url.kind == DB_POSTGRESQL)
		url_environment(&url, report->arena, &environment);
}

void fuzz_url(const struct source *input, struct report *report)
{
	parse(input->text, report);
}

void fuzz_dotenv(const struct source *input, struct report *report)
{
	bool cut;
	const char *text = url_dotenv_value(report->arena, input->text, "DATABASE_URL", &cut);

	if (text && !cut)
		parse(text, report);
}
