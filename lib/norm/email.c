#include "norm/email.h"

#include "norm/ascii.h"
#include "text/fold.h"
#include "text/utf8.h"

#define EMAIL_MAX 254 /* RFC 5321 with the erratum 1690 */
#define LOCAL_MAX 64
#define LABEL_MAX 63

/* Providers that give the mail of tagged spellings to one mailbox. */
struct provider {
	const char *domain;
	const char *same_as; /* another name of the same mailboxes, or NULL */
	bool are_dots_void;
};

static const struct provider providers[] = {
    {"gmail.com", NULL, true},
    {"googlemail.com", "gmail.com", true},
    {"outlook.com", NULL, false},
    {"outlook.jp", NULL, false},
    {"hotmail.com", NULL, false},
    {"hotmail.co.jp", NULL, false},
    {"hotmail.co.uk", NULL, false},
    {"live.com", NULL, false},
    {"live.jp", NULL, false},
    {"msn.com", NULL, false},
    {"icloud.com", NULL, false},
    {"me.com", NULL, false},
    {"mac.com", NULL, false},
    {"fastmail.com", NULL, false},
    {"proton.me", NULL, true},
    {"protonmail.com", NULL, true},
    {"pm.me", NULL, true},
};

static size_t
find_last(struct span text, char c)
{
	size_t at = text.len;

	while (at > 0 && text.data[at - 1] != c)
		at--;
	return at == 0 ? SIZE_MAX : at - 1;
}

/* The address within "Taro <taro@example.com>". A name in front that is an
 * address itself has to be the same one: else there are two. */
static bool
cut_name(struct span *text)
{
	size_t open;
	struct span name;
	struct span inner;

	if (text->len == 0 || text->data[text->len - 1] != '>')
		return true;
	open = find_last(*text, '<');
	if (open == SIZE_MAX)
		return false;
	name = span_trim(span_make(text->data, open));
	inner = span_make(text->data + open + 1, text->len - open - 2);
	if (name.len >= 2 && name.data[0] == '"' &&
	    name.data[name.len - 1] == '"')
		name = span_trim(span_make(name.data + 1, name.len - 2));
	*text = span_trim(inner);
	return name.len == 0 || memchr(name.data, '@', name.len) == NULL ||
	    span_eq(name, *text);
}

/* mailto:taro@example.com?subject=... */
static void
cut_scheme(struct span *text)
{
	static const char scheme[] = "mailto:";
	const char *query;

	if (!span_starts(*text, scheme))
		return;
	text->data += sizeof(scheme) - 1;
	text->len -= sizeof(scheme) - 1;
	query = text->len == 0 ? NULL : memchr(text->data, '?', text->len);
	if (query != NULL)
		text->len = (size_t)(query - text->data);
	*text = span_trim(*text);
}

/* What RFC 5322 calls atext, and what is beyond ASCII (RFC 6531). */
static bool
is_atom(char c)
{
	return ascii_is_alpha(c) || ascii_is_digit(c) || (c & 0x80) != 0 ||
	    (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* A local part without quotes. Dots stand where they like, but in front:
 * docomo and au gave out a..b@ and a.@, which RFC 5321 does not allow. */
static bool
is_dot_atom(struct span local)
{
	size_t i;

	for (i = 0; i < local.len; i++) {
		if (!is_atom(local.data[i]) && local.data[i] != '.')
			return false;
	}
	return local.len > 0 && local.data[0] != '.';
}

/* Write the local part: quotes that are not needed go. */
static bool
write_local(struct span local, char *out, size_t *len)
{
	struct span bare;
	size_t count = 0;
	size_t i;

	if (local.len == 0 || local.len > LOCAL_MAX)
		return false;
	if (local.data[0] != '"') {
		memcpy(out, local.data, local.len);
		*len = local.len;
		return is_dot_atom(local);
	}
	if (local.len < 3 || local.data[local.len - 1] != '"')
		return false;
	for (i = 1; i < local.len - 1; i++) {
		if (local.data[i] == '"')
			return false;
		if (local.data[i] == '\\' &&
		    (++i == local.len - 1 || (local.data[i] & 0x80) != 0))
			return false;
		out[1 + count++] = local.data[i];
	}
	bare = span_make(out + 1, count);
	if (is_dot_atom(bare)) {
		memmove(out, out + 1, count);
		*len = count;
		return true;
	}
	/* The quotes are needed: as it came. */
	memcpy(out, local.data, local.len);
	*len = local.len;
	return true;
}

/* Letters, digits and hyphens within; not all digits at the end. */
static bool
is_label(struct span label, bool is_last)
{
	bool is_number = true;
	size_t i;

	if (label.len == 0 || label.len > LABEL_MAX || label.data[0] == '-' ||
	    label.data[label.len - 1] == '-')
		return false;
	for (i = 0; i < label.len; i++) {
		char c = label.data[i];

		if (!ascii_is_alpha(c) && !ascii_is_digit(c) && c != '-' &&
		    (c & 0x80) == 0)
			return false;
		is_number = is_number && ascii_is_digit(c);
	}
	return !is_last || !is_number;
}

/* Two labels at least: nobody's customers live at a bare top level. */
static bool
is_domain(struct span domain)
{
	const char *at = domain.data;
	const char *end = domain.data + domain.len;
	const char *dot;
	size_t count = 1;

	if (domain.len == 0)
		return false;
	while ((dot = memchr(at, '.', (size_t)(end - at))) != NULL) {
		if (!is_label(span_make(at, (size_t)(dot - at)), false))
			return false;
		at = dot + 1;
		count++;
	}
	return count > 1 && is_label(span_make(at, (size_t)(end - at)), true);
}

/* Take the tag, and where they mean nothing the dots, off the local part. */
static size_t
fold_local(const struct provider *provider, char *local, size_t len)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < len && (i == 0 || local[i] != '+'); i++) {
		if (local[i] != '.' || !provider->are_dots_void)
			local[count++] = local[i];
	}
	return count;
}

static const struct provider *
find_provider(struct span domain)
{
	size_t i;

	for (i = 0; i < sizeof(providers) / sizeof(providers[0]); i++) {
		if (span_is(domain, providers[i].domain))
			return &providers[i];
	}
	return NULL;
}

/* The folded address, checked and put together. */
static bool
write_address(struct span text, struct span *normal, struct arena *arena)
{
	char out[EMAIL_MAX + 1];
	size_t at = find_last(text, '@');
	struct span domain;
	const struct provider *provider;
	size_t len;

	if (at == SIZE_MAX || text.len > EMAIL_MAX)
		return false;
	domain = span_make(text.data + at + 1, text.len - at - 1);
	if (!write_local(span_make(text.data, at), out, &len) ||
	    !is_domain(domain))
		return false;
	provider = out[0] == '"' ? NULL : find_provider(domain);
	if (provider != NULL) {
		len = fold_local(provider, out, len);
		if (provider->same_as != NULL)
			domain = span_of(provider->same_as);
	}
	out[len++] = '@';
	memcpy(out + len, domain.data, domain.len);
	*normal = arena_span(arena, span_make(out, len + domain.len));
	return normal->data != NULL;
}

bool
email_normal(struct span text, struct span *normal, struct arena *arena)
{
	*normal = span_make(NULL, 0);
	if (!utf8_is_plain(text, NULL) ||
	    (text.len > 0 &&
		(memchr(text.data, '\r', text.len) != NULL ||
		    memchr(text.data, '\n', text.len) != NULL)))
		return false;
	text = fold_name(text, arena);
	if (text.len == 0 || !cut_name(&text))
		return false;
	cut_scheme(&text);
	return write_address(text, normal, arena);
}
