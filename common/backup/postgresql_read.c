/* Starts pg_restore, and reads what it writes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup/postgresql.h"

const char pg_get_programs[] = "install PostgreSQL's client programs "
			       "(Debian's package postgresql-client)";

bool pg_start_reading(const char *const *argv, int in, struct process *reader, int *source,
		      struct report *report)
{
	const struct command command = {argv, NULL, in, -1, pg_get_programs};

	return process_start_reading(reader, &command, source, report);
}

bool pg_finish_reading(struct process *reader, struct report *report)
{
	if (process_finish(reader, report))
		return true;
	if (!strstr(buffer_text(&reader->said), "unsupported version"))
		return false;
	reader->judged = false;
	return report_hint(report, "a newer pg_dump made it: install the client programs of that "
				   "version, and put them on PATH");
}

bool pg_read_lines(const char *const *argv, int in, void (*take)(const char *line, void *context),
		   void *context, struct report *report)
{
	struct process reader;
	int source;
	char *line = NULL;
	size_t room = 0;

	if (!pg_start_reading(argv, in, &reader, &source, report))
		return false;
	FILE *lines = fdopen(source, "r");
	if (!lines)
		out_of_memory();
	while (getline(&line, &room, lines) > 0) {
		line[strcspn(line, "\n")] = '\0';
		take(line, context);
	}
	bool read = !ferror(lines);
	free(line);
	fclose(lines);
	return pg_finish_reading(&reader, report) &&
	       (read || report_error(report, nowhere, "cannot read the output of %s", argv[0]));
}

int pg_write_list(const char *text, size_t length, struct report *report)
{
	struct draft draft;

	if (!backup_temporary(&draft, report))
		return -1;
	unlink(draft.path);
	if (write(draft.fd, text, length) == (ssize_t)length && lseek(draft.fd, 0, SEEK_SET) == 0)
		return draft.fd;
	backup_report_temporary(draft.path, report);
	close(draft.fd);
	return -1;
}
