/* Suggests a migration for a name that does not exist. */
#include "folder/suggest.h"

#include <string.h>

#include "base/text.h"

/* Returns the part of "20261123101500_add_teams" after its time, or "" if there is none. */
static const char *slug_of(const char *name)
{
	const char *mark = name + strspn(name, "0123456789");

	return *mark == '_' && mark > name ? mark + 1 : "";
}

/* True for "20261123101500_add_teams" and "add_teams". */
static bool ends_in(const char *name, const char *given)
{
	size_t length = strlen(name), end = strlen(given);

	return end && length > end && name[length - end - 1] == '_' &&
	       strcmp(name + length - end, given) == 0;
}

/* True for "20261123101500_add_teams" and "20261123101501_add_teams", or "2026_add_teams". */
static bool has_same_slug(const char *name, const char *given)
{
	return *slug_of(given) && strcmp(slug_of(name), slug_of(given)) == 0;
}

/* Slips in shorter slugs would be names of their own. */
enum { SHORTEST_SLIP = 4 };

/* True for "20261123101500_add_teams" and "add_teems". */
static bool is_slip(const char *name, const char *given)
{
	return slice_is_slip(slice_of(given), name) ||
	       (strlen(given) >= SHORTEST_SLIP && slice_is_slip(slice_of(given), slug_of(name)));
}

/* The ways in which a name may be meant, the most certain one first. */
static bool (*const ways[])(const char *name, const char *given) = {ends_in, has_same_slug,
								    is_slip};

/* Returns the only name that is meant in this way. Counts such names. */
static const char *find_meant(const struct names *names, const char *given,
			      bool (*fits)(const char *, const char *), size_t *count)
{
	const char **name, *meant = NULL;

	*count = 0;
	vector_each(name, names)
		if (fits(*name, given)) {
			meant = *name;
			++*count;
		}
	return *count == 1 ? meant : NULL;
}

bool folder_suggest_name(const struct names *names, const char *given, struct report *report)
{
	const char *meant = NULL;
	size_t count = 0;

	for (size_t way = 0; *given && way < sizeof ways / sizeof *ways && !count; way++)
		meant = find_meant(names, given, ways[way], &count);
	if (meant)
		return report_hint(report, "did you mean %s?", meant);
	return report_hint(report, "give the whole name; mig-status lists all names");
}

bool folder_refuse_name(const struct folder *folder, const char *given, struct report *report)
{
	const struct migration *migration;
	struct names names = {0};

	vector_each(migration, &folder->migrations)
		*vector_add(report->arena, &names) = migration->name;
	report_error(report, nowhere, "no migration '%s' in '%s'", given, folder->path);
	return folder_suggest_name(&names, given, report);
}
