/* Recognizes files by their first bytes. */
#include "base/encoding.h"

#include <stdbool.h>
#include <string.h>

static const struct encoding utf_16 = {"UTF-16",
				       "save it as UTF-8, or: iconv -f UTF-16 -t UTF-8 FILE"};
static const struct encoding utf_16_bare = {
	"UTF-16", "save it as UTF-8, or: iconv -f UTF-16LE -t UTF-8 FILE"};

static const struct {
	const char *magic;
	size_t length;
	struct encoding encoding;
} signatures[] = {
	{"\x1f\x8b", 2, {"a gzip file", "unpack it first: gunzip"}},
	{"PK\x03\x04", 4, {"a zip archive", "unpack it first: unzip"}},
	{"PGDMP", 5, {"an archive of pg_dump", "pg_restore -f - FILE prints its SQL"}},
	{"SQLite format 3", 16, {"an SQLite database", "sqlite3 FILE .schema prints its SQL"}},
};

/* Bytes at the start of a file that reveal UTF-16 without a byte order mark. */
enum { SAMPLE = 256 };

/* True if every second byte is mostly NUL, as in ASCII text stored as UTF-16. */
static bool is_wide(const char *bytes, size_t length)
{
	size_t nuls[2] = {0, 0}, pairs = (length < SAMPLE ? length : SAMPLE) / 2;

	for (size_t i = 0; i < 2 * pairs; i++)
		nuls[i % 2] += bytes[i] == '\0';
	return pairs > 1 && nuls[0] + nuls[1] > pairs * 3 / 4 && (nuls[0] == 0 || nuls[1] == 0);
}

const struct encoding *encoding_of(const char *bytes, size_t length)
{
	if (length >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
		return &utf_16;
	for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
		if (length >= signatures[i].length &&
		    memcmp(bytes, signatures[i].magic, signatures[i].length) == 0)
			return &signatures[i].encoding;
	return is_wide(bytes, length) ? &utf_16_bare : NULL;
}
