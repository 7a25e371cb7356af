/*
 * SIGINT, SIGTERM and SIGHUP, polled during long work.
 *
 * After interrupt_catch these signals do not end the process. They are blocked, so that no file is
 * left half written, and arrive only in interrupt_wait and interrupt_seen.
 */
#ifndef BASE_INTERRUPT_H
#define BASE_INTERRUPT_H

#include <stdbool.h>

/* Blocks the signals, except those that are ignored. Call once, early in main. */
void interrupt_catch(void);

/* Returns the first signal that arrived, or 0. The answer never changes back. */
int interrupt_seen(void);

/*
 * Waits until `fd` is readable (with `writing`: readable or writable), for at most `milliseconds`;
 * -1 means no limit. Returns false on a timeout or a signal. With a negative `fd` it only waits.
 */
bool interrupt_wait(int fd, bool writing, int milliseconds);

/* Like interrupt_wait, but goes on waiting after a signal, for work that must still be finished. */
bool interrupt_wait_on(int fd, bool writing, int milliseconds);

#endif
