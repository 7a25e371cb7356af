/*
 * Reads the files of a schema.
 */
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/text.h"
#include "base/utf8.h"
#include "psl/psl.h"

static bool load_file(const char *path, struct sources *files, struct report *report)
{
	return file_read_text(path, vector_add(report->arena, files), report);
}

/* The directories already read, so that a loop of symbolic links ends. */
struct visited {
	VECTOR_MEMBERS(struct stat);
};

/* Remembers a directory. False if it was read before, perhaps under another name. */
static bool visit(const char *path, struct visited *visited, struct report *report)
{
	struct stat status;
	const struct stat *other;

	if (stat(path, &status) != 0)
		return true;
	vector_each(other, visited)
		if (other->st_dev == status.st_dev && other->st_ino == status.st_ino)
			return false;
	*vector_add(report->arena, visited) = status;
	return true;
}

static bool load_folder(const char *path, struct sources *files, struct visited *visited,
			struct report *report)
{
	static const char ending[] = ".prisma";
	struct names names = {0};
	const char **name;
	bool good = true;

	if (!visit(path, visited, report))
		return true;
	if (!directory_list(path, &names, report))
		return false;
	vector_each(name, &names) {
		const char *inside = path_join(report->arena, path, *name);
		size_t length = strlen(*name), end = strlen(ending);
		if (is_directory(inside))
			good = load_folder(inside, files, visited, report) && good;
		else if (length >= end && strcmp(*name + length - end, ending) == 0)
			good = load_file(inside, files, report) && good;
	}
	return good;
}

bool psl_load(const char *path, struct sources *files, struct report *report)
{
	struct visited visited = {0};

	if (!is_directory(path))
		return load_file(path, files, report) &&
		       (files->at->length > 0 || strcmp(path, "/dev/null") == 0 ||
			file_refuse_empty(files->at, report));
	if (!load_folder(path, files, &visited, report))
		return false;
	return files->count > 0 || report_error(report, nowhere, "no .prisma file in '%s'", path);
}

/* Adds a file without its byte order mark, and a line break to its last line if that has none. */
static void add_file(struct buffer *to, const char *text)
{
	for (text += utf8_mark(text); *text; text++)
		if (*text != '\r')
			buffer_add_char(to, *text);
		else if (text[1] != '\n')
			buffer_add_char(to, '\n');
	if (to->length && to->text[to->length - 1] != '\n')
		buffer_add_char(to, '\n');
}

const char *psl_join(struct arena *arena, const struct sources *files)
{
	struct buffer text = {.arena = arena};
	const struct source *file;

	vector_each(file, files) {
		if (text.length)
			buffer_add_char(&text, '\n');
		add_file(&text, file->text);
	}
	return buffer_text(&text);
}

/* True if the first line of a file ends in \r\n. */
static bool has_crlf(const char *text)
{
	const char *end = strchr(text, '\n');

	return end && end > text && end[-1] == '\r';
}

/* True if a file has a last line without a line break. */
static bool ends_open(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && !strchr("\r\n", text[length - 1]);
}

void psl_add_like(struct buffer *to, const char *text, const struct sources *files)
{
	const char *first = files->at[0].text, *last = files->at[files->count - 1].text;
	bool crlf = has_crlf(first), open = ends_open(last);

	buffer_add_slice(to, first, utf8_mark(first));
	for (; *text; text++) {
		if (open && text_equal(text, "\n"))
			break;
		if (*text == '\n' && crlf)
			buffer_add_char(to, '\r');
		buffer_add_char(to, *text);
	}
}
