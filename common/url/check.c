/* Tells a good URL from one that a password has cut or shifted. */
#include "url/check.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "url/parameters.h"

#define DIGITS "0123456789"
#define LETTERS DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char invalid_host[] = "invalid host name in the database URL";
static const char invalid_port[] = "invalid port in the database URL";

static bool holds(struct slice part, char c)
{
	return part.length && memchr(part.start, c, part.length);
}

/* True if the part has only `characters` and, with `wide`, characters beyond ASCII. */
static bool consists_of(struct slice part, const char *characters, bool wide)
{
	for (size_t i = 0; i < part.length; i++)
		if ((unsigned char)part.start[i] >= 0x80 ? !wide
							 : !strchr(characters, part.start[i]))
			return false;
	return true;
}

/* True if a query has an @ outside the value of a known parameter. */
static bool holds_stray_at(struct slice query)
{
	struct slice name, value;

	while (url_next_parameter(&query, &name, &value))
		if ((holds(name, '@') || holds(value, '@')) && !url_knows(name))
			return true;
	return false;
}

static bool valid_port(struct slice port)
{
	return port.length <= 5 && consists_of(port, DIGITS, false) &&
	       (!port.length || (atoi(port.start) > 0 && atoi(port.start) <= 65535));
}

/* True if the text between brackets is an IPv6 address, with or without a zone. */
static bool is_address(struct slice text)
{
	struct in6_addr address;
	char copy[INET6_ADDRSTRLEN] = "";
	const char *zone = text.length ? memchr(text.start, '%', text.length) : NULL;
	size_t length = zone ? (size_t)(zone - text.start) : text.length;

	if (length >= sizeof copy)
		return false;
	memcpy(copy, text.start, length);
	return inet_pton(AF_INET6, copy, &address) == 1 &&
	       consists_of((struct slice){text.start + length, text.length - length},
			   LETTERS "%-._", false);
}

/* Returns the fault of a host and its port, or NULL. */
static const char *host_fault(const struct url_host *host)
{
	if (holds(host->name, '[') && !holds(host->name, ']'))
		return "missing ']' after an IPv6 address in the database URL";
	if (host->in_brackets ? !is_address(host->name)
			      : !consists_of(host->name, LETTERS "-._%", false))
		return invalid_host;
	return valid_port(host->port) ? NULL : invalid_port;
}

/* True if there is a dot between two other characters. */
static bool is_dotted(struct slice name)
{
	return name.length > 2 && holds((struct slice){name.start + 1, name.length - 2}, '.');
}

/* Properties of the host list that tell a good URL from a misread password. */
struct host_facts {
	bool has_port;
	bool nameless; /* a host has no name */
	bool dotted;   /* each host has a dot, or is an address or localhost */
	bool certain;  /* each host is an address or localhost, or has no name */
};

static struct host_facts facts_of(const struct url_parts *parts)
{
	struct host_facts facts = {.dotted = true, .certain = true};
	const struct url_host *host;

	vector_each(host, &parts->hosts) {
		bool certain = host->in_brackets || consists_of(host->name, DIGITS ".", false) ||
			       slice_is(host->name, "localhost");
		facts.certain = facts.certain && certain;
		facts.dotted = facts.dotted && (certain || is_dotted(host->name));
		facts.has_port = facts.has_port || host->port.length;
		facts.nameless = facts.nameless || !host->name.length;
	}
	return facts;
}

/* True if the query begins with a known parameter: then no password has cut the URL. */
static bool begins_known(struct slice query)
{
	struct slice name, value;

	return url_next_parameter(&query, &name, &value) && url_knows(name);
}

/* True if this may be "app:pass@word" or "app:1234", cut at a # or by a shell. */
static bool may_be_cut(const struct url_parts *parts, const struct host_facts *hosts)
{
	return !parts->database.start && (parts->password.start || hosts->has_port) &&
	       (!hosts->certain || parts->query.length);
}

/* Signs in names that may stand for a misplaced colon. */
#define ODD_MARKS "+=,!~"

const char *url_fault(const struct url_parts *parts)
{
	const struct host_facts hosts = facts_of(parts);
	const struct url_host *host;

	if (holds(parts->database, '@') || holds(parts->fragment, '@') ||
	    holds_stray_at(parts->query))
		return "invalid password in the database URL";
	if (parts->fragment.start)
		return "unexpected # in the database URL";
	vector_each(host, &parts->hosts) {
		const char *fault = host_fault(host);
		if (fault)
			return fault;
	}
	if (!consists_of(parts->user, LETTERS "-._@$%\\" ODD_MARKS, true))
		return "invalid user name in the database URL";
	if (!consists_of(parts->database, LETTERS "-._$%" ODD_MARKS, true))
		return "invalid database name in the database URL";
	if (may_be_cut(parts, &hosts) &&
	    (parts->query.length ? !begins_known(parts->query) : !hosts.dotted))
		return "missing database name in the database URL";
	return NULL;
}

bool url_has_odd_user(const struct url_parts *parts)
{
	return !parts->password.start && !consists_of(parts->user, LETTERS "-._@$%\\", true);
}

bool url_is_vague(const struct url_parts *parts, bool server_given)
{
	const struct host_facts hosts = facts_of(parts);

	if (may_be_cut(parts, &hosts) || url_has_odd_user(parts))
		return true;
	if (hosts.nameless && !server_given)
		return parts->password.length || hosts.has_port;
	return !parts->user.start && hosts.has_port && !hosts.dotted;
}

/* True for a folder of sockets: Cloud SQL's have a : in their names. */
static bool is_socket(struct slice host)
{
	return host.length && *host.start == '/' &&
	       consists_of(host, LETTERS "-._%/:~ " ODD_MARKS, true);
}

bool url_plain_hosts(const char *list)
{
	for (;;) {
		struct slice host = {list, strcspn(list, ",")};
		if (!is_socket(host) &&
		    !(holds(host, ':') ? is_address(host)
				       : consists_of(host, LETTERS "-._%", false)))
			return false;
		list += host.length;
		if (!*list++)
			return true;
	}
}

bool url_plain_ports(const char *list)
{
	for (;;) {
		size_t length = strcspn(list, ",");
		if (!valid_port((struct slice){list, length}))
			return false;
		if (!list[length])
			return true;
		list += length + 1;
	}
}

bool url_plain_user(const char *user)
{
	return !strchr(user, ':');
}
