/*
 * libpq, loaded when a URL asks for PostgreSQL and not before: it brings some twenty libraries, and
 * a program that reads an SQLite file is done before they are linked.
 */
#ifndef DB_LIBPQ_H
#define DB_LIBPQ_H

#include <libpq-fe.h>

#include <stdbool.h>

#include "base/report.h"

/* The functions that are used. Their types are those of libpq's own header. */
/* clang-format off */
#define LIBPQ_FUNCTIONS(each)                                                                      \
	each(PQbackendPID)                                                                         \
	each(PQcancel)                                                                             \
	each(PQclear)                                                                              \
	each(PQcmdStatus)                                                                          \
	each(PQcmdTuples)                                                                          \
	each(PQconnectdbParams)                                                                    \
	each(PQconsumeInput)                                                                       \
	each(PQerrorMessage)                                                                       \
	each(PQescapeIdentifier)                                                                   \
	each(PQescapeLiteral)                                                                      \
	each(PQexec)                                                                               \
	each(PQfinish)                                                                             \
	each(PQfreeCancel)                                                                         \
	each(PQfreemem)                                                                            \
	each(PQgetCancel)                                                                          \
	each(PQgetCopyData)                                                                        \
	each(PQgetResult)                                                                          \
	each(PQgetisnull)                                                                          \
	each(PQgetvalue)                                                                           \
	each(PQisBusy)                                                                             \
	each(PQntuples)                                                                            \
	each(PQputCopyEnd)                                                                         \
	each(PQresultErrorField)                                                                   \
	each(PQresultErrorMessage)                                                                 \
	each(PQresultStatus)                                                                       \
	each(PQsendQuery)                                                                          \
	each(PQserverVersion)                                                                      \
	each(PQsetNoticeProcessor)                                                                 \
	each(PQsetSingleRowMode)                                                                   \
	each(PQsocket)                                                                             \
	each(PQstatus)                                                                             \
	each(PQtransactionStatus)
/* clang-format on */

struct libpq {
#define LIBPQ_MEMBER(name) __typeof__(name) *name;
	LIBPQ_FUNCTIONS(LIBPQ_MEMBER)
#undef LIBPQ_MEMBER
};

bool pg_load(struct libpq *libpq, struct report *report);

#endif
