/*
 * Reads the files of a schema.
 */
#include <string.h>

#include "base/file.h"
#include "psl/psl.h"

static bool load_file(const char *path, struct sources *files, struct report *report)
{
	return file_read_text(path, vector_add(report->arena, files), report);
}

static bool load_folder(const char *path, struct sources *files, struct report *report)
{
	static const char ending[] = ".prisma";
	struct names names = {0};
	const char **name;
	bool good = true;

	if (!directory_list(path, &names, report))
		return false;
	vector_each(name, &names) {
		const char *inside = path_join(report->arena, path, *name);
		size_t length = strlen(*name), end = strlen(ending);
		if (is_directory(inside))
			good = load_folder(inside, files, report) && good;
		else if (length >= end && strcmp(*name + length - end, ending) == 0)
			good = load_file(inside, files, report) && good;
	}
	return good;
}

bool psl_load(const char *path, struct sources *files, struct report *report)
{
	if (!is_directory(path))
		return load_file(path, files, report);
	if (!load_folder(path, files, report))
		return false;
	return files->count > 0 || report_error(report, nowhere, "no .prisma file in '%s'", path);
}
