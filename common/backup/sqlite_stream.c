/*
 * Reads ahead in an SQLite file, and collects its writes, by replacing some of its methods.
 */
#include "backup/sqlite_stream.h"

#include <stdbool.h>
#include <string.h>

/* Bytes. SQLite's own function writes less than twice as much at once. */
enum { PIECE = 64 * 1024 };

struct stream {
	sqlite3_file *file; /* or NULL */
	const sqlite3_io_methods *real;
	sqlite3_io_methods methods;
	sqlite3_int64 last;  /* the offset read last */
	sqlite3_int64 start; /* the offset of the piece in the file */
	int length;
	char piece[PIECE];
};

static struct stream reading, writing;

static void begin(struct stream *stream, sqlite3 *connection)
{
	sqlite3_file *file = NULL;

	sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	stream->length = 0;
	stream->file = file && file->pMethods ? file : NULL;
	if (!stream->file)
		return;
	stream->real = file->pMethods;
	stream->methods = *stream->real;
	file->pMethods = &stream->methods;
}

static void end(struct stream *stream)
{
	if (stream->file)
		stream->file->pMethods = stream->real;
	stream->file = NULL;
}

/* True if an offset is near the last one: a check walks through a table from its end. */
static bool is_near(sqlite3_int64 at)
{
	sqlite3_int64 distance = at - reading.last;

	reading.last = at;
	return distance >= -PIECE && distance <= PIECE;
}

/* Fills the piece around an offset. At the end of the file it is shorter. */
static int fill(sqlite3_file *file, sqlite3_int64 at)
{
	sqlite3_int64 size = 0, start = at - at % PIECE;
	int code = reading.real->xFileSize(file, &size);

	reading.start = start;
	reading.length = 0;
	if (code != SQLITE_OK || size <= start)
		return code;
	int length = size - start < PIECE ? (int)(size - start) : PIECE;
	code = reading.real->xRead(file, reading.piece, length, start);
	if (code == SQLITE_OK)
		reading.length = length;
	return code;
}

static bool is_in_piece(sqlite3_int64 at, int length)
{
	return at >= reading.start && at + length <= reading.start + reading.length;
}

static int read_ahead(sqlite3_file *file, void *to, int length, sqlite3_int64 at)
{
	bool near = is_near(at);

	if (!is_in_piece(at, length) && near) {
		int code = fill(file, at);
		if (code != SQLITE_OK)
			return code;
	}
	if (!is_in_piece(at, length))
		return reading.real->xRead(file, to, length, at);
	memcpy(to, reading.piece + (at - reading.start), (size_t)length);
	return SQLITE_OK;
}

void sqlite_read_ahead(sqlite3 *connection)
{
	begin(&reading, connection);
	reading.last = 0;
	reading.methods.xRead = read_ahead;
}

void sqlite_end_read_ahead(void)
{
	end(&reading);
}

static int write_piece(void)
{
	int length = writing.length;

	writing.length = 0;
	return length ? writing.real->xWrite(writing.file, writing.piece, length, writing.start)
		      : SQLITE_OK;
}

static int collect(sqlite3_file *file, const void *from, int length, sqlite3_int64 at)
{
	if (at != writing.start + writing.length || writing.length + length > PIECE) {
		int code = write_piece();
		if (code != SQLITE_OK || length > PIECE)
			return code != SQLITE_OK ? code
						 : writing.real->xWrite(file, from, length, at);
		writing.start = at;
	}
	memcpy(writing.piece + writing.length, from, (size_t)length);
	writing.length += length;
	return SQLITE_OK;
}

static int read_written(sqlite3_file *file, void *to, int length, sqlite3_int64 at)
{
	int code = write_piece();

	return code == SQLITE_OK ? writing.real->xRead(file, to, length, at) : code;
}

static int size_of_written(sqlite3_file *file, sqlite3_int64 *size)
{
	int code = write_piece();

	return code == SQLITE_OK ? writing.real->xFileSize(file, size) : code;
}

static int truncate_written(sqlite3_file *file, sqlite3_int64 size)
{
	int code = write_piece();

	return code == SQLITE_OK ? writing.real->xTruncate(file, size) : code;
}

void sqlite_collect_writes(sqlite3 *connection)
{
	begin(&writing, connection);
	writing.methods.xWrite = collect;
	writing.methods.xRead = read_written;
	writing.methods.xFileSize = size_of_written;
	writing.methods.xTruncate = truncate_written;
}

int sqlite_end_collecting(void)
{
	int code = writing.file ? write_piece() : SQLITE_OK;

	end(&writing);
	return code;
}
