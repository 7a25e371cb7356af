/*
 * For LD_PRELOAD: simulates a file system without hard links, as exFAT and many network file
 * systems are.
 */
#include <errno.h>
#include <unistd.h>

int link(const char *from, const char *to)
{
	(void)from;
	(void)to;
	errno = EPERM;
	return -1;
}
