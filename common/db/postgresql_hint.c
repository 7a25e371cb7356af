/* Hints for connections that fail. */
#include <string.h>

#include "db/postgresql.h"

/* By the words of libpq and servers: a connection that fails has no SQLSTATE. */
static const struct {
	const char *words, *hint;
} hints[] = {
	{"certificate verify failed",
	 "name the authority that signed the server's certificate: sslrootcert=FILE in the URL, "
	 "or, as in Prisma, sslcert=FILE with sslaccept=strict"},
	{"root certificate file",
	 "name the authority that signed the server's certificate: sslrootcert=FILE in the URL, "
	 "or, as in Prisma, sslcert=FILE with sslaccept=strict"},
	{"does not match host name",
	 "use the host name in the certificate; sslmode=verify-ca, instead of verify-full or "
	 "sslaccept=strict, does not compare names"},
	{"client certificate",
	 "the server requires a certificate of this user: sslcert=FILE&sslkey=FILE in the URL"},
	{"private key file", "sslkey=FILE in the URL; chmod 600 FILE"},
	{"no encryption", "the server requires TLS: sslmode=require in the URL"},
	{"server does not support SSL",
	 "sslmode=prefer in the URL connects without TLS if the server has none"},
	{"no password supplied", "put it into the URL, or into the file named by PGPASSFILE"},
	{"password authentication failed",
	 "in a URL a password must be percent-encoded: / is %2F, ? is %3F, # is %23, @ is %40"},
};

const char *pg_connection_hint(const char *message)
{
	for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
		if (strstr(message, hints[i].words))
			return hints[i].hint;
	return NULL;
}
