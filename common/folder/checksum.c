/* The SHA-256 of a migration, with any line ends. */
#include "folder/checksum.h"

#include <sha2.h>
#include <string.h>
#include <sys/types.h>

enum { HEX_LENGTH = 2 * SHA256_DIGEST_LENGTH };

/* Changes of line ends before hashing. */
enum line_ends { AS_THEY_ARE, WITHOUT_CR, WITH_CR };

static void add(SHA2_CTX *context, const char *start, size_t length)
{
	SHA256Update(context, (const uint8_t *)start, length);
}

static void digest(const struct source *source, enum line_ends ends,
		   uint8_t result[SHA256_DIGEST_LENGTH])
{
	const char *at = source->text, *end = at + source->length, *newline;
	SHA2_CTX context;

	SHA256Init(&context);
	while (ends != AS_THEY_ARE && at < end &&
	       (newline = memchr(at, '\n', (size_t)(end - at)))) {
		bool has_cr = newline > at && newline[-1] == '\r';
		add(&context, at, (size_t)(newline - at) - (ends == WITHOUT_CR && has_cr));
		add(&context, ends == WITH_CR ? "\r\n" : "\n", ends == WITH_CR ? 2 : 1);
		at = newline + 1;
	}
	add(&context, at, (size_t)(end - at));
	SHA256Final(result, &context);
}

static void to_hex(const uint8_t *bytes, bool with_zeros, char *text)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i++) {
		if (bytes[i] > 15 || with_zeros)
			*text++ = digits[bytes[i] >> 4];
		*text++ = digits[bytes[i] & 15];
	}
	*text = '\0';
}

const char *folder_checksum(struct arena *arena, const struct source *source)
{
	uint8_t bytes[SHA256_DIGEST_LENGTH];
	char *text = arena_alloc(arena, HEX_LENGTH + 1);

	digest(source, AS_THEY_ARE, bytes);
	to_hex(bytes, true, text);
	return text;
}

bool folder_checksum_matches(const char *stored, const struct source *source)
{
	uint8_t bytes[SHA256_DIGEST_LENGTH];
	char text[HEX_LENGTH + 1];
	bool old = *stored && strlen(stored) != HEX_LENGTH;

	for (enum line_ends ends = AS_THEY_ARE; ends <= WITH_CR; ends++) {
		digest(source, ends, bytes);
		to_hex(bytes, !old, text);
		if (strcmp(text, stored) == 0)
			return true;
	}
	return false;
}
