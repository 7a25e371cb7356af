/*
 * Inside the room: enums as types of the database.
 */
#ifndef SQL_POSTGRESQL_ENUM_H
#define SQL_POSTGRESQL_ENUM_H

#include "sql/dialect.h"

sql_step sql_postgresql_create_enum, sql_postgresql_drop_enum, sql_postgresql_alter_enum;
sql_step sql_postgresql_rename_enum, sql_postgresql_rename_value;

#endif
