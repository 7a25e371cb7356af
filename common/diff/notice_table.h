/*
 * Inside the room: notices about a table that remains.
 */
#ifndef DIFF_NOTICE_TABLE_H
#define DIFF_NOTICE_TABLE_H

#include "diff/notice_list.h"

/* Each adds the notices for a table that is altered or recreated. */
void diff_note_altered(struct notice_list *list, const struct table_pair *pair);
void diff_note_redefined(struct notice_list *list, const struct table_pair *pair);

/* Each adds one notice. `pair` is NULL if the same script creates the table. */
void diff_note_changed_key(struct notice_list *list, const struct table_pair *pair);
void diff_note_created_index(struct notice_list *list, const struct table_pair *pair,
			     struct object_name table, const struct index *index);
void diff_note_added_key(struct notice_list *list, const struct table_pair *pair,
			 struct object_name table, const struct foreign_key *key);

#endif
