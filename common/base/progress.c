/* Shows the progress of long work on a terminal. */
#include "base/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "base/program.h"

/* Milliseconds before the first text, and between two texts. */
enum { FIRST = 300, PERIOD = 300 };

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Writes "1.2 GB". */
static void write_bytes(char *to, size_t size, int64_t bytes)
{
	static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
	double number = (double)bytes;
	size_t unit = 0;

	while (number >= 1000 && unit < sizeof units / sizeof *units - 1) {
		number /= 1000;
		unit++;
	}
	snprintf(to, size, number < 10 && unit ? "%.1f %s" : "%.0f %s", number, units[unit]);
}

/* Writes a number with the unit of the progress; bytes always show theirs. */
static void write_amount(const struct progress *progress, char *to, size_t size, int64_t amount,
			 bool with_unit)
{
	if (!progress->unit)
		write_bytes(to, size, amount);
	else
		snprintf(to, size, "%" PRId64 "%s%s", amount, with_unit ? " " : "",
			 with_unit ? progress->unit : "");
}

/* Writes "1 min 20 s". */
static void write_duration(char *to, size_t size, int64_t seconds)
{
	if (seconds < 60)
		snprintf(to, size, "%d s", (int)seconds);
	else if (seconds < 3600)
		snprintf(to, size, "%d min %d s", (int)(seconds / 60), (int)(seconds % 60));
	else
		snprintf(to, size, "%d h %d min", (int)(seconds / 3600), (int)(seconds / 60 % 60));
}

void progress_begin(struct progress *progress, const char *doing, int64_t total)
{
	*progress = (struct progress){.doing = doing,
				      .total = total,
				      .begun = now(),
				      .visible = program_shows_progress()};
}

void progress_show(struct progress *progress, int64_t done)
{
	char text[160], amount[40], of[40], time[48];
	int64_t at = now(), passed = at - progress->begun;

	if (!progress->visible || passed < FIRST || at - progress->shown < PERIOD)
		return;
	progress->shown = at;
	bool left_is_known = progress->total > done && done > 0;
	write_amount(progress, amount, sizeof amount, done, !left_is_known);
	if (left_is_known) {
		write_amount(progress, of, sizeof of, progress->total, true);
		double left = (double)(progress->total - done) / (double)done;
		write_duration(time, sizeof time, (int64_t)((double)passed * left / 1000));
		snprintf(text, sizeof text, "%s: %s of %s, %s left", progress->doing, amount, of,
			 time);
	} else {
		write_duration(time, sizeof time, passed / 1000);
		snprintf(text, sizeof text, "%s: %s%s%s", progress->doing, done ? amount : "",
			 done ? ", " : "", time);
	}
	program_progress(text);
}

void progress_end(struct progress *progress)
{
	if (progress->shown)
		program_progress(NULL);
	progress->shown = 0;
}
