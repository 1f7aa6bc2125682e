#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "store/schema.h"
#include "store/sql.h"

/* The next word, number, text in quotes or sign; what stands between them says
 * nothing. */
static struct span
next_token(const char **sql)
{
	static const char blanks[] = " \t\r\n";
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_0123456789"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	const char *at = *sql, *end;
	size_t len;

	for (;;) {
		at += strspn(at, blanks);
		if (at[0] != '-' || at[1] != '-')
			break;
		at += strcspn(at, "\n");
	}
	len = strspn(at, letters);
	if (len == 0 && (*at == '\'' || *at == '"')) {
		end = strchr(at + 1, *at);
		len = end == NULL ? strlen(at) : (size_t)(end - at) + 1;
	}
	if (len == 0)
		len = *at != '\0';
	*sql = at + len;
	return span_make(at, len);
}

uint64_t
schema_add(uint64_t digest, const char *sql)
{
	struct span token = next_token(&sql);

	for (; token.len > 0; token = next_token(&sql))
		digest = hash_64(digest, token);
	return digest;
}

void
schema_digest(int64_t version, char out[SCHEMA_DIGEST_MAX])
{
	uint64_t digest = 0;
	size_t i;

	for (i = 0; store_migrations[i].version != 0; i++)
		if (store_migrations[i].version <= version)
			digest = schema_add(digest, store_migrations[i].sql);
	(void)snprintf(
	    out, SCHEMA_DIGEST_MAX, "%016llx", (unsigned long long)digest);
}
