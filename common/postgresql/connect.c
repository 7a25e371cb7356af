/*
 * Connects to a PostgreSQL server, with a time limit and until a signal. libpq can try several
 * hosts itself, but its name lookups block, and it gives a silent host all of the time.
 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "postgresql/lookup.h"
#include "postgresql/postgresql.h"
#include "url/parts.h"

/* cannot_connect_now */
#define PG_STARTING_UP "57P03"

/* A connection being made. Times are those of db_clock. */
struct attempt {
	struct postgresql *pg;
	const char *database; /* replaces the URL's; or NULL */
	const char *session;  /* replaces the URL's target_session_attrs; or NULL */
	int64_t begun, end;   /* for all hosts together */
	PGconn *connection;   /* once it is made */
	struct pg_refusal *refusal;
	const char *address; /* of the server that is being tried; or NULL */
	const char *plain;   /* the last reason, without the address */
	const char *alike;   /* the addresses that had this reason: "::1, 127.0.0.1" */
	bool over;	     /* try no other host */
};

static void ignore_notice(void *context, const PGresult *notice)
{
	(void)context;
	(void)notice;
}

static void add_parameter(struct arena *arena, struct names *keywords, struct names *values,
			  const char *keyword, const char *value)
{
	if (!value)
		return;
	*vector_add(arena, keywords) = keyword;
	*vector_add(arena, values) = value;
}

/* Starts to connect to one server, or with NULL to those of a service. */
static PGconn *start(const struct attempt *attempt, const struct pg_server *server)
{
	struct postgresql *pg = attempt->pg;
	struct arena *arena = pg->db.arena;
	struct names keywords = {0}, values = {0};
	const struct db_parameter *parameter;

	/* libpq uses the last value of a keyword. */
	vector_each(parameter, &pg->db.url->parameters)
		if (!server || (strcmp(parameter->keyword, "host") != 0 &&
				strcmp(parameter->keyword, "hostaddr") != 0 &&
				strcmp(parameter->keyword, "port") != 0))
			add_parameter(arena, &keywords, &values, parameter->keyword,
				      parameter->value);
	if (server) {
		add_parameter(arena, &keywords, &values, "host", server->host);
		add_parameter(arena, &keywords, &values, "hostaddr", server->address);
		add_parameter(arena, &keywords, &values, "port", server->port);
	}
	add_parameter(arena, &keywords, &values, "dbname", attempt->database);
	add_parameter(arena, &keywords, &values, "target_session_attrs", attempt->session);
	add_parameter(arena, &keywords, &values, "fallback_application_name", program_name());
	add_parameter(arena, &keywords, &values, "client_encoding", "UTF8");
	*vector_add(arena, &keywords) = NULL;
	*vector_add(arena, &values) = NULL;
	return pg->pq.PQconnectStartParams(keywords.at, values.at, 0);
}

/* Stores the SQLSTATE of "FATAL: 28P01: ...", and returns the text without it. */
static const char *take_code(struct arena *arena, const char *text, const char **code)
{
	for (const char *found = text; (found = pg_find_code(found));) {
		/*
		 * The first cause counts. Only 28000 gives way to a later code: it just says that
		 * pg_hba.conf admits no such user or kind of connection.
		 */
		if (!*code || strcmp(*code, "28000") == 0)
			*code = arena_slice(arena, found, 5);
		text = arena_format(arena, "%.*s%s", (int)(found - text), text, found + 7);
		found = text;
	}
	return text;
}

/* Lines that are not causes: places in the server's source, and a question that the hint answers. */
static const char *const asides[] = {"LOCATION:  ", "\tIs the server running "};

static bool is_aside(const char *line)
{
	for (size_t i = 0; i < sizeof asides / sizeof *asides; i++)
		if (strncmp(line, asides[i], strlen(asides[i])) == 0)
			return true;
	return false;
}

/* Returns the causes in a text, each once: with and without TLS a server may say the same. */
static const char *drop_asides(struct arena *arena, const char *text)
{
	struct buffer kept = {.arena = arena};

	for (size_t length; *text; text += length) {
		length = strcspn(text, "\n");
		length += text[length] == '\n';
		if (!is_aside(text) &&
		    !strstr(buffer_text(&kept), arena_slice(arena, text, length)))
			buffer_add_slice(&kept, text, length);
	}
	return buffer_text(&kept);
}

/* Returns the cause without the rest; nothing if the cause quotes a name. */
static const char *bare_words(struct arena *arena, const char *message)
{
	static const char before[] = "failed: ";
	const char *words = message;

	for (const char *found = message; (found = strstr(found, before));)
		words = found += sizeof before - 1;
	return strchr(words, '"') ? "libpq refuses it" : arena_string(arena, words);
}

