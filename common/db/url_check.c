/* Tells a URL from one that a password has cut or shifted. */
#include "db/url_check.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "db/url_parameters.h"

#define DIGITS "0123456789"
#define LETTERS DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char unreadable_password[] = "invalid password in the database URL";
static const char invalid_host[] = "invalid host name in the database URL";
static const char invalid_port[] = "invalid port in the database URL";
static const char invalid_user[] = "invalid user name in the database URL";
static const char invalid_database[] = "invalid database name in the database URL";

static bool holds(struct slice part, char c)
{
	return part.length && memchr(part.start, c, part.length);
}

/* True if the part has only `characters`, and, if `wide`, those that are not ASCII. */
static bool consists_of(struct slice part, const char *characters, bool wide)
{
	for (size_t i = 0; i < part.length; i++)
		if ((unsigned char)part.start[i] >= 0x80 ? !wide
							 : !strchr(characters, part.start[i]))
			return false;
	return true;
}

/* True if a query has what is no name=value, or an @ but in the value of a known parameter. */
static bool is_stray(struct slice query)
{
	while (query.length) {
		const char *next = memchr(query.start, '&', query.length);
		size_t length = next ? (size_t)(next - query.start) : query.length;
		const char *equals = memchr(query.start, '=', length);
		struct slice name = {query.start, equals ? (size_t)(equals - query.start) : length};
		if ((length && !equals) ||
		    (memchr(query.start, '@', length) && !db_url_knows(name)))
			return true;
		query.start += length + (next != NULL);
		query.length -= length + (next != NULL);
	}
	return false;
}

static bool valid_port(struct slice port)
{
	return port.length <= 5 && consists_of(port, DIGITS, false) &&
	       (!port.length || (atoi(port.start) > 0 && atoi(port.start) <= 65535));
}

/* True if the text between brackets is an IPv6 address, perhaps with a zone. */
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

/* Takes "host:port" apart. Returns what is wrong with it, or NULL. */
static const char *split_host(struct slice text, struct slice *host, struct slice *port)
{
	const char *end = text.start + text.length, *colon;

	*port = (struct slice){0};
	if (text.length && *text.start == '[') {
		const char *bracket = memchr(text.start, ']', text.length);
		if (!bracket)
			return "missing ']' after an IPv6 address in the database URL";
		*host = (struct slice){text.start, (size_t)(bracket + 1 - text.start)};
		struct slice address = {host->start + 1, host->length - 2};
		if (!is_address(address))
			return invalid_host;
		colon = bracket + 1 < end ? bracket + 1 : NULL;
		if (colon && *colon != ':')
			return invalid_port;
	} else {
		colon = text.length ? memchr(text.start, ':', text.length) : NULL;
		*host = (struct slice){text.start, (size_t)((colon ? colon : end) - text.start)};
		if (!consists_of(*host, LETTERS "-._%", false))
			return invalid_host;
	}
	if (colon)
		*port = (struct slice){colon + 1, (size_t)(end - colon - 1)};
	return valid_port(*port) ? NULL : invalid_port;
}

/* Properties of the host list, which tell a well-formed URL from a misread password. */
struct hosts {
	bool has_port, several;
	bool nameless; /* a port has no host before it */
	bool dotted;   /* each host has a dot, or is an address or localhost */
	bool certain;  /* each host is an address or localhost, or there is none */
};

static const char *check_hosts(struct slice list, struct hosts *hosts)
{
	*hosts = (struct hosts){.dotted = true, .certain = true};
	while (list.start) {
		const char *comma = list.length ? memchr(list.start, ',', list.length) : NULL;
		size_t length = comma ? (size_t)(comma - list.start) : list.length;
		struct slice host, port;
		const char *fault = split_host((struct slice){list.start, length}, &host, &port);
		if (fault)
			return fault;
		bool certain = consists_of(host, DIGITS ".", false) || holds(host, '[') ||
			       slice_is(host, "localhost");
		hosts->certain = hosts->certain && certain;
		hosts->dotted = hosts->dotted && (certain || holds(host, '.'));
		hosts->has_port = hosts->has_port || port.length;
		hosts->several = hosts->several || comma;
		hosts->nameless = hosts->nameless || (port.length && !host.length);
		list = comma ? (struct slice){comma + 1, list.length - length - 1}
			     : (struct slice){0};
	}
	return NULL;
}

/* True if the query begins with a parameter that is known: then no password has cut the URL. */
static bool begins_known(struct slice query)
{
	struct slice name, value;

	return db_url_next_parameter(&query, &name, &value) && db_url_knows(name);
}

const char *db_url_fault(const struct url_parts *parts, enum url_trust *trust)
{
	struct hosts hosts;

	*trust = URL_CLEAR;
	if (holds(parts->database, '@') || parts->fragment.length || is_stray(parts->query))
		return unreadable_password;
	const char *fault = check_hosts(parts->hosts, &hosts);
	if (fault)
		return fault;
	if (!consists_of(parts->user, LETTERS "-._@+$%\\", true))
		return invalid_user;
	if (!consists_of(parts->database, LETTERS "-._$%~", true))
		return invalid_database;
	/* "app:pass@word" and "app:1234", cut at a # or by a shell, look like URLs, too. */
	if (!parts->database.start && (parts->password.start || hosts.has_port) &&
	    (!hosts.certain || (parts->query.length && !begins_known(parts->query))))
		return "missing database name in the database URL";
	if (!parts->user.start && hosts.nameless)
		return "missing host name in the database URL";
	if (!parts->user.start && hosts.has_port && !hosts.dotted) {
		*trust = URL_VAGUE;
		return hosts.several ? "missing user name in the database URL" : NULL;
	}
	return NULL;
}

bool db_url_plain_hosts(const char *list)
{
	for (;;) {
		struct slice host = {list, strcspn(list, ",")};
		if (holds(host, ':') ? !is_address(host)
				     : !consists_of(host, LETTERS "-._%/+=~ ", false))
			return false;
		list += host.length;
		if (!*list++)
			return true;
	}
}

bool db_url_plain_ports(const char *list)
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

bool db_url_plain_user(const char *user)
{
	return !strchr(user, ':');
}
