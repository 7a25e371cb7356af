/*
 * A private server of PostgreSQL, for this process.
 *
 * Its directory is locked while we run: a directory without a lock belongs to a process that was
 * killed. Its server ended with that process, or ends by itself once its files are gone.
 */
#define _GNU_SOURCE /* for O_NOFOLLOW and flock */
#include "scratch/cluster.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "scratch/programs.h"

struct cluster {
	struct report *report; /* while it is being made */
	struct programs programs;
	const char *directory, *data, *log_path;
	int lock, log;
	pid_t server; /* 0 if it is not running */
};

static const char prefix[] = "migtools_cluster_";

/* Milliseconds between two looks at a process. */
enum { PAUSE = 5 };

/* Returns the directory for clusters: the path of a socket must be short. */
static const char *place(void)
{
	static const struct sockaddr_un address;
	const char *directory = temporary_directory();
	size_t room = sizeof address.sun_path - sizeof prefix - sizeof "XXXXXX/.s.PGSQL.5432";

	return *directory == '/' && strlen(directory) < room ? directory : "/tmp";
}

/*
 * Processes
 */

/* True if the process has ended. Stores if it succeeded. */
static bool has_ended(pid_t id, bool *good)
{
	int status;
	pid_t ended = waitpid(id, &status, WNOHANG);

	*good = ended == id && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	return ended == id || (ended < 0 && errno != EINTR);
}

/* Runs a program to its end, even after a signal. True if it succeeded. */
static bool run(const struct programs *programs, const char *const *argv, int log)
{
	pid_t id = programs_start(programs, argv, log);
	bool good = false;

	while (id > 0 && !has_ended(id, &good))
		interrupt_wait_on(-1, false, PAUSE);
	return good;
}

/* Removes a directory with its owner's rights: links in it might lead root elsewhere. */
static bool remove_directory(const struct programs *programs, const char *path)
{
	const char *const argv[] = {"rm", "-rf", "--", path, NULL};

	return run(programs, argv, -1);
}

/* Reports a failure, with the end of the programs' output. Always returns false. */
static bool report_failure(struct cluster *cluster, const char *what)
{
	struct report *report = cluster->report;
	struct report unread = {.arena = report->arena};
	struct source said = {.text = ""};

	if (interrupt_seen())
		return report_error(report, nowhere, "interrupted while creating a private server");
	file_read(cluster->log_path, &said, &unread);
	struct slice text = slice_trim(slice_of(said.text), "\n");
	return report_error(report, nowhere, "cannot create a private server: %s failed%s%.*s",
			    what, text.length ? ":\n" : "", (int)text.length, text.start);
}

/*
 * Directories
 */

/* Locks a directory of this user. Returns its descriptor, or -1. */
static int take(const char *path, uid_t user)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;

	if (fd < 0)
		return -1;
	if (fstat(fd, &status) == 0 && status.st_uid == user && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
	    fstat(fd, &status) == 0 && status.st_nlink > 0)
		return fd;
	close(fd);
	return -1;
}

/* Removes what killed processes left behind. */
static void remove_left(const struct programs *programs, struct arena *arena)
{
	DIR *directory = opendir(place());
	const struct dirent *entry;

	while (directory && (entry = readdir(directory))) {
		const char *path = path_join(arena, place(), entry->d_name);
		if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
			continue;
		int lock = take(path, programs->user);
		if (lock < 0)
			continue;
		remove_directory(programs, path);
		close(lock);
	}
	if (directory)
		closedir(directory);
}

/* Makes a directory and locks it. Returns its path, or NULL, with a message. */
static const char *make_locked(struct cluster *cluster)
{
	/* Until it is locked, another process may take it for a leftover. */
	for (int tries = 10; tries > 0; tries--) {
		char *path = arena_format(cluster->report->arena, "%s/%sXXXXXX", place(), prefix);
		if (!mkdtemp(path))
			break;
		cluster->lock = take(path, geteuid());
		if (cluster->lock >= 0)
			return path;
	}
	report_error(cluster->report, nowhere, "cannot create a directory in '%s': %s", place(),
		     strerror(errno));
	return NULL;
}