/* Replaces a text wherever it stands. */
static const char *replace(struct arena *arena, const char *text, const char *old, const char *new)
{
	struct buffer replaced = {.arena = arena};

	buffer_add_replaced(&replaced, text, old, new);
	return buffer_text(&replaced);
}

/* Adds a reason on a line of its own, or the address to the last reason, if only that differs. */
static void add_reason(struct attempt *attempt, const char *message)
{
	struct arena *arena = attempt->pg->db.arena;
	struct pg_refusal *refusal = attempt->refusal;
	const char *address = attempt->address;
	const char *plain = address ? replace(arena, message, address, "") : NULL;

	if (plain && text_equal(plain, attempt->plain)) {
		const char *both = arena_format(arena, "%s, %s", attempt->alike, address);
		refusal->message = replace(arena, refusal->message, attempt->alike, both);
		attempt->alike = both;
		return;
	}
	refusal->message = refusal->message
				   ? arena_format(arena, "%s\n%s", refusal->message, message)
				   : message;
	attempt->plain = plain;
	attempt->alike = address;
}

/* Forgets the reasons, before the servers are tried again. */
static void forget_reasons(struct attempt *attempt)
{
	*attempt->refusal = (struct pg_refusal){0};
	attempt->plain = attempt->alike = NULL;
}

/*
 * Adds the reason why a server was not reached. `bare` is that reason without names, if known.
 * Always returns false.
 */
static bool refuse(struct attempt *attempt, const char *text, const char *bare)
{
	struct arena *arena = attempt->pg->db.arena;
	struct pg_refusal *refusal = attempt->refusal;
	const char *code = NULL;
	const char *message = take_code(arena, drop_asides(arena, text), &code);

	message = pg_one_line(arena, message);
	add_reason(attempt, message);
	if (code)
		refusal->code = code;
	refusal->bare = bare ? bare : bare_words(arena, message);
	if (refusal->code)
		refusal->bare = arena_format(arena, "SQLSTATE %s", refusal->code);
	/* Like libpq: a server that answers decides, unless it is starting up. */
	attempt->over = interrupt_seen() || (code && strcmp(code, PG_STARTING_UP) != 0);
	return false;
}

/* Shows on a terminal that this takes long. */
static void show_progress(const struct attempt *attempt)
{
	struct db *db = &attempt->pg->db;
	int seconds = (int)((db_clock() - attempt->begun) / 1000000);

	if (db->progress && seconds)
		db->progress(
			arena_format(db->arena, "connecting to %s, %d s", db->url->shown, seconds));
}

/* Milliseconds between two looks at the clock. */
enum { LOOK_PERIOD = 500 };

/* Continues connecting until it is done, a signal, or `end`. */
static PostgresPollingStatusType poll_until(const struct attempt *attempt, PGconn *connection,
					    int64_t end)
{
	const struct libpq *pq = &attempt->pg->pq;
	PostgresPollingStatusType status = PGRES_POLLING_WRITING;

	while (status == PGRES_POLLING_READING || status == PGRES_POLLING_WRITING) {
		int64_t left = (end - db_clock()) / 1000;
		if (left < 0 || interrupt_seen())
			break;
		if (interrupt_wait(pq->PQsocket(connection), status == PGRES_POLLING_WRITING,
				   (int)(left < LOOK_PERIOD ? left : LOOK_PERIOD)))
			status = pq->PQconnectPoll(connection);
		show_progress(attempt);
	}
	return status;
}

/*
 * Returns when to give up on a host: after the URL's connect_timeout, and no later than for all
 * hosts.
 */
static int64_t host_end(const struct attempt *attempt)
{
	const char *text = url_value(attempt->pg->db.url, "connect_timeout");
	long seconds = text ? strtol(text, NULL, 10) : 0;
	int64_t end = db_clock() + (int64_t)seconds * 1000000;

	return seconds > 0 && seconds < 100000 && end < attempt->end ? end : attempt->end;
}

/* Returns the text with the host's name before its address, as if libpq had looked it up. */
static const char *add_name(struct arena *arena, const char *text, const struct pg_server *server)
{
	if (!server || !server->host || !server->address)
		return text;
	return replace(arena, text, arena_format(arena, "\"%s\", port", server->address),
		       arena_format(arena, "\"%s\" (%s), port", server->host, server->address));
}

/* Adds the reason why a connection failed or timed out. Always returns false. */
static bool refuse_connection(struct attempt *attempt, const struct pg_server *server,
			      PGconn *connection, PostgresPollingStatusType status)
{
	struct arena *arena = attempt->pg->db.arena;
	int64_t waited = db_clock() - attempt->begun;
	/* Ends with "failed: " while there is no answer. */
	const char *text = add_name(arena, attempt->pg->pq.PQerrorMessage(connection), server);

	if (status == PGRES_POLLING_FAILED)
		return refuse(attempt, text, NULL);
	return refuse(attempt,
		      interrupt_seen() ? arena_format(arena, "%sinterrupted", text)
				       : arena_format(arena, "%sno answer in %d s", text,
						      (int)((waited + 500000) / 1000000)),
		      NULL);
}

