/*
 * SIGINT, SIGTERM and SIGHUP, which long work polls.
 *
 * After interrupt_catch these signals do not end the process. They are blocked, so that no file
 * is left half written, and are delivered only in interrupt_wait and interrupt_seen.
 */
#ifndef BASE_INTERRUPT_H
#define BASE_INTERRUPT_H

#include <stdbool.h>

/* Blocks the signals, but for those that are ignored. Called once, early in main. */
void interrupt_catch(void);

/* Returns the signal that arrived, or 0. Once it is set it stays set. */
int interrupt_seen(void);

/*
 * Waits until `fd` is readable (with `writing`, readable or writable), at most `milliseconds`; -1
 * is no limit. Returns false after that time or at a signal. With a negative `fd` it only waits.
 */
bool interrupt_wait(int fd, bool writing, int milliseconds);

/* Waits in the same way, and waits on after a signal: for what must still be brought to an end. */
bool interrupt_wait_on(int fd, bool writing, int milliseconds);

#endif
