/*
 * For LD_PRELOAD: simulates a file system without hard links and without an exclusive rename, like
 * many network file systems.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

int link(const char *from, const char *to)
{
	(void)from;
	(void)to;
	errno = EPERM;
	return -1;
}

int renameat2(int from_directory, const char *from, int to_directory, const char *to,
	      unsigned int how)
{
	(void)from_directory;
	(void)from;
	(void)to_directory;
	(void)to;
	(void)how;
	errno = EINVAL;
	return -1;
}
