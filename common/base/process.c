#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/interrupt.h"

extern char **environ;

/* More than this (bytes) of what a child says of its errors helps nobody. */
enum { LONGEST_COMPLAINT = 4096 };

static bool same_variable(const char *a, const char *b)
{
	size_t length = strcspn(a, "=");

	return strncmp(a, b, length) == 0 && b[length] == '=';
}

/* Our environment, without what `added` sets anew, and `added`. */
static char **merge(struct arena *arena, const struct names *added)
{
	struct names all = {0};
	const char **variable;

	for (char **own = environ; *own; own++) {
		bool replaced = false;
		vector_each(variable, added)
			replaced = replaced || same_variable(*variable, *own);
		if (!replaced)
			*vector_add(arena, &all) = *own;
	}
	vector_each(variable, added)
		*vector_add(arena, &all) = *variable;
	*vector_add(arena, &all) = NULL;
	/* posix_spawnp takes strings that it does not change, but says so nowhere. */
	char **environment = arena_alloc(arena, all.count * sizeof *environment);
	memcpy(environment, all.at, all.count * sizeof *environment);
	return environment;
}

bool process_start(struct process *process, const char *const *argv,
		   const struct names *environment, int in, int out, struct report *report)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none, pipe_signal;
	int errors[2];
	size_t count = 0;

	*process = (struct process){.name = argv[0], .said = {.arena = report->arena}};
	while (argv[count])
		count++;
	char **arguments = arena_alloc(report->arena, (count + 1) * sizeof *arguments);
	memcpy(arguments, argv, count * sizeof *arguments);

	if (pipe(errors) != 0)
		return report_error(report, nowhere, "cannot start %s: %s", argv[0],
				    strerror(errno));
	fcntl(errors[0], F_SETFD, FD_CLOEXEC);
	fcntl(errors[1], F_SETFD, FD_CLOEXEC);
	posix_spawn_file_actions_init(&files);
	if (in >= 0)
		posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	else
		posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (out >= 0)
		posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, errors[1], STDERR_FILENO);
	/* The signals that we hold back or ignore are the child's to feel. */
	sigemptyset(&none);
	sigemptyset(&pipe_signal);
	sigaddset(&pipe_signal, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &pipe_signal);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	int reason = posix_spawnp(&process->id, argv[0], &files, &attributes, arguments,
				  merge(report->arena, environment));
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	close(errors[1]);
	process->errors = errors[0];
	if (reason == 0)
		return true;
	close(errors[0]);
	report_error(report, nowhere, "cannot start %s: %s", argv[0], strerror(reason));
	if (reason == ENOENT)
		report_hint(report,
			    "%s is not on PATH: install PostgreSQL's client programs "
			    "(Debian's package postgresql-client)",
			    argv[0]);
	return false;
}

/* Keeps what the child says until it has nothing more to say. */
static void listen(struct process *process)
{
	bool ended = false;
	char part[1024];

	for (;;) {
		if (!interrupt_wait(process->errors, false, -1)) {
			if (interrupt_seen() && !ended)
				kill(process->id, SIGTERM);
			ended = ended || interrupt_seen();
			if (!ended)
				continue;
		}
		ssize_t got = read(process->errors, part, sizeof part);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return;
		if (process->said.length < LONGEST_COMPLAINT)
			buffer_add_slice(&process->said, part, (size_t)got);
	}
}

bool process_finish(struct process *process, struct report *report)
{
	int status = 0;

	listen(process);
	close(process->errors);
	while (waitpid(process->id, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	while (process->said.length && process->said.text[process->said.length - 1] == '\n')
		process->said.text[--process->said.length] = '\0';
	if (interrupt_seen())
		return report_error(report, nowhere, "%s was interrupted", process->name);
	if (WIFSIGNALED(status))
		return report_error(report, nowhere, "%s was ended by signal %d", process->name,
				    WTERMSIG(status));
	if (process->said.length)
		return report_error(report, nowhere, "%s failed: %s", process->name,
				    buffer_text(&process->said));
	return report_error(report, nowhere, "%s failed with status %d", process->name,
			    WEXITSTATUS(status));
}
