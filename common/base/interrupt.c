/* Blocks SIGINT and SIGTERM except while the program waits. */
#define _GNU_SOURCE /* ppoll, which unblocks signals and waits in one step */
#include "base/interrupt.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

/* The only type that a signal handler may write. */
static volatile sig_atomic_t signal_seen;

static void remember(int signal_number)
{
	signal_seen = signal_number;
}

static void both_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
}

void interrupt_catch(void)
{
	struct sigaction action = {.sa_handler = remember};
	sigset_t both;

	both_signals(&both);
	sigprocmask(SIG_BLOCK, &both, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

/* A signal that is pending is delivered in interrupt_wait. */
int interrupt_seen(void)
{
	if (!signal_seen)
		interrupt_wait(-1, false, 0);
	return signal_seen;
}

bool interrupt_wait(int fd, bool writing, int milliseconds)
{
	struct pollfd waited = {.fd = fd, .events = (short)(writing ? POLLIN | POLLOUT : POLLIN)};
	struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
	sigset_t both, open;

	if (signal_seen)
		return false;
	both_signals(&both);
	sigprocmask(SIG_SETMASK, NULL, &open);
	sigdelset(&open, SIGINT);
	sigdelset(&open, SIGTERM);
	return ppoll(&waited, 1, milliseconds < 0 ? NULL : &time, &open) > 0;
}
