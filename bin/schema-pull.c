/* schema-pull: reads the schema of a database, as schema text. */
#include <getopt.h>
#include <stdio.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "db/schema.h"
#include "schema/text.h"

static const struct option_row options[] = {
	OPTION_FORM,
	{'u', "url", "url", "the database (default: $DATABASE_URL, or that of .env)"},
	{'w', "wait", "seconds", "wait this long for a connection or a lock (60)"},
	{0},
};

static const struct program program = {
	"schema-pull",
	"",
	"reads the schema of a database, as schema text",
	options,
};

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct record_writer records = {.text = {.arena = &arena, .file = stdout}};
	struct db_patience patience = db_default_patience;
	struct db_url url;
	struct db *db;
	struct schema schema;
	char *url_option = NULL;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'o':
			records.form = program_form(optarg);
			break;
		case 'u':
			url_option = optarg;
			break;
		case 'w':
			patience.lock_wait = program_milliseconds(optarg);
			break;
		}
	interrupt_catch();
	/* Nothing is written, but a database that is missing must not pass for one without tables. */
	if (!db_url_find(url_option, &url, &report) ||
	    !db_open(&db, &url, DB_WRITE, &patience, &report))
		return program_end(&report, EXIT_TROUBLE);
	if (db_schema_read(db, &schema)) {
		schema_write(&schema, &records);
		buffer_flush(&records.text);
	}
	db_close(db);
	return program_end(&report, EXIT_YES);
}
