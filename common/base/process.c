/* Starts a child process, keeps its stderr, and waits for its end. */
#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/interrupt.h"

extern char **environ;

/* Bytes kept of a child's stderr. */
enum { LONGEST_COMPLAINT = 4096 };

static bool same_variable(const char *a, const char *b)
{
	size_t length = strcspn(a, "=");

	return strncmp(a, b, length) == 0 && b[length] == '=';
}

/* Copies strings for posix_spawnp, whose parameter is not const although it changes nothing. */
static char **strings(struct arena *arena, const char *const *from, size_t count)
{
	char **copy = arena_alloc(arena, count * sizeof *copy);

	memcpy(copy, from, count * sizeof *copy);
	return copy;
}

/*
 * Returns our environment plus `added` (which may be NULL), whose variables replace those of the
 * same names.
 */
static char **merge(struct arena *arena, const struct names *added)
{
	static const struct names none;
	struct names all = {0};
	const char **variable;

	if (!added)
		added = &none;
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
	return strings(arena, all.at, all.count);
}

/* Sets the signals that we block or ignore back to their defaults in the child. */
static void restore_signals(posix_spawnattr_t *attributes)
{
	sigset_t none, pipe_signal;

	sigemptyset(&none);
	sigemptyset(&pipe_signal);
	sigaddset(&pipe_signal, SIGPIPE);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &pipe_signal);
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static void redirect(posix_spawn_file_actions_t *files, const struct command *command, int errors)
{
	if (command->in >= 0)
		posix_spawn_file_actions_adddup2(files, command->in, STDIN_FILENO);
	else
		posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (command->out >= 0)
		posix_spawn_file_actions_adddup2(files, command->out, STDOUT_FILENO);
	else
		posix_spawn_file_actions_addopen(files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(files, errors, STDERR_FILENO);
}

/* Starts the child. With -1 as `errors` it shares our descriptors. Returns 0 or an errno. */
static int spawn(const struct command *command, int errors, pid_t *id, struct arena *arena)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	size_t count = 0;

	while (command->argv[count])
		count++;
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attributes);
	if (errors >= 0)
		redirect(&files, command, errors);
	restore_signals(&attributes);
	int reason = posix_spawnp(id, command->argv[0], &files, &attributes,
				  strings(arena, command->argv, count + 1),
				  merge(arena, command->environment));
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	return reason;
}

static bool report_start(const struct command *command, int reason, struct report *report)
{
	report_error(report, nowhere, "cannot start %s: %s", command->argv[0], strerror(reason));
	if (reason == ENOENT && command->hint)
		report_hint(report, "%s is not on PATH: %s", command->argv[0], command->hint);
	return false;
}

int process_pipe(int ends[2])
{
	if (pipe(ends) != 0)
		return errno;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	return 0;
}

bool process_start(struct process *process, const struct command *command, struct report *report)
{
	int errors[2], reason = process_pipe(errors);

	*process = (struct process){.name = command->argv[0], .said = {.arena = report->arena}};
	if (reason)
		return report_start(command, reason, report);
	reason = spawn(command, errors[1], &process->id, report->arena);
	close(errors[1]);
	process->errors = errors[0];
	if (reason == 0)
		return true;
	close(errors[0]);
	return report_start(command, reason, report);
}

bool process_start_reading(struct process *process, const struct command *command, int *source,
			   struct report *report)
{
	struct command writing = *command;
	int ends[2], reason = process_pipe(ends);

	*source = -1;
	if (reason)
		return report_start(command, reason, report);
	writing.out = ends[1];
	bool started = process_start(process, &writing, report);
	close(ends[1]);
	if (started)
		*source = ends[0];
	else
		close(ends[0]);
	return started;
}

bool process_start_open(struct process *process, const char *const *argv,
			const struct names *environment, struct report *report)
{
	const struct command command = {.argv = argv, .environment = environment};
	int life[2];

	*process = (struct process){.name = argv[0], .said = {.arena = report->arena}};
	/* The child unknowingly holds one end of the pipe, which closes when the child ends. */
	if (pipe(life) != 0)
		return report_start(&command, errno, report);
	fcntl(life[0], F_SETFD, FD_CLOEXEC);
	int reason = spawn(&command, -1, &process->id, report->arena);
	close(life[1]);
	process->errors = life[0];
	if (reason == 0)
		return true;
	close(life[0]);
	return report_start(&command, reason, report);
}

/* Reads part of the child's stderr. False if the child has closed it. */
static bool hear(struct process *process)
{
	char part[1024];
	ssize_t got = read(process->errors, part, sizeof part);

	if (got > 0 && process->said.length < LONGEST_COMPLAINT)
		buffer_add_slice(&process->said, part, (size_t)got);
	return got > 0 || (got < 0 && errno == EINTR);
}