/* Connects to one server. */
static bool try_server(struct attempt *attempt, const struct pg_server *server)
{
	struct postgresql *pg = attempt->pg;
	int64_t end = host_end(attempt);
	PGconn *connection = start(attempt, server);

	attempt->address = server ? server->address : NULL;
	if (!connection)
		return refuse(attempt, "out of memory", NULL);
	/* Otherwise errors of a server come without their SQLSTATE. */
	pg->pq.PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);
	pg->pq.PQsetNoticeReceiver(connection, ignore_notice, NULL);
	PostgresPollingStatusType status = pg->pq.PQstatus(connection) == CONNECTION_BAD
						   ? PGRES_POLLING_FAILED
						   : poll_until(attempt, connection, end);
	if (status != PGRES_POLLING_OK) {
		refuse_connection(attempt, server, connection, status);
		pg->pq.PQfinish(connection);
		return false;
	}
	pg->pq.PQsetErrorVerbosity(connection, PQERRORS_DEFAULT);
	pg->pq.PQsetnonblocking(connection, 1);
	attempt->connection = connection;
	pg->server = server ? *server : (struct pg_server){0};
	return true;
}

/* True if a host needs no lookup: a directory of sockets, or an address. */
static bool is_found(const char *host)
{
	struct in_addr address;

	return !host || strchr("/@", *host) || strchr(host, ':') ||
	       inet_pton(AF_INET, host, &address) == 1;
}

/* Tries the addresses of a host. */
static bool try_host(struct attempt *attempt, struct pg_server server)
{
	struct arena *arena = attempt->pg->db.arena;
	struct names addresses;
	const char **address;

	if (server.address || is_found(server.host))
		return try_server(attempt, &server);
	const char *reason = db_look_up(arena, server.host, host_end(attempt), &addresses);
	if (reason)
		return refuse(attempt,
			      arena_format(arena,
					   "could not translate host name \"%s\" to address: %s",
					   server.host, reason),
			      reason);
	vector_each(address, &addresses) {
		server.address = *address;
		if (try_server(attempt, &server))
			return true;
		if (attempt->over)
			return false;
	}
	return false;
}

/* Returns the next item of a list, or NULL if the item is empty or there is no list. */
static const char *next_of(struct arena *arena, const char **list)
{
	struct slice item = *list ? url_next_item(list) : (struct slice){0};

	return item.length ? arena_slice(arena, item.start, item.length) : NULL;
}

/* Returns a parameter of the URL, else the variable that replaces it, else NULL. */
static const char *value_of(const struct url *url, const char *keyword, const char *variable)
{
	const char *value = url_value(url, keyword);

	return value ? value : getenv(variable);
}

/* Tries the hosts in order. */
static bool try_hosts(struct attempt *attempt)
{
	const struct url *url = attempt->pg->db.url;
	struct arena *arena = attempt->pg->db.arena;
	const char *hosts = value_of(url, "host", "PGHOST");
	const char *addresses = value_of(url, "hostaddr", "PGHOSTADDR");
	const char *ports = value_of(url, "port", "PGPORT");
	const char *longest = hosts ? hosts : addresses ? addresses : "";
	bool more;

	/* libpq reads the file of services. */
	if (value_of(url, "service", "PGSERVICE"))
		return try_server(attempt, NULL);
	do {
		more = strchr(longest, ',');
		longest = more ? strchr(longest, ',') + 1 : longest;
		struct pg_server server = {next_of(arena, &hosts), next_of(arena, &addresses),
					   next_of(arena, &ports)};
		if (try_host(attempt, server))
			return true;
	} while (more && !attempt->over);
	return false;
}

static struct attempt begin_attempt(struct postgresql *pg, const char *database,
				    struct pg_refusal *refusal)
{
	enum { SHORTEST = 1000 };
	int wait = pg->db.lock_wait > SHORTEST ? pg->db.lock_wait : SHORTEST;
	int64_t now = db_clock();

	*refusal = (struct pg_refusal){0};
	return (struct attempt){.pg = pg,
				.database = database,
				.begun = now,
				.end = now + (int64_t)wait * 1000,
				.refusal = refusal};
}

/* Tries all hosts for a standby, then for any server, as libpq does for prefer-standby. */
static bool try_all(struct attempt *attempt)
{
	const char *wanted =
		value_of(attempt->pg->db.url, "target_session_attrs", "PGTARGETSESSIONATTRS");

	if (!wanted || strcmp(wanted, "prefer-standby") != 0)
		return try_hosts(attempt);
	attempt->session = "standby";
	if (try_hosts(attempt) || attempt->over)
		return attempt->connection;
	forget_reasons(attempt);
	attempt->session = "any";
	return try_hosts(attempt);
}

