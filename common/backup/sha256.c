/* SHA-256 by OpenSSL's libcrypto, loaded at run time, or by libmd. */
#include "backup/sha256.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * Bytes from which loading the library pays. OpenSSL uses special instructions of the processor,
 * and is six times as fast as libmd.
 */
enum { WORTH_LOADING = 4 << 20 };

static const struct {
	const char *name;
	size_t offset;
} functions[] = {
	{"EVP_MD_CTX_new", offsetof(struct libcrypto, EVP_MD_CTX_new)},
	{"EVP_MD_CTX_free", offsetof(struct libcrypto, EVP_MD_CTX_free)},
	{"EVP_MD_CTX_copy_ex", offsetof(struct libcrypto, EVP_MD_CTX_copy_ex)},
	{"EVP_sha256", offsetof(struct libcrypto, EVP_sha256)},
	{"EVP_DigestInit_ex", offsetof(struct libcrypto, EVP_DigestInit_ex)},
	{"EVP_DigestUpdate", offsetof(struct libcrypto, EVP_DigestUpdate)},
	{"EVP_DigestFinal_ex", offsetof(struct libcrypto, EVP_DigestFinal_ex)},
};

/* Loads the library. False if it is missing or too old. */
static bool load(struct libcrypto *crypto)
{
#ifdef MIGTOOLS_STATIC
	void *library = NULL;
#else
	void *library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);

	if (!library)
		library = dlopen("libcrypto.so.1.1", RTLD_NOW | RTLD_LOCAL);
#endif
	for (size_t i = 0; library && i < sizeof functions / sizeof *functions; i++) {
		void *symbol = dlsym(library, functions[i].name);
		if (!symbol)
			return false;
		memcpy((char *)crypto + functions[i].offset, &symbol, sizeof symbol);
	}
	return library;
}

/* Creates the contexts. A restricted library may refuse. */
static bool begin(struct sha256 *hash)
{
	hash->context = hash->crypto.EVP_MD_CTX_new();
	hash->spare = hash->crypto.EVP_MD_CTX_new();
	return hash->context && hash->spare &&
	       hash->crypto.EVP_DigestInit_ex(hash->context, hash->crypto.EVP_sha256(), NULL);
}

static void free_contexts(struct sha256 *hash)
{
	hash->crypto.EVP_MD_CTX_free(hash->context);
	hash->crypto.EVP_MD_CTX_free(hash->spare);
	hash->context = hash->spare = NULL;
}

void sha256_begin(struct sha256 *hash, long long length)
{
	*hash = (struct sha256){0};
	SHA256Init(&hash->own);
	if (length >= WORTH_LOADING && load(&hash->crypto) && !begin(hash))
		free_contexts(hash);
}

void sha256_add(struct sha256 *hash, const void *data, size_t length)
{
	if (hash->context)
		hash->crypto.EVP_DigestUpdate(hash->context, data, length);
	else
		SHA256Update(&hash->own, data, length);
}

void sha256_peek(struct sha256 *hash, uint8_t digest[SHA256_DIGEST_LENGTH])
{
	SHA2_CTX copy = hash->own;

	if (!hash->context) {
		SHA256Final(digest, &copy);
		return;
	}
	hash->crypto.EVP_MD_CTX_copy_ex(hash->spare, hash->context);
	hash->crypto.EVP_DigestFinal_ex(hash->spare, digest, NULL);
}

void sha256_end(struct sha256 *hash, uint8_t digest[SHA256_DIGEST_LENGTH])
{
	sha256_peek(hash, digest);
	if (hash->context)
		free_contexts(hash);
}
