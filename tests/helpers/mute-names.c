/* For LD_PRELOAD: simulates a name service that never answers. */
#define _POSIX_C_SOURCE 200809L
#include <netdb.h>
#include <unistd.h>

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
		struct addrinfo **found)
{
	(void)name;
	(void)service;
	(void)hints;
	(void)found;
	for (;;)
		sleep(60);
}
