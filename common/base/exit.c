/* The name of the program. */
#include "base/exit.h"

static const char *the_name = "migtools";

const char *program_name(void)
{
	return the_name;
}

void program_name_set(const char *name)
{
	the_name = name;
}
