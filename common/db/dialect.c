/* What the dialects share. */
#include "db/dialect.h"

void db_report_missing(const struct db *db)
{
	report_warning(db->report, nowhere, "there is no database %s yet", db->url->shown);
	report_hint(db->report, "mig-apply makes it");
}

bool db_refuse_missing(const struct db *db, const char *what)
{
	report_error(db->report, nowhere, "there is no %s %s", what, db->url->shown);
	if (db->access == DB_REPLACE)
		return report_hint(db->report,
				   "is it the right one (-u, DATABASE_URL)? 'createdb %s' "
				   "makes it, for a backup to go into",
				   db_url_value(db->url, "dbname"));
	return report_hint(db->report, "is it the right one (-u, DATABASE_URL)? mig-apply makes a "
				       "new one");
}
