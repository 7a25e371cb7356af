/* The words for risks. */
#include "schema/risk.h"

static const char *const names[RISK_COUNT] = {
	[RISK_SAFE] = "safe",
	[RISK_LOCKS] = "locks",
	[RISK_REWRITES] = "rewrites",
	[RISK_MAY_FAIL] = "may-fail",
	[RISK_LOSES_DATA] = "loses-data",
};

const char *risk_name(enum risk risk)
{
	return names[risk];
}

bool risk_from_name(struct slice name, enum risk *risk)
{
	for (*risk = 0; *risk < RISK_COUNT; (*risk)++)
		if (slice_is(name, names[*risk]))
			return true;
	return false;
}
