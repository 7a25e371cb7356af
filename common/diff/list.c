/* Writes notices as records. */
#include "diff/list.h"

#include "diff/notice.h"

/* Writes the other objects. They have no risk, because no script changes them. */
static void write_objects(const struct diff *diff, struct record_writer *to)
{
	struct object_notices notices = diff_object_notices(diff);
	const struct object_notice *notice;

	vector_each(notice, &notices) {
		record_begin(to);
		record_raw(to, "risk", "other");
		record_raw(to, "kind", notice->kind);
		record_field(to, "object", notice->object);
		record_raw(to, "detail", notice->state);
		record_end(to);
	}
}

void diff_write_list(const struct diff *diff, struct record_writer *to)
{
	struct notices notices = diff_notices(diff);
	const struct notice *notice;

	vector_each(notice, &notices) {
		record_begin(to);
		record_raw(to, "risk", risk_name(notice->risk));
		record_raw(to, "kind", notice->kind);
		record_field(to, "object", notice->object);
		record_field(to, "detail", *notice->detail ? notice->detail : NULL);
		record_end(to);
	}
	write_objects(diff, to);
}