/* Milliseconds between two signals to a child, and between two ticks. */
enum { NEXT_SIGNAL = 700, TICK = 300 };

/*
 * Ends a child after a signal. SIGINT makes psql and pg_dump cancel their statements on the server;
 * SIGTERM would leave these running.
 */
static void end(struct process *process, int *sent)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGKILL};

	if (*sent < (int)(sizeof signals / sizeof *signals))
		kill(process->id, signals[(*sent)++]);
}

/* Reads the child's stderr until the child closes it. */
static void listen(struct process *process)
{
	bool is_due = true;
	int sent = 0;

	do {
		if (interrupt_seen() && is_due)
			end(process, &sent);
		is_due = !interrupt_wait_on(process->errors, false,
					    interrupt_seen() ? NEXT_SIGNAL
					    : process->tick  ? TICK
							     : -1);
		if (process->tick)
			process->tick(process->context);
	} while (is_due || hear(process));
}

/* Bytes on their way from a source to a sink. */
struct passage {
	char part[64 * 1024];
	const char *next;
	size_t left;
	bool ended; /* the source is at its end */
	int64_t bytes, lines;
};

/* Counts the bytes and lines just read. */
static void count(struct passage *passage)
{
	const char *end = passage->part + passage->left;

	passage->bytes += (int64_t)passage->left;
	for (const char *at = passage->part; (at = memchr(at, '\n', (size_t)(end - at))); at++)
		passage->lines++;
}

/* Reads more once all is written; writes what the sink takes. False if the sink takes no more. */
static bool move(struct passage *passage, int source, int sink, short readable, short writable)
{
	ssize_t moved = 0;

	if (passage->left && writable) {
		moved = write(sink, passage->next, passage->left);
		if (moved < 0)
			return errno == EAGAIN || errno == EINTR;
		passage->next += moved;
		passage->left -= (size_t)moved;
	} else if (!passage->left && readable) {
		moved = read(source, passage->part, sizeof passage->part);
		if (moved < 0)
			return errno == EINTR;
		passage->next = passage->part;
		passage->left = (size_t)moved;
		passage->ended = moved == 0;
		count(passage);
	}
	return true;
}

bool process_pass(struct process *from, int source, struct process *to, int sink, const char *first)
{
	/* Milliseconds between two checks for a signal. */
	enum { SIGNAL_PERIOD = 100 };
	/* Static: the stack may be small. */
	static struct passage passage;
	struct pollfd fds[4] = {{.fd = from->errors, .events = POLLIN},
				{.fd = to->errors, .events = POLLIN}};

	passage.next = first;
	passage.left = strlen(first);
	passage.ended = false;
	passage.bytes = passage.lines = 0;
	fcntl(sink, F_SETFL, O_NONBLOCK);
	while (passage.left || !passage.ended) {
		fds[2] = (struct pollfd){.fd = passage.left ? -1 : source, .events = POLLIN};
		fds[3] = (struct pollfd){.fd = passage.left ? sink : -1, .events = POLLOUT};
		if (poll(fds, 4, SIGNAL_PERIOD) < 0 && errno != EINTR)
			return false;
		if (interrupt_seen())
			return false;
		from->passed = passage.bytes;
		from->lines = passage.lines;
		if (from->tick)
			from->tick(from->context);
		if (fds[0].revents && !hear(from))
			fds[0].fd = -1;
		if (fds[1].revents && !hear(to))
			fds[1].fd = -1;
		if (!move(&passage, source, sink, fds[2].revents, fds[3].revents))
			return false;
	}
	return true;
}

bool process_goes_on(struct process *process)
{
	struct pollfd errors = {.fd = process->errors, .events = POLLIN};

	while (poll(&errors, 1, 0) > 0)
		if (!hear(process))
			return false;
	return true;
}

bool process_finish(struct process *process, struct report *report)
{
	int status = 0;

	listen(process);
	close(process->errors);
	while (waitpid(process->id, &status, 0) < 0 && errno == EINTR)
		;
	/* As in a shell, 126 and 127 mean that the program could not be run. */
	process->judged = WIFEXITED(status) && WEXITSTATUS(status) < 126;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	while (process->said.length && process->said.text[process->said.length - 1] == '\n')
		process->said.text[--process->said.length] = '\0';
	if (interrupt_seen())
		return report_error(report, nowhere, "%s was interrupted", process->name);
	if (WIFSIGNALED(status))
		return report_error(report, nowhere, "%s was killed by signal %d", process->name,
				    WTERMSIG(status));
	if (process->said.length)
		return report_error(report, nowhere, "%s failed: %s", process->name,
				    buffer_text(&process->said));
	return report_error(report, nowhere, "%s exited with status %d", process->name,
			    WEXITSTATUS(status));
}
