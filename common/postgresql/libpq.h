/*
 * libpq, loaded only for a PostgreSQL URL. It needs some twenty libraries: a program that reads an
 * SQLite file would spend more time linking them than running.
 */
#ifndef POSTGRESQL_LIBPQ_H
#define POSTGRESQL_LIBPQ_H

#include <libpq-fe.h>

#include <stdbool.h>

#include "base/report.h"

/* The functions in use, with the types of libpq's own header. */
/* clang-format off */
#define LIBPQ_FUNCTIONS(each)                                                                      \
	each(PQbackendPID)                                                                         \
	each(PQcancel)                                                                             \
	each(PQclear)                                                                              \
	each(PQcmdStatus)                                                                          \
	each(PQcmdTuples)                                                                          \
	each(PQconnectPoll)                                                                        \
	each(PQconnectStartParams)                                                                 \
	each(PQconsumeInput)                                                                       \
	each(PQcopyResult)                                                                         \
	each(PQerrorMessage)                                                                       \
	each(PQfinish)                                                                             \
	each(PQflush)                                                                              \
	each(PQfreeCancel)                                                                         \
	each(PQfreemem)                                                                            \
	each(PQgetCancel)                                                                          \
	each(PQgetCopyData)                                                                        \
	each(PQgetResult)                                                                          \
	each(PQgetisnull)                                                                          \
	each(PQgetlength)                                                                          \
	each(PQgetvalue)                                                                           \
	each(PQisBusy)                                                                             \
	each(PQnfields)                                                                            \
	each(PQntuples)                                                                            \
	each(PQparameterStatus)                                                                    \
	each(PQputCopyEnd)                                                                         \
	each(PQresultErrorField)                                                                   \
	each(PQresultErrorMessage)                                                                 \
	each(PQresultStatus)                                                                       \
	each(PQsendQuery)                                                                          \
	each(PQserverVersion)                                                                      \
	each(PQsetErrorVerbosity)                                                                  \
	each(PQsetNoticeReceiver)                                                                  \
	each(PQsetSingleRowMode)                                                                   \
	each(PQsetnonblocking)                                                                     \
	each(PQsetvalue)                                                                           \
	each(PQsocket)                                                                             \
	each(PQstatus)                                                                             \
	each(PQtransactionStatus)
/* clang-format on */

struct libpq {
#define LIBPQ_MEMBER(name) __typeof__(name) *name;
	LIBPQ_FUNCTIONS(LIBPQ_MEMBER)
#undef LIBPQ_MEMBER
};

/* Loads the library, and looks up the functions. */
bool pg_load(struct libpq *libpq, struct report *report);

#endif
