/* Hints for failed connections. */
#include <string.h>

#include "postgresql/postgresql.h"

/* By SQLSTATE, since servers speak many languages. */
static const struct {
	const char *code, *hint;
} codes[] = {
	{"28P01", "percent-encode the password in the URL: / is %2F, ? is %3F, # is %23, @ is %40"},
	{"42501", "the URL's user may not connect: the database's owner can GRANT CONNECT ON "
		  "DATABASE"},
	{"53300", "the server, or this user, has no connections left: try again later"},
	{"55000", "the database does not accept connections: use another one"},
	{"57P03", "the server is starting up or shutting down: try again later"},
};

/*
 * invalid_authorization_specification: the user does not exist, or no line of pg_hba.conf admits it
 * from this address by this kind of connection.
 */
static const char without_tls[] =
	"the server has no such user, or requires TLS: use sslmode=require in the URL";
static const char with_tls[] =
	"the server has no such user, or no line for it in pg_hba.conf, or requires a client "
	"certificate: use sslcert=FILE&sslkey=FILE in the URL";

/* By libpq's words, which are English: no program sets another language. */
static const struct {
	const char *words, *hint;
} libpq_words[] = {
	{"certificate verify failed",
	 "name the authority that signed the server's certificate: use sslrootcert=FILE in the "
	 "URL, or, as in Prisma, sslcert=FILE with sslaccept=strict"},
	{"root certificate file",
	 "name a file that exists, with the authority that signed the server's certificate: use "
	 "sslrootcert=FILE in the URL, or, as in Prisma, sslcert=FILE with sslaccept=strict"},
	{"does not match host name",
	 "use the host name in the certificate; or use sslmode=verify-ca, which does not compare "
	 "names, instead of verify-full or sslaccept=strict"},
	{"private key file", "use sslkey=FILE in the URL, and chmod 600 FILE"},
	{"server does not support SSL",
	 "check the host and the port; or enable TLS on the server (ssl = on); or use "
	 "sslmode=disable in the URL, which neither encrypts nor checks who the server is"},
	{"Connection refused", "check the host and the port; or start the server, or wait for it "
			       "with -w"},
	{"failed: No such file or directory",
	 "check the directory and the port; or start the server, or wait for it with -w"},
	{"could not translate host name", "check the host name in the URL"},
	{"no answer in", "check the host and the port, and the firewalls between"},
	{"no password supplied",
	 "put the password into the URL, or into the file named by PGPASSFILE"},
};

static const char *hint_for_code(const char *code, bool may_use_tls)
{
	if (strcmp(code, "28000") == 0)
		return may_use_tls ? with_tls : without_tls;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(code, codes[i].code) == 0)
			return codes[i].hint;
	return NULL;
}

const char *pg_connection_hint(const char *code, const char *message, bool may_use_tls)
{
	if (code)
		return hint_for_code(code, may_use_tls);
	for (size_t i = 0; i < sizeof libpq_words / sizeof *libpq_words; i++)
		if (strstr(message, libpq_words[i].words))
			return libpq_words[i].hint;
	return NULL;
}
