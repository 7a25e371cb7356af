/*
 * Exit statuses, and the program's name in its messages.
 */
#ifndef BASE_EXIT_H
#define BASE_EXIT_H

/* The same as those of diff(1) and grep(1). */
enum exit_status {
	EXIT_YES = 0,	 /* done, or the answer is yes */
	EXIT_NO = 1,	 /* the answer is no: something differs, is pending or did not apply */
	EXIT_TROUBLE = 2 /* usage, bad input, no connection, no lock, stdout not writable */
};

/* Returns the name that begins every message: "migtools" until program_name_set changes it. */
const char *program_name(void);

/* Sets the name. `name` must live as long as the process. */
void program_name_set(const char *name);

#endif
