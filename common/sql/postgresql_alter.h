/*
 * Inside the room: ALTER TABLE for PostgreSQL and CockroachDB.
 */
#ifndef SQL_POSTGRESQL_ALTER_H
#define SQL_POSTGRESQL_ALTER_H

#include "sql/dialect.h"

sql_step sql_postgresql_alter_table;

#endif
