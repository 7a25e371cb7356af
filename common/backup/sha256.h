/*
 * Inside the room: SHA-256 of many bytes, by OpenSSL's libcrypto if it is installed (libpq depends
 * on it), else by libmd.
 */
#ifndef BACKUP_SHA256_H
#define BACKUP_SHA256_H

#include <sha2.h>
#include <stddef.h>
#include <stdint.h>

/* libcrypto's functions, as declared in openssl/evp.h. */
struct libcrypto {
	void *(*EVP_MD_CTX_new)(void);
	void (*EVP_MD_CTX_free)(void *context);
	int (*EVP_MD_CTX_copy_ex)(void *to, const void *from);
	const void *(*EVP_sha256)(void);
	int (*EVP_DigestInit_ex)(void *context, const void *type, void *engine);
	int (*EVP_DigestUpdate)(void *context, const void *data, size_t length);
	int (*EVP_DigestFinal_ex)(void *context, unsigned char *digest, unsigned *length);
};

struct sha256 {
	struct libcrypto crypto;
	void *context, *spare; /* libcrypto's; NULL if libmd is used */
	SHA2_CTX own;
};

/* Begins a digest of about `length` bytes. Every begin needs an end. */
void sha256_begin(struct sha256 *hash, long long length);
void sha256_add(struct sha256 *hash, const void *data, size_t length);

/* Stores the digest so far. More bytes can follow. */
void sha256_peek(struct sha256 *hash, uint8_t digest[SHA256_DIGEST_LENGTH]);

void sha256_end(struct sha256 *hash, uint8_t digest[SHA256_DIGEST_LENGTH]);

#endif
