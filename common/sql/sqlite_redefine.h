/*
 * Inside the room: tables that are recreated, because SQLite's ALTER TABLE cannot change them.
 */
#ifndef SQL_SQLITE_REDEFINE_H
#define SQL_SQLITE_REDEFINE_H

#include "sql/dialect.h"

sql_step sql_sqlite_redefine_tables;

#endif
