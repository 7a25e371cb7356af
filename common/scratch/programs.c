/* Finds the programs of a PostgreSQL server, and runs them. */
#define _GNU_SOURCE /* for setgroups and strverscmp */
#include "scratch/programs.h"

#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "base/file.h"
#include "base/text.h"

/* The user that PostgreSQL's packages create. */
static const char server_user[] = "postgres";

/* Directories that are not in PATH: first those of Debian and its relatives, then Red Hat's. */
static const char *const patterns[] = {
	"/usr/lib/postgresql/*/bin",	  "/usr/pgsql-*/bin",
	"/usr/libexec/postgresql*",	  "/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin", "/usr/local/pgsql/bin",
};

/* True if a directory has both programs. Follows a link to one of them to its directory. */
static bool look_in(struct programs *programs, const char *directory, struct arena *arena)
{
	char *path = realpath(path_join(arena, directory, "initdb"), NULL);

	if (!path)
		return false;
	programs->initdb = arena_string(arena, path);
	free(path);
	const char *slash = strrchr(programs->initdb, '/');
	programs->postgres = arena_format(arena, "%.*s/postgres", (int)(slash - programs->initdb),
					  programs->initdb);
	return access(programs->initdb, X_OK) == 0 && access(programs->postgres, X_OK) == 0;
}

static bool look_on_path(struct programs *programs, struct arena *arena)
{
	const char *at = getenv("PATH");

	while (at && *at) {
		size_t length = strcspn(at, ":");
		if (length && look_in(programs, arena_slice(arena, at, length), arena))
			return true;
		at += length + (at[length] == ':');
	}
	return false;
}

/* Searches the directories that match a pattern, the newest version first. */
static bool look_for(struct programs *programs, const char *pattern, struct arena *arena)
{
	bool found = false;
	glob_t list;

	if (glob(pattern, GLOB_NOSORT, NULL, &list) != 0)
		return false;
	for (size_t tried = 0; tried < list.gl_pathc && !found; tried++) {
		for (size_t i = tried + 1; i < list.gl_pathc; i++)
			if (strverscmp(list.gl_pathv[i], list.gl_pathv[tried]) > 0) {
				char *newer = list.gl_pathv[i];
				list.gl_pathv[i] = list.gl_pathv[tried];
				list.gl_pathv[tried] = newer;
			}
		found = look_in(programs, list.gl_pathv[tried], arena);
	}
	globfree(&list);
	return found;
}

static bool find(struct programs *programs, struct arena *arena)
{
	bool found = look_on_path(programs, arena);

	for (size_t i = 0; i < sizeof patterns / sizeof *patterns && !found; i++)
		found = look_for(programs, patterns[i], arena);
	return found;
}

bool programs_find(struct programs *programs, struct report *report)
{
	static const char missing[] = "no server for a scratch database";

	*programs = (struct programs){.user = geteuid(), .group = getegid()};
	if (!find(programs, report->arena)) {
		report_error(report, nowhere, "%s", missing);
		return report_hint(report, "give the URL of a PostgreSQL server with -u or "
					   "DATABASE_URL, whose databases are not changed; or "
					   "install PostgreSQL here, to start a private server");
	}
	if (programs->user != 0)
		return true;
	const struct passwd *other = getpwnam(server_user);
	if (!other || other->pw_uid == 0) {
		report_error(report, nowhere, "%s: PostgreSQL does not run as root", missing);
		return report_hint(report,
				   "run this as another user; or create the user %s, to run "
				   "PostgreSQL as that user",
				   server_user);
	}
	programs->user = other->pw_uid;
	programs->group = other->pw_gid;
	programs->as_other = true;
	return true;
}

void programs_clear_environment(void)
{
	extern char **environ;

	for (size_t i = 0; environ[i];) {
		char name[64];
		size_t length = strcspn(environ[i], "=");
		if (strncmp(environ[i], "PG", 2) != 0 || length >= sizeof name) {
			i++;
			continue;
		}
		memcpy(name, environ[i], length);
		name[length] = '\0';
		unsetenv(name);
	}
}

/* Gives up root's rights. */
static bool become(const struct programs *programs)
{
	return !programs->as_other || (setgroups(1, &programs->group) == 0 &&
				       setgid(programs->group) == 0 && setuid(programs->user) == 0);
}

/* Makes the process end together with its parent. False if that has ended already. */
static bool end_with(pid_t parent)
{
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGQUIT);
#endif
	return getppid() == parent;
}

pid_t programs_start(const struct programs *programs, const char *const *argv, int log)
{
	pid_t self = getpid(), id = fork();
	sigset_t none;

	if (id != 0)
		return id;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setsid();
	int nothing = open("/dev/null", O_RDWR);
	if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 ||
	    dup2(log < 0 ? nothing : log, STDOUT_FILENO) < 0 ||
	    dup2(log < 0 ? nothing : log, STDERR_FILENO) < 0 || !become(programs) ||
	    !end_with(self))
		_exit(127);
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}