/*
 * True if the server may be starting: it says so, or nothing answers under its name yet, except
 * perhaps a proxy, which accepts the connection and closes it.
 */
static bool may_be_starting(const struct pg_refusal *refusal)
{
	static const char *const words[] = {
		"failed: Connection refused",	 "failed: No such file or directory",
		"failed: No route to host",	 "failed: Network is unreachable",
		"failed: Connection reset",	 "server closed the connection",
		"could not translate host name", "no answer in",
	};

	if (refusal->code)
		return strcmp(refusal->code, PG_STARTING_UP) == 0;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(refusal->message, words[i]))
			return true;
	return false;
}

/* Waits before the servers are tried again. False if they are not to be. */
static bool try_again(struct attempt *attempt)
{
	enum { PAUSE = 500 };

	if (!attempt->pg->db.for_server || attempt->over || !may_be_starting(attempt->refusal) ||
	    db_clock() + PAUSE * 1000 > attempt->end)
		return false;
	show_progress(attempt);
	interrupt_wait(-1, false, PAUSE);
	forget_reasons(attempt);
	return true;
}

PGconn *pg_connect(struct postgresql *pg, const char *database, struct pg_refusal *refusal)
{
	struct attempt attempt = begin_attempt(pg, database, refusal);

	while (!try_all(&attempt) && try_again(&attempt))
		;
	if (pg->db.progress)
		pg->db.progress(NULL);
	return attempt.connection;
}

PGconn *pg_connect_again(struct postgresql *pg, int milliseconds)
{
	const struct pg_server server = pg->server;
	struct pg_refusal refusal;
	struct attempt attempt = begin_attempt(pg, NULL, &refusal);

	attempt.end = attempt.begun + (int64_t)milliseconds * 1000;
	attempt.session = "any";
	try_server(&attempt, server.host || server.address ? &server : NULL);
	return attempt.connection;
}

/* Seconds that a child may take to cancel. */
enum { CANCEL_TIME = 5 };

/* Cancels from a child process: PQcancel waits, perhaps for a silent server. */
void pg_cancel(struct postgresql *pg)
{
	PGcancel *cancel = pg->pq.PQgetCancel(pg->connection);
	char error[256];

	pg_cancel_end(pg);
	pg->canceller = cancel ? fork() : 0;
	if (cancel && pg->canceller == 0) {
		/*
		 * If we are killed, the server must notice it: the child keeps no copy of the
		 * socket.
		 */
		close(pg->pq.PQsocket(pg->connection));
		signal(SIGALRM, SIG_DFL);
		alarm(CANCEL_TIME);
		_exit(!pg->pq.PQcancel(cancel, error, sizeof error));
	}
	pg->pq.PQfreeCancel(cancel);
}

void pg_cancel_end(struct postgresql *pg)
{
	if (pg->canceller <= 0)
		return;
	kill(pg->canceller, SIGKILL);
	waitpid(pg->canceller, NULL, 0);
	pg->canceller = 0;
}

/* Makes libpq read the end of the stream instead of what the server may still send. */
void pg_abandon(struct postgresql *pg, PGconn *connection)
{
	int ends[2];

	if (pg->pq.PQsocket(connection) < 0)
		return;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return;
	close(ends[1]);
	dup2(ends[0], pg->pq.PQsocket(connection));
	close(ends[0]);
	pg->pq.PQconsumeInput(connection);
}

/* Waits for the next result on a connection. False on a timeout or a signal. */
static bool wait_for_result(struct postgresql *pg, PGconn *connection, int64_t end)
{
	do {
		int64_t left = (end - db_clock()) / 1000;
		bool sending = pg->pq.PQflush(connection) == 1;
		if (left < 0 || interrupt_seen())
			return false;
		if (!pg->pq.PQisBusy(connection))
			return true;
		interrupt_wait(pg->pq.PQsocket(connection), sending, (int)left);
	} while (pg->pq.PQconsumeInput(connection));
	return false;
}

PGresult *pg_ask(struct postgresql *pg, PGconn *connection, const char *sql, int milliseconds)
{
	int64_t end = db_clock() + (int64_t)milliseconds * 1000;
	PGresult *last = NULL, *result;

	if (!connection || !pg->pq.PQsendQuery(connection, sql))
		return NULL;
	while (wait_for_result(pg, connection, end)) {
		result = pg->pq.PQgetResult(connection);
		if (!result)
			return last;
		pg->pq.PQclear(last);
		last = result;
	}
	pg_abandon(pg, connection);
	pg->pq.PQclear(last);
	return NULL;
}
