/*
 * Inside the room: recreates tables that SQLite's ALTER TABLE cannot change.
 */
#ifndef SQL_SQLITE_REDEFINE_H
#define SQL_SQLITE_REDEFINE_H

#include "sql/dialect.h"

sql_step sql_sqlite_redefine_tables;

#endif
