/* Carries out the requests to mig-backup. */
#include "backup/request.h"

#include <string.h>
#include <unistd.h>

#include "backup/list.h"
#include "base/file.h"
#include "base/program.h"

/* Sets how long to wait for locks. 0 as the table_wait would mean no limit. */
static void set_wait(const struct backup_request *request, struct url *url)
{
	if (request->wait < 0)
		return;
	url->wait = request->wait;
	url->table_wait = request->wait ? request->wait : 1;
	url->wait_given = url->for_server = true;
}

static bool find_url(const struct backup_request *request, struct url *url)
{
	if (!url_find(request->url_option, url, request->report))
		return false;
	set_wait(request, url);
	return true;
}

bool backup_request_make(struct backup_request *request)
{
	struct url url;

	if (!find_url(request, &url))
		return false;
	return request->path ? backup_make(&url, request->path, request->report)
			     : backup_stream(&url, STDOUT_FILENO, request->report);
}

/* Ends the work on a backup, and writes its record on success. */
static bool end(struct backup_request *request, struct backup *backup, bool done)
{
	request->damaged = !backup->whole;
	if (done && backup->whole)
		backup_write(backup, &request->records);
	backup_close(backup);
	return done;
}

bool backup_request_add(struct backup_request *request)
{
	struct url url;
	struct backup backup;
	const char *path;

	if (!find_url(request, &url) || !backup_in(&url, request->path, &path, request->report))
		return false;
	bool opened = backup_open(path, &backup, request->report);
	return end(request, &backup, opened) &&
	       (!request->keep ||
		backup_keep(request->path, path, &url, request->keep, request->report));
}

bool backup_request_list(struct backup_request *request)
{
	struct names names = {0};
	struct report unheard = {.arena = request->report->arena};
	const char **name;

	if (!directory_list(request->path, &names, request->report))
		return false;
	vector_each(name, &names) {
		const char *path = path_join(unheard.arena, request->path, *name);
		struct backup backup;
		if (backup_is_file(path) && backup_open(path, &backup, &unheard))
			backup_write(&backup, &request->records);
	}
	return true;
}

bool backup_request_check(struct backup_request *request)
{
	struct report *report = request->report;
	struct backup backup;
	bool opened = backup_open(request->path, &backup, report);

	return end(request, &backup, opened && backup_check(&backup, report));
}

/* Reports an error if there is no server to test a server's backup on. */
static bool has_place(const struct backup *backup, bool found, struct report *report)
{
	if (found || backup->kind == DB_SQLITE)
		return true;
	report_error(report, nowhere, "missing database URL: '%s' is a backup of PostgreSQL",
		     backup->name);
	return report_hint(report, "give the URL of a server on which to test it");
}

bool backup_request_prove(struct backup_request *request)
{
	struct report *report = request->report;
	struct url url = {0};
	struct backup backup;
	bool found;

	if (!url_find_any(request->url_option, &url, &found, report))
		return false;
	set_wait(request, &url);
	bool opened = backup_open(request->path, &backup, report);
	return end(request, &backup,
		   opened && has_place(&backup, found, report) &&
			   backup_prove(&backup, &url, report));
}

bool backup_request_restore(struct backup_request *request)
{
	struct report *report = request->report;
	struct url url;
	struct backup backup;

	if (!find_url(request, &url))
		return false;
	bool restored = backup_open(request->path, &backup, report) &&
			backup_replace(&url, &backup, request->forced, report);
	backup_close(&backup);
	return restored;
}
