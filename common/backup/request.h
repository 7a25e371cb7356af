/*
 * The requests to mig-backup, one function for each option. Each finds the database if it needs
 * one, does the work, and writes the record of the backup.
 */
#ifndef BACKUP_REQUEST_H
#define BACKUP_REQUEST_H

#include "backup/backup.h"

struct backup_request {
	const char *path; /* a file, a directory, or "-"; NULL: stdout */
	char *url_option;
	int wait; /* milliseconds to wait for locks; -1: the default of each kind of database */
	int keep; /* how many backups of a directory to keep; 0: all */
	bool forced;
	bool damaged; /* after a check or a test: the backup is damaged, or restores differently */
	struct record_writer records;
	struct report *report;
};

/* Makes a backup, as a file or on stdout. */
bool backup_request_make(struct backup_request *request);

/* Makes a backup in a directory, and removes old ones. */
bool backup_request_add(struct backup_request *request);

/* Lists the backups in a directory. */
bool backup_request_list(struct backup_request *request);

/* Checks a backup, or tests it by restoring it into a scratch database. */
bool backup_request_check(struct backup_request *request);
bool backup_request_prove(struct backup_request *request);

/* Replaces everything in the database by a backup, unless the user says no on the terminal. */
bool backup_request_restore(struct backup_request *request);

#endif
