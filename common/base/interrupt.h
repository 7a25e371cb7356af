/*
 * Ctrl-C and SIGTERM, as a question that long work asks.
 *
 * After interrupt_catch the two signals no longer end the process: they are kept until
 * interrupt_seen is asked. They interrupt only interrupt_wait; everywhere else they are held back,
 * so that no file is left half written. A second signal is not waited for: it is asked once.
 */
#ifndef BASE_INTERRUPT_H
#define BASE_INTERRUPT_H

#include <stdbool.h>

void interrupt_catch(void);

/* The signal that came, or 0. */
int interrupt_seen(void);

/*
 * Waits until `fd` can be read (or written too, where `writing`), for at most `milliseconds` (-1:
 * without end). True where it can; false at the end of the time or at a signal. A negative `fd`
 * only waits.
 */
bool interrupt_wait(int fd, bool writing, int milliseconds);

#endif
