/* Keeps what we know about the history table, as read and changed since. */
#include "postgresql/postgresql.h"

static struct pg_counts counts_of(const struct history_row *row)
{
	return (struct pg_counts){1, row->finished != 0, row->rolled_back != 0, row->steps};
}

void pg_know_row(struct postgresql *pg, const struct history_row *row)
{
	struct pg_table *table = &pg->table;
	struct pg_counts *now = arena_alloc(pg->db.arena, sizeof *now);

	*now = counts_of(row);
	const struct pg_counts *before = map_replace(&table->rows, row->id, now);
	static const struct pg_counts none;
	before = before ? before : &none;
	table->counts.rows += now->rows - before->rows;
	table->counts.finished += now->finished - before->finished;
	table->counts.rolled_back += now->rolled_back - before->rolled_back;
	table->counts.steps += now->steps - before->steps;
	if (row->started > table->newest)
		table->newest = row->started;
}

void pg_history_written(struct postgresql *pg, bool written)
{
	const struct pg_write *write;

	if (written)
		vector_each(write, &pg->writes)
			pg_know_row(pg, write->row);
	pg->writes.count = 0;
}
