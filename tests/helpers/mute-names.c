/* Loaded before the C library: a name service that never answers. */
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
