/*
 * Looks up a host in a child process. The C library's lookup may take half a minute if a name
 * server is silent, and no signal ends it.
 */
#define _DEFAULT_SOURCE /* for NI_MAXHOST */
#include "postgresql/lookup.h"

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/interrupt.h"
#include "base/process.h"
#include "db/time.h"

/*
 * Writes the child's answer: a line for each address, or a line with ! and the reason why there is
 * none.
 */
static void add_addresses(const struct addrinfo *found, struct buffer *answer)
{
	char address[NI_MAXHOST];

	for (; found; found = found->ai_next)
		if (getnameinfo(found->ai_addr, found->ai_addrlen, address, sizeof address, NULL, 0,
				NI_NUMERICHOST) == 0)
			buffer_format(answer, "%s\n", address);
}

static void look_up(const char *host, struct buffer *answer)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
	int reason = getaddrinfo(host, NULL, &hints, &found);

	if (reason == 0)
		add_addresses(found, answer);
	else
		buffer_format(answer, "!%s\n",
			      reason == EAI_SYSTEM ? strerror(errno) : gai_strerror(reason));
}

static _Noreturn void answer_and_exit(struct arena *arena, const char *host, int to)
{
	struct buffer answer = {.arena = arena};

	look_up(host, &answer);
	_exit(write(to, buffer_text(&answer), answer.length) != (ssize_t)answer.length);
}

/* Reads until the end. False on a timeout or a signal. */
static bool listen_to(int from, int64_t deadline, struct buffer *answer)
{
	char part[1024];
	ssize_t got;

	do {
		int64_t left = (deadline - db_clock()) / 1000;
		if (left < 0 || !interrupt_wait(from, false, (int)left))
			return false;
		got = read(from, part, sizeof part);
		if (got > 0)
			buffer_add_slice(answer, part, (size_t)got);
	} while (got > 0);
	return got == 0;
}

static const char *read_answer(struct arena *arena, const char *answer, struct names *addresses)
{
	if (*answer == '!')
		return arena_slice(arena, answer + 1, strcspn(answer + 1, "\n"));
	for (const char *line = answer, *end; (end = strchr(line, '\n')); line = end + 1)
		*vector_add(arena, addresses) = arena_slice(arena, line, (size_t)(end - line));
	return addresses->count ? NULL : "it has no address";
}

const char *db_look_up(struct arena *arena, const char *host, int64_t deadline,
		       struct names *addresses)
{
	struct buffer answer = {.arena = arena};
	int ends[2], reason = process_pipe(ends);

	*addresses = (struct names){0};
	if (reason)
		return strerror(reason);
	pid_t child = fork();
	if (child == 0)
		answer_and_exit(arena, host, ends[1]);
	close(ends[1]);
	bool ended = child > 0 && listen_to(ends[0], deadline, &answer);
	close(ends[0]);
	if (child < 0)
		return strerror(errno);
	if (!ended)
		kill(child, SIGKILL);
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	if (ended)
		return read_answer(arena, buffer_text(&answer), addresses);
	return interrupt_seen() ? "interrupted" : "no answer from the name service in time";
}
