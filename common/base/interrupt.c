/* Blocks SIGINT, SIGTERM and SIGHUP except while the program waits. */
#define _GNU_SOURCE /* for ppoll, which unblocks signals and waits in one step */
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

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { SIGNALS = sizeof signals / sizeof *signals };

void interrupt_catch(void)
{
	struct sigaction action = {.sa_handler = remember}, before;
	sigset_t caught;

	sigemptyset(&caught);
	for (size_t i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], NULL, &before);
		/* nohup ignores these signals, and so does a shell for background jobs. */
		if (before.sa_handler == SIG_IGN)
			continue;
		sigaddset(&caught, signals[i]);
		sigaction(signals[i], &action, NULL);
	}
	sigprocmask(SIG_BLOCK, &caught, NULL);
}

/* Lets a pending signal in by interrupt_wait, and returns it. */
int interrupt_seen(void)
{
	if (!signal_seen)
		interrupt_wait(-1, false, 0);
	return signal_seen;
}

/* Waits with the signals of `mask` blocked; NULL is the present mask. */
static bool wait_for(int fd, bool writing, int milliseconds, const sigset_t *mask)
{
	struct pollfd waited = {.fd = fd, .events = (short)(writing ? POLLIN | POLLOUT : POLLIN)};
	struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};

	return ppoll(&waited, 1, milliseconds < 0 ? NULL : &time, mask) > 0;
}

bool interrupt_wait(int fd, bool writing, int milliseconds)
{
	sigset_t open;

	if (signal_seen)
		return false;
	sigprocmask(SIG_SETMASK, NULL, &open);
	for (size_t i = 0; i < SIGNALS; i++)
		sigdelset(&open, signals[i]);
	return wait_for(fd, writing, milliseconds, &open);
}

bool interrupt_wait_on(int fd, bool writing, int milliseconds)
{
	return interrupt_seen() ? wait_for(fd, writing, milliseconds, NULL)
				: interrupt_wait(fd, writing, milliseconds);
}
