/* What to do where a server cannot be reached. */
#include <string.h>

#include "db/postgresql.h"

/* libpq and servers say in words only what is wrong: a connection that fails has no SQLSTATE. */
static const struct {
	const char *words, *hint;
} hints[] = {
	{"certificate verify failed", "name the authority that has signed the server's "
				      "certificate: sslrootcert=FILE in the URL, "
				      "or, as Prisma has it, sslcert=FILE beside sslaccept=strict"},
	{"root certificate file", "name the authority that has signed the server's certificate: "
				  "sslrootcert=FILE in the URL, "
				  "or, as Prisma has it, sslcert=FILE beside sslaccept=strict"},
	{"does not match host name",
	 "name the host as its certificate does; sslmode=verify-ca, instead of verify-full or "
	 "sslaccept=strict, does not compare the names"},
	{"client certificate",
	 "the server asks this user for a certificate: sslcert=FILE&sslkey=FILE in the URL"},
	{"private key file", "sslkey=FILE in the URL; chmod 600 FILE"},
	{"no encryption", "the server wants TLS: sslmode=require in the URL"},
	{"server does not support SSL",
	 "sslmode=prefer in the URL goes without TLS where the server has none"},
	{"no password supplied", "put it into the URL, or into the file that PGPASSFILE names"},
	{"password authentication failed",
	 "in a URL a password is percent-encoded: an @ is %40, a / is %2F, a ? is %3F, a # is %23"},
};

const char *pg_connection_hint(const char *message)
{
	for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
		if (strstr(message, hints[i].words))
			return hints[i].hint;
	return NULL;
}
