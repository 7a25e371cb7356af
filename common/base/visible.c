/* Writes text with its control characters made visible. */
#include "base/visible.h"

#include <stdbool.h>

#include "base/character.h"

/* Returns the length of the next step of visible_write, and stores if it is escaped. */
static size_t step(const char *text, size_t left, bool *escaped)
{
	unsigned char first = (unsigned char)*text;
	size_t length = character_length(text, left);
	bool c0 = first < ' ' && first != '\n' && first != '\t';
	/* U+0080 to U+009F are C2 80 to C2 9F. */
	bool c1 = first == 0xC2 && length == 2 && (unsigned char)text[1] < 0xA0;

	*escaped = length == 0 || c0 || c1 || first == 0x7F;
	return length ? length : 1;
}

void visible_write(const char *text, size_t length, FILE *file)
{
	size_t plain = 0, next;
	bool escaped;

	for (size_t i = 0; i < length; i = next) {
		next = i + step(text + i, length - i, &escaped);
		if (!escaped)
			continue;
		fwrite(text + plain, 1, i - plain, file);
		for (; i < next; i++)
			fprintf(file, "\\x%02X", (unsigned char)text[i]);
		plain = next;
	}
	fwrite(text + plain, 1, length - plain, file);
}

size_t visible_width(const char *text, size_t left, size_t *length)
{
	bool escaped;

	*length = step(text, left, &escaped);
	return escaped ? 4 * *length : 1;
}
