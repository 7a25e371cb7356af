/*
 * Who is speaking, and how it ended.
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

/* As diff(1) and grep(1) do. */
enum exit_status {
	EXIT_YES = 0,	 /* done, or: the answer is yes */
	EXIT_NO = 1,	 /* the answer is no: something differs, is pending, did not apply */
	EXIT_TROUBLE = 2 /* usage, bad input, no connection, no lock, stdout not writable */
};

/* The name that stands before every message; "migtools" before program_begin sets it. */
const char *program_name(void);

/* `name` must live as long as the process. */
void program_name_set(const char *name);

#endif
