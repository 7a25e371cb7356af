/* Reports missing databases. */
#include "db/dialect.h"

void db_report_missing(const struct db *db)
{
	report_warning(db->report, nowhere, "the database %s does not exist yet", db->url->shown);
	report_hint(db->report, "mig-apply creates it");
}

bool db_refuse_missing(const struct db *db, const char *what)
{
	report_error(db->report, nowhere, "the %s %s does not exist", what, db->url->shown);
	if (db->access == DB_REPLACE)
		return report_hint(db->report,
				   "check the URL (-u, DATABASE_URL), or create it with 'createdb "
				   "%s' to restore a backup into it",
				   db->url->vague ? "DATABASE" : url_value(db->url, "dbname"));
	return report_hint(db->report,
			   "check the URL (-u, DATABASE_URL), or create it with mig-apply");
}
