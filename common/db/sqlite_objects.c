/*
 * Triggers and indexes that go with a table. A script that makes a table anew, as Prisma writes it,
 * has only what the schema knows of: others are gone, with all rows there.
 */
#include <string.h>

#include "base/map.h"
#include "db/sqlite.h"
#include "db/sqlite_sql.h"

/* Lists the triggers and indexes, and the tables and views that they can belong to. */
static void list_objects(struct sqlite *sqlite, struct object_list *objects)
{
	struct arena *arena = sqlite->db.arena;
	sqlite3_stmt *rows = NULL;

	objects->count = 0;
	sqlite3_prepare_v2(sqlite->handle, sqlite_sql_list_objects, -1, &rows, NULL);
	while (rows && sqlite3_step(rows) == SQLITE_ROW)
		*vector_add(arena, objects) = (struct sqlite_object){
			.type = arena_string(arena, (const char *)sqlite3_column_text(rows, 0)),
			.name = arena_string(arena, (const char *)sqlite3_column_text(rows, 1)),
			.table = arena_string(arena, (const char *)sqlite3_column_text(rows, 2)),
			.by_hand = sqlite3_column_int(rows, 3),
		};
	sqlite3_finalize(rows);
}

void sqlite_note_objects(struct sqlite *sqlite)
{
	list_objects(sqlite, &sqlite->objects);
}

/* True if the script itself says DROP TRIGGER or DROP INDEX. */
static bool is_dropped(const struct sqlite *sqlite, const char *name)
{
	const char **dropped;

	vector_each(dropped, &sqlite->dropped)
		if (sqlite3_stricmp(*dropped, name) == 0)
			return true;
	return false;
}

void sqlite_warn_of_lost_objects(struct sqlite *sqlite)
{
	struct map names = {.arena = sqlite->db.arena};
	struct object_list now = {0};
	struct sqlite_object *object;

	if (!sqlite->objects.count)
		return;
	list_objects(sqlite, &now);
	vector_each(object, &now)
		map_add(&names, object->name, object);
	vector_each(object, &sqlite->objects)
		if (object->by_hand && !map_get(&names, object->name) &&
		    map_get(&names, object->table) && !is_dropped(sqlite, object->name)) {
			report_warning(sqlite->db.report, nowhere,
				       "the %s %s is gone: %s was made anew without it",
				       object->type, object->name, object->table);
			report_hint(sqlite->db.report,
				    "if it is still wanted, create it in a new migration");
		}
	sqlite->objects.count = 0;
}
