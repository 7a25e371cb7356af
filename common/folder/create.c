/* Writes a new migration. */
#define _DEFAULT_SOURCE /* for flock: POSIX cannot lock directories */
#include "folder/create.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "folder/lock_file.h"
#include "folder/replaces.h"
#include "folder/sum.h"

/* The prefix of an unfinished migration. Its dot hides the migration from mig-apply. */
static const char draft_prefix[] = ".mig-new";

/* Limits of the wait for another mig-new: tries, and milliseconds between them. */
enum { MOST_TRIES = 300, PAUSE = 10 };

static void remove_draft(const char *folder, struct arena *arena)
{
	unlink(path_join(arena, folder, "migration.sql"));
	unlink(path_join(arena, folder, "down.sql"));
	unlink(folder_lock_file(arena, folder));
	unlink(folder_new_sum_file(arena, folder, ""));
	folder_drop_copies(arena, folder);
	rmdir(folder);
}

/* Finishes the work of a mig-new that was killed after it had named its migration. */
static void finish(struct arena *arena, const char *directory, const char *name)
{
	folder_place_sum(arena, directory, name);
	folder_remove_replaced(arena, directory, name);
}

/* Removes or finishes what killed programs left. While we have our turn, nobody else writes. */
static bool clean_up(const char *directory, struct report *report)
{
	struct names names = {0};
	const char **name;

	if (!directory_list(directory, &names, report))
		return false;
	vector_each(name, &names)
		if (strncmp(*name, draft_prefix, strlen(draft_prefix)) == 0)
			remove_draft(path_join(report->arena, directory, *name), report->arena);
		else
			finish(report->arena, directory, *name);
	return true;
}

/* Locks a directory. Returns 0 or an errno: EWOULDBLOCK if another process holds the lock. */
static int lock_directory(int fd)
{
	const struct timespec pause = {.tv_nsec = PAUSE * 1000000L};

	for (int tries = 0; flock(fd, LOCK_EX | LOCK_NB) != 0; tries++) {
		if (errno != EWOULDBLOCK || tries == MOST_TRIES)
			return errno;
		nanosleep(&pause, NULL);
	}
	return 0;
}

bool folder_take_turn(const char *directory, int *turn, struct report *report)
{
	if (!directory_make(directory, report))
		return false;
	*turn = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int reason = *turn < 0 ? errno : lock_directory(*turn);
	if (!reason && clean_up(directory, report))
		return true;
	if (*turn >= 0)
		close(*turn);
	*turn = -1;
	if (reason != EWOULDBLOCK)
		return reason != 0;
	report_error(report, nowhere, "cannot write to '%s': another mig-new is writing to it",
		     directory);
	return report_hint(report, "let it finish, or end it, then try again");
}

/* A migration on its way into the folder. */
struct parcel {
	const char *folder; /* its final directory */
	const char *draft;  /* its directory until then */
	struct report *report;
};

static bool write_part(const struct parcel *parcel, const char *file, struct slice sql)
{
	struct arena *arena = parcel->report->arena;
	struct buffer text = {.arena = arena};

	buffer_add_slice(&text, sql.start, sql.length);
	buffer_add_char(&text, '\n');
	return file_write(path_join(arena, parcel->draft, file), text.text, text.length) ||
	       report_error(parcel->report, nowhere, "cannot write '%s': %s",
			    path_join(arena, parcel->folder, file), strerror(errno));
}

/* Makes the draft's directory. */
static bool make_draft(struct parcel *parcel, const char *directory)
{
	struct arena *arena = parcel->report->arena;
	int made;

	do {
		parcel->draft = draft_name(arena, path_join(arena, directory, draft_prefix));
		made = mkdir(parcel->draft, 0777);
	} while (made != 0 && errno == EEXIST);
	return made == 0 ||
	       report_error(parcel->report, nowhere, "cannot create directory '%s': %s",
			    parcel->folder, strerror(errno));
}

/* Writes all files of the migration into the draft. */
static bool fill(const struct parcel *parcel, const char *directory,
		 const struct folder_content *content)
{
	const struct directions *directions = &content->directions;
	struct report *report = parcel->report;
	const char *sum = folder_new_sum_file(report->arena, parcel->draft, "");

	if ((directions->down.start && !write_part(parcel, "down.sql", directions->down)) ||
	    !write_part(parcel, "migration.sql", directions->up) ||
	    (content->provider &&
	     !folder_write_provider(directory, parcel->draft, content->provider, report)))
		return false;
	if (content->replaces &&
	    !folder_copy_replaced(directory, parcel->draft, content->replaces, report))
		return false;
	return !content->schema || folder_write_sum(sum, content->schema) ||
	       report_error(report, nowhere, "cannot write '%s': %s",
			    folder_sum_file(report->arena, directory), strerror(errno));
}

/* Gives the migration its name, and puts schema.text in place. */
static bool publish(const struct parcel *parcel, const char *directory, const char *name)
{
	struct report *report = parcel->report;

	if (!directory_publish(parcel->draft, parcel->folder, report))
		return false;
	if (folder_place_sum(report->arena, directory, name)) {
		folder_remove_replaced(report->arena, directory, name);
		return true;
	}
	report_error(report, nowhere, "cannot write '%s': %s",
		     folder_sum_file(report->arena, directory), strerror(errno));
	rename(parcel->folder, parcel->draft);
	return false;
}

bool folder_create(const char *directory, const char *name, const struct folder_content *content,
		   struct report *report)
{
	struct parcel parcel = {
		.folder = path_join(report->arena, directory, name),
		.report = report,
	};

	if (!make_draft(&parcel, directory))
		return false;
	if (fill(&parcel, directory, content) && publish(&parcel, directory, name))
		return true;
	remove_draft(parcel.draft, report->arena);
	return false;
}
