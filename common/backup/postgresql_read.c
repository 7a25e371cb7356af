/* Starts pg_restore, and reads what it writes. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup/postgresql.h"

const char pg_get_programs[] = "install PostgreSQL's client programs "
			       "(Debian's package postgresql-client)";

int pg_make_pipe(int ends[2])
{
	if (pipe(ends) != 0)
		return errno;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	return 0;
}

bool pg_start_reading(const char *const *argv, int in, struct process *reader, int *source,
		      struct report *report)
{
	int ends[2], reason = pg_make_pipe(ends);

	if (reason)
		return report_error(report, nowhere, "cannot start %s: %s", argv[0],
				    strerror(reason));
	const struct command command = {argv, NULL, in, ends[1], pg_get_programs};
	bool started = process_start(reader, &command, report);
	close(ends[1]);
	if (!started)
		close(ends[0]);
	*source = ends[0];
	return started;
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
	for (ssize_t length; lines && (length = getline(&line, &room, lines)) > 0;) {
		line[strcspn(line, "\n")] = '\0';
		take(line, context);
	}
	free(line);
	fclose(lines);
	return pg_finish_reading(&reader, report);
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
