/* Opens a folder for replays. */
#include "develop/open.h"

bool develop_open_folder(const char *directory_option, char *url_option, struct folder *folder,
			 struct url *url, struct replay *replay)
{
	const char *path = folder_path(directory_option), *provider;
	struct report *report = replay->report;
	bool found;

	if (!folder_check_exists(path, report) || !folder_find_provider(path, &provider, report) ||
	    !url_find_any(url_option, url, &found, report))
		return false;
	if (!provider && found)
		provider = url_provider(url);
	if (!provider) {
		report_error(report, nowhere, "cannot tell which database '%s' is for", path);
		return report_hint(report, "add migration_lock.toml to the folder, with the line: "
					   "provider = \"postgresql\"");
	}
	replay->patience.progress = NULL;
	replay->patience.hear = NULL;
	if (found && text_equal(provider, url_provider(url)))
		replay->near = url;
	return folder_read(path, provider, folder, report);
}
