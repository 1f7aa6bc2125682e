#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/hmac.h>

#include "privacy/pseudonym.h"

#define SHOWN_BYTES ((PSEUDONYM_SIZE - 1) / 2)

struct pseudonym {
	struct hmac_sha256_ctx keyed;
};

/* An empty disk image or a forgotten dummy is no key. */
static bool
is_one_byte(struct span key)
{
	size_t i = 1;

	while (i < key.len && key.data[i] == key.data[0])
		i++;
	return i >= key.len;
}

static int
check_key(struct span key, struct err *err)
{
	if (key.len < PSEUDONYM_KEY_MIN)
		return err_set(err, ERR_CONFIG,
		    "a key has at least %d bytes, not %zu", PSEUDONYM_KEY_MIN,
		    key.len);
	if (key.len > PSEUDONYM_KEY_MAX)
		return err_set(err, ERR_CONFIG, "a key has at most %d bytes",
		    PSEUDONYM_KEY_MAX);
	if (is_one_byte(key))
		return err_set(
		    err, ERR_CONFIG, "a key is not one byte over and over");
	return 0;
}

struct pseudonym *
pseudonym_new(struct span key, struct err *err)
{
	struct pseudonym *pseudonym;

	if (check_key(key, err) == -1)
		return NULL;
	pseudonym = malloc(sizeof(*pseudonym));
	if (pseudonym == NULL) {
		(void)err_nomem(err);
		return NULL;
	}
	hmac_sha256_set_key(
	    &pseudonym->keyed, key.len, (const uint8_t *)key.data);
	return pseudonym;
}

/* As ssh looks at its keys: what others can read is no secret. */
static int
check_mode(int fd, struct err *err)
{
	struct stat status;

	if (fstat(fd, &status) == -1)
		return err_errno(err, ERR_NOINPUT, "cannot look at the key");
	if (S_ISDIR(status.st_mode))
		return err_set(err, ERR_NOINPUT, "a folder is no key");
	if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return err_set(err, ERR_NOPERM,
		    "others than its owner may use the key: mode %04o, not "
		    "0600",
		    (unsigned)(status.st_mode & 07777));
	return 0;
}

static int
read_key(int fd, char *key, size_t size, size_t *len, struct err *err)
{
	ssize_t n;

	*len = 0;
	do {
		n = read(fd, key + *len, size - *len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_errno(
			    err, ERR_NOINPUT, "cannot read the key");
		*len += (size_t)n;
	} while (n != 0 && *len < size);
	return 0;
}

/* Where the compiler cannot see that nobody reads them again. */
static void
wipe(void *bytes, size_t size)
{
	volatile unsigned char *byte = bytes;

	while (size-- > 0)
		*byte++ = 0;
}

struct pseudonym *
pseudonym_read(const char *path, struct err *err)
{
	bool is_stdin = strcmp(path, "-") == 0;
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct pseudonym *pseudonym = NULL;
	char key[PSEUDONYM_KEY_MAX + 1];
	size_t len;

	if (fd == -1)
		(void)err_errno(err, ERR_NOINPUT, "cannot open the key");
	else if (check_mode(fd, err) == 0 &&
	    read_key(fd, key, sizeof(key), &len, err) == 0)
		pseudonym = pseudonym_new(span_make(key, len), err);
	wipe(key, sizeof(key));
	if (fd != -1 && !is_stdin)
		(void)close(fd);
	if (pseudonym == NULL)
		(void)err_place(err, path, 0, NULL);
	return pseudonym;
}

void
pseudonym_free(struct pseudonym *pseudonym)
{
	if (pseudonym == NULL)
		return;
	wipe(pseudonym, sizeof(*pseudonym));
	free(pseudonym);
}

static void
add(struct hmac_sha256_ctx *hmac, struct span bytes)
{
	if (bytes.len > 0)
		hmac_sha256_update(
		    hmac, bytes.len, (const uint8_t *)bytes.data);
}

/* A kind holds no NUL, so that no two of (kind, value) are one message. */
static struct hmac_sha256_ctx
begin(const struct pseudonym *pseudonym, const char *kind)
{
	struct hmac_sha256_ctx hmac = pseudonym->keyed;

	add(&hmac, span_make(kind, strlen(kind) + 1));
	return hmac;
}

static uint64_t
end(struct hmac_sha256_ctx *hmac, char out[PSEUDONYM_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[SHA256_DIGEST_SIZE];
	uint64_t first = 0;
	size_t i;

	hmac_sha256_digest(hmac, sizeof(digest), digest);
	for (i = 0; i < SHOWN_BYTES; i++) {
		out[2 * i] = digits[digest[i] >> 4];
		out[2 * i + 1] = digits[digest[i] & 15];
	}
	out[2 * i] = '\0';
	for (i = 0; i < sizeof(first); i++)
		first = first << 8 | digest[i];
	return first;
}

uint64_t
pseudonym_make(const struct pseudonym *pseudonym, const char *kind,
    struct span value, char out[PSEUDONYM_SIZE])
{
	struct hmac_sha256_ctx hmac = begin(pseudonym, kind);

	add(&hmac, value);
	return end(&hmac, out);
}

uint64_t
pseudonym_make_owned(const struct pseudonym *pseudonym, const char *kind,
    struct span source, struct span value, char out[PSEUDONYM_SIZE])
{
	struct hmac_sha256_ctx hmac = begin(pseudonym, kind);

	add(&hmac, source);
	add(&hmac, span_of(":"));
	add(&hmac, value);
	return end(&hmac, out);
}