/* Makes a directory with a file for messages, and gives it to the server's user. */
static bool make_directory(struct cluster *cluster)
{
	struct arena *arena = cluster->report->arena;
	const char *path = make_locked(cluster);

	if (!path)
		return false;
	cluster->directory = path;
	cluster->data = path_join(arena, path, "data");
	cluster->log_path = path_join(arena, path, "log");
	cluster->log =
		open(cluster->log_path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (cluster->log >= 0 &&
	    (!cluster->programs.as_other ||
	     (fchown(cluster->log, cluster->programs.user, cluster->programs.group) == 0 &&
	      fchown(cluster->lock, cluster->programs.user, cluster->programs.group) == 0)))
		return true;
	return report_error(cluster->report, nowhere, "cannot write '%s': %s", cluster->log_path,
			    strerror(errno));
}

/*
 * The server
 */

static bool fill(struct cluster *cluster)
{
	const char *const argv[] = {cluster->programs.initdb,
				    "-D",
				    cluster->data,
				    "-U",
				    "postgres",
				    "-A",
				    "trust",
				    "-E",
				    "UTF8",
				    "--locale=C",
				    "--no-sync",
				    NULL};

	return (run(&cluster->programs, argv, cluster->log) && !interrupt_seen()) ||
	       report_failure(cluster, "initdb");
}

/* True if the server's state file says that it accepts connections. */
static bool is_ready(const struct cluster *cluster)
{
	struct report unread = {.arena = cluster->report->arena};
	struct source state = {.text = ""};
	const char *path = path_join(unread.arena, cluster->data, "postmaster.pid");

	return access(path, R_OK) == 0 && file_read(path, &state, &unread) &&
	       strstr(state.text, "\nready");
}

static bool start(struct cluster *cluster, int milliseconds)
{
	/* Everything may be lost in a crash, and there is only one session at work. */
	const char *const argv[] = {cluster->programs.postgres,
				    "-D",
				    cluster->data,
				    "-k",
				    cluster->directory,
				    "-c",
				    "listen_addresses=",
				    "-p",
				    "5432",
				    "-F",
				    "-c",
				    "full_page_writes=off",
				    "-c",
				    "synchronous_commit=off",
				    "-c",
				    "autovacuum=off",
				    "-c",
				    "max_locks_per_transaction=1024",
				    "-c",
				    "max_prepared_transactions=10",
				    NULL};
	bool good;

	cluster->server = programs_start(&cluster->programs, argv, cluster->log);
	for (int waited = 0; cluster->server > 0 && waited < milliseconds; waited += PAUSE) {
		if (has_ended(cluster->server, &good))
			cluster->server = 0;
		else if (is_ready(cluster))
			return true;
		if (!interrupt_wait(-1, false, PAUSE) && interrupt_seen())
			break;
	}
	return report_failure(cluster, "postgres");
}

static void stop(struct cluster *cluster)
{
	bool good;

	if (cluster->server <= 0)
		return;
	/* An immediate shutdown: nothing needs to be kept. */
	kill(cluster->server, SIGQUIT);
	while (!has_ended(cluster->server, &good))
		interrupt_wait_on(-1, false, PAUSE);
	cluster->server = 0;
}

static bool make_url(const struct cluster *cluster, struct url *url)
{
	struct buffer text = {.arena = cluster->report->arena};

	buffer_add(&text, "postgresql://postgres@localhost/postgres?host=");
	for (const char *at = cluster->directory; *at; at++)
		buffer_format(&text, "%%%02X", (unsigned char)*at);
	if (!url_parse(buffer_text(&text), url, cluster->report))
		return false;
	url->shown = "the private server";
	return true;
}

bool cluster_make(struct cluster **cluster, struct url *url, const char **text, int milliseconds,
		  struct report *report)
{
	struct cluster *made = arena_alloc(report->arena, sizeof *made);

	*made = (struct cluster){.report = report, .lock = -1, .log = -1};
	if (!programs_find(&made->programs, report))
		return false;
	programs_clear_environment();
	remove_left(&made->programs, report->arena);
	if (make_directory(made) && fill(made) && start(made, milliseconds) &&
	    make_url(made, url)) {
		*cluster = made;
		*text = arena_format(report->arena, "a private PostgreSQL server, in %s%s",
				     made->directory,
				     made->programs.as_other ? ", as the user postgres" : "");
		return true;
	}
	cluster_remove(made, report);
	return false;
}

bool cluster_remove(struct cluster *cluster, struct report *report)
{
	bool removed = true;

	stop(cluster);
	if (cluster->directory)
		removed = remove_directory(&cluster->programs, cluster->directory);
	if (cluster->log >= 0)
		close(cluster->log);
	if (cluster->lock >= 0)
		close(cluster->lock);
	if (removed)
		return true;
	report_error(report, nowhere, "cannot remove '%s'", cluster->directory);
	return report_hint(report, "the next run removes it");
}
